"""Hashes of lines, and leaving out the lines that are known by them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.text.known_lines import LEAST_WORDS, NO_LINES, KnownLines, drop_lines, lines_of
from dedup.text.packing import pack
from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokenizer, Tokens

PAGE = "Rivals met in Ellmouth.\n\nRead more on our harbour page.\n\nHe left.\n\nTalks go on until Friday, they said."


def columns(*texts: str) -> tuple[U8, I64, Tokens]:
    buffer, offsets = pack(texts)
    return buffer, offsets, Tokenizer()(buffer, offsets)


def lines(*texts: str, most: int = 100) -> NDArray[np.void]:
    return lines_of(*columns(*texts), most)


def left(known: KnownLines, *texts: str) -> list[list[str]]:
    buffer, offsets, tokens = columns(*texts)
    drop_lines(buffer, offsets, tokens, np.arange(len(texts)), known)
    out = []
    for n in range(len(texts)):
        spans = zip(tokens.starts[tokens.of(n)].tolist(), tokens.ends[tokens.of(n)].tolist(), strict=True)
        out.append([bytes(buffer[offsets[n] + start : offsets[n] + end]).decode() for start, end in spans])
    return out


def known(line: str, *articles: int) -> KnownLines:
    table = np.sort(np.concatenate([lines(line)["hash"], np.array([1, 2**63, 2**64 - 1], np.uint64)]))
    return KnownLines(table, dict.fromkeys(articles, (0, table.size)))


def test_lines_stand_where_their_words_do_and_short_ones_are_passed_over() -> None:
    found = lines("Zögernd lächelte er — doch kam.\n" + PAGE, PAGE)
    texts = [("Zögernd lächelte er — doch kam.\n" + PAGE).encode(), PAGE.encode()]
    own = ["Rivals met in Ellmouth", "Read more on our harbour page", "Talks go on until Friday, they said"]
    assert [texts[n][start:end].decode() for n, start, end, _ in found.tolist()] == [
        "Zögernd lächelte er — doch kam",
        *own,
        *own,
    ]
    assert found["hash"][1:4].tolist() == found["hash"][4:].tolist()


def test_case_marks_accents_and_spaces_make_no_other_line() -> None:
    one, *others = lines(
        "Read more: our Café page", "  READ more our   cafe page!! ", "> read “more” our Cafe\u0301 page"
    )["hash"].tolist()
    assert others == [one, one]


def test_other_words_or_another_order_make_another_line() -> None:
    found = lines(
        "one two three four",
        "one two four three",
        "one two three four five",
        "one one two three four",
        "onetwo three four x",
    )
    assert len(set(found["hash"].tolist())) == 5


def test_of_one_article_a_bounded_number_is_taken() -> None:
    assert (
        lines(*["\n".join(f"line number {n} of many" for n in range(50))] * 2, most=7)["article"].tolist()
        == [0] * 7 + [1] * 7
    )


def test_known_lines_are_left_out_of_the_articles_that_they_are_known_for() -> None:
    rest = ["Rivals", "met", "in", "Ellmouth", "He", "left", "Talks", "go", "on", "until", "Friday", "they", "said"]
    whole = [*rest[:4], *["Read", "more", "on", "our", "harbour", "page"], *rest[4:]]
    assert left(known("read more on our harbour page", 0, 2), PAGE, PAGE, PAGE) == [rest, whole, rest]
    assert left(NO_LINES, PAGE) == [whole]


def test_a_part_of_a_line_is_no_known_line() -> None:
    text = "Read more on our harbour page, now.\nRead more on our harbour\npage"
    assert left(known("Read more on our harbour page", 0), text) == [text.replace(",", "").replace(".", "").split()]


def test_an_article_of_known_lines_alone_is_empty() -> None:
    assert left(known("Read more on our harbour page", 0, 1), "Read more on our harbour page.\n" * 3, "") == [[], []]


@given(
    st.lists(st.lists(st.sampled_from(["north", "ferry", "é", "12", "Quay"]), max_size=6), max_size=12),
    st.integers(0, 11),
)
def test_what_is_left_is_all_lines_but_the_known_one(words: list[list[str]], chosen: int) -> None:
    text = "\n".join(" ".join(line) for line in words)
    line = words[chosen] if chosen < len(words) else ["no", "such", "line", "here"]
    wanted = [word for own in words if own != line or len(own) < LEAST_WORDS for word in own]
    assert left(known(" ".join(line), 0), text, text)[0] == wanted
