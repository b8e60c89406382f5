"""Which article of a story is kept, and which verdicts leave an article out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args
from urllib.parse import urlsplit

import msgspec

from dedup.article import Article
from dedup.errors import SettingsError
from dedup.provenance.facts import published_at
from dedup.records import NOTHING_NEW, RELATIONS

if TYPE_CHECKING:
    from dedup.index.verdict import Match, Verdict
    from dedup.relations.changed_words import Change

ONE_STORY: Final = RELATIONS[:4]
"""The relations of a copy family: one story, of which one version is enough. The others have something of their own."""


VersionPolicy = Literal["keep", "latest", "drop"]
VERSIONS: Final[tuple[VersionPolicy, ...]] = get_args(VersionPolicy)
"""Which versions of one article pass: each that changed, the newest, or the first."""


class KeptInstead(NamedTuple):
    """An article that another one was matched with, and what the latter has otherwise, as far as that was asked for."""

    other: str
    relation: str
    score: float
    changed: Sequence[Change] = ()


def check_relations(relations: Sequence[str]) -> None:
    """Raise SettingsError where one is not known."""
    unknown = sorted(set(relations) - set(RELATIONS))
    if unknown:
        raise SettingsError(f"unknown relation {unknown[0]!r} to remove; choose from {', '.join(RELATIONS)}")


class RemovalRule(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out: an article related by one of `remove` to one that stays, of whose words no more than the share
    `novelty` is new; `versions` says what becomes of later versions of one article.

    Raises SettingsError for values that mean nothing.
    """

    remove: tuple[str, ...] = ONE_STORY
    novelty: float = NOTHING_NEW
    versions: VersionPolicy = "keep"

    def __post_init__(self) -> None:
        check_relations(self.remove)
        if not 0 <= self.novelty <= 1:
            raise SettingsError(f"novelty is {self.novelty}; choose a number from 0 to 1")
        if self.versions not in VERSIONS:
            raise SettingsError(f"versions is {self.versions!r}; choose from {', '.join(VERSIONS)}")

    def kept_instead(self, verdict: Verdict, stays: Callable[[str], bool] = lambda ident: True) -> KeptInstead | None:
        """Return the most closely related article that is kept, None where there is none and this one is kept."""
        if verdict.known:
            itself = KeptInstead(verdict.id, "identical", 1.0)
            return itself if "identical" in self.remove and stays(verdict.id) else None
        if not self.may_go(verdict):
            return None
        staying = [match for match in self.matches(verdict) if stays(match.id)]
        if not staying:
            return None
        all_stay = len(staying) == len(verdict.matches) or all(stays(match.id) for match in verdict.matches)
        if not all_stay and not any(self._is_covered_by(match) for match in staying):
            return None  # what covers it was left out itself, and had something of its own
        return _link(staying[0])

    def may_go(self, verdict: Verdict) -> bool:
        """Return whether an article has so little that is new that it may be left out."""
        if verdict.version_of is not None and self.versions != "drop":
            return False
        return verdict.novelty is None or verdict.novelty <= self.novelty

    def matches(self, verdict: Verdict) -> list[Match]:
        """Return the matches for which the article may be left out, the nearest first."""
        dropped = verdict.version_of if self.versions == "drop" else None
        return [
            match
            for match in verdict.matches
            if match.id == dropped
            or (
                match.relation in self.remove
                and match.proves
                and not (match.version and dropped is None)
                and (match.copied is not None or not _is_fuller(match))
            )
        ]

    def superseded(self, verdict: Verdict) -> list[Match]:
        """Return the matches that may be left out for the article, the nearest first: it has nearly all of them."""
        return [
            match
            for match in verdict.matches
            if match.relation in self.remove and match.proves and not match.version and self._is_covered(match)
        ]

    def _is_covered_by(self, match: Match) -> bool:
        return match.copied is None or 1 - match.copied.a <= self.novelty

    def _is_covered(self, match: Match) -> bool:
        """Return whether the match has little that the article has not."""
        if match.copied is None:
            return match.relation != "trimmed" or _is_fuller(match)
        return 1 - match.copied.b <= self.novelty


def _is_fuller(match: Match) -> bool:
    """Return whether the match is cut from the article, as far as two sketches show."""
    sides = match.coverage
    return match.relation == "trimmed" and sides is not None and sides.a < sides.b


def _link(match: Match) -> KeptInstead:
    return KeptInstead(match.id, match.relation, match.score, match.changed)


PreferenceKind = Literal["first", "longest", "earliest", "prefer"]
_PREFER: Final = "prefer="
_NO_DATE: Final = "9999"


class Preference(msgspec.Struct, frozen=True):
    """An order among articles; what it does not settle is settled by the order of the lines."""

    kind: PreferenceKind = "first"
    outlets: tuple[str, ...] = ()

    @property
    def needs_all(self) -> bool:
        """Whether nothing can be decided before everything was read."""
        return self.kind != "first"

    def rank(self, article: Article) -> str:
        """Return a text that sorts before that of every article which is liked less.

        >>> longest = Preference("longest")
        >>> longest.rank(Article(text="The longer one")) < longest.rank(Article(text="The short"))
        True
        """
        if self.kind == "longest":
            return f"{10**12 - len(article.text):012d}"
        if self.kind == "earliest":
            at = published_at(article.published)
            return _NO_DATE if at is None else at[0].isoformat()
        if self.kind == "prefer":
            return f"{self._place(article):06d}"
        return ""

    def _place(self, article: Article) -> int:
        """Return the first of the outlets that is the article's, by name or by the host of its url."""
        host = _host(article.url)
        names = {article.outlet.casefold().strip()} if article.outlet else set()
        for place, outlet in enumerate(self.outlets):
            if outlet in names or (host and f".{host}".endswith(f".{outlet}")):
                return place
        return len(self.outlets)


_WITHOUT_NAMES: Final = {
    "first": Preference("first"),
    "longest": Preference("longest"),
    "earliest": Preference("earliest"),
}


def preference(text: str) -> Preference:
    """Return the preference that is written `first`, `longest`, `earliest` or `prefer=OUTLET,...`; raises SettingsError
    for anything else.

    >>> preference("prefer=Reuters, bbc.co.uk")
    Preference(kind='prefer', outlets=('reuters', 'bbc.co.uk'))
    """
    if text in _WITHOUT_NAMES:
        return _WITHOUT_NAMES[text]
    outlets = tuple(name.strip().casefold() for name in text.removeprefix(_PREFER).split(",") if name.strip())
    if not text.startswith(_PREFER) or not outlets:
        raise SettingsError(
            f"keep is {text!r}; choose first, longest, earliest or prefer=OUTLET,... with names of outlets or hosts"
        )
    return Preference("prefer", outlets)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url).hostname or "") if url else ""
    except ValueError:
        return ""
