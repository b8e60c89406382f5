"""Reference pages of the Python API: every public name, which mkdocstrings fills with its signature and docstring."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any, Final, NamedTuple

import msgspec

FOLDER: Final = "reference/python"


class ApiPage(NamedTuple):
    """A page: its title, what it says first, and the public names on it, each with its package."""

    title: str
    introduction: str
    names: tuple[str, ...]


def _public(package: str, *but: str) -> tuple[str, ...]:
    """The names in `__all__` of a package."""
    return tuple(f"{package}.{name}" for name in import_module(package).__all__ if name not in but)


def _classes(module: str, base: type) -> tuple[str, ...]:
    """The classes of a module that are subclasses of `base`, in the order of the source."""
    found = [
        name
        for name, value in vars(import_module(module)).items()
        if inspect.isclass(value) and issubclass(value, base) and value.__module__ == module
    ]
    return tuple(f"{module}.{name}" for name in found if not name.startswith("_"))


def _verdict_parts() -> tuple[str, ...]:
    """The records that a verdict is made of."""
    public = set(_public("dedup.index", "Prefilter", "Verdict"))
    others = [name.rpartition(".")[2] for name in _classes("dedup.index.verdict", msgspec.Struct)]
    parts = [f"dedup.index.{name}" for name in others if f"dedup.index.{name}" in public]
    return (
        *parts,
        *(
            f"dedup.index.verdict.{name}"
            for name in others
            if f"dedup.index.{name}" not in public and name != "Verdict"
        ),
    )


def api_pages() -> dict[str, ApiPage]:
    """Return the pages by file name. The names come from the packages, so that a new public name is on a page."""
    rest = "Article", "DedupError", "Prefilter", "Verdict", "__version__"
    return {
        "scan": ApiPage(
            "Scan and report",
            "`dedup.scan` finds the relations among articles and returns a `Report`.",
            ("dedup.Article", *_public("dedup", *rest)),
        ),
        "prefilter": ApiPage(
            "Pre-filter",
            "`dedup.Prefilter` is an index that remembers the articles seen so far.",
            ("dedup.Prefilter", "dedup.Verdict", *_verdict_parts()),
        ),
        "artifacts": ApiPage(
            "Marks", "`dedup.artifacts` finds the marks of translation and spinning.", _public("dedup.artifacts")
        ),
        "names": ApiPage("Names", "`dedup.names` compares spellings of names.", _public("dedup.names")),
        "calibrate": ApiPage("Calibration", "`dedup.calibrate` learns from judged pairs.", _public("dedup.calibrate")),
        "sketch": ApiPage("Sketches", "`dedup.sketch` makes MinHash signatures of texts.", _public("dedup.sketch")),
        "records": ApiPage(
            "Records",
            "The records of a report. What their fields mean is in the [report format](../report-format.md).",
            _classes("dedup.records", msgspec.Struct),
        ),
        "errors": ApiPage(
            "Errors",
            "Everything that the package refuses is a `dedup.DedupError`; most are a builtin error as well.",
            ("dedup.DedupError", *_classes("dedup.errors", Exception)[1:]),
        ),
        "integrations": ApiPage(
            "Integrations",
            "The pre-filter inside Scrapy, datatrove and Hugging Face datasets.",
            (
                "dedup.integrations.scrapy.DedupPipeline",
                "dedup.integrations.datatrove.DedupFilter",
                "dedup.integrations.datasets.NewArticles",
                "dedup.integrations.datasets.Verdicts",
            ),
        ),
    }


def python_pages() -> dict[str, str]:
    """Return the Markdown of the pages, by path under docs/."""
    pages = {}
    for file, page in api_pages().items():
        lines = [f"# {page.title}", "", page.introduction, ""]
        for name in page.names:
            lines += [f"::: {home(name)}", "    options:", f"      heading: {name}", ""]
        pages[f"{FOLDER}/{file}.md"] = "\n".join(lines)
    return pages


def home(name: str) -> str:
    """Return the full name of a public class or function where it is defined."""
    value = resolve(name)
    return f"{value.__module__}.{value.__qualname__}"


def resolve(name: str) -> Any:
    """Return what a dotted public name is."""
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(module), attribute)
