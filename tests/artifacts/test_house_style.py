"""What an outlet writes in a large part of its articles is its style; what accuses a machine never is."""

from __future__ import annotations

import pytest

from dedup.artifacts.house_style import LEAST, SHARE, HouseStyle, apply_house_style, style_reason, without_style
from dedup.artifacts.rule import Finding
from dedup.artifacts.translation_verdict import TextEvidence, judge


def mark(rule: str = "calque", claims: str = "translated", family: str = "calques", text: str = "mln") -> Finding:
    return Finding(rule, family, "a calque", claims, "text", 0, len(text), text, "A message.")  # type: ignore[arg-type]


def statuses(evidence: list[TextEvidence]) -> set[str]:
    return {finding.status for each in evidence for finding in each.findings}


def of_wire(marked: int, articles: int, finding: Finding) -> list[TextEvidence]:
    """Evidence on so many articles of one outlet, of which so many have the mark."""
    return apply_house_style(
        ["wire"] * articles, [TextEvidence([finding] if n < marked else []) for n in range(articles)]
    )


def test_a_mark_in_a_large_part_of_an_outlet_s_articles_is_its_style() -> None:
    assert statuses(of_wire(LEAST, LEAST, mark())) == {"house_style"}
    assert statuses(of_wire(round(SHARE * LEAST), LEAST, mark())) == {"house_style"}
    assert statuses(of_wire(round(SHARE * LEAST) - 1, LEAST, mark())) == {"counted"}


def test_a_style_is_not_known_before_enough_articles() -> None:
    assert statuses(of_wire(LEAST - 1, LEAST - 1, mark())) == {"counted"}


@pytest.mark.parametrize("claims", ["machine", "spun", "assistant"])
def test_what_accuses_is_never_style(claims: str) -> None:
    assert statuses(of_wire(LEAST, LEAST, mark(claims=claims))) == {"counted"}


def test_a_farm_that_spins_four_of_five_articles_stays_accused() -> None:
    spun = [mark("tortured", "spun", "lexicon"), mark("swapped", "spun", "function", "as it were")]
    farm = [TextEvidence(spun if n % 5 else []) for n in range(50)]
    verdicts = [judge(each, words=300).verdict for each in apply_house_style(["farm"] * 50, farm)]
    assert verdicts.count("spun") == 40


def test_the_style_of_one_outlet_is_none_of_another_or_of_articles_without_one() -> None:
    given = [TextEvidence([mark()]) for _ in range(LEAST + 2)]
    judged = apply_house_style(["wire"] * LEAST + ["paper", ""], given)
    assert [statuses([each]) for each in judged[-2:]] == [{"counted"}, {"counted"}]
    assert statuses(apply_house_style([""] * LEAST, given[:LEAST])) == {"counted"}


def test_articles_in_other_languages_do_not_count() -> None:
    style = HouseStyle()
    for _ in range(LEAST):
        style.add("wire", TextEvidence([mark()], english=False))
    assert style.rules_of("wire") == frozenset()


def test_the_reason_names_the_rules() -> None:
    evidence = without_style(TextEvidence([mark(), mark("other")]), frozenset({"calque"}))
    assert style_reason(evidence.findings) == ("House style of its outlet, and no evidence: calque.",)
    assert style_reason([mark()]) == ()
    assert (
        len(
            style_reason(
                without_style(
                    TextEvidence([mark(f"r{n}") for n in range(20)]), frozenset(f"r{n}" for n in range(20))
                ).findings
            )[0]
        )
        < 200
    )
