"""Where pages are written to: which paths mean pages, and which folders they may replace."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from typing import Final

from dedup.errors import SettingsError

MARK: Final = '<meta name="generator" content="dedup-news">'
"""In the first lines of every page, so that a folder of ours is recognised."""
FIRST_PAGE: Final = "index.html"
ENDINGS: Final = (".html", ".htm")
_LOOKED_AT: Final = 1000
"""Characters of a page in which the mark is looked for."""


def is_html(path: str | PathLike[str]) -> bool:
    """Whether a path means pages: NAME.html, or a folder, which ends in a slash.

    >>> is_html("report.html"), is_html("report/"), is_html("report.json")
    (True, True, False)
    """
    return is_folder(path) or os.fspath(path).lower().endswith(ENDINGS)


def is_folder(path: str | PathLike[str]) -> bool:
    """Whether a path means a folder of pages: it ends in a slash."""
    return os.fspath(path).endswith(("/", os.sep))


def check_folder(path: str | PathLike[str]) -> None:
    """Raise SettingsError where `path` is a folder that pages could not be written to: they replace only what they made
    themselves, and an empty folder."""
    target = Path(path)
    if target.exists() and not is_ours(target):
        raise SettingsError(f"{os.fspath(path)} is there and is no report that dedup wrote: name a new folder")


def is_ours(folder: Path) -> bool:
    """Whether a folder holds a report that this package wrote, or nothing."""
    try:
        with (folder / FIRST_PAGE).open(encoding="utf-8", errors="replace") as file:
            return MARK in file.read(_LOOKED_AT)
    except OSError:
        return folder.is_dir() and not any(folder.iterdir())
