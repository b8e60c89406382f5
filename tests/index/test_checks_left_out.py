"""What a rule could not do on an article is a reason of the translation verdict of this article, and of no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup import Article, Prefilter
from dedup.artifacts.engine import MOST_OF_RULE

MARK = "Members of the European Union of EU (EU) met."
LEFT_OUT = f"Rule doubled-acronym: It marks more than {MOST_OF_RULE} passages; the rest is left out."


def reasons(seen: Prefilter, name: str, text: str) -> list[str]:
    verdict = seen.check_and_add(Article(id=name, text=text)).translation
    assert verdict is not None
    return verdict.reasons


@pytest.mark.parametrize(("marks", "said"), [(MOST_OF_RULE, False), (MOST_OF_RULE + 1, True)])
def test_a_rule_that_reaches_its_limit_is_a_reason(tmp_path: Path, marks: int, said: bool) -> None:
    with Prefilter(tmp_path / "seen.db", translation=True) as seen:
        assert (LEFT_OUT in reasons(seen, "many", " ".join([MARK] * marks))) == said


def test_the_next_article_does_not_have_the_reason_of_the_last(tmp_path: Path, whole: str) -> None:
    text = " ".join([MARK] * (MOST_OF_RULE + 1))
    with Prefilter(tmp_path / "seen.db", translation=True) as seen:
        assert LEFT_OUT in reasons(seen, "many", text)
        assert LEFT_OUT not in reasons(seen, "plain", whole)
        assert LEFT_OUT in reasons(seen, "again", text)


def test_the_reason_of_a_stored_version_is_not_that_of_its_copy(tmp_path: Path) -> None:
    """The stored version has one mark more than the rule keeps, the new one has as many as it keeps."""
    with Prefilter(tmp_path / "seen.db", translation=True) as seen:
        assert LEFT_OUT in reasons(seen, "more", " ".join([MARK] * (MOST_OF_RULE + 1)))
        assert LEFT_OUT not in reasons(seen, "fewer", " ".join([MARK] * MOST_OF_RULE))
