"""Translator: the verdict on whether one text is a translation, by its own artifacts and style alone."""

from __future__ import annotations

from dedup.prefilter.verdict import Translated
from dedup.text.corpus import Corpus


class Translator:
    """Looks at one article after the other; its relatives, which a batch scan asks as well, have no say."""

    def __init__(self) -> None:
        from dedup.artifacts.detect import Detector  # what an index without translation verdicts does without
        from dedup.artifacts.engine import Engine
        from dedup.artifacts.loading import BUILT_IN, load_rules

        self._detect = Detector(Engine(load_rules([BUILT_IN])))

    def __call__(self, corpus: Corpus) -> Translated:
        """The verdict on a corpus of one article."""
        from dedup.artifacts.detect import alone
        from dedup.text.language import languages

        detected = self._detect(corpus, languages(corpus))[0]
        self._detect.problems.clear()
        verdict = alone(detected, int(corpus.tokens.counts[0]))
        return Translated(verdict.verdict, verdict.probability, list(verdict.reasons))
