"""Links in README, in the manual and in the generated pages lead somewhere; the navigation has every page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import pytest

from docs.generate.pages import generated_pages, reference_navigation
from docs.generate.seeds_report import PATH
from tests.docs.shown import DOCS, ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`|<pre>.*?</pre>", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

GENERATED = {f"docs/{path}": text for path, text in generated_pages().items()}
WRITTEN = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / ".github").rglob("*.md")]
}
TEXTS = {**WRITTEN, **GENERATED}


def anchors(text: str) -> set[str]:
    """The anchors of the headings of a page, as Python-Markdown and GitHub make them."""
    bare = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    shown = [re.sub(r"[`*]", "", heading) for heading in HEADING.findall(bare)]
    return {re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in shown}


def broken(page: str, text: str) -> Iterator[str]:
    for target in LINK.findall(CODE.sub("", text)):
        if re.match(r"https?://|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        inside = place.startswith("docs/") or not page.startswith("docs/")
        there = inside and (place in TEXTS or place == f"docs/{PATH}" or (ROOT / place).exists())
        if not there or (anchor and place in TEXTS and anchor not in anchors(TEXTS[place])):
            yield target


@pytest.mark.parametrize("page", WRITTEN)
def test_no_link_of_a_page_is_broken(page: str) -> None:
    assert list(broken(page, TEXTS[page])) == []


def test_no_link_of_a_generated_page_is_broken() -> None:
    found = {page: links for page, text in GENERATED.items() if (links := list(broken(page, text)))}
    assert found == {}


def test_broken_links_are_found() -> None:
    text = TEXTS["docs/index.md"] + "\n[a](no-such.md) [b](#no-such) [c](#where-to-go) [d](../README.md) `[e](no.md)`\n"
    assert list(broken("docs/index.md", text)) == ["no-such.md", "#no-such", "../README.md"]


def test_the_navigation_has_every_page() -> None:
    """Only written pages are named in mkdocs.yml; the hook adds the generated ones."""
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    named = re.findall(r"([\w/-]+\.md)$", navigation, re.MULTILINE)
    assert sorted(named) == sorted(path.removeprefix("docs/") for path in WRITTEN if path.startswith("docs/"))
    generated = generated_pages()
    assert sorted(re.findall(r"'([\w/-]+\.md)'", str(reference_navigation(generated)))) == sorted(generated)
