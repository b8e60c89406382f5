"""The verdict rests on findings of distinct families, or on one family and what this version alone changed; style
accuses nobody."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest

from dedup.artifacts.rule import Finding
from dedup.artifacts.translation_verdict import (
    LEAST_IN_ANY_REGISTER,
    MOST_LOG_ODDS,
    TRANSLATED,
    FindingLike,
    TextEvidence,
    TranslationVerdict,
    judge,
)


def found(
    rule: str, family: str, claims: str = "machine", *, languages: tuple[str, ...] = (), text: str = "SoleimaniHe"
) -> Finding:
    category, message = "words glued together", "A message."
    return Finding(rule, family, category, claims, "text", 3, 14, text, message, languages)  # type: ignore[arg-type]


class Changed(msgspec.Struct, frozen=True):
    claims: str
    rule: str = "sibling-quotation"
    category: str = "altered quotation"
    text: str = "stay after today"


def judged(
    findings: Sequence[Finding],
    *,
    words: int,
    weights: Mapping[str, float] | None = None,
    aligned: Sequence[FindingLike] = (),
    rewrite_of: str | None = None,
    **evidence: Any,
) -> TranslationVerdict:
    given = TextEvidence(findings, **evidence)
    return judge(given, words=words, weights=weights, aligned=aligned, rewrite_of=rewrite_of)


GLUED, DOUBLED = found("glued", "joins"), found("doubled", "doubled", text="clarity or clarity")
SPUN = found("tortured", "lexicon", "spun", text="counterfeit consciousness")
SOFT = found("calque", "calques", "translated", languages=("fr",))


def test_two_families_of_machine_marks_accuse() -> None:
    verdict = judged([GLUED, DOUBLED], words=300, style=0.2)
    assert verdict.verdict == "machine_translated"
    assert any("SoleimaniHe" in reason for reason in verdict.reasons)
    assert any("clarity or clarity" in reason for reason in verdict.reasons)


@pytest.mark.parametrize(
    "findings",
    [[GLUED], [GLUED, found("glued-too", "joins")], [GLUED, SOFT], [SOFT, found("c", "other", "translated")]],
)
def test_one_family_accuses_nobody(findings: list[Finding]) -> None:
    assert judged(findings, words=300, style=0.2).verdict == "clean"


def test_one_family_and_a_change_against_the_siblings_accuse() -> None:
    assert judged([GLUED], words=300, style=0.2, aligned=[Changed("machine")]).verdict == "machine_translated"
    assert judged([GLUED], words=300, style=0.2, aligned=[Changed("translated")]).verdict == "clean"
    assert judged([], words=300, style=0.2, aligned=[Changed("machine"), Changed("machine")]).verdict == "clean"


ASSISTANT = found("self", "assistant", "assistant", text="As an AI language model, I")


def test_one_mark_of_an_assistant_is_enough_and_goes_before_the_others() -> None:
    assert judged([ASSISTANT], words=300, style=0.2).verdict == "assistant"
    assert judged([ASSISTANT], words=40, style=None).verdict == "assistant"
    assert judged([ASSISTANT, GLUED, DOUBLED, SPUN], words=300, style=0.99).verdict == "assistant"


def test_an_assistant_is_known_in_any_language_and_machines_in_english_alone() -> None:
    assert judged([ASSISTANT], words=300, english=False).verdict == "assistant"
    assert judged([GLUED, DOUBLED], words=300, english=False).verdict == "insufficient"
    quoted = msgspec.structs.replace(ASSISTANT, status="quoted")
    assert judged([quoted], words=300, english=False).verdict == "insufficient"


@pytest.mark.parametrize("status", ["quoted", "soft", "house_style"])
def test_a_mark_that_does_not_count_accuses_nobody(status: str) -> None:
    marks = [msgspec.structs.replace(f, status=status) for f in (ASSISTANT, GLUED, DOUBLED, SPUN)]
    assert judged(marks, words=300, style=0.2, aligned=[Changed("machine")]).verdict == "clean"
    assert judged([msgspec.structs.replace(GLUED, status=status), DOUBLED], words=300, style=0.2).verdict == "clean"
    weighed = judged([msgspec.structs.replace(SOFT, status=status)], words=300, style=0.5, weights={"calque": 1.0})
    assert weighed.probability == 0.5


def test_three_distinct_marks_of_one_family_of_a_spinner_are_as_good_as_two_families() -> None:
    three = [
        msgspec.structs.replace(SPUN, text=text) for text in ("bosom peril", "irregular woodland", "flag to clamor")
    ]
    assert judged(three, words=300, style=0.2).verdict == "spun"
    assert judged(three[:2], words=300, style=0.2).verdict == "clean"
    assert (
        judged([*three[:2], msgspec.structs.replace(SPUN, text="Bosom  Peril")], words=300, style=0.2).verdict
        == "clean"
    )
    glued = [msgspec.structs.replace(GLUED, text=text) for text in ("oneShe", "twoHe", "threeIt")]
    assert judged(glued, words=300, style=0.2).verdict == "clean"


def test_style_alone_says_translated_and_never_machine() -> None:
    assert judged([], words=300, style=0.999).verdict == "translated"
    assert judged([GLUED], words=300, style=0.999).verdict == "translated"
    assert judged([], words=300, style=TRANSLATED - 0.01).verdict == "clean"


def test_a_short_text_is_judged_by_rules_alone() -> None:
    assert judged([], words=40, style=None).verdict == "insufficient"
    assert judged([GLUED, DOUBLED], words=40, style=None).verdict == "machine_translated"
    assert judged([GLUED, DOUBLED], words=40, style=None).probability is None


def test_only_english_is_judged() -> None:
    verdict = judged([GLUED, DOUBLED], words=300, english=False, style=0.99)
    assert (verdict.verdict, verdict.probability) == ("insufficient", None)


def test_the_marks_of_a_spinner_outweigh_or_tie() -> None:
    assert judged([SPUN, found("function", "function-words", "spun")], words=300).verdict == "spun"
    assert judged([SPUN, GLUED], words=300).verdict == "spun"
    assert judged([SPUN, GLUED, DOUBLED], words=300).verdict == "machine_translated"


def test_a_machine_s_version_of_an_english_article_is_spun_unless_a_source_language_shows() -> None:
    verdict = judged([GLUED, DOUBLED], words=300, rewrite_of="original.txt")
    assert verdict.verdict == "spun"
    assert any("original.txt" in reason for reason in verdict.reasons)
    french = found("ordinal", "residue", languages=("fr",), text="2e")
    assert judged([GLUED, french], words=300, rewrite_of="original.txt").verdict == "machine_translated"


def test_weights_move_the_probability_within_bounds() -> None:
    alone = judged([], words=300, style=0.5).probability
    moved = judged([SOFT], words=300, style=0.5, weights={"calque": 1.0}).probability
    assert alone == 0.5
    assert moved == pytest.approx(0.731, abs=0.001)
    many = [found(f"c{n}", "calques", "translated") for n in range(50)]
    most = judged(many, words=300, style=0.5, weights={f"c{n}": 1.0 for n in range(50)}).probability
    assert most == pytest.approx(1 / (1 + 2.718281828**-MOST_LOG_ODDS), abs=0.001)


def test_a_rule_counts_once_however_often_it_hits() -> None:
    once = judged([SOFT], words=300, style=0.5, weights={"calque": 0.7}).probability
    assert judged([SOFT] * 9, words=300, style=0.5, weights={"calque": 0.7}).probability == once


def test_rules_point_to_the_source_language() -> None:
    even = {"fr": 0.25, "de": 0.25, "ru": 0.25, "zh": 0.25}
    verdict = judged([SOFT], words=300, style=0.9, languages=even, weights={"calque": 1.0})
    assert verdict.languages[0][0] == "fr"
    assert sum(share for _, share in verdict.languages) <= 1.001
    assert judged([], words=300, style=0.05, languages=even).languages == ()


def test_what_was_changed_is_reported_by_kind() -> None:
    aligned = [
        Changed("machine"),
        Changed("machine"),
        Changed("spun", category="name", text="Fal\n Fayez"),
        Changed("translated", text="x"),
    ]
    verdict = judged([GLUED], words=300, style=0.2, aligned=aligned)
    assert (
        verdict.reasons[-1]
        == "Changed against other versions: altered quotation “stay after today” and 1 more, name “Fal Fayez”."
    )


def test_reasons_keep_the_case_of_names() -> None:
    rule = msgspec.structs.replace(GLUED, category="a French ordinal")
    assert judged([rule, DOUBLED], words=300).reasons[-1].startswith("A French ordinal: ")


def test_a_verdict_by_style_says_what_it_rests_on() -> None:
    (alone,) = judged([], words=300, style=0.95).reasons
    assert alone.startswith("By its style it is a translation (probability 0.95)")
    (two,) = judged([SOFT, found("c", "other", "translated")], words=300, style=0.95).reasons
    assert two.startswith("By its style and 2 formulas of translations it is")


def test_a_style_that_formal_prose_has_too_is_not_decided() -> None:
    far = judged([], words=300, style=0.97, in_any_register=LEAST_IN_ANY_REGISTER - 0.01)
    assert (far.verdict, far.probability) == ("insufficient", 0.97)
    assert "far from news" in far.reasons[0]
    assert judged([], words=300, style=0.97, in_any_register=LEAST_IN_ANY_REGISTER).verdict == "translated"
    assert judged([], words=300, style=0.2, in_any_register=0.01).verdict == "clean"
    assert judged([GLUED, DOUBLED], words=300, style=0.97, in_any_register=0.01).verdict == "machine_translated"
