"""Deduplication of news articles: copies, cut copies and shared passages, grouped into syndication families.

>>> import dedup
>>> text = "The minister said on Monday that the bridge would be closed for repairs until the end of the year."
>>> report = dedup.scan([dedup.Article(id="a", text=text), dedup.Article(id="b", text=text)])
>>> [(r.a, r.b, r.relation) for r in report.relations]
[('a', 'b', 'identical')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from dedup.article import Article as Article
    from dedup.errors import DedupError as DedupError
    from dedup.index import Prefilter as Prefilter
    from dedup.index import Verdict as Verdict
    from dedup.pipeline import scan as scan
    from dedup.report import Report as Report

_HOME = {
    "Article": "dedup.article",
    "DedupError": "dedup.errors",
    "Prefilter": "dedup.index",
    "Report": "dedup.report",
    "Verdict": "dedup.index",
    "scan": "dedup.pipeline",
}
_ROOMS = ("artifacts", "calibrate", "names", "sketch")
"""Packages with functions of their own for users: `dedup.artifacts.check`, `dedup.calibrate.fit_model`,
`dedup.names.compare`, `dedup.sketch.signatures`."""

__all__ = ["Article", "DedupError", "Prefilter", "Report", "Verdict", "__version__", "scan"]


def __dir__() -> list[str]:
    """The public names, whether they were used already or not."""
    return sorted([*__all__, *_ROOMS])


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import dedup` costs nothing."""
    if name in _ROOMS:
        return import_module(f"dedup.{name}")
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value
