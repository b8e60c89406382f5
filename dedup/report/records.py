"""The records of a report that no other room defines, field by field in the order in which they are written.

`Relation`, `Passage` and `Weak` come from `dedup.relations`, `Family` from `dedup.families`, `Credit` from `dedup.provenance`,
`Furniture` from `dedup.text`, `NameRecord` from `dedup.names`, `Skipped` and `Renamed` from `dedup.article`. A field without a default
must be known; the others are empty until a detector fills them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from dedup.article import Renamed, Skipped
from dedup.provenance.credit import Credit
from dedup.provenance.facts import ArticleFacts
from dedup.text.furniture import Furniture

Probability = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Verdict = Literal["clean", "translated", "machine_translated", "spun", "insufficient"]


class Tool(msgspec.Struct, frozen=True):
    """The program that made the report."""

    name: str
    version: str


class InputRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What was read: how many articles, what could not be used, and which ids were made unique."""

    articles: Count
    skipped: list[Skipped] = []
    renamed: list[Renamed] = []


class LanguageGuess(msgspec.Struct, frozen=True):
    """A language, as its ISO 639-1 code, that a text may have been translated from."""

    language: str
    probability: Probability


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an article was translated or spun, and by what evidence; `insufficient` means that nothing was decided."""

    verdict: Verdict = "insufficient"
    probability: Probability | None = None
    source_languages: list[LanguageGuess] = []
    reasons: list[str] = []


class Sibling(msgspec.Struct, frozen=True):
    """The sentence of another version that shows what this one changed; `start` and `end` are code points of its text."""

    article: str
    start: Count
    end: Count
    text: str


class ArtifactRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that a rule takes for the trace of a machine, a translator or a synonym spinner."""

    rule: str
    category: str
    claims: Literal["machine", "translated", "spun"]
    evidence: Literal["standalone", "aligned"]
    field: Literal["text", "title"]
    start: Count
    end: Count
    text: str
    message: str
    sibling: Sibling | None = None


class ArticleRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One article: where it stood, what it says of itself, and what was found in it; `words` leaves furniture out."""

    id: str
    path: str | None = None
    line: int | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    language: str | None = None
    words: Count
    furniture: list[Furniture] = []
    credits: list[Credit] = []
    translation: Translation = Translation()
    artifacts: list[ArtifactRecord] = []


def facts_of(record: ArticleRecord) -> ArticleFacts:
    """What directions and roots are decided from."""
    return ArticleFacts(record.outlet, record.published, record.words, record.credits, record.translation.verdict)
