"""The kernel that picks the lines worth a look follows the rule that `furniture.is_candidate` states in plain
Python."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text.candidate_lines import REPEATED
from dedup.text.corpus import CorpusReader
from dedup.text.furniture import MAX_LINE, MAX_WORDS, REPEAT_WORDS, is_candidate
from dedup.text.furniture_lines import FurnitureFinder
from dedup.text.packing import pack
from dedup.text.tokens import Tokenizer

Looks = dict[str, list[tuple[int, int]] | None]

TRIGGERING = [
    "photo",
    "Sign",
    "up",
    "source",
    "Link",
    "comment",
    "captcha",
    "READ",
    "more",
    "follow",
    "us",
    "share",
    "via",
    "http",
]
FILL = ["the", "rally", "went", "on", "for", "Monday", "2022", "he", "said", "and", "of"]
SENTENCE_ENDS = [" ", " ", " ", " ", " ", ". ", "! ", "? ", "… ", ", ", " - ", ".” "]
REMEMBERED = 256  # short lines of a page with which another is compared


def looks(texts: list[str]) -> Looks:
    """The lines of each text that are candidates; None where the text is searched for repetitions as a whole."""
    seen: Looks = {}
    buffer, offsets = pack(texts)
    for article, start, end, why in FurnitureFinder().lines(buffer, offsets, Tokenizer()(buffer, offsets)):
        lines = seen.setdefault(texts[article], [])
        if why == REPEATED:
            seen[texts[article]] = None
        elif lines is not None:
            lines.append((start, end))
    return seen


def rule(texts: list[str], words_of: Callable[[str], list[tuple[int, int]]]) -> Looks:
    expected: Looks = {}
    for text in texts:
        lines = text.split("\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        known: list[tuple[str, ...]] = []
        candidates, returns = [], False
        for start, line in zip(starts, lines, strict=False):
            words = tuple(line[s:e].lower() for s, e in words_of(line))
            short = 0 < len(words) <= REPEAT_WORDS and len(known) < REMEMBERED
            again = short and words in known
            known += [words] if short else []
            if is_candidate(line):
                candidates.append((start, start + len(line)))
            elif again and len(line) <= 4 * MAX_LINE:
                returns = True
        if candidates or returns:
            expected[text] = None if returns else candidates
    return expected


word = st.sampled_from(FILL + FILL + TRIGGERING)
lead = st.sampled_from(["", "", "", "# ", "  * ", "\t<", "“", "— ", "« ", "(", "|"])
short = st.lists(st.tuples(word, st.sampled_from(SENTENCE_ENDS)), max_size=12).map(
    lambda words: "".join(a + b for a, b in words)
)
# Where a line with a bar is long differs
long = st.lists(word, min_size=MAX_WORDS - 2, max_size=REPEAT_WORDS + 6).map(" ".join)
lines = st.tuples(lead, short, st.sampled_from(["", "", ".", "\r", " ", " | more"])) | st.tuples(
    lead, long, st.sampled_from(["", ".", "\r"])
)
pages = st.lists(lines.map("".join), max_size=6).map("\n".join)


@given(texts=st.lists(pages, min_size=1, max_size=4, unique=True))
def test_the_kernel_follows_the_rule(oracle: Callable[[str], list[tuple[int, int]]], texts: list[str]) -> None:
    assert looks(texts) == rule(texts, oracle)


def test_lines_that_begin_and_end_at_any_place_of_a_block() -> None:
    """A line feed is found at each byte of a block, in the second text of a buffer as in the first."""
    for offset in range(50, 140):
        first = "z" * offset + "\ncaptcha\n" + "y" * offset + "\n#"
        second = "é" * (offset // 2) + "\n" * (offset % 5) + "* x\n"
        begin = offset + 1 + 7 + 1 + offset + 1
        star = offset // 2 + offset % 5
        expected: Looks = {first: [(offset + 1, offset + 8), (begin, begin + 1)]}
        if offset % 5:
            expected[second] = [(star, star + 3)]
        assert looks([first, second]) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Please sign\nup for it", []),
        ("Sign up for our daily newsletter", [(0, 32)]),
        ("The day went on. Sign up for it.", [(0, 32)]),
        ("plain\r\n# mark\r\n", [(7, 14)]),
        ("\n\n", []),
        ("", []),
        ("x" * (MAX_LINE + 1) + " captcha\ncaptcha", [(MAX_LINE + 10, MAX_LINE + 17)]),
    ],
    ids=[
        "a pair over a line end",
        "a pair",
        "a pair in its own sentence",
        "CRLF",
        "line ends alone",
        "empty",
        "too long a line",
    ],
)
def test_lines_that_are_looked_at(text: str, lines: list[tuple[int, int]]) -> None:
    assert looks([text]) == ({text: lines} if lines else {})


def test_a_pair_of_words_does_not_reach_into_the_next_article() -> None:
    assert looks(["They sign", "up went the rally", "the rally"]) == {}


def test_a_line_that_returns_has_its_text_searched_as_a_whole() -> None:
    """In other case and accents too, but not in another article."""
    assert looks(["The rally\nwent on\nthe RALLY", "the rallý", "went on\nthe rally"]) == {
        "The rally\nwent on\nthe RALLY": None
    }


def test_only_the_first_lines_of_a_page_are_remembered() -> None:
    """What returns after more lines than that is left alone: comparing each with all would cost their square."""
    distinct = [f"x{n} went on" for n in range(REMEMBERED)]
    known, late = "\n".join([*distinct[1:], distinct[-1]]), "\n".join([*distinct, "late one", "late one"])
    assert looks([known, late]) == {known: None}


def test_a_page_of_very_many_lines_is_read_in_time() -> None:
    """200,000 short lines without a repetition, and as many that repeat: the work grows with their number, not its
    square."""
    text = "\n".join(f"line {n} of it" for n in range(200_000))
    corpus = CorpusReader()([Article(text=text)])
    assert int(corpus.tokens.counts[0]) == 800_000
    assert np.array(corpus.tokens.starts[corpus.tokens.of(0)][-1]) == len(text) - 2
