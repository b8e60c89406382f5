"""The engine finds what every pattern over the whole text would find, in one text as in a batch, and tells it in the
text as read."""

import random
from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec
import numpy as np
import pytest
import regex

from dedup.article import Article
from dedup.artifacts import Engine, Finding, Rule, check, load_rules
from dedup.artifacts.checks import CHECKS
from dedup.artifacts.document import Document
from dedup.artifacts.regex_reader import read_pattern
from dedup.artifacts.rule import LEFT_OUT, BuiltInRule, Problem
from dedup.text.corpus import CorpusReader

RULES = load_rules()
ENGINE = Engine(RULES)
EXAMPLES = [example.replace("⟦", "").replace("⟧", "") for rule in RULES for example in (*rule.matches, *rule.misses)]
JOINTS = [" ", "\n", "\n\n", ". ", " “", "” ", '"', "", "é ", "\t", " \x00 ", " filler words in between" * 30]


def made(**fields: Any) -> Rule:
    """A rule of which a test names what it is about."""
    given = {
        "family": "test",
        "category": "test",
        "claims": "machine",
        "message": "{text}",
        "why": "",
        "matches": (),
        "misses": (),
        **fields,
    }
    return Rule(**{"id": "made", **given})


def spans(found: list[Finding]) -> list[tuple[int, int]]:
    return [(f.start, f.end) for f in found]


def mixtures(count: int) -> Iterator[str]:
    """Examples of all rules, joined in any way."""
    draw = random.Random(11)
    for _ in range(count):
        yield "".join(
            piece
            for example in draw.choices(EXAMPLES, k=draw.randint(1, 25))
            for piece in (example, draw.choice(JOINTS))
        )


def naive_marks(text: str) -> list[tuple[int, int, str]]:
    """(start, end, rule): every pattern over the whole text; overlapping marks of a rule joined."""
    document = Document(text, [])
    found = []
    for rule in RULES:
        kept: list[list[int]] = []
        for start, end in sorted(naive_spans(rule, document)):
            if document.place(start) in rule.scope:
                if kept and start < kept[-1][1]:
                    kept[-1][1] = max(end, kept[-1][1])
                else:
                    kept.append([start, end])
        found += [(start, end, rule.id) for start, end in kept]
    return sorted(found)


def naive_spans(rule: Rule, document: Document) -> list[tuple[int, int]]:
    if rule.literals and not any(literal in document.text.lower() for literal in rule.literals):
        return []
    if rule.check is not None:
        return [(span[0], span[1]) for span in CHECKS[rule.check](document)]
    flags = regex.VERSION1 | (regex.IGNORECASE if rule.ignore_case else 0)
    forbidden = [m.span() for p in rule.antipatterns for m in regex.finditer(p, document.text, flags, overlapped=True)]
    assert rule.source is not None
    return [
        match.span("mark") if "mark" in match.re.groupindex else match.span()
        for match in regex.finditer(rule.source, document.text, flags)
        if not any(start < match.end() and match.start() < end for start, end in forbidden)
    ]


def test_it_finds_what_patterns_over_the_whole_text_find() -> None:
    marked = 0
    for text in mixtures(60):
        found = [(f.start, f.end, f.rule) for f in ENGINE(text, furniture=[])]
        assert found == naive_marks(text)
        marked += len(found)
    assert marked > 200


def test_a_batch_finds_what_single_texts_show() -> None:
    texts = [*mixtures(30), "", " ", "Nothing to see."]
    titles = [EXAMPLES[n % len(EXAMPLES)] if n % 3 else None for n in range(len(texts))]
    corpus = CorpusReader()([Article(text=text, title=title) for text, title in zip(texts, titles, strict=True)])
    batch = ENGINE.batch(corpus)
    assert batch == [ENGINE(text, title) for text, title in zip(texts, titles, strict=True)]
    assert any(f.field == "title" for found in batch for f in found)


