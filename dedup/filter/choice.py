"""Which article of a story is kept, and which verdicts leave an article out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec

from dedup.article import Article
from dedup.errors import SettingsError
from dedup.provenance.facts import published_at
from dedup.records import RELATIONS

if TYPE_CHECKING:
    from dedup.index.verdict import Verdict

ONE_STORY: Final = RELATIONS[:4]
"""The relations of a copy family: one story, of which one version is enough. The others have something of their own."""


class KeptInstead(NamedTuple):
    """An article that another one was matched with."""

    other: str
    relation: str
    score: float


def check_relations(relations: Sequence[str]) -> None:
    """Raise SettingsError where one is not known."""
    unknown = sorted(set(relations) - set(RELATIONS))
    if unknown:
        raise SettingsError(f"unknown relation {unknown[0]!r} to remove; choose from {', '.join(RELATIONS)}")


def matches_to_remove(verdict: Verdict, relations: Sequence[str]) -> list[KeptInstead]:
    """Return the matches with one of these relations, and the article itself where this very text was stored under its
    id before."""
    found = [
        KeptInstead(match.id, match.relation, match.score) for match in verdict.matches if match.relation in relations
    ]
    if verdict.known and "identical" in relations and all(link.other != verdict.id for link in found):
        found.insert(0, KeptInstead(verdict.id, "identical", 1.0))
    return found


def kept_instead(
    verdict: Verdict, relations: Sequence[str], stays: Callable[[str], bool] = lambda ident: True
) -> KeptInstead | None:
    """Return the most closely related article that is kept, None where there is none and this one is kept."""
    return next((link for link in matches_to_remove(verdict, relations) if stays(link.other)), None)


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
