"""The page itself: template, styles and scripts put together, with a policy under which the browser loads nothing from
outside and runs nothing but these scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from dedup.report.html.chunks import Chunk
from dedup.report.html.targets import MARK
from dedup.report.report import Report

STYLES: Final = ("colours", "frame", "parts", "forms", "charts", "views", "texts", "narrow_and_print")
SCRIPTS: Final = (
    "elements", "words", "packed_data", "report", "address", "list", "chart_parts", "timeline", "matrix", "graph",
    "text_marks", "text_columns", "overview", "families", "family", "articles", "article", "pair", "pair_body",
    "outlets", "names", "templates", "threshold", "labels", "judge", "start",
)  # fmt: skip
"""Files of page/scripts in the order in which the page runs them; each may use those before it."""


@cache
def _source(name: str) -> str:
    return files("dedup.report.html").joinpath("page", *name.split("/")).read_text(encoding="utf-8")


@cache
def script() -> str:
    """Return all scripts as one, in a function of its own so that nothing becomes global but what receives chunks."""
    body = "\n".join(_source(f"scripts/{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}\n}})();'


@cache
def style() -> str:
    """Return all styles as one."""
    return "\n".join(_source(f"styles/{name}.css") for name in STYLES)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(*, with_folder: bool) -> str:
    """Return the Content-Security-Policy: this style and this script alone, and the data beside the page where they are
    in a folder."""
    own = " 'self'" if with_folder else ""
    return (
        f"default-src 'none'; style-src {_hash(style())}; script-src {_hash(script())}{own}; base-uri 'none'; "
        "form-action 'none'"
    )


def page(report: Report, chunks: Sequence[Chunk], *, data_folder: str | None = None) -> str:
    """Return the HTML: with the chunks inside, or loading them from `data_folder`."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_source("report.html.j2"))
    # The files of the package are the only text that is not escaped.
    return template.render(
        mark=Markup(MARK),
        policy=policy(with_folder=data_folder is not None),
        style=Markup(style()),
        script=Markup(script()),
        summary=report.summary,
        version=report.tool.version,
        chunks=chunks,
        data_folder=data_folder or "",
    )
