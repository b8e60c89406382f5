"""Headlines lose the names of sites, sections, authors and days behind them, and nothing else."""

from __future__ import annotations

import pytest

from dedup.sources.html.metadata import PageMetadata
from dedup.sources.html.titles import clean_title


def page(
    shared: str | None,
    *,
    site: tuple[str, ...] = ("The Ledger",),
    headlines: tuple[str, ...] = (),
    title_element: str | None = None,
    sections: tuple[str, ...] = (),
) -> PageMetadata:
    return PageMetadata(
        og_title=shared, headlines=headlines, title_element=title_element, published=None, site=site,
        sections=sections, og_url=None, canonical=None, saved_from=None,
    )  # fmt: skip


ADDRESS = "https://www.springfield-ledger.example/news/1"


@pytest.mark.parametrize(
    ("shared", "title"),
    [
        ("Bridge closed | The Ledger", "Bridge closed"),
        ("Bridge closed - Ledger Online", "Bridge closed"),
        ("Bridge closed – springfield-ledger", "Bridge closed"),
        ("Bridge closed - National | The Ledger", "Bridge closed"),
        ("Bridge closed – The Ledger – 30.01.2024", "Bridge closed"),
        ("Bridge closed | The Ledger | by Jane Doe", "Bridge closed"),
        ("Bridge closed until May｜The Ledger", "Bridge closed until May"),
        # What is no name stays.
        ("Bridge closed - and nobody knows why", "Bridge closed - and nobody knows why"),
        ("Bridge closed: The Ledger was told", "Bridge closed: The Ledger was told"),
        ("The Ledger wins a prize", "The Ledger wins a prize"),
        ("War - The Ledger", "War - The Ledger"),
        ("Two-thirds of bridges are old", "Two-thirds of bridges are old"),
        ("Profits up 5 - 7 percent", "Profits up 5 - 7 percent"),
    ],
)
def test_a_headline_is_cut_behind_names_alone(shared: str, title: str) -> None:
    assert clean_title(page(shared), None, ADDRESS) == title


def test_a_section_is_cut_where_the_page_names_it() -> None:
    assert clean_title(page("Bridge closed | Sport"), None, ADDRESS) == "Bridge closed | Sport"
    assert clean_title(page("Bridge closed | Sport", sections=("Sport",)), None, ADDRESS) == "Bridge closed"


def test_the_page_itself_may_show_where_the_headline_ends() -> None:
    shared = "Bridge closed in spring - Visitors of Springfield - Lists"
    assert clean_title(page(shared), None, ADDRESS) == shared
    assert clean_title(page(shared, headlines=("Bridge closed in spring",)), None, ADDRESS) == "Bridge closed in spring"


def test_without_a_shared_title_the_headline_is_taken() -> None:
    assert clean_title(page(None, headlines=("Bridge closed",)), None, None) == "Bridge closed"
    assert clean_title(page(None, title_element="Bridge closed - The Ledger"), None, None) == "Bridge closed"
    assert clean_title(page("The Ledger"), "Bridge closed in spring", None) == "Bridge closed in spring"
    assert clean_title(page(None), None, None) is None
