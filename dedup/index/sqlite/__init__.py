"""The index in a file: an SQLite database, and beside it a folder of sorted keys."""