def test_findings_are_sorted_by_field_and_place_whatever_the_order_of_the_rules() -> None:
    text = next(mixtures(1)) * 2
    found = ENGINE(text, EXAMPLES[0])
    assert found == sorted(found, key=lambda f: (f.field, f.start, f.end, f.rule))
    assert found == Engine(RULES[::-1])(text, EXAMPLES[0])


def test_a_mended_text_is_reported_as_it_was_read() -> None:
    text = "“Itâ€™s a schÃ¶nes game,” he said of the zebra zebra."
    assert text.encode() != text.encode("ascii", "replace")
    (found,) = Engine([made(pattern="zebra zebra")])(text)
    assert text[found.start : found.end] == found.text == "zebra zebra"
    (found,) = Engine([made(pattern="’s a sch")])(text)
    assert found.text == "â€™s a sch"


def test_what_is_furniture_or_no_prose_is_never_marked() -> None:
    engine = Engine([made(pattern="(?i)advertisement|zebra")])
    text = "Rivals met on Monday.\n\nAdvertisement\n\nThe zebra of https://zebra.example won."
    assert [f.text for f in engine(text)] == ["zebra"]
    assert [f.text for f in engine(text, furniture=[])] == ["Advertisement", "zebra"]
    assert [f.text for f in engine(text, furniture=[(0, len(text))])] == []


def test_the_scope_says_where_a_mark_may_begin() -> None:
    text = "Zebra wins cup\n\nThe zebra won. “A zebra,” they said, “won.”"
    places = {"title": [0], "body": [20], "quotation": [34]}
    for scope, starts in places.items():
        assert [
            f.start for f in Engine([made(pattern="zebra", ignore_case=True, scope=(scope,))])(text, furniture=[])
        ] == starts
    assert [f.field for f in Engine([made(pattern="zebra", scope=("title",))])("A zebra.", "The zebra")] == ["title"]
    assert Engine([made(pattern="zebra", scope=("body",))])("", "The “zebra”") == []


def test_marks_of_one_rule_that_overlap_are_one() -> None:
    def three(document: Document) -> list[tuple[int, int] | tuple[int, int, str]]:
        return [(8, 12, "late"), (0, 5, "first"), (3, 9, "second"), (12, 14)]

    engine = Engine([made(check="three", message="{text}: {note}")], checks={"three": three})
    found = engine("abcdefghijklmnop")
    assert [(f.start, f.end, f.message) for f in found] == [(0, 12, "abcdefghijkl: first"), (12, 14, "mn: ")]


def test_a_message_quotes_the_text_once() -> None:
    (found,) = Engine([made(pattern=r"\{note\} x", message="<{text}>")])("a {note} x")
    assert found.message == "<{note} x>"


def test_phrases_are_whole_words_in_any_case() -> None:
    engine = Engine([made(phrases="zebra crossing\nquagga\n\n")])
    assert [f.text for f in engine("Zebra  crossing; zebra crossings, QUAGGA's quaggas")] == [
        "Zebra  crossing",
        "QUAGGA",
    ]


@pytest.mark.parametrize(
    ("fields", "text", "marked"),
    [
        ({"pattern": "zebra", "antipatterns": ("a zebra",)}, "a zebra, the zebra", [13]),
        (
            {"pattern": "zebra", "antipatterns": ("not[^.]{0,20}zebra", "zebra cross")},
            "not one zebra. The zebra crosses. A zebra",
            [36],
        ),
        ({"pattern": "zebra", "literals": ("quagga",)}, "a zebra", []),
        ({"pattern": "zebra", "literals": ("quagga", "tapir")}, "a zebra\n\nA Tapir", [2]),
        ({"pattern": "été", "ignore_case": True}, "ÉTÉ Été été", [0, 4, 8]),
        ({"pattern": r"\p{Cyrillic}{2,}"}, "the дом of Zoë’s", [4]),
        ({"pattern": r"(?m)^zebra$"}, "zebra\na zebra\nzebra", [0, 14]),
        ({"pattern": r"\Azebra"}, "zebra zebra", [0]),
        ({"pattern": r"zebra\Z"}, "zebra zebra", [6]),
        ({"pattern": r"\p{L}{3}"}, "abc def", [0, 4]),
        ({"pattern": r"(?<=a\n\n)zebra"}, "a\n\nzebra", [3]),
    ],
)
def test_a_pattern_sees_enough_around_its_literals(fields: dict[str, Any], text: str, marked: list[int]) -> None:
    assert [f.start for f in Engine([made(**fields)])(text, furniture=[])] == marked


