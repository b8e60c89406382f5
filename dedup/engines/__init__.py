"""Engines: what runs the stages of a scan, in this process or in several."""
