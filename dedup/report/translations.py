"""What a report says of the translation of an article: its verdict, and the findings that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from dedup.artifacts.detector import Detector
from dedup.artifacts.finding import Finding, Problem
from dedup.artifacts.rates import weights
from dedup.artifacts.translation_verdict import TextEvidence, judge
from dedup.records import ArticleRecord, ArtifactRecord, LanguageGuess, Relation, Sibling, Translation
from dedup.siblings import AlignedFinding, sibling_findings
from dedup.text.corpus import Corpus

LONGEST = 300  # code points of a finding's text that are shown; the offsets tell the rest
NATIVE = 0.5  # P(translated) below which a sibling may be the English original of a rewrite


class Translations:
    """Gathers what stands in the articles by themselves, batch by batch, and concludes when their relatives are known."""

    def __init__(self, detector: Detector, ignored: Collection[str] = ()) -> None:
        """`ignored` are the rules that compare versions which are left out."""
        self._detect = detector
        self._ignored = frozenset(ignored)
        self._detected: list[TextEvidence] = []

    def add(self, corpus: Corpus, languages: Sequence[str | None]) -> None:
        """Take the next batch."""
        self._detected += self._detect(corpus, languages)

    def conclude(
        self,
        records: Sequence[ArticleRecord],
        relations: Sequence[Relation],
        text: Callable[[str], str],
        mended: Collection[str],
        least: float,
    ) -> list[ArticleRecord]:
        """The records in the same order with verdicts and findings.

        `text` gives a text by id, which of the `mended` is not the one as read: these are compared with no other.
        `least` is the probability from which a pair is derived. What a rule could not do on an article stands among the
        reasons of its verdict.
        """
        detected = {record.id: each for record, each in zip(records, self._detected, strict=True)}
        readable = [r for r in relations if r.a not in mended and r.b not in mended]
        found = {i: d.findings for i, d in detected.items() if d.findings}
        style = {i: d.style for i, d in detected.items()}
        aligned = sibling_findings(readable, text, found, style=style, min_probability=least)
        originals = english_originals(relations, detected)
        table, undone = weights(), left_out(self._detect.problems)
        concluded = []
        for record in records:
            changes = [f for f in aligned.get(record.id, ()) if f.rule not in self._ignored]
            told = with_translation(record, detected[record.id], changes, originals.get(record.id), table)
            concluded.append(_with_reasons(told, undone[record.id]) if record.id in undone else told)
        return concluded


def left_out(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """By article, a sentence for each thing that a rule could not do."""
    told: dict[str, list[str]] = {}
    for problem in problems:
        rule = f"Rule {problem.rule}: " if problem.rule else ""
        told.setdefault(problem.article, []).append(f"{rule}{problem.reason}")
    return told


def english_originals(relations: Iterable[Relation], detected: Mapping[str, TextEvidence]) -> dict[str, str]:
    """By article, the relative that tells the same in English and bears no mark of a machine: the most probable, then
    the first by id."""
    best: dict[str, tuple[float, str]] = {}
    for relation in relations:
        if relation.relation != "rewrite":
            continue
        for article, other in ((relation.a, relation.b), (relation.b, relation.a)):
            told = detected.get(other)
            if (
                told is None
                or not told.english
                or any(f.claims != "translated" for f in told.findings)
                or (told.style or 0.0) >= NATIVE
            ):
                continue
            best[article] = min(best.get(article, (1.0, other)), (-relation.probability, other))
    return {article: other for article, (_, other) in best.items()}


def with_translation(
    record: ArticleRecord,
    detected: TextEvidence,
    aligned: Sequence[AlignedFinding],
    original: str | None,
    weights: Mapping[str, float],
) -> ArticleRecord:
    """The record with its verdict and the findings, standalone and aligned, by place."""
    verdict = judge(detected, words=record.words, weights=weights, aligned=aligned, rewrite_of=original)
    translation = Translation(
        verdict=verdict.verdict,
        probability=verdict.probability,
        source_languages=[LanguageGuess(language, share) for language, share in verdict.languages],
        reasons=list(verdict.reasons),
    )
    artifacts = [_standalone(f) for f in detected.findings] + [_aligned(f) for f in aligned]
    artifacts.sort(key=lambda a: (a.field, a.start, a.end, a.rule))
    return msgspec.structs.replace(record, translation=translation, artifacts=artifacts)


def _with_reasons(record: ArticleRecord, reasons: Sequence[str]) -> ArticleRecord:
    translation = msgspec.structs.replace(record.translation, reasons=[*record.translation.reasons, *reasons])
    return msgspec.structs.replace(record, translation=translation)


def _standalone(finding: Finding) -> ArtifactRecord:
    return ArtifactRecord(
        rule=finding.rule,
        category=finding.category,
        claims=finding.claims,
        evidence="standalone",
        field=finding.field,
        start=finding.start,
        end=finding.end,
        text=finding.text[:LONGEST],
        message=finding.message,
    )


def _aligned(finding: AlignedFinding) -> ArtifactRecord:
    other = Sibling(finding.sibling, finding.sibling_start, finding.sibling_end, finding.sibling_text[:LONGEST])
    return ArtifactRecord(
        rule=finding.rule,
        category=finding.category,
        claims=finding.claims,
        evidence="aligned",
        field="text",
        start=finding.start,
        end=finding.end,
        text=finding.text[:LONGEST],
        message=finding.message,
        sibling=other,
    )
