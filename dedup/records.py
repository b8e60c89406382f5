"""The records of a report (format `dedup-report/2`): every field with its meaning, and every enumeration, written once.

The JSON Schema, the readers and the writers are made from these records. A field without a default must be known when
the record is made; the others are empty until a detector fills them. Offsets are code points of a field as it was read;
`end` is behind the last one.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, get_args

import msgspec
from msgspec import Meta

SCHEMA: Final = "dedup-report/2"
EARLIER_SCHEMAS: Final = ("dedup-report/1",)
"""Formats of earlier versions that are still read: they lack fields, and have no others."""

RelationKind = Literal[
    "identical", "near_verbatim", "trimmed", "rewrite", "translation", "partial", "template", "same_event"
]
Direction = Literal["a_from_b", "b_from_a", "common_source", "unknown"]
PassageKind = Literal["verbatim", "edited", "reworded", "translated"]
Level = Literal["copy", "wire", "event", "template"]
VerdictKind = Literal["clean", "translated", "machine_translated", "spun", "assistant", "insufficient"]
Claim = Literal["machine", "translated", "spun", "assistant"]
MarkStatus = Literal["counted", "quoted", "soft", "house_style"]
CreditField = Literal["text", "title", "url", "origin"]
CreditKind = Literal["dateline", "byline", "credit", "attribution", "url", "origin"]
NameKind = Literal["person", "place", "group", "outlet", "company", "other"]
MentionKind = Literal["person", "place", "group", "outlet", "company", "people", "other"]
AliasKind = Literal["translated", "acronym", "also_known_as"]

RELATIONS: Final[tuple[RelationKind, ...]] = get_args(RelationKind)
"""From the strongest to the weakest."""
COPY_RELATIONS: Final = frozenset[str](RELATIONS[:4])
"""Those that join a copy family: both articles tell one story."""
WIRE_RELATIONS: Final = COPY_RELATIONS | {"translation", "partial"}
"""Those that say that one article derives from the other, or both from one source."""
NOTHING_NEW: Final = 0.1
"""Novelty up to which an article adds nothing to those that came before."""
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""From the narrowest to the widest; templates come last, since their members share a form and no story."""
STORY_LEVELS: Final[tuple[Level, ...]] = LEVELS[:3]
"""The levels whose families report one story or event, from the narrowest to the widest."""
VERDICTS: Final[tuple[VerdictKind, ...]] = get_args(VerdictKind)

ACCUSING: Final[tuple[VerdictKind, ...]] = ("translated", "machine_translated", "spun", "assistant")
"""The verdicts that say something of a text; the others say that there is no evidence."""
PASSAGES: Final[tuple[PassageKind, ...]] = get_args(PassageKind)
"""Those with the most wording in common first."""

RELATION_MEANINGS: Final[dict[RelationKind, str]] = {
    "identical": "Pairs with the same body.",
    "near_verbatim": "Pairs of which at least 90 % of the words of both bodies are copied.",
    "trimmed": "Pairs of which at least 90 % of the words of the shorter body are copied and the longer has more.",
    "rewrite": "Pairs of which one says most of the other in other words.",
    "translation": "Pairs of one wire that came by different languages.",
    "partial": "Pairs that share copied or reworded passages while the rest is their own.",
    "template": "Pairs of one form that is filled with other facts: bulletins, listings, results, filings.",
    "same_event": "Pairs that report one event, with no derivation to be seen.",
}
LEVEL_MEANINGS: Final[dict[Level, str]] = {
    "copy": "Copy families.",
    "wire": "Wire families.",
    "event": "Event families.",
    "template": "Template families.",
}
VERDICT_MEANINGS: Final[dict[VerdictKind, str]] = {
    "clean": "Without evidence of translation.",
    "translated": "Translated, by a human or a machine.",
    "machine_translated": "Translated by a machine.",
    "spun": "Reworded by a synonym spinner.",
    "assistant": "Written by a chat assistant.",
    "insufficient": "Not decided.",
}

Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Line = Annotated[int, Meta(ge=1)]


def means(sentence: str) -> Meta:
    """The meaning of a field, as the schema shows it."""
    return Meta(description=sentence)


START: Final = means("First code point in the field.")
END: Final = means("Behind the last code point.")


# What was read.


