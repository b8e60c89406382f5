"""Which addresses lead to one article, and which lead elsewhere."""

from __future__ import annotations

import pytest

from dedup.addresses import host_of, is_elsewhere, is_one_article, normal_address, site_of
from dedup.article import Article

BASE = "https://example.org/news/a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BASE, "HTTP://WWW.EXAMPLE.ORG:80/news/a/"),
        (BASE, f"{BASE}#comments"),
        (BASE, f"{BASE}?utm_source=feed&utm_medium=rss&fbclid=1&gclid=2&at_medium=RSS"),
        (f"{BASE}?a=1&b=2", f"{BASE}?b=2&a=1"),
        ("https://example.org/news/mayor-resigns-1234567", "https://example.org/news/mayor-steps-down-1234567"),
        ("https://example.org/1234567/mayor-resigns", "https://example.org/1234567/mayor-steps-down.html"),
        ("https://example.org/news/mayor-resigns-1234567.html", "https://example.org/news/1234567"),
        ("https://example.org/2024/05/mayor-resigns-a1234567", "https://example.org/2024/05/mayor-quits-a1234567"),
    ],
)
def test_one_article(one: str, other: str) -> None:
    assert normal_address(one) == normal_address(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        (BASE, "https://example.org/news/A"),
        (BASE, "https://news.example.org/news/a"),
        (f"{BASE}#!page1", f"{BASE}#!page2"),
        ("https://example.org/mayor-resigns-1234567", "https://example.org/mayor-resigns-7654321"),
        ("https://example.org/video/1234567", "https://example.org/news/1234567"),
        ("https://example.org/gallery/1234567/photo-2", "https://example.org/gallery/1234567/photo-3"),
        # A date is no number of an article, and a year and a price are too short
        ("https://example.org/20240504/mayor-resigns", "https://example.org/20240504/mayor-steps-down"),
        ("https://example.org/2024/mayor-resigns", "https://example.org/2024/mayor-steps-down"),
        ("https://example.org/1234567/part-one-7654321", "https://example.org/1234567/part-two-7654321"),
    ],
)
def test_two_articles(one: str, other: str) -> None:
    assert normal_address(one) != normal_address(other)


@pytest.mark.parametrize("text", ["", "example", "mailto:a@example.org", "http://[", "https://", "a b"])
def test_what_is_no_address(text: str) -> None:
    assert normal_address(text) is None


def test_hosts_and_sites() -> None:
    assert [host_of(text) for text in ("www.example.org", "https://user@example.org:8080/a", "St. Louis", None)] == [
        *("example.org", "example.org", None, None)
    ]
    assert site_of("a.b.example.com.au") == "example.com.au"


def test_a_url_is_elsewhere_where_another_site_publishes() -> None:
    assert is_elsewhere("https://apnews.com/a", "ledger.example")
    assert not is_elsewhere("https://m.ledger.example/a", "www.ledger.example")
    assert not is_elsewhere("https://news.google.com/a", "ledger.example")
    assert not is_elsewhere(None, "ledger.example")
    assert not is_elsewhere("https://apnews.com/a", None)


def at(url: str | None, outlet: str | None = None) -> Article:
    return Article(text="", url=url, outlet=outlet)


def test_one_article_has_one_address_and_outlet_or_one_id() -> None:
    assert is_one_article(at(BASE, "A"), at(f"{BASE}#x", " a "), one_id=False)
    assert is_one_article(at(BASE), at(BASE, "A"), one_id=False)
    assert not is_one_article(at(BASE, "A"), at(BASE, "B"), one_id=True)
    assert is_one_article(at(None), at(BASE), one_id=True)
    assert not is_one_article(at(None), at(None), one_id=False)
    assert not is_one_article(at(BASE), at("https://other.example/a"), one_id=True)
    assert is_one_article(at(BASE), at("https://example.org/moved"), one_id=True)
