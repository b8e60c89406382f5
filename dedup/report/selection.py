"""A part of a report: the families of some levels, ids, articles, outlets or verdicts, with what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from dedup.addresses import host_of
from dedup.errors import InputError
from dedup.records import ArticleRecord, Family, InputRecord
from dedup.report.report import Report, make_report

_MOST_COMPARED: Final = 20_000
"""Names that a misspelled one is compared with."""


class Selection(NamedTuple):
    """What to look at; of several values of one kind any will do, and all kinds must fit."""

    levels: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()

    @property
    def is_by_article(self) -> bool:
        """Whether articles are chosen, and families by these."""
        return bool(self.articles or self.outlets or self.verdicts)


class SelectedReport(NamedTuple):
    """A report with the chosen families and all that is related to the chosen articles, and the ids of these."""

    report: Report
    articles: tuple[str, ...]


def select(report: Report, wanted: Selection) -> SelectedReport:
    """Return the part of a report that is wanted, counted as a report of its own.

    Raises InputError for a family, an article or an outlet that the report does not have.
    """
    _check(wanted.families, (family.id for family in report.families), "family")
    _check(wanted.articles, (article.id for article in report.articles), "article")
    outlets = frozenset(map(str.casefold, wanted.outlets))
    _check_outlets(report, wanted.outlets, outlets)
    chosen = (
        [article.id for article in report.articles if _fits(article, wanted, outlets)] if wanted.is_by_article else []
    )
    families = [family for family in report.families if _is_wanted(family, wanted, frozenset(chosen))]
    kept = {member for family in families for member in family.members}
    if wanted.is_by_article and not (wanted.levels or wanted.families):
        own = frozenset(chosen)
        kept |= own
        kept |= {end for pair in report.relations if pair.a in own or pair.b in own for end in (pair.a, pair.b)}
    relations = [pair for pair in report.relations if pair.a in kept and pair.b in kept]
    selected = make_report(
        settings=report.settings,
        input=InputRecord(articles=len(kept)),
        articles=[article for article in report.articles if article.id in kept],
        names=[name for name in report.names if any(kept.intersection(s.articles) for s in name.spellings)],
        relations=relations,
        weak=[pair for pair in report.weak if pair.a in kept and pair.b in kept],
        families=families,
    )
    return SelectedReport(selected, tuple(chosen))


def outlet_name(article: ArticleRecord) -> str | None:
    """Return the outlet of an article, else the host of its url."""
    return article.outlet or host_of(article.url)


def _fits(article: ArticleRecord, wanted: Selection, outlets: frozenset[str]) -> bool:
    if wanted.articles and article.id not in wanted.articles:
        return False
    if outlets and (outlet_name(article) or "").casefold() not in outlets:
        return False
    return not wanted.verdicts or article.translation.verdict in wanted.verdicts


def _is_wanted(family: Family, wanted: Selection, chosen: frozenset[str]) -> bool:
    if wanted.levels and family.level not in wanted.levels:
        return False
    if wanted.families and family.id not in wanted.families:
        return False
    return not wanted.is_by_article or not chosen.isdisjoint(family.members)


def _check(names: Sequence[str], known: Iterable[str], noun: str) -> None:
    if not names:
        return
    there = list(known)
    missing = sorted(set(names) - set(there))
    if missing:
        raise InputError(f"the report has no {noun} {missing[0][:200]!r}{_closest(missing[0], there)}")


def _check_outlets(report: Report, given: Sequence[str], wanted: frozenset[str]) -> None:
    if not wanted:
        return
    there = {name.casefold(): name for article in report.articles if (name := outlet_name(article))}
    for name in given:
        if name.casefold() not in there:
            closest = _closest(name, list(there.values()))
            raise InputError(f"the report has no outlet {name[:200]!r}{closest}; `dedup outlets REPORT` lists them")


def _closest(name: str, there: list[str]) -> str:
    found = get_close_matches(name[:200], there[:_MOST_COMPARED], 1)
    return f"; did you mean {found[0][:200]!r}?" if found else ": look it up in the report"
