"""Furniture: what is marked, what is left alone, and the rule by which lines are looked at."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.records import Furniture
from dedup.text import furniture_rules as rules
from dedup.text.furniture import FURNITURE_KINDS, MAX_GALLERY, MAX_LINE, candidate_lines, find_furniture, is_candidate
from dedup.text.furniture_match import first_word, fold, load_tables

CASES = json.loads((Path(__file__).parents[1] / "cases" / "furniture.json").read_text(encoding="utf-8"))
SEEDS = Path(__file__).parents[2] / "seeds"
BODY = "\n".join(
    f"On day {n} of the talks both sides met again in the old town hall and came to no end." for n in range(1, 13)
)
AFTER = BODY.replace("old town hall", "palace of the president")


def marked(text: str) -> list[list[str]]:
    return [[span.kind, text[span.start : span.end]] for span in find_furniture(text)]


def lines(what: str) -> list[tuple[str, str]]:
    return [(kind, line) for kind, cases in CASES["lines"].items() for line in cases[what]]


@pytest.mark.parametrize(("kind", "line"), lines("match"))
def test_a_line_of_furniture_is_marked_whole(kind: str, line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{AFTER}"
    found = find_furniture(text)
    assert found, line
    assert text[found[0].start : found[-1].end] == line
    assert kind in {span.kind for span in found}


@pytest.mark.parametrize(("kind", "line"), lines("near"))
def test_a_near_miss_stays(kind: str, line: str) -> None:
    assert marked(f"{BODY}\n\n{line}\n\n{AFTER}") == []


@pytest.mark.parametrize("case", CASES["pages"], ids=lambda case: case["why"])
def test_pages(case: dict[str, object]) -> None:
    text = str(case["text"]).replace("BODY", BODY)
    assert marked(text) == case["furniture"]


def test_every_pattern_has_an_example() -> None:
    """A pattern that no case needs could be broken, or deleted, unseen."""
    examples = [
        fold(sentence) for _, line in lines("match") for sentence in [line, *line.replace("?", ".").split(". ")]
    ]
    unused = []
    for kind_patterns in load_tables().patterns.values():
        for lazy, pattern in kind_patterns:
            if not any(
                first_word(key) in pattern.first and lazy.compiled.match(key, key.find(first_word(key)))
                for key in examples
            ):
                unused.append(pattern.regex)
    assert sorted(set(unused)) == []


@pytest.mark.parametrize("phrase", sorted({phrase.lstrip("+") for group in rules.PHRASES.values() for phrase in group}))
def test_every_phrase_is_within_reach_of_the_triggers(phrase: str) -> None:
    assert is_candidate(phrase.capitalize())
    assert [span.kind for span in find_furniture(f"{BODY}\n{phrase.title()}\n{AFTER}")] == [
        load_tables().phrases[phrase]
    ]


def test_the_kinds_are_those_of_the_report() -> None:
    assert {pattern.kind for pattern in rules.PATTERNS} <= set(FURNITURE_KINDS)
    assert set(CASES["lines"]) | {"repeated_caption"} == set(FURNITURE_KINDS)


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("000", ["source_link", "comment_form"]),
        ("001", []),
        ("002", ["markup", "media_placeholder", "markup", "url"]),
        ("003", ["repeated_caption"] * 5 + ["news_code", "comment_form"]),
        ("004", ["breadcrumb", "credit_line", "teaser"]),
    ],
)
def test_the_seeds(seed: str, expected: list[str]) -> None:
    [path] = SEEDS.glob(f"{seed}_*.txt")
    assert [kind for kind, _ in marked(path.read_text(encoding="utf-8"))] == expected


def test_the_furniture_that_was_marked_by_hand_in_the_seeds_is_found() -> None:
    truth = json.loads((SEEDS / "truth" / "seed_relations.json").read_text(encoding="utf-8"))["boilerplate"]
    for seed, pieces in truth.items():
        [path] = SEEDS.glob(f"{seed}_*.txt")
        text = path.read_text(encoding="utf-8")
        spans = find_furniture(text)
        for piece in pieces:
            place = text.rindex(piece)
            assert any(span.start <= place + 2 and place + len(piece) <= span.end for span in spans), piece


def test_a_line_beyond_the_limit_is_never_looked_at() -> None:
    line = "Copyright 2018 Example. " + "x" * MAX_LINE
    assert not is_candidate(line)
    assert find_furniture(line, [(0, len(line))]) == []


def test_only_the_candidates_given_are_looked_at() -> None:
    text = f"Advertisement\n{BODY}\nAdvertisement\n"
    last = text.rindex("Advertisement")
    assert find_furniture(text, [(last, last + 13)]) == [Furniture(last, last + 13, "advertisement")]
    assert find_furniture(text, []) == []


ODDITIES = ["", " ", "İ", "\xa0", "é漢字", "Ends here. ", "“", '"', "(", "©", "x" * 50]
PIECES = [line for what in ("match", "near") for _, line in lines(what)] + ODDITIES


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n", "\n", " ", "\r\n", ""])), max_size=12))
def test_spans_are_sorted_apart_and_trimmed(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in parts)
    last = 0
    for span in find_furniture(text):
        assert last <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert "\n" not in text[span.start : span.end] or span.end == len(text.rstrip())
        last = span.end


@given(st.text(max_size=300))
def test_any_text_goes_through(text: str) -> None:
    find_furniture(text, [(0, len(text))])
    for start, end in candidate_lines(text):
        assert "\n" not in text[start:end]


SLOW = [
    "(",
    "[",
    "photo: ",
    "home / ",
    "follow a ",
    "#a ",
    "share ",
    "x | ",
    "read more ",
    "© ",
    "this the ",
    "copyright ",
    "“",
    "a. ",
]


@pytest.mark.parametrize("unit", SLOW)
def test_any_long_line_is_read_to_its_end(unit: str) -> None:
    """Every pattern is bounded, so that a line made to be slow ends too."""
    line = (unit * MAX_LINE)[:MAX_LINE]
    heads = [
        "",
        "this article ",
        "follow ",
        "get the ",
        "read more ",
        "by continuing ",
        "image ",
        "[ ",
        "anyone ",
        "police ask anyone ",
        "those ",
        "call ",
        "tipsters ",
        "keep checking ",
        "to get ",
        "subscribe to ",
        "image 1 of 2 ",
        "jane doe is a ",
        "photo by ",
        "we ",
    ]
    texts = [(head + line)[:MAX_LINE] for head in heads]
    for text in texts:
        assert all(0 <= f.start < f.end <= len(text) for f in find_furniture(text, [(0, len(text))]))


def test_many_repeated_lines_are_marked() -> None:
    random.seed(7)
    page = "\n".join(f"caption of the gallery number {random.randrange(3000)}" for _ in range(6000))
    assert len(find_furniture(page)) > 2000


def test_a_gallery_may_be_longer_than_other_furniture() -> None:
    """Its captions stay in one line; what is behind the bound is body."""
    caption = "Smoke over the old port of Brill, seen from the hill of the castle on Monday night. "
    pictures = "".join(f"Image {n} of 60 {caption}" for n in range(1, 61))
    assert len(pictures[:3_000]) > MAX_LINE
    (short,) = find_furniture(pictures[:3_000])
    assert (short.start, short.end) == (0, len(pictures[:3_000].rstrip()))
    assert candidate_lines(pictures[:MAX_GALLERY]) and not candidate_lines(pictures + pictures)


@pytest.mark.parametrize(("words", "is_line"), [(30, True), (60, False)])
def test_a_paragraph_about_a_writer_is_no_contact_line(words: int, is_line: bool) -> None:
    line = f"Jane Doe is a reporter who {'walks on ' * ((words - 12) // 2)}and can be reached at jdoe@example.com"
    assert (marked(f"{BODY}\n\n{line}\n\n{AFTER}") == [["contact", line]]) is is_line