def test_a_rule_whose_literals_do_not_occur_costs_nothing() -> None:
    engine = Engine([made(pattern="zebra|quagga"), made(id="other", check="doubled-acronym", literals=("(",))])
    assert engine.windows("A horse came by.") == []
    assert not {"full", "quick"} & vars(engine.rules[0].pattern).keys()  # not even compiled
    assert {rule for rule, _, _ in engine.windows("A horse (grey) saw a zebra.")} == {"made", "other"}
    assert engine.windows("x" * 500 + "zebra" + "y" * 500) == [("made", 492, 513)]


def test_a_check_runs_where_what_it_needs_is_matched() -> None:
    seen: list[str] = []

    def listening(document: Document) -> Iterator[tuple[int, int]]:
        seen.append(document.text)
        yield 0, 1

    engine = Engine([made(check="listening", needs=r"zebra \d")], checks={"listening": listening})
    for text, runs in [("A horse.", False), ("A zebra crossing.", False), ("A horse, then zebra 7.", True)]:
        assert bool(engine(text)) is runs
        assert (text in seen) is runs
    assert engine.windows("A horse.") == []


def test_the_whole_text_is_tried_where_a_pattern_has_no_literal() -> None:
    engine = Engine([made(pattern=r"\p{Lu}\p{Ll}+")])
    assert engine.windows("abc") == [("made", 0, 3)]


def test_too_many_findings_are_reported() -> None:
    problems: list[Problem] = []
    rules = [made(id=f"made-{n}", pattern="ze") for n in range(6)]
    article = Article(id="a7", text="ze " * 300)
    (found,) = Engine(rules).batch(CorpusReader()([article]), problems)
    assert len(found) == 1_000
    assert {(p.article, p.rule) for p in problems} == {("a7", None)} | {("a7", rule.id) for rule in rules}
    assert all("left out" in p.reason for p in problems)


def test_a_rule_that_takes_too_long_is_reported_and_the_others_go_on() -> None:
    def late(document: Document) -> Iterator[tuple[int, int]]:
        yield 0, 1
        raise TimeoutError

    problems: list[Problem] = []
    engine = Engine([made(id="late", check="late"), made(pattern="zebra")], checks={"late": late})
    found = engine("a zebra", problems=problems)
    assert [f.text for f in found if f.rule == "made"] == ["zebra"]
    assert [(p.rule, "took too long" in p.reason) for p in problems] == [("late", True)]
    problems.clear()
    hasty = Engine([made(pattern=r"(?:a|a|aa)+[!?]\d")], time_limit=0.05)
    assert hasty("a!1 " + "a" * 100 + "!", problems=problems) == []
    assert [p.rule for p in problems] == ["made"]


def test_a_group_that_did_not_match_marks_the_whole_match() -> None:
    engine = Engine([made(pattern="(?P<mark>zebra|quagga)? crossing")])
    assert spans(engine("A zebra crossing, a crossing")) == [(2, 7), (19, 28)]


