"""Engines: what runs the stages of a scan: this process, several, or a Spark cluster."""
