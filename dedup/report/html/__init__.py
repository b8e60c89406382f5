"""The report as pages that people look at: one file that needs no network, or a folder of files for large reports.

Nothing is imported here: a command that checks where it may write loads `targets` alone.
"""
