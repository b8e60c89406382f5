"""All pages of the reference that are made from the code, and their place in the navigation."""

from __future__ import annotations

import re
from typing import Any

from docs.generate.commands import command_pages
from docs.generate.exit_codes import exit_code_page
from docs.generate.python_names import python_pages
from docs.generate.report_format import report_page
from docs.generate.rules import rule_pages


def generated_pages() -> dict[str, str]:
    """Return the Markdown of every generated page, by path under docs/."""
    return {**command_pages(), **report_page(), **python_pages(), **exit_code_page(), **rule_pages()}


def reference_navigation(pages: dict[str, str]) -> list[dict[str, Any]]:
    """Return the entries of the section "Reference", for the navigation of mkdocs."""

    def under(folder: str) -> list[dict[str, str]]:
        return [{_title(text): path} for path, text in pages.items() if path.startswith(f"{folder}/")]

    return [
        {"Commands": under("reference/commands")},
        {"Report format": "reference/report-format.md"},
        {"Exit codes": "reference/exit-codes.md"},
        {"Python": under("reference/python")},
        {"Rules": under("reference/rules")},
    ]


def _title(text: str) -> str:
    found = re.match(r"# (.+)", text)
    assert found is not None
    return found[1]
