"""Hostile texts: the work grows with the length of a text and with nothing else. Characters that patterns are tried on
are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from dedup.artifacts import Engine, Rule, load_rules
from dedup.artifacts.compiled_rule import LONGEST_CHECKED, PIECE, CompiledRule
from dedup.artifacts.document import Document
from dedup.artifacts.regex_reader import WIDEST
from dedup.artifacts.rule import Problem

RULES = load_rules()
EXAMPLES = " ".join(e.replace("⟦", "").replace("⟧", "") for r in RULES for e in (*r.matches, *r.misses))
LITERALS = " ".join(literal for r in RULES for literal in r.literals)
HOSTILE = {
    "brackets": "(", "quotes": '"', "curly quotes": "“", "one word": "a", "capitals": "A", "NULs": "\0",
    "spaces": " ", "stops": ". a",
    "line feeds": "\n", "nested brackets": "([{<«", "tags": "<a", "closed tags": "<a>", "backticks": "`",
    "fences": "```\n", "pipes": "|a",
    "tabs": "a\t", "handles": "(@a", "addresses": "a@", "entities": "&a", "links": "http://", "accents": "é",
    "surrogates": "\ud800",
    "all examples": f"{EXAMPLES} ", "all literals": f"{LITERALS} ",
}  # fmt: skip


class Counted:
    """A compiled pattern that counts the characters it is tried on."""

    def __init__(self, pattern: Any) -> None:
        self.pattern = pattern
        self.groupindex = pattern.groupindex
        self.tried = 0
        self.longest = 0

    def finditer(self, text: str, start: int, end: int, **options: Any) -> Iterator[Any]:
        self.tried += end - start
        self.longest = max(self.longest, end - start)
        return iter(self.pattern.finditer(text, start, end, **options))


def counted(engine: Engine) -> dict[str, Counted]:
    counters = {}
    for compiled in engine.rules:
        if compiled.source is not None:
            pattern = compiled.pattern
            counters[compiled.rule.id] = vars(pattern)["full"] = Counted(pattern.full)
            vars(pattern)["quick"] = None
    return counters


def filled(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_pattern_sees_a_text_more_often_than_pieces_overlap(name: str) -> None:
    engine = Engine(RULES)
    counters = counted(engine)
    text = filled(HOSTILE[name], 30_000)
    engine(text)
    engine(text, furniture=[])
    for rule, counter in counters.items():
        assert counter.tried <= 2 * len(text) * (1 + (WIDEST + 2) / PIECE), rule
        assert counter.longest <= PIECE + WIDEST + 2, rule


@pytest.mark.parametrize("name", ["one word", "quotes", "nested brackets", "NULs", "all examples"])
def test_a_line_of_a_million_characters_is_taken_in_pieces(name: str) -> None:
    engine = Engine(RULES)
    counters = counted(engine)
    text = filled(HOSTILE[name].replace("\n", " "), 1_000_000)
    found = engine(text)
    assert len(found) <= 1_000
    assert all(counter.longest <= PIECE + WIDEST + 2 for counter in counters.values())


def test_pieces_overlap_so_that_no_match_is_lost_or_reported_twice() -> None:
    rule = Rule(
        id="made",
        family="f",
        category="c",
        claims="machine",
        message="",
        why="",
        matches=(),
        misses=(),
        pattern=r"\w{2,30}[!?]",
    )
    text = "".join(f"{'x' * (n % 29 + 1)}! " for n in range(1_000))
    compiled = CompiledRule(rule)
    whole = [m.span() for m in compiled.pattern.full.finditer(text)]
    assert len(text) > 3 * PIECE
    assert [(start, end) for start, end, _ in compiled.find(Document(text, []), [(0, 1 << 40)])] == whole


def test_checks_see_long_texts_in_pieces() -> None:
    seen: list[int] = []

    def zebras(document: Document) -> Iterator[tuple[int, int]]:
        seen.append(len(document.text))
        yield document.text.index("zebra"), document.text.index("zebra") + 5

    rule = Rule(
        id="made", family="f", category="c", claims="machine", message="", why="", matches=(), misses=(), check="zebras"
    )
    text = "".join(f"{'x' * 90_000} zebra\n" for _ in range(5))
    assert [f.text for f in Engine([rule], checks={"zebras": zebras})(text, furniture=[])] == ["zebra"] * 5
    assert sum(seen) == len(text) and max(seen) <= LONGEST_CHECKED


def test_masking_a_text_takes_a_pass_a_pattern() -> None:
    for name, unit in HOSTILE.items():
        text = filled(unit, 300_000)
        document = Document(text, [])
        assert len(document.text) == len(text), name
        assert len(document.quoted) <= len(text)
        assert document.place(len(text) - 1) in ("body", "quotation", "title")


class Greedy:
    """A compiled pattern that takes all memory."""

    groupindex: Final[dict[str, int]] = {}

    def finditer(self, *_: Any, **__: Any) -> Iterator[Any]:
        raise MemoryError


def test_a_rule_that_takes_all_memory_is_told_and_the_others_go_on() -> None:
    fields = {"family": "f", "category": "c", "claims": "machine", "message": "{text}", "why": "w"}
    rules = [
        Rule(id=name, matches=(), misses=(), pattern="tram", **fields)  # type: ignore[arg-type]
        for name in ("greedy", "modest")
    ]
    engine = Engine(rules)
    vars(engine.rules[0].pattern)["full"] = Greedy()
    problems: list[Problem] = []
    assert [finding.rule for finding in engine("The tram was late.", problems=problems)] == ["modest"]
    assert [problem.rule for problem in problems] == ["greedy"]