def test_a_rule_that_ran_out_of_time_three_times_is_left_out_of_the_run_and_named() -> None:
    tried: list[str] = []

    def late(document: Document) -> Iterator[tuple[int, int]]:
        tried.append(document.text)
        yield 0, 1
        if "x" in document.text:
            raise TimeoutError

    problems: list[Problem] = []
    engine = Engine([made(id="late", check="late"), made(pattern="zebra")], checks={"late": late})
    texts = ["x", "x", "zebra", "x", "zebra", "x"]
    found = engine.batch(CorpusReader()([Article(id=f"a{n}", text=text) for n, text in enumerate(texts)]), problems)
    assert tried == texts[:4]
    assert [[f.rule for f in marks] for marks in found] == [[], [], ["late", "made"], [], ["made"], []]
    assert [p.article for p in problems if "this article" in p.reason] == ["a0", "a1", "a3"]
    assert [(p.article, p.rule) for p in problems if p.reason == LEFT_OUT] == [("a3", "late")]


def test_a_rule_has_its_seconds_for_all_stretches_of_an_article_together() -> None:
    """The clock is looked at when the article begins and before each stretch of 4,000 characters."""
    text = "zebra " * 2_000  # three stretches

    def problems_of(rule: Rule, seconds: float) -> list[str | None]:
        clock, problems = count(0), list[Problem]()
        Engine([rule], clock=lambda: next(clock) * seconds)(text, furniture=[], problems=problems)
        return [problem.rule for problem in problems if "too long" in problem.reason]

    own = made(pattern="[aeiou]{5}")
    assert problems_of(own, 0.3) == []
    assert problems_of(own, 0.4) == ["made"]
    built_in = BuiltInRule(**{field: getattr(own, field) for field in own.__struct_fields__})
    assert problems_of(built_in, 6.0) == []
    assert problems_of(built_in, 7.0) == ["made"]


def test_the_built_in_rules_check_a_text() -> None:
    text = "Members of the European Union of EU (EU) met."
    assert [f.rule for f in check(text)] == ["doubled-acronym"]
    assert check(text, rules=[made(pattern="zebra")]) == []


def test_what_is_read_off_the_examples_literals_hides_none_of_them() -> None:
    for rule in RULES:
        for example in rule.matches:
            text = example.replace("⟦", "").replace("⟧", "")
            assert not rule.literals or any(literal in text.lower() for literal in rule.literals), (rule.id, example)


def test_windows_of_many_articles_fill_more_than_one_table_of_rows() -> None:
    engine = Engine([made(pattern="zebra")])
    texts = [f"zebra {'x' * 40} " * (300 if n == 5 else n % 3) for n in range(40)]
    engine_rows = engine.batch(CorpusReader()([Article(text=text) for text in texts]))
    assert [len(found) for found in engine_rows] == [200 if n == 5 else n % 3 for n in range(40)]
    buffer = np.frombuffer(b"zebra quagga" + b"\0" * 64, np.uint8)
    assert engine.tries(buffer, np.array([0, 5, 12])) == {0: {0: [(0, 5 + read_pattern("zebra").width + 2)]}}


def test_findings_are_records() -> None:
    (found,) = Engine([made(pattern="zebra", languages=("fr",))])("a zebra")
    assert msgspec.to_builtins(found) == {
        "rule": "made", "family": "test", "category": "test", "claims": "machine", "field": "text", "start": 2,
        "end": 7, "text": "zebra",
        "message": "zebra", "languages": ("fr",), "status": "counted",
    }  # fmt: skip


def test_a_pattern_is_not_tried_where_its_rare_literals_are_missing() -> None:
    """Its own literal, "the ministry", is rarer; those that the rule gives spare the look around it all the same."""
    engine = Engine([made(pattern=r"(?:learned|learnt) \w{2,9} the ministry", literals=("learned", "learnt"))])
    assert engine.windows("It came from the ministry.") == []
    assert [rule for rule, _, _ in engine.windows("It was learnt late from the ministry.")] == ["made"]
    assert [f.text for f in engine("It is learnt from the ministry.")] == ["learnt from the ministry"]
