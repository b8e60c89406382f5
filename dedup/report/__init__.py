"""The report of a scan: its records, its JSON, its schema and its summary on a terminal."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.report.records import ArticleRecord as ArticleRecord
    from dedup.report.records import InputRecord as InputRecord
    from dedup.report.records import Translation as Translation
    from dedup.report.report import SCHEMA as SCHEMA
    from dedup.report.report import Report as Report
    from dedup.report.report import make_report as make_report
    from dedup.report.summary import Summary as Summary

_HOME = {
    "ArticleRecord": "records",
    "InputRecord": "records",
    "Report": "report",
    "SCHEMA": "report",
    "Summary": "summary",
    "Translation": "records",
    "make_report": "report",
}
__all__ = ["SCHEMA", "ArticleRecord", "InputRecord", "Report", "Summary", "Translation", "make_report"]


def __getattr__(name: str) -> Any:
    """Import a record when it is first asked for: the command line prints its errors without them."""
    if name not in _HOME:
        raise AttributeError(f"module 'dedup.report' has no attribute {name!r}")
    return getattr(import_module(f"dedup.report.{_HOME[name]}"), name)
