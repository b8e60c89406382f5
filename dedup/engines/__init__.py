"""Engines: what runs the stages of a scan elsewhere than in this process, with the same report."""