class Skipped(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A piece of input that could not be used, or the first of many with one fault."""

    path: Annotated[str, means("The file, relative to the input that it was found under.")]
    line: Annotated[Line | None, means("The line, from 1, of a file of records.")]
    reason: Annotated[str, means("What was wrong and what to do, in one sentence.")]
    count: Annotated[
        int,
        Meta(
            ge=1,
            description="How many pieces of the file had this fault, from this one on: the first hundred are listed "
            "one by one, and these are the rest.",
        ),
    ] = 1


class Renamed(msgspec.Struct, frozen=True, gc=False):
    """An article whose id was in the input before."""

    path: Annotated[str | None, means("The file, relative to the input that it was found under.")]
    line: Annotated[Line | None, means("The line, from 1, of a file of records.")]
    id: Annotated[str, means("The id in the input.")]
    new_id: Annotated[str, means("The id in this report.")] = msgspec.field(name="as")


class Tool(msgspec.Struct, frozen=True):
    """The program that made the report."""

    name: Annotated[str, means("Its distribution.")]
    version: Annotated[str, means("Its version.")]


class InputRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What was read: how many articles, what could not be used, and which ids were made unique."""

    articles: Annotated[Count, means("Articles read.")]
    skipped: Annotated[list[Skipped], means("Pieces of input that could not be used.")] = []
    renamed: Annotated[list[Renamed], means("Articles whose id was in the input before.")] = []


# Articles.


class Furniture(msgspec.Struct, frozen=True):
    """A part of the page that does not belong to the story."""

    start: Annotated[Count, means("First code point in the text as read.")]
    end: Annotated[Count, END]
    kind: Annotated[str, means("What kind of furniture, one of `text.furniture_rules.FURNITURE_KINDS`.")]


class Credit(msgspec.Struct, frozen=True):
    """A place in an article that names where the article comes from."""

    field: Annotated[CreditField, means("Where it is; `origin` is an address of the original that the page names.")]
    kind: Annotated[CreditKind, means("The form that it takes.")]
    source: Annotated[
        str,
        means(
            "The agency or outlet in its usual spelling, the host of a url or an origin; empty where a dateline names "
            "a place alone."
        ),
    ]
    start: Annotated[Count, START]
    end: Annotated[Count, END]
    text: Annotated[str, means("The span itself, at most 300 characters.")]


class LanguageGuess(msgspec.Struct, frozen=True):
    """A language that a text may have been translated from."""

    language: Annotated[str, means("ISO 639-1 code.")]
    probability: Annotated[Share, means("Probability of this language.")]


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an article was translated or spun, and by what evidence."""

    verdict: Annotated[
        VerdictKind,
        means("The verdict; `clean` says that there is no evidence, `insufficient` that nothing was decided."),
    ] = "insufficient"
    probability: Annotated[
        Share | None, means("Probability that the text is a translation, null where it was not estimated.")
    ] = None
    source_languages: Annotated[list[LanguageGuess], means("Languages that it may come from, likeliest first.")] = []
    reasons: Annotated[list[str], means("What the verdict rests on, one sentence each.")] = []


class Sibling(msgspec.Struct, frozen=True):
    """The sentence of another version that shows what this one changed."""

    article: Annotated[str, means("The id of the other version.")]
    start: Annotated[Count, means("First code point in its text.")]
    end: Annotated[Count, END]
    text: Annotated[str, means("The span itself.")]


class ArtifactRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that a rule takes for the trace of a machine, a translator or a synonym spinner."""

    rule: Annotated[str, means("The rule that found it; `dedup explain` says more.")]
    category: Annotated[str, means("The group that the rule belongs to.")]
    claims: Annotated[Claim, means("What it is evidence for; `translated` accuses no machine.")]
    evidence: Annotated[
        Literal["standalone", "aligned"],
        means("Whether the text alone shows it, or its comparison with another version."),
    ]
    field: Annotated[Literal["text", "title"], means("Where it is.")]
    start: Annotated[Count, START]
    end: Annotated[Count, END]
    text: Annotated[str, means("The span itself.")]
    message: Annotated[str, means("What is odd about it.")]
    sibling: Annotated[
        Sibling | None, means("The place of the other version that has it otherwise, null for standalone evidence.")
    ] = None
    status: Annotated[
        MarkStatus,
        means(
            "counted: the verdict may rest on it; quoted: it is in quotation marks, or its sentence speaks of it, so "
            "that it accuses nobody; soft: no evidence by itself; house_style: the outlet writes so in many articles."
        ),
    ] = "counted"


class ArticleFamilies(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The families that an article is a member of, by level; a family that equals one of a lower level has its id."""

    copy: Annotated[str | None, means("The id of its copy family, null if it is in none.")] = None
    wire: Annotated[list[str], means("The ids of its wire families.")] = []
    event: Annotated[str | None, means("The id of its event family, null if it is in none.")] = None


class ArticleRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One article: where it was read, what it says of itself, and what was found in it."""

    id: Annotated[str, means("The user's own id, else the path; unique in the report.")]
    path: Annotated[str | None, means("The file, relative to the input that it was found under.")] = None
    line: Annotated[Line | None, means("The line, from 1, of a file of records.")] = None
    url: Annotated[str | None, means("Where it was published, as the input says.")] = None
    title: Annotated[str | None, means("Its headline, as the input says.")] = None
    published: Annotated[str | None, means("When it was published, as the input says.")] = None
    outlet: Annotated[str | None, means("Who published it, as the input says.")] = None
    language: Annotated[str | None, means("The ISO 639-1 code of its language.")] = None
    words: Annotated[Count, means("Words of the body, furniture left out.")]
    families: Annotated[ArticleFamilies, means("The families that it is a member of.")] = ArticleFamilies()
    furniture: Annotated[list[Furniture], means("Spans that belong to the page and not to the story.")] = []
    credits: Annotated[list[Credit], means("Places that name a source.")] = []
    translation: Annotated[Translation, means("Whether it was translated or spun.")] = Translation()
    artifacts: Annotated[
        list[ArtifactRecord], means("Passages that show a machine, a translator or a spinner at work.")
    ] = []


# Names.


class Convention(msgspec.Struct, frozen=True):
    """A way of romanising."""

    convention: Annotated[str, means("The way of romanising: en, fr, de, es, tr, fa, ...")]
    probability: Annotated[Share, means("Probability that a spelling follows it.")]


class Spelling(msgspec.Struct, frozen=True, kw_only=True):
    """One spelling of a name, and where it occurs."""

    text: Annotated[str, means("The spelling.")]
    count: Annotated[Count, means("Mentions.")]
    articles: Annotated[list[str], means("Ids of the articles that use it.")]
    conventions: Annotated[list[Convention], means("Ways of romanising that give this spelling.")] = []


class Alias(msgspec.Struct, frozen=True):
    """Another name of the same bearer that is no spelling of this one."""

    text: Annotated[str, means("The other name.")]
    relation: Annotated[AliasKind, means("What kind of other name.")]
    articles: Annotated[list[str], means("Ids of the articles that join the two.")]


class NameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One bearer of a name with every spelling found."""

    name: Annotated[str, means("The most frequent spelling.")]
    kind: Annotated[NameKind, means("What bears the name.")]
    spellings: Annotated[list[Spelling], means("Every spelling found.")]
    aliases: Annotated[
        list[Alias], means("Translations, acronyms and other names that the articles themselves join to it.")
    ] = []
    ambiguous_with: Annotated[list[str], means("Names that look alike and were kept apart.")] = []


# Relations.


class Sides(msgspec.Struct, frozen=True, gc=False):
    """One share for each side of a pair, of its body words (furniture left out)."""

    a: Annotated[Share, means("Of article a.")]
    b: Annotated[Share, means("Of article b.")]


class Similarity(msgspec.Struct, frozen=True, gc=False):
    """Exact set similarities of the two bodies."""

    jaccard5: Annotated[Share, means("Jaccard similarity of the sets of word 5-grams.")]
    jaccard2: Annotated[Share, means("Jaccard similarity of the sets of word 2-grams.")]
    containment: Annotated[Share, means("Share of the smaller set of word 5-grams that the larger one has.")]


class Passage(msgspec.Struct, frozen=True, gc=False):
    """Two spans of text that correspond to each other."""

    a: Annotated[tuple[int, int], means("Start and end, in code points of a's text as read.")]
    b: Annotated[tuple[int, int], means("Start and end, in code points of b's text as read.")]
    text_a: Annotated[str, means("The span in a, cut at 300 characters.")]
    text_b: Annotated[str, means("The span in b, cut at 300 characters.")]
    kind: Annotated[
        PassageKind,
        means(
            "verbatim: the same words; edited: copied, with words changed; reworded: sentences that say the same in "
            "other words; translated: sentences that say the same in another language."
        ),
    ]
    quoted: Annotated[bool, means("Whether more than half of its words are inside quotation marks, on both sides.")]
    similarity: Annotated[
        Share,
        means("Share of the longer span that was copied; of reworded sentences, the cosine of their weighted stems."),
    ]


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A pair of articles and what is known of it."""

    a: Annotated[str, means("The smaller id of the pair.")]
    b: Annotated[str, means("The larger id.")]
    relation: Annotated[RelationKind, means("How the two are related; all but template and same_event are derived.")]
    probability: Annotated[
        Share, means("Probability that they are so related: derived, else of one form or of one event.")
    ]
    direction: Annotated[Direction, means("Which derives from which.")]
    coverage: Annotated[Sides, means("Share of each one's body words that is in passages aligned with the other.")]
    quoted: Annotated[Sides, means("The part of that share that is inside quotation marks.")]
    similarity: Annotated[
        Similarity, means("Set similarities of the two bodies, by words as they are; low where the wording differs.")
    ]
    passages: Annotated[
        list[Passage], means("The spans that correspond to each other, by their place in a; two may overlap.")
    ]
    reasons: Annotated[list[str], means("What the relation rests on, one sentence each.")]
    version: Annotated[
        bool, means("Whether the two are versions of one article: one address and outlet, or one id of the user.")
    ] = False


class Weak(msgspec.Struct, frozen=True, gc=False):
    """A relation below the threshold in force, kept so that a report can be regrouped at another one."""

    a: Annotated[str, means("The smaller id of the pair.")]
    b: Annotated[str, means("The larger id.")]
    relation: Annotated[RelationKind, means("How the two would be related.")]
    probability: Annotated[Share, means("Probability that the two are derived, below the threshold.")]


# Families.


class Root(msgspec.Struct, frozen=True):
    """Where a family comes from: an article of the set, a named source that is not in the set, or neither."""

    article: Annotated[
        str | None, means("The id of the article that the others derive from, null if it is not among them.")
    ] = None
    source: Annotated[str | None, means("The agency or outlet that the family comes from, null if none is named.")] = (
        None
    )
    why: Annotated[str, means("What this rests on.")] = "no evidence names a source"
    probability: Annotated[
        Share | None, means("Probability that the family comes from there, null where it was not estimated.")
    ] = None


class Bridge(msgspec.Struct, frozen=True):
    """A link that was left open, since it did not suffice to join what it links."""

    a: Annotated[str, means("The smaller id of the pair.")]
    b: Annotated[str, means("The larger id.")]
    why: Annotated[str, means("Why the link was left open.")]


class MemberFacts(msgspec.Struct, frozen=True, gc=False):
    """What is known of one member of a family beside its records."""

    id: Annotated[str, means("The id of the article.")]
    novelty: Annotated[
        Share | None,
        means("Share of its body words that no article which came earlier covers, null where it was not measured."),
    ] = None
    supersedes: Annotated[
        list[str], means("Ids of the earlier articles of which it covers at least 90 % of the words.")
    ] = []


class Family(msgspec.Struct, frozen=True):
    """Articles that belong together on one level, and the root they come from."""

    id: Annotated[str, means("The level and the smallest member's id, and the source where two would collide.")]
    level: Annotated[
        Level,
        means(
            "copy: the same story; wire: stories that share a source's passages; event: reports of one event; "
            "template: articles of one form."
        ),
    ]
    members: Annotated[list[str], means("Ids of the articles, sorted.")]
    root: Annotated[Root, means("Where the family comes from.")] = Root()
    bridges: Annotated[
        list[Bridge], means("Links that were left open: they did not suffice to join what they link.")
    ] = []
    omitted_pairs: Annotated[Count, means("Related pairs of a large family that are not listed.")] = 0
    member_facts: Annotated[list[MemberFacts], means("What is known of each member, in the order of `members`.")] = []


# The report in figures.


def _counts(name: str, docstring: str, meanings: dict[Any, str]) -> type[msgspec.Struct]:
    """A record with a count for each value of an enumeration, 0 by default."""
    fields = [(kind, Annotated[Count, means(sentence)], 0) for kind, sentence in meanings.items()]
    made = msgspec.defstruct(name, fields, frozen=True, module=__name__)
    made.__doc__ = docstring
    return made


RelationCounts: Any = _counts("RelationCounts", "How many pairs have each relation.", RELATION_MEANINGS)
FamilyCounts: Any = _counts("FamilyCounts", "How many families were found on each level.", LEVEL_MEANINGS)
VerdictCounts: Any = _counts("VerdictCounts", "How many articles have each translation verdict.", VERDICT_MEANINGS)


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The report in figures."""

    articles: Annotated[Count, means("Articles read.")]
    words: Annotated[Count, means("Their body words.")]
    skipped: Annotated[Count, means("Pieces of input that could not be used.")]
    renamed: Annotated[Count, means("Articles whose id was changed.")]
    relations: Annotated[RelationCounts, means("Pairs by relation.")]
    weak: Annotated[Count, means("Pairs below the threshold.")]
    families: Annotated[FamilyCounts, means("Families by level.")]
    in_copy_families: Annotated[Count, means("Articles that belong to a copy family.")]
    redundant: Annotated[Count, means("Articles that could go if one of each copy family were kept.")]
    in_wire_families: Annotated[Count, means("Articles that belong to a copy or wire family.")]
    largest_copy_family: Annotated[Count, means("Members of the largest copy family.")]
    verdicts: Annotated[VerdictCounts, means("Articles by translation verdict.")]
    artifacts: Annotated[Count, means("Artifacts found.")]
    names: Annotated[Count, means("Names found.")]
