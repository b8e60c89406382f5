"""The HTML report of the seeds, which the tutorial shows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import dedup
from dedup.report.html.text_spool import TextSpool

PATH: Final = "assets/seeds-report.html"
"""Where it is in the manual, under docs/."""
_SEEDS: Final = Path(__file__).parents[2] / "seeds"


def seeds_report() -> str:
    """Return the page that `dedup scan seeds -o report.html` writes."""
    with tempfile.TemporaryDirectory() as folder, TextSpool() as texts:
        path = Path(folder) / "report.html"
        dedup.scan([_SEEDS], on_article=texts.add).to_html(path, texts=texts)
        return path.read_text(encoding="utf-8")
