"""Translator: whether a text is a translation, by what stands in it and by what it alone changed against its nearest
versions.

It judges as a batch scan does that holds the article and these versions; what comes in later has no say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dedup.index.settings import LIMITS
from dedup.index.stored_article import StoredArticle, readable
from dedup.index.verdict import TranslationVerdict, seen_from
from dedup.records import Relation
from dedup.text.corpus import Corpus, CorpusReader

if TYPE_CHECKING:
    from dedup.siblings import AlignedFinding

Near = Sequence[tuple[StoredArticle, Relation]]
"""Held articles that are related to the one asked about; in each relation a is the one asked about."""
Compare = Callable[[StoredArticle, Sequence[StoredArticle]], list[Relation]]
"""Makes the relations of one article with others."""


FindChanges = Callable[..., "dict[str, list[AlignedFinding]]"]
"""Finds what each version alone changed, as `sibling_findings` does."""


class TranslationJudge:
    """Looks at one article after the other in the same memory."""

    def __init__(self, versions: int = LIMITS.versions, find_changes: FindChanges | None = None) -> None:
        """`versions` is the number of versions that an article is compared with; `find_changes` takes the place of
        `sibling_findings`."""
        self._versions = versions
        from dedup.artifacts.detector import Detector  # what an index without translation verdicts does without
        from dedup.artifacts.engine import Engine
        from dedup.artifacts.loading import BUILT_IN, load_rules
        from dedup.siblings import sibling_findings

        self._find_changes = find_changes or sibling_findings
        self._detect = Detector(Engine(load_rules([BUILT_IN])))
        self._read = CorpusReader()

    def __call__(
        self, own: StoredArticle, corpus: Corpus, near: Near, compare: Compare, least: float
    ) -> TranslationVerdict:
        """The verdict on an article, which `corpus` holds alone; `least` is the probability from which a pair is
        derived."""
        from dedup.artifacts.rates import weights
        from dedup.records import ArticleRecord
        from dedup.text.language import languages
        from dedup.translation import english_originals, left_out, with_translation

        name = own.article.id
        detected = {name: self._detect(corpus, languages(corpus))[0]}
        undone = [reason for reasons in left_out(self._detect.problems).values() for reason in reasons]
        versions = _nearest(near, self._versions)
        held = [version for version, _ in versions]
        if held:
            others = self._read([version.article for version in held])
            found = self._detect(others, languages(others))
            detected |= {version.article.id: each for version, each in zip(held, found, strict=True)}
        self._detect.problems.clear()
        relations = [seen_from(r, min(r.a, r.b)) for _, r in versions]
        for place, version in enumerate(held[:-1]):
            relations += compare(version, held[place + 1 :])
        texts = {each.article.id: readable(each.article.text) for each in (own, *held)}
        mended = {each.article.id for each in (own, *held) if each.mended}
        aligned = self._find_changes(
            [r for r in relations if not mended & {r.a, r.b}],
            texts.__getitem__,
            {article: each.findings for article, each in detected.items() if each.findings},
            style={article: each.style for article, each in detected.items()},
            min_probability=least,
            of={name},
        )
        record = ArticleRecord(id=name, words=int(corpus.tokens.counts[0]))
        original = english_originals(relations, detected).get(name)
        told = with_translation(record, detected[name], aligned.get(name, ()), original, weights()).translation
        return TranslationVerdict(told.verdict, told.probability, told.source_languages, [*told.reasons, *undone])


def _nearest(near: Near, most: int) -> Near:
    """The versions that the article is compared with: those that stand for most of it."""
    from dedup.siblings.versions import COMPARED

    versions = [pair for pair in near if pair[1].relation in COMPARED]
    return sorted(versions, key=lambda pair: (-pair[1].coverage.a, pair[1].b))[:most]
