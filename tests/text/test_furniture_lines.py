"""What is put aside at a glance is never furniture: the quick way finds what `find_furniture` finds when it looks at
every line."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text import furniture_rules as rules
from dedup.text.candidate_lines import HOPELESS, LOOK, REPEATED
from dedup.text.corpus import CorpusReader
from dedup.text.furniture import MAX_WORDS, STRONG_TRIGGERS, find_furniture
from dedup.text.furniture_lines import CandidateLine, FurnitureFinder
from dedup.text.furniture_match import load_tables, sentence_kind, sentences_worth_a_look
from dedup.text.packing import pack
from dedup.text.tokens import Tokenizer

CASES = json.loads((Path(__file__).parents[1] / "cases" / "furniture.json").read_text(encoding="utf-8"))
EXAMPLES = [line for what in ("match", "near") for cases in CASES["lines"].values() for line in cases[what]]
ENDINGS = [
    "Photo: AP",
    "(Reuters photo)",
    "via Getty Images",
    "/ Getty Images",
    "contributed to this report",
    "see more",
    "[Read on]",
]
SENTENCES = [
    "The talks went on in the old town hall for a second day.", "“We will not give up,” he said.",
    "Prices rose again…", "Was it all?",
    "In the evening the market in the capital closed early as thousands of people walked to the station",
]  # fmt: skip
STRANGE = ["é", "_", "©", "İ", "\u212a", "\u017f", "e\u0301", "\xa0", "\u2028", "\0", "漢字"]
MARKS = ["“", '"', "(", "[", "]", "-- ", "- ", "■ ", "|", " | ", "@", "#"]
SENTENCE_END = regex.compile(r"[.!?…][\"”’')\]]{0,3}\s+")
WORDS = sorted(
    {w for t in (STRONG_TRIGGERS | rules.TELLING_WORDS | rules.LAST_WORDS) for w in t.split()}
    | load_tables().first_words
)

piece = st.one_of(
    st.sampled_from(EXAMPLES), st.sampled_from(SENTENCES), st.sampled_from(WORDS),
    st.sampled_from(sorted(load_tables().phrases)),
    st.sampled_from(ENDINGS), st.sampled_from(STRANGE + MARKS), st.sampled_from(sorted(STRONG_TRIGGERS)),
)  # fmt: skip
gap = st.sampled_from([" ", " ", " ", ". ", "! ", "… ", ".” ", ", ", ": ", "", "\n", "\n", "\r\n", "\t"])
case: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([str, str, str.capitalize, str.upper])
pages = st.lists(st.tuples(piece, case, gap), max_size=14).map(
    lambda parts: "".join(f(text) + behind for text, f, behind in parts)
)


def candidates(text: str) -> list[CandidateLine]:
    buffer, offsets = pack([text])
    return FurnitureFinder().lines(buffer, offsets, Tokenizer()(buffer, offsets))


@settings(max_examples=600)
@given(pages)
@example("a robot. ©")
@example("more-in\nmore in")
@example("Advertisement _ _")
@example("captcha | share | captcha")
def test_what_is_put_aside_is_no_furniture(text: str) -> None:
    for _, start, end, why in candidates(text):
        if why == HOPELESS:
            assert find_furniture(text, [(start, end)]) == []


@settings(max_examples=300)
@given(pages, pages)
def test_the_quick_way_finds_the_same(one: str, other: str) -> None:
    """With lines that return, too: what is put aside may still repeat another line."""
    text = f"{one}\n{other}\n{one}"
    found = candidates(text)
    corpus = CorpusReader()([Article(text=text)])
    if not corpus.repaired:
        everything = None if any(why == REPEATED for *_, why in found) else [(start, end) for _, start, end, _ in found]
        assert corpus.furniture.get(0, []) == find_furniture(text, everything)


@settings(max_examples=400)
@given(pages)
@example("The day went on. We, the postmodern site, may earn an affiliate commission")
@example("The day went on. This postmodern site may earn a commission")
@example("He said so. John contributed reporting to this story")
def test_sentences_that_are_passed_over_are_no_furniture(text: str) -> None:
    tables = load_tables()
    for line in map(str.strip, text.split("\n")):
        found = sentences_worth_a_look(line, tables)
        borders = sorted({0, len(line), *(match.end() for match in SENTENCE_END.finditer(line))})
        for start, end in pairwise(borders):
            unit = line[start:end].strip()
            if len(borders) > 2 and unit and (start, end, end == len(line)) not in found:
                assert sentence_kind(unit, tables, last=end == len(line)) is None


def test_a_line_that_is_put_aside_may_repeat_another() -> None:
    """More lines than are remembered stand before: only folding tells that the two are one."""
    lines = [f"x{n} went on" for n in range(300)]
    caption = "For years the talks went on near the copyright library"
    text = "\n".join([*lines, caption, caption + " _"])
    assert [why for *_, why in candidates(text)] == [HOPELESS, LOOK]
    [span] = CorpusReader()([Article(text=text)]).furniture[0]
    assert (text[span.start : span.end], span.kind) == (caption + " _", "repeated_caption")


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_that_is_marked_is_looked_at(line: str) -> None:
    for text in (
        line,
        "The day went on near the coast. " + line,
        line + " The day went on near the copyright library.",
    ):
        if find_furniture(text):
            assert [why for *_, why in candidates(text)] == [LOOK]


TELLING = [
    r"(?:published|appeared|posted)|appeared first)",
    r"(?:affiliate|small commission|commission)\b",
    rules.PARTS["EVIDENCE"],
    rules.PARTS["SECRECY"],
]
"""Parts of patterns, none of them optional, that match nothing but words of `telling`."""
FILLERS = ["zzqx", "7", "zz_x", "thezz"]
GAPS = [" ", "-", ": ", " (", "'", ", ", " @"]


@pytest.mark.parametrize("first", sorted(rules.NEXT_WORDS))
def test_no_pattern_goes_on_with_another_word(first: str) -> None:
    """Of the words with which body text begins too, the patterns go on as the table says, or need a telling word."""
    vocabulary = {
        word
        for _, pattern in sum(load_tables().patterns.values(), ())
        for word in regex.findall("[a-z0-9]+", pattern.regex)
    }
    following = rules.NEXT_WORDS[first]
    others = sorted(
        (vocabulary | load_tables().first_words | {word + "s" for word in vocabulary} | {*FILLERS}) - following
    )
    for _, pattern in load_tables().patterns[first]:
        if any(part in pattern.regex for part in TELLING):
            continue
        compiled = regex.compile(pattern.regex)
        for between in GAPS:
            assert not compiled.match(first + between), pattern.regex
            for word in others:
                whole = first + between + word + " "
                found = compiled.match(whole, partial=True)
                assert found is None, (pattern.regex, whole)


def test_every_word_of_the_table_is_needed() -> None:
    """A word that no pattern goes on with would only cost time."""
    for first, words in rules.NEXT_WORDS.items():
        compiled = [regex.compile(pattern.regex) for _, pattern in load_tables().patterns[first]]
        for word in words:
            assert any(each.match(first + between + word, partial=True) for each in compiled for between in GAPS), (
                first,
                word,
            )


def test_what_a_glance_relies_on() -> None:
    tables = load_tables()
    assert max(len(regex.findall("[a-z0-9]+", phrase)) for phrase in tables.phrases) <= MAX_WORDS
    assert all(phrase.isascii() and "_" not in phrase for phrase in tables.phrases)
    assert set("<[!#-") <= set(rules.SYMBOLS)
