"""Conclude: marks, style and what the versions of a story changed -> the verdict of each article, and the findings that
it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from dedup.artifacts.house_style import style_reason
from dedup.artifacts.rule import Finding, Problem, weights
from dedup.artifacts.translation_verdict import TextEvidence, judge
from dedup.records import ArticleRecord, ArtifactRecord, LanguageGuess, Relation, Sibling, Translation
from dedup.siblings import AlignedFinding

LONGEST = 300  # code points of a finding's text that are shown; the offsets give the rest
NATIVE = 0.5  # P(translated) below which a sibling may be the English original of a rewrite


def conclude(
    records: Sequence[ArticleRecord],
    detected: Sequence[TextEvidence],
    relations: Sequence[Relation],
    changes: Mapping[str, Sequence[AlignedFinding]],
    *,
    ignored: Collection[str] = (),
    problems: Iterable[Problem] = (),
) -> list[ArticleRecord]:
    """Return the records in the same order with verdicts and findings; `detected` has what each shows by itself.

    `changes` are, by id, what articles alone changed against their versions; `ignored` are the rules for these that are
    left out. Of the `problems`, what a rule could not do on an article is among the reasons of its verdict.
    """
    alone = {record.id: each for record, each in zip(records, detected, strict=True)}
    originals = english_originals(relations, alone)
    table, undone = weights(), left_out(problems)
    concluded = []
    for record in records:
        aligned = [f for f in changes.get(record.id, ()) if f.rule not in ignored]
        judged = with_translation(record, alone[record.id], aligned, originals.get(record.id), table)
        concluded.append(_with_reasons(judged, undone[record.id]) if record.id in undone else judged)
    return concluded


def left_out(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Return by article a sentence for each thing that a rule could not do."""
    sentences: dict[str, list[str]] = {}
    for problem in problems:
        rule = f"Rule {problem.rule}: " if problem.rule else ""
        sentences.setdefault(problem.article, []).append(f"{rule}{problem.reason}")
    return sentences


def english_originals(relations: Iterable[Relation], detected: Mapping[str, TextEvidence]) -> dict[str, str]:
    """Return by article the relative that says the same in English and has no mark of a machine.

    Of several the most probable one, then the first by id.
    """
    best: dict[str, tuple[float, str]] = {}
    for relation in relations:
        if relation.relation != "rewrite":
            continue
        for article, other in ((relation.a, relation.b), (relation.b, relation.a)):
            shown = detected.get(other)
            if shown is None or not shown.english or (shown.style or 0.0) >= NATIVE:
                continue
            if any(finding.accuses for finding in shown.findings):
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
    """Return the record with its verdict and the findings, standalone and aligned, by place."""
    verdict = judge(detected, words=record.words, weights=weights, aligned=aligned, rewrite_of=original)
    translation = Translation(
        verdict=verdict.verdict,
        probability=verdict.probability,
        source_languages=[LanguageGuess(language, share) for language, share in verdict.languages],
        reasons=[*verdict.reasons, *style_reason(detected.findings)],
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
        status=finding.status,
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
