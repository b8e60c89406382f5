"""What a report says of the translation of an article, when its relatives are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import pytest

import dedup
from dedup.artifacts.rule import Finding, Problem
from dedup.artifacts.translation_verdict import TextEvidence
from dedup.records import ArticleRecord, Claim, Relation, RelationKind
from dedup.siblings import sibling_findings
from dedup.translation import LONGEST, conclude, english_originals
from tests.siblings.conftest import CLOSING, OPENING, OTHER_CLOSING, OTHER_OPENING, related

ALTERED = "The mayor told reporters: “We will rebuild the weak wall before the autumn rains.”"
SAID = "The mayor told reporters: “We will rebuild the fragile wall before the autumn rains.”"
TEXTS = {
    "odd": f"{OPENING}\n{ALTERED}\n{CLOSING}",
    "one": f"{OPENING}\n{SAID}\n{CLOSING}",
    "two": f"{OTHER_OPENING}\n{OPENING}\n{SAID}\n{CLOSING}\n{OTHER_CLOSING}",
}
PAIRS = [("odd", "one"), ("odd", "two"), ("one", "two")]


def mark(family: str = "joins", claims: Claim = "machine", *, start: int = 0, **more: Any) -> Finding:
    return msgspec.structs.replace(
        Finding(family, family, f"{family} of words", claims, "text", start, start + 3, "The", "found by a rule"),
        **more,
    )


def concluded(
    detected: dict[str, TextEvidence],
    relations: Sequence[Relation] | None = None,
    *,
    mended: Collection[str] = (),
    ignored: Collection[str] = (),
    problems: Sequence[Problem] = (),
) -> dict[str, ArticleRecord]:
    """The records by id, of three versions of which `odd` altered a quotation, all related as rewrites."""
    records = [ArticleRecord(id=name, words=300) for name in TEXTS]
    pairs = [related(a, b, TEXTS) for a, b in PAIRS] if relations is None else relations
    alone = [detected.get(name, TextEvidence()) for name in TEXTS]
    findings = {record.id: each.findings for record, each in zip(records, alone, strict=True)}
    styles = {record.id: each.style for record, each in zip(records, alone, strict=True)}
    readable = [r for r in pairs if r.a not in mended and r.b not in mended]
    changes = sibling_findings(readable, TEXTS.__getitem__, findings, style=styles)
    found = conclude(records, alone, pairs, changes, ignored=ignored, problems=problems)
    assert [record.id for record in found] == list(TEXTS)
    return {record.id: record for record in found}


def test_one_family_and_what_the_version_alone_changed_accuse_it() -> None:
    found = concluded({"odd": TextEvidence([mark()], 0.2)})
    told = found["odd"].translation
    assert told.verdict in ("machine_translated", "spun")
    assert any("joins of words" in reason.lower() for reason in told.reasons)
    assert any("weak" in reason for reason in told.reasons)
    assert [(a.evidence, a.text) for a in found["odd"].artifacts] == [("standalone", "The"), ("aligned", "weak")]


def test_the_sibling_is_shown_with_its_own_place() -> None:
    (artifact,) = [
        a for a in concluded({"odd": TextEvidence([mark()], 0.2)})["odd"].artifacts if a.evidence == "aligned"
    ]
    assert artifact.rule == "sibling-quotation"
    assert artifact.sibling is not None
    other = TEXTS[artifact.sibling.article]
    assert other[artifact.sibling.start : artifact.sibling.end] == artifact.sibling.text == "fragile"


def test_without_relatives_one_family_accuses_nobody() -> None:
    found = concluded({"odd": TextEvidence([mark()], 0.2)}, [])
    assert found["odd"].translation.verdict == "clean"
    assert [a.evidence for a in found["odd"].artifacts] == ["standalone"]


def test_what_two_newsrooms_carry_is_marked_in_the_third_but_accuses_not_by_itself() -> None:
    found = concluded({name: TextEvidence((), 0.2) for name in TEXTS})
    assert [a.text for a in found["odd"].artifacts] == ["weak"]
    assert {record.translation.verdict for record in found.values()} == {"clean"}
    assert found["one"].artifacts == found["two"].artifacts == []


def test_a_mended_article_is_compared_with_none() -> None:
    found = concluded({"odd": TextEvidence([mark()], 0.2)}, mended={"odd"})
    assert [a.evidence for a in found["odd"].artifacts] == ["standalone"]
    assert found["odd"].translation.verdict == "clean"
    other = concluded({"odd": TextEvidence([mark()], 0.2)}, mended={"one"})
    assert {a.sibling.article for a in other["odd"].artifacts if a.sibling is not None} == {"two"}


def test_an_ignored_comparison_is_no_evidence() -> None:
    found = concluded({"odd": TextEvidence([mark()], 0.2)}, ignored={"sibling-quotation"})
    assert [a.evidence for a in found["odd"].artifacts] == ["standalone"]
    assert found["odd"].translation.verdict == "clean"


def test_two_families_in_a_rewrite_of_an_english_article_are_a_spinner_s_work() -> None:
    marked = TextEvidence([mark(), mark("doubled", start=9)], 0.2)
    assert concluded({"odd": marked}, [])["odd"].translation.verdict == "machine_translated"
    told = concluded({"odd": marked})["odd"].translation
    assert told.verdict == "spun"
    assert any(reason.startswith(("one ", "two ")) for reason in told.reasons)
    assert told.source_languages == []


def test_a_text_in_another_language_is_not_judged() -> None:
    assert concluded({"odd": TextEvidence(english=False)})["odd"].translation.verdict == "insufficient"


def test_what_a_rule_could_not_do_stands_among_the_reasons() -> None:
    problems = [Problem("one", "glued", "It took too long."), Problem("one", None, "Too many findings.")]
    found = concluded({}, [], problems=problems)
    assert found["one"].translation.reasons[-2:] == ["Rule glued: It took too long.", "Too many findings."]
    assert not any("took too long" in reason for name in ("odd", "two") for reason in found[name].translation.reasons)


def test_artifacts_stand_by_place_and_their_texts_are_cut() -> None:
    long = mark("loops", start=7, end=7 + 2 * LONGEST, text="x" * 2 * LONGEST)
    title = mark("titles", field="title")
    found = concluded({"one": TextEvidence([title, long, mark(start=2)], 0.2)}, [])["one"].artifacts
    assert [(a.field, a.start, a.end) for a in found] == [("text", 2, 5), ("text", 7, 7 + 2 * LONGEST), ("title", 0, 3)]
    assert len(found[1].text) == LONGEST


def rewrite(a: str, b: str, probability: float, kind: RelationKind = "rewrite") -> Relation:
    return msgspec.structs.replace(related("odd", "one", TEXTS), a=a, b=b, probability=probability, relation=kind)


@pytest.mark.parametrize(
    ("other", "kind", "original"),
    [
        (TextEvidence((), 0.2), "rewrite", True),
        (TextEvidence((), None), "rewrite", True),
        (TextEvidence([mark("calques", "translated")], 0.2), "rewrite", True),
        (TextEvidence((), 0.2), "near_verbatim", False),
        (TextEvidence((), 0.2), "translation", False),
        (TextEvidence([mark()], 0.2), "rewrite", False),
        (TextEvidence([mark("lexicon", "spun")], 0.2), "rewrite", False),
        (TextEvidence((), 0.6), "rewrite", False),
        (TextEvidence(english=False), "rewrite", False),
    ],
)
def test_an_original_is_an_english_article_of_which_this_is_a_rewrite(
    other: TextEvidence, kind: RelationKind, original: bool
) -> None:
    detected = {"a": TextEvidence([mark()], 0.2), "b": other}
    assert english_originals([rewrite("a", "b", 0.9, kind)], detected).get("a") == ("b" if original else None)


def test_of_several_originals_the_most_probable_is_told_whatever_the_order() -> None:
    detected = {name: TextEvidence((), 0.2) for name in "abcd"}
    relations = [rewrite("a", "b", 0.8), rewrite("a", "c", 0.9), rewrite("a", "d", 0.9)]
    assert english_originals(relations, detected)["a"] == english_originals(relations[::-1], detected)["a"] == "c"


def test_a_scan_leaves_the_house_style_of_an_outlet_out_and_says_so() -> None:
    """The mark stays in the report; without the setting it counts."""
    words = ["bridge", "mill", "school", "harbour", "market", "church", "park", "road", "tower", "theatre"]
    texts = [
        f"The {words[n % 10]} in ward {n} opens at 8 o'clock on day {n}, the {words[n % 7]} council said. " * 3
        for n in range(24)
    ]
    articles = [dedup.Article(id=f"a{n}", text=text, outlet="The Clock") for n, text in enumerate(texts)]
    on = dedup.scan(articles, only=["artifacts"], jobs=1)
    off = dedup.scan(articles, only=["artifacts"], jobs=1, house_style=False)
    assert {m.status for a in on.articles for m in a.artifacts if m.rule == "clock-hour"} == {"house_style"}
    assert {m.status for a in off.articles for m in a.artifacts if m.rule == "clock-hour"} == {"counted"}
    assert any("House style" in reason for reason in on.articles[0].translation.reasons)
    assert not any("House style" in reason for reason in off.articles[0].translation.reasons)
