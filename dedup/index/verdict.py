"""Verdict: what the index knows of one article, and the matches that show it."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from dedup.index.article_store import ArticleRow, Matches
from dedup.index.settings import format_time
from dedup.records import (
    COPY_RELATIONS,
    RELATIONS,
    AliasKind,
    Direction,
    MentionKind,
    Passage,
    Relation,
    RelationKind,
    Sides,
    Translation,
)
from dedup.relations.changed_words import Change

Decision = Literal["new"] | RelationKind
SpellingKind = Literal["spelling"] | AliasKind
_OTHER_WAY: Final[dict[Direction, Direction]] = {"a_from_b": "b_from_a", "b_from_a": "a_from_b"}


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """An article of the index that the one asked about is related to; in what follows a is the one asked about and b
    this one.

    `score` is the probability that one derives from the other (that both report one event, for same_event). `passages`
    are empty where the index keeps no text. `first_seen` is the time at which the index took this article in, ISO 8601
    in UTC. `copied` are the shares of the words of the two that the other covers, copied or closely reworded; None
    where no texts were compared. `proves` is False where the shorter of the two is too short to show that the longer
    one, which has more, is a copy. `version` says that it is a version of the same article. `changed` is what a copy
    of almost the same words has otherwise than this article.
    """

    id: str
    score: float
    relation: RelationKind
    direction: Direction = "unknown"
    coverage: Sides | None = None
    passages: list[Passage] = []
    first_seen: str
    copied: Sides | None = None
    proves: bool = True
    version: bool = False
    changed: list[Change] = []


class SpellingInArticle(msgspec.Struct, frozen=True):
    """One way in which the article writes a name, and where: [start, end) in code points of the text as read."""

    text: str
    relation: SpellingKind
    places: list[tuple[int, int]]


class SpellingInMatches(msgspec.Struct, frozen=True):
    """One way in which matches write the name, by their ids."""

    text: str
    relation: SpellingKind
    articles: list[str]


class ArticleName(msgspec.Struct, frozen=True):
    """A name in the article; `relation` says whether it is a spelling, a translation, an acronym or another name of the
    same bearer."""

    name: str
    kind: MentionKind
    spellings: list[SpellingInArticle]
    elsewhere: list[SpellingInMatches]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the index says of one article.

    `decision` is "new", or the relation with the nearest match; `matches` are by falling strength. `id` is the name
    under which the article is held: its own, or one made for it where it has none or another text holds it. `family` is
    the copy family, named after its first member; the article's own where it is alone. `first_seen` is when the first
    of `id` and the copies in `matches` came in, ISO 8601 in UTC. `known` says that the index had this very text under
    this id before. `verified` is False where it decides on sketches alone: then copies are all it can find.
    `translation` and `names` are None where they were not asked for, or no text was there to look at. `novelty` is the
    share of its words that no stored article covers, None where no texts were compared; `supersedes` are the stored
    articles that it covers and adds to. `version_of` is the newest stored version of the same article (one address and
    outlet, else one id of the user), with another text; `changed` is what this one has otherwise than that.
    """

    id: str
    decision: Decision
    matches: list[Match]
    family: str
    first_seen: str
    known: bool = False
    verified: bool = True
    translation: Translation | None = None
    names: list[ArticleName] | None = None
    novelty: float | None = None
    supersedes: list[str] = []
    version_of: str | None = None
    changed: list[Change] = []

    @property
    def is_new(self) -> bool:
        """Whether the index has nothing that is related to the article."""
        return self.decision == "new"

    @property
    def is_copy(self) -> bool:
        """Whether the article repeats one of the index as a whole: identical, near-verbatim, cut, or reworded."""
        return self.decision in COPY_RELATIONS


def strength(match: Match) -> tuple[int, float, str]:
    """Return the sorting key of a match: the closest relation first, then the most probable."""
    return RELATIONS.index(match.relation), -match.score, match.id


def seen_from(relation: Relation, article: str) -> Relation:
    """Return a relation with `article`, one of its two sides, as `a`."""
    if relation.a == article:
        return relation
    passages = [msgspec.structs.replace(p, a=p.b, b=p.a, text_a=p.text_b, text_b=p.text_a) for p in relation.passages]
    return msgspec.structs.replace(
        relation,
        a=relation.b,
        b=relation.a,
        direction=_OTHER_WAY.get(relation.direction, relation.direction),
        coverage=Sides(relation.coverage.b, relation.coverage.a),
        quoted=Sides(relation.quoted.b, relation.quoted.a),
        passages=sorted(passages, key=lambda p: p.a),
    )


def nearest_first(matches: Matches) -> Matches:
    """Return matches by falling strength of the relation."""
    return sorted(matches, key=lambda pair: strength(_match_with(pair[1], pair[0].id, "")))


def _match_with(relation: Relation, other: str, first_seen: str) -> Match:
    """Convert a relation (with the query article as `a`) into a match with the article of this id."""
    return Match(
        id=other,
        score=relation.probability,
        relation=relation.relation,
        direction=relation.direction,
        coverage=relation.coverage,
        passages=relation.passages,
        first_seen=first_seen,
    )


def verdict_on_new(name: str, matches: Matches, family: str, seen: int, *, verified: bool) -> Verdict:
    """Return the verdict on an article that is not stored, or was a moment ago; `seen` is when it came in
    (milliseconds since 1970), `family` the id of its copy family's first member."""
    shown = sorted((_match_with(r, row.id, format_time(row.seen)) for row, r in matches), key=strength)
    earliest = min([seen, *(row.seen for row, r in matches if r.relation in COPY_RELATIONS)])
    return Verdict(
        id=name,
        decision=shown[0].relation if shown else "new",
        matches=shown,
        family=f"copy:{family}",
        first_seen=format_time(earliest),
        verified=verified,
    )


def verdict_on_known(row: ArticleRow, family: str, *, verified: bool) -> Verdict:
    """Return the verdict on an article that is stored as it is; `family` is the id of its copy family's first
    member."""
    seen = format_time(row.seen)
    itself = Match(id=row.id, score=1.0, relation="identical", coverage=Sides(1.0, 1.0), first_seen=seen)
    return Verdict(
        id=row.id,
        decision="identical",
        matches=[itself],
        family=f"copy:{family}",
        first_seen=seen,
        known=True,
        verified=verified,
    )


def verdict_as_stored(row: ArticleRow, matches: Matches, family: str, *, verified: bool) -> Verdict:
    """Return the verdict that a stored article got when it came in, from its stored relations."""
    verdict = verdict_on_new(row.id, matches, family, row.seen, verified=verified)
    return msgspec.structs.replace(verdict, known=True)
