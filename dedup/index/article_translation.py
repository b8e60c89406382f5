"""Whether an article is a translation, by its own text and by what it alone changed against its nearest versions.

The verdict is that of a batch scan of the article and these versions; what comes in later has no say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dedup.index.learned_furniture import outlet_of
from dedup.index.outlet_style import OutletCounts, OutletMarks
from dedup.index.relatives import Relative, furniture_as_read, join
from dedup.index.settings import LIMITS
from dedup.index.stored_article import readable
from dedup.index.verdict import seen_from
from dedup.records import Relation, Translation
from dedup.text.corpus import Corpus

if TYPE_CHECKING:
    from dedup.artifacts.translation_verdict import TextEvidence
    from dedup.siblings import AlignedFinding

RelatedVersions = Sequence[tuple[Relative, Relation]]
"""Stored articles that are related to one article, which is `a` in each relation."""
CompareVersions = Callable[[Sequence[Relative], Corpus], list[Relation]]
"""Returns the relations of some stored articles with one another; the corpus has their words, in this order."""
FindChanges = Callable[..., "dict[str, list[AlignedFinding]]"]
"""Finds what each version alone changed, as `sibling_findings` does."""


class DetectedMarks(NamedTuple):
    """The marks of an article, and which rules were left out of it."""

    evidence: TextEvidence
    undone: list[str]


class TranslationJudge:
    """Works on one article after the other in the same memory."""

    def __init__(
        self,
        compare: CompareVersions,
        least: float,
        most: int = LIMITS.versions,
        find_changes: FindChanges | None = None,
        *,
        style_of: Callable[[str], OutletCounts] | None = None,
    ) -> None:
        """`least` is the probability from which a pair is derived, `most` the number of versions that an article is
        compared with; `find_changes` takes the place of `sibling_findings`; `style_of` returns how often an outlet has
        marks that may be its house style, which are no evidence then."""
        from dedup.artifacts.detector import Detector  # what an index without translation verdicts does without
        from dedup.artifacts.engine import Engine
        from dedup.artifacts.loading import BUILT_IN, load_rules
        from dedup.siblings import sibling_findings

        self._compare = compare
        self._least = least
        self._most = most
        self._find_changes = find_changes or sibling_findings
        self._detect = Detector(Engine(load_rules([BUILT_IN])))
        self._style_of = style_of

    def detect(self, corpus: Corpus) -> DetectedMarks:
        """Return the marks of an article that is alone in `corpus`."""
        from dedup.text.language import languages
        from dedup.translation import left_out

        (evidence,) = self._detect(corpus, languages(corpus))
        undone = [reason for reasons in left_out(self._detect.problems).values() for reason in reasons]
        self._detect.problems.clear()
        return DetectedMarks(evidence, undone)

    def marks_of(self, corpus: Corpus, found: DetectedMarks) -> OutletMarks | None:
        """Return what an article says of the style of its outlet; None where style is not looked at, and for an article
        without an outlet or in another language than English."""
        from dedup.artifacts.house_style import style_rules

        outlet = outlet_of(corpus.articles[0])
        if self._style_of is None or not outlet or not found.evidence.english:
            return None
        return OutletMarks(outlet, frozenset(style_rules(found.evidence)))

    def __call__(self, name: str, corpus: Corpus, found: DetectedMarks, related: RelatedVersions) -> Translation:
        """Return the verdict on an article, which is called `name` and alone in `corpus`; `found` are its marks."""
        from dedup.artifacts.rule import weights
        from dedup.records import ArticleRecord
        from dedup.text.language import languages
        from dedup.translation import english_originals, with_translation

        detected = self._without_house_style(corpus, found.evidence)
        evidence = {name: detected}
        versions = _nearest(related, self._most)
        relations = [seen_from(relation, min(relation.a, relation.b)) for _, relation in versions]
        relatives = [relative for relative, _ in versions]
        if relatives:
            others = join([relative.part for relative in relatives])
            others.furniture = furniture_as_read(others)
            shown = self._detect(others, languages(others))
            evidence |= {r.stored.article.id: each for r, each in zip(relatives, shown, strict=True)}
            relations += self._compare(relatives, others)
        self._detect.problems.clear()
        texts = {r.stored.article.id: r.stored.article.text for r in relatives} | {name: corpus.articles[0].text}
        mended = {r.stored.article.id for r in relatives if r.stored.mended} | ({name} if corpus.repaired else set())
        changes = self._find_changes(
            [r for r in relations if not mended & {r.a, r.b}],
            lambda article: readable(texts[article]),
            {article: each.findings for article, each in evidence.items() if each.findings},
            style={article: each.style for article, each in evidence.items()},
            min_probability=self._least,
            of={name},
        )
        record = ArticleRecord(id=name, words=int(corpus.tokens.counts[0]))
        original = english_originals(relations, evidence).get(name)
        judged = with_translation(record, detected, changes.get(name, ()), original, weights()).translation
        return msgspec.structs.replace(judged, reasons=[*judged.reasons, *found.undone])

    def _without_house_style(self, corpus: Corpus, evidence: TextEvidence) -> TextEvidence:
        from dedup.artifacts.house_style import style_of, style_rules, without_style

        if self._style_of is None or not style_rules(evidence):
            return evidence
        counts = self._style_of(outlet_of(corpus.articles[0]))
        return without_style(evidence, style_of(counts.articles, counts.rules))


def _nearest(related: RelatedVersions, most: int) -> RelatedVersions:
    """Return the versions that cover most of the article."""
    from dedup.siblings.versions import COMPARED

    versions = [pair for pair in related if pair[1].relation in COMPARED]
    return sorted(versions, key=lambda pair: (-pair[1].coverage.a, pair[1].b))[:most]
