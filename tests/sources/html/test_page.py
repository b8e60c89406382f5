"""A page gives what trafilatura gives, but for what is certainly of another text; headline and day as the page says."""

from __future__ import annotations

from html import escape

import pytest

from tests.sources.every_format import PARAGRAPHS, TITLE, URL, page

trafilatura = pytest.importorskip("trafilatura")

from dedup.sources.html.page import later_articles, read_page  # noqa: E402

BODY = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
TEXT = "\n".join(PARAGRAPHS)


def html(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def text_of(source: str) -> str:
    found = read_page(source)
    assert found is not None
    return found.text


def test_the_text_is_that_of_trafilatura_called_by_hand() -> None:
    for source in (page().decode(), html(BODY), html(f"<h2>Why</h2>{BODY}<ul><li>One.</li><li>Two.</li></ul>")):
        assert text_of(source) == trafilatura.extract(source, include_comments=False)


def test_embedded_posts_are_left_out_and_quotations_stay() -> None:
    quotation = f"<blockquote><p>{PARAGRAPHS[0][::-1]}</p></blockquote>"
    assert PARAGRAPHS[0][::-1] in text_of(html(BODY + quotation))
    post = quotation.replace("<blockquote>", '<blockquote class="twitter-tweet">')
    assert text_of(html(BODY + post)) == TEXT


def test_lists_of_links_are_left_out_and_lists_with_words_stay() -> None:
    links = '<li><a href="/1">A bridge in the north is closed too</a></li><li><a href="/2">Ferries are full</a></li>'
    assert text_of(html(f"{BODY}<ul>{links}</ul>")) == TEXT
    words = "<li>Lorries are sent round by the northern road.</li><li>Buses cross until eleven.</li>"
    assert "northern road" in text_of(html(f"{BODY}<ul>{words}</ul>"))


def test_articles_behind_the_first_with_a_headline_of_their_own_are_other_stories() -> None:
    """Pages that go on with the next story; posts of a live blog have no main headline."""
    first, post = f"<article><h1>{TITLE}</h1>{BODY}</article>", f"<article id='post'><h2>14:05</h2>{BODY}</article>"
    second = f"<article id='second'><h1>Another story</h1>{BODY}</article>"
    tree = trafilatura.load_html(f"<html><body><main>{first}{post}{second}</main></body></html>")
    assert [element.get("id") for element in later_articles(tree)] == ["second"]
    tree = trafilatura.load_html(f"<html><body><h1>Top</h1>{first}{second}</body></html>")
    assert later_articles(tree) == []


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2022-01-02T23:30:00-05:00">', "2022-01-02T23:30:00-05:00"),
        ('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2022-01-02"}]}'
         "</script>", "2022-01-02"),
        ('<script type="application/ld+json">{broken</script><meta name="pubdate" content="2022-01-02">', "2022-01-02"),
        ('<meta property="article:modified_time" content="2023-05-05">', None),
    ],
)  # fmt: skip
def test_the_day_is_that_of_publication_as_the_page_writes_it(head: str, published: str | None) -> None:
    found = read_page(html(BODY, head))
    assert found is not None
    if published is not None:
        assert found.published == published


def test_addresses_are_those_of_the_page_and_of_its_original() -> None:
    head = f'<link rel="canonical" href="https://wire.example/9"><meta property="og:url" content="{URL}">'
    found = read_page(html(BODY, head))
    assert found is not None
    assert (found.url, found.origin) == (URL, "https://wire.example/9")
    saved = f"<!-- saved from url=(0042)https://mirror.example/a -->{html(BODY, head)}"
    found = read_page(saved)
    assert found is not None
    assert found.url == "https://mirror.example/a"


def test_markup_that_is_no_page_is_a_text() -> None:
    assert text_of("<p>Closed.</p><p>Until May.</p>") == "Closed.\nUntil May."


@pytest.mark.parametrize("source", ["", "<html></html>", "<html><body><script>x()</script></body></html>"])
def test_a_page_without_an_article_has_none(source: str) -> None:
    assert read_page(source) is None
