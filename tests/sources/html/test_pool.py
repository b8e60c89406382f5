"""Pages are read in processes of their own, in order; one that ends its process costs itself alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dedup.article import Article
from dedup.sources import Sources, skip_reasons
from dedup.sources.content import Page
from dedup.sources.html.extraction import with_pages_read
from dedup.sources.html.pool import PagePool
from tests.sources.every_format import TITLE, page

pytest.importorskip("trafilatura")

PAGE = page()


def test_articles_and_pages_keep_their_order() -> None:
    listed: list[tuple[int | None, str]] = []
    items: list[Article | Page] = []
    for n in range(30):
        if n % 3:
            items.append(Article(id=f"a{n}", text="Text."))
        else:
            items.append(Page(PAGE, Article(id=f"p{n}", text="", path="f", line=n), lambda *note: listed.append(note)))
    items.insert(5, Page(b"<html></html>", Article(text="", path="f", line=99), lambda *note: listed.append(note)))
    found = list(with_pages_read(items, 2))
    assert [a.id for a in found] == [f"{'a' if n % 3 else 'p'}{n}" for n in range(30)]
    assert listed == [(99, skip_reasons.NO_ARTICLE_IN_PAGE)]


def test_what_the_record_says_goes_before_what_the_page_says() -> None:
    given = Article(id="mine", text="", title="My title", outlet="My outlet", published="2020-01-01", path="f", line=1)
    (found,) = with_pages_read([Page(PAGE, given, lambda *note: None)], 1)
    assert (found.id, found.title, found.outlet, found.published) == ("mine", "My title", "My outlet", "2020-01-01")
    (found,) = with_pages_read([Page(PAGE, Article(text="", path="f"), lambda *note: None)], 1)
    assert (found.title, found.outlet) == (TITLE, "The Ledger")


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with PagePool(1, seconds=0.001) as pool:
        assert pool.submit(PAGE, None).result() == skip_reasons.PAGE_TOO_LONG
    with PagePool(1) as pool:
        assert not isinstance(pool.submit(PAGE, None).result(), str)


def test_a_process_that_ends_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first process of the pool is a program that ends at once."""
    ending = tmp_path / "ending"
    ending.write_text("#!/bin/sh\nexit 3\n")
    ending.chmod(0o755)
    with PagePool(1) as pool:
        monkeypatch.setattr(sys, "executable", str(ending))
        assert pool.submit(PAGE, None).result() == skip_reasons.PAGE_FAILED
        monkeypatch.undo()
        assert not isinstance(pool.submit(PAGE, None).result(), str)


def test_a_page_that_is_too_large_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html>" + b"x" * (17 << 20))
    sources = Sources([tmp_path])
    assert list(sources) == []
    assert "more than 16 MiB" in sources.skipped[0].reason
