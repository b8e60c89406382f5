"""Which verdicts leave an article out, and for which other article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from dedup.errors import SettingsError
from dedup.records import RELATIONS

if TYPE_CHECKING:
    from dedup.prefilter.verdict import Verdict

ONE_STORY: Final = RELATIONS[:4]
"""The relations of a copy family: one story, of which one version is enough. The others have something of their own."""


class Link(NamedTuple):
    """An article that another one was matched with."""

    other: str
    relation: str
    score: float


def check_relations(relations: Sequence[str]) -> None:
    """Raise SettingsError where one is not known."""
    unknown = sorted(set(relations) - set(RELATIONS))
    if unknown:
        raise SettingsError(f"unknown relation {unknown[0]!r} to remove; choose from {', '.join(RELATIONS)}")


def links(verdict: Verdict, relations: Sequence[str]) -> list[Link]:
    """The matches that are related so; the article itself where the index held this very text under its id before."""
    found = [Link(match.id, match.relation, match.score) for match in verdict.matches if match.relation in relations]
    if verdict.known and "identical" in relations and all(link.other != verdict.id for link in found):
        found.insert(0, Link(verdict.id, "identical", 1.0))
    return found


def removed_for(
    verdict: Verdict, relations: Sequence[str], stays: Callable[[str], bool] = lambda ident: True
) -> Link | None:
    """The most closely related article that stays; None where there is none and the article stays itself."""
    return next((link for link in links(verdict, relations) if stays(link.other)), None)
