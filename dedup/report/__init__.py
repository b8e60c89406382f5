"""The report of a scan: written, read, summed up, and its schema. Its records are in `dedup.records`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.report.report import Report as Report
    from dedup.report.report import make_report as make_report

__all__ = ["Report", "make_report"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the command line prints its errors without them."""
    if name not in __all__:
        raise AttributeError(f"module 'dedup.report' has no attribute {name!r}")
    from dedup.report import report

    return getattr(report, name)
