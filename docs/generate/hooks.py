"""Hooks of mkdocs: add the generated pages, their navigation and the HTML report of the seeds, and refuse pages that
load something from the web."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Final

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parents[2]))

from docs.generate.pages import generated_pages, reference_navigation
from docs.generate.seeds_report import PATH, seeds_report

_LOADED: Final = re.compile(
    r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^>]*>", re.IGNORECASE
)
_pages: dict[str, str] = {}


def on_config(config: Any) -> Any:
    """Make the pages, and put them where the navigation has an empty section "Reference"."""
    _pages.update(generated_pages())
    for section in config["nav"]:
        if "Reference" in section:
            section["Reference"] = reference_navigation(_pages)
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the pages to those in the folder."""
    for path, text in _pages.items():
        files.append(File.generated(config, path, content=text))
    files.append(File.generated(config, PATH, content=seeds_report()))
    return files


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Raise PluginError for a page that loads something from elsewhere: the manual has to work without a network."""
    found = _LOADED.search(output)
    if found is not None:
        raise PluginError(f"{page.file.src_uri} loads something from the web: {found[0][:200]}")
    return output
