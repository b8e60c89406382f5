"""Plain English, measured: words that made older texts hard to read are rare in the manual and in docstrings."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.docs.shown import DOCS, ROOT

WORDS = {
    "told, tells": r"\b(?:told|tells)\b",
    "stands": r"\bstands\b",
    "hangs on": r"\bhangs on\b",
    "anew": r"\banew\b",
}
MOST = 0.5
"""Of 1,000 words."""


def manual() -> str:
    """README, CONTRIBUTING and the pages, without what commands print."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def docstrings(folder: Path) -> str:
    """All docstrings of the Python files of a folder."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = []
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.pyi")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds)]
    return "\n".join(found)


def rate(pattern: str, text: str) -> float:
    """How often a pattern occurs in 1,000 words."""
    return 1000 * len(re.findall(pattern, text, re.IGNORECASE)) / len(text.split())


TEXTS = {"manual": manual(), "docstrings": docstrings(ROOT / "dedup")}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("kind", TEXTS)
def test_a_word_is_rare(kind: str, word: str) -> None:
    assert rate(WORDS[word], TEXTS[kind]) <= MOST


def test_rates_are_counted() -> None:
    assert rate(WORDS["stands"], "It stands here. " * 10 + "word " * 70) == pytest.approx(100)


if __name__ == "__main__":
    for kind, text in TEXTS.items():
        figures = ", ".join(f"{word} {rate(pattern, text):.2f}" for word, pattern in WORDS.items())
        print(f"{kind}: {len(text.split()):,} words; of 1,000: {figures}")
