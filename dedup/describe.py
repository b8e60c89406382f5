"""Describe: one batch of articles -> the records of a report, before any article is compared with another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from dedup.errors import SettingsError
from dedup.records import ArticleRecord, Credit
from dedup.relations.calibration import Calibration
from dedup.text.corpus import Corpus
from dedup.text.repair import RepairedText

if TYPE_CHECKING:
    from dedup.artifacts.detector import Detector
    from dedup.artifacts.translation_verdict import TextEvidence

PARTS: Final = ("copies", "relations", "artifacts", "names")


class ScanSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What decides a report; it is in the report's header, of the user's model the digest. Raises SettingsError for
    values that mean nothing."""

    only: tuple[str, ...] = ()
    min_probability: float = 0.5
    text_field: str | None = None
    id_field: str | None = None
    fields: dict[str, str] = {}
    rules: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    house_style: bool = True
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        unknown = sorted(set(self.only) - set(PARTS))
        if unknown:
            raise SettingsError(f"Unknown part {unknown[0]!r} for only; choose from {', '.join(PARTS)}.")
        if not 0 <= self.min_probability <= 1:
            raise SettingsError(f"min_probability is {self.min_probability}; choose a number from 0 to 1.")

    def wants(self, part: str) -> bool:
        """Return whether the scan looks for this part."""
        return not self.only or part in self.only

    @property
    def copies_alone(self) -> bool:
        """Whether the scan looks for copies and for nothing else."""
        return self.only == ("copies",)

    @property
    def pairs_wanted(self) -> bool:
        """Whether articles are compared with one another."""
        return self.wants("copies") or self.wants("relations")


class Description(NamedTuple):
    """What one batch shows by itself, an item an article: its record, and what the rules and the style score found.

    `detected` is empty where the scan looks for no marks; `repaired` has the articles whose text was mended, by number.
    """

    records: list[ArticleRecord]
    detected: Sequence[TextEvidence]
    repaired: dict[int, RepairedText]


class Describer:
    """Describes one batch after the other; what it returns depends on the batch and the settings alone."""

    def __init__(self, settings: ScanSettings, folder: Path | None = None) -> None:
        """Load the rules; raises SettingsError for rules that cannot be used. `folder` is that of the processes of a
        scan, which share the model of languages in it."""
        self._settings = settings
        self._folder = folder
        self.detector = _detector(settings) if settings.wants("artifacts") else None

    def __call__(self, corpus: Corpus) -> Description:
        """Return the description of a batch."""
        languages, credits = self._languages_and_credits(corpus)
        records = [
            ArticleRecord(
                id=article.id,
                path=article.path,
                line=article.line,
                url=article.url,
                title=article.title,
                published=article.published,
                outlet=article.outlet,
                language=languages[n],
                words=words,
                furniture=corpus.furniture.get(n, []),
                credits=credits[n],
            )
            for n, (article, words) in enumerate(zip(corpus.articles, corpus.tokens.counts.tolist(), strict=True))
        ]
        detected = self.detector(corpus, languages) if self.detector is not None else []
        return Description(records, detected, corpus.repaired)

    def _languages_and_credits(self, corpus: Corpus) -> tuple[list[str | None], list[list[Credit]]]:
        """The languages and the credits of the articles; a scan for copies does without both, and without their
        rooms."""
        if self._settings.copies_alone:
            return [None] * len(corpus), [[] for _ in range(len(corpus))]
        from dedup.provenance import credit_places, find_credits
        from dedup.text.language import by_model, languages
        from dedup.text.language_model import shared_model

        identify = (
            by_model if self._folder is None else partial(by_model, find_model=partial(shared_model, self._folder))
        )
        places = zip(corpus.articles, credit_places(corpus), strict=True)
        return languages(corpus, identify), [find_credits(article, places=found) for article, found in places]


def _detector(settings: ScanSettings) -> Detector:
    from dedup.artifacts.detector import Detector
    from dedup.artifacts.engine import Engine
    from dedup.artifacts.loading import BUILT_IN, load_rules
    from dedup.siblings.aligned_rules import CATEGORIES

    ignored = [name for name in settings.ignore if name not in CATEGORIES]
    return Detector(Engine(load_rules([BUILT_IN, *map(Path, settings.rules)], ignored=ignored)))
