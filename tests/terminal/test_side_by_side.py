"""Two articles in two columns: what belongs together stands together, nothing is shown twice, and nothing shown can do
harm."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from dedup.article import Article
from dedup.records import ArticleRecord, Furniture, Passage, PassageKind, Relation, RelationKind, Sides, Similarity
from dedup.terminal.columns import MOST_WORDS, differing, words_of
from dedup.terminal.in_step import (
    OneSided,
    PassageBlock,
    ShortStretch,
    SideBySide,
    blocks_in_order,
    in_step,
    passage_blocks,
)
from dedup.terminal.pair_head import KINDS, Pair, Side
from dedup.terminal.side_by_side import NARROWEST, PIPED, print_pair, render

ONE = (
    "Advertisement\nThe old bridge is closed. Ferries will run from Monday. Shops fear for their trade. Nobody "
    "was hurt.\n"
)
OTHER = (
    "Nobody was hurt. Police said so. The bridge is closed! From Monday ferries will run. Shops fear for their trade.\n"
)


def passage(one: str, other: str, kind: PassageKind, quoted: bool = False, a: str = ONE, b: str = OTHER) -> Passage:
    at_a, at_b = a.index(one), b.index(other)
    return Passage((at_a, at_a + len(one)), (at_b, at_b + len(other)), one, other, kind, quoted, 0.75)


PASSAGES = [
    passage("The old bridge is closed", "The bridge is closed", "edited"),
    passage("Ferries will run from Monday", "From Monday ferries will run", "reworded"),
    passage("Shops fear for their trade", "Shops fear for their trade", "verbatim", quoted=True),
    passage("Nobody was hurt", "Nobody was hurt", "verbatim"),
]


def pair(
    passages: Sequence[Passage] = PASSAGES,
    *,
    a: str = ONE,
    b: str = OTHER,
    kind: RelationKind | None = "partial",
    weak: bool = False,
    furniture: Sequence[Furniture] = (Furniture(0, 13, "comment_form"),),
    title: str | None = None,
    reasons: Sequence[str] = ("Why.",),
) -> Pair:
    relation = None
    if kind is not None:
        likeness = Similarity(0.1, 0.2, 0.3)
        relation = Relation(
            "x", "y", kind, 0.31, "a_from_b", Sides(0.62, 0.96), Sides(0.0, 0.004), likeness, [*passages], [*reasons]
        )
    left = Side(
        "one.txt",
        Article(text=a, id="x"),
        ArticleRecord(id="x", words=20, title=title, language="en", furniture=[*furniture]),
    )
    right = Side("two.jsonl#7", Article(text=b, id="y"), ArticleRecord(id="y", words=21))
    return Pair(left, right, relation, weak)


def shown(pair: Pair, width: int = 80, *, full: bool = False, colour: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=colour, color_system="truecolor" if colour else None)
    render(pair, console, full=full, plain=not colour)
    return file.getvalue()


def columns(text: str) -> tuple[str, str]:
    """The words of the left and of the right column, the marks in front left out."""
    rows = [line.split("│") for line in text.splitlines() if line.count("│") == 1]
    left, right = (" ".join(re.sub(r"^([=~≈] )", "", row[side].strip()) for row in rows) for side in (0, 1))
    return " ".join(left.split()), " ".join(right.split())


def test_the_head_tells_relation_probability_direction_shares_and_reasons() -> None:
    text = shown(pair(title="The title"), 130)
    for told in (
        "relation     partial",
        "0.31 that one derives",
        "a derives from b",
        "one.txt",
        "The title",
        "20 words, language en, 62 % covered by the passages below, 0 % quoted in them",
        "96 % covered by the passages below, under 1 % quoted",
        "furniture left out: comment form",
        "word 5-grams 0.1, of 2-grams 0.2; containment 0.3",
        "why          Why.",
    ):
        assert told in text
    assert "weak" not in text


def test_a_weak_relation_is_said_to_be_weak() -> None:
    assert "relation     partial, weak: below the threshold of a scan" in shown(pair(weak=True))


def test_of_one_event_no_direction_is_told() -> None:
    text = shown(pair(kind="same_event"))
    assert "same event" in text and "0.31 that both tell of one event" in text
    assert "derives from b" not in text


def test_without_a_relation_it_is_told_what_was_looked_at() -> None:
    text = shown(pair(kind=None))
    assert "none found" in text and "copied words" in text and "20 words" in text
    assert "│" not in text


def test_passages_stand_beside_each_other_with_number_and_kind() -> None:
    lines = shown(pair()).splitlines()
    assert any(re.match(r"─ 1 \[~\] edited 0.75 ─+$", line) for line in lines)
    assert any(re.match(r"─ 2 \[≈\] reworded 0.75 ─+$", line) for line in lines)
    assert any(re.match(r"─ 3 \[=\] verbatim 0.75, quoted ─+$", line) for line in lines)
    at = next(n for n, line in enumerate(lines) if line.startswith("─ 3"))
    assert re.fullmatch(r"= Shops fear for their trade\. +│ = Shops fear for their trade\. *", lines[at + 1])


def test_words_that_differ_are_marked_whatever_their_case_and_punctuation() -> None:
    left, right = columns(shown(pair()))
    assert "The {old} bridge is closed." in left
    assert "The bridge is closed!" in right
    assert "{From Monday} ferries will run." in right


def test_a_moved_passage_is_shown_once_and_its_place_in_b_is_told() -> None:
    text = shown(pair())
    assert re.search(r"─ 4 \[=\] verbatim 0.75  moved: at \d+ % of a, at 0 % of b ─", text)
    left, right = columns(text)
    assert left.count("Nobody was hurt") == right.count("Nobody was hurt") == 1
    assert "[4 stands here in b, shown below] Police said so." in right


def test_furniture_is_named_and_struck() -> None:
    assert "[comment form: Advertisement]" in columns(shown(pair()))[0]
    assert re.search(r"\x1b\[2;9mAdvertisement", shown(pair(), colour=True))


def test_furniture_inside_a_passage_is_not_compared() -> None:
    a, b = "The bridge READ MORE is closed", "The bridge more is closed"
    whole = Passage((0, len(a)), (0, len(b)), a, b, "edited", False, 1.0)
    left, right = columns(shown(pair([whole], a=a, b=b, furniture=[Furniture(11, 20, "teaser")])))
    assert left == "a one.txt The bridge [teaser: READ MORE] is closed"
    assert right == "b two.jsonl#7 The bridge {more} is closed"


def test_long_text_between_passages_is_left_out_unless_full() -> None:
    long = ONE + "".join(f"Line {n} of the text.\n" for n in range(50))
    text = shown(pair(a=long))
    assert re.search(r"… 46 lines … +│", text)
    assert "Line 1 of" in text and "Line 2 of" not in text and "Line 49 of" in text
    full = columns(shown(pair(a=long), full=True))[0]
    assert all(f"Line {n} of the text." in full for n in range(50))


def test_of_a_huge_stretch_only_the_ends_are_wrapped() -> None:
    huge = ONE + "word after word\n" * 1_000_000
    text = shown(pair(a=huge))
    assert len(text) < 20_000
    assert re.search(r"… [\d,]{10} characters …", text)


@pytest.mark.parametrize("width", [NARROWEST, 40, 80, 120, 400])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    wide = pair(
        a="大桥将关闭 " * 50 + ONE,
        title="大桥" * 200,
        passages=[Passage((0, 99), (0, 99), "", "", kind, True, 0.5) for kind in KINDS],
    )
    for text in (shown(wide, width), shown(pair(), width)):
        assert max(map(cell_len, text.splitlines())) <= width


def test_hostile_text_is_only_text() -> None:
    evil = "[red]x[/red] \x1b[31m\u202e :smile: \x9b2J \udcff [link=https://example.org]y\rz\x08\n"
    spans = [Passage((0, len(evil)), (0, len(evil)), evil, evil, "edited", True, 0.5)]
    bad = pair(
        spans,
        a=evil + ONE,
        b=evil + evil,
        title=evil,
        reasons=[evil],
        furniture=[Furniture(len(evil), len(evil) + 5, "[bold]")],
    )
    bad = Pair(Side(evil, bad.a.article, bad.a.record), bad.b, bad.relation, bad.weak)
    text, coloured = shown(bad), shown(bad, colour=True)
    assert "[red]x[/red]" in text and ":smile:" in text
    assert not set(text) & set("\x1b\u202e\x9b\r\x08\udcff")
    assert not set(re.sub(r"\x1b\[[0-9;]*m", "", coloured)) & set("\x1b\u202e\x9b\r\x08\udcff")


def test_spans_outside_the_text_do_no_harm() -> None:
    spans = [
        Passage((-5, 9999), (500, 20), "", "", "reworded", False, 0.0),
        Passage((9999, 9999), (0, 5), "", "", "verbatim", False, 0.0),
    ]
    assert "Advertisement" in shown(pair(spans))


def test_colour_tells_the_kinds_and_needs_no_braces() -> None:
    text = shown(pair(), colour=True)
    for colour in ("32", "33", "36"):
        assert f"\x1b[{colour}m" in text
    assert re.search(r"\x1b\[1;4;33mold", text)
    assert "{" not in text


def test_what_is_copied_inside_a_reworded_sentence_has_the_colour_of_copies() -> None:
    whole = passage("Ferries will run from Monday", "From Monday ferries will run", "reworded")
    text = shown(pair([whole, passage("will run", "will run", "verbatim")]), colour=True)
    assert "\x1b[32mwill run\x1b[0m" in text


def test_print_pair_is_plain_with_no_colour_and_80_wide_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    # That of standard error, say
    monkeypatch.setattr(os, "get_terminal_size", lambda fd=0: os.terminal_size((200, 50)))
    piped, forced, without = io.StringIO(), io.StringIO(), io.StringIO()
    print_pair(pair(), piped)
    assert "\x1b" not in piped.getvalue() and "{old}" in piped.getvalue()
    assert max(map(cell_len, piped.getvalue().splitlines())) in (PIPED - 1, PIPED)
    assert [line for line in piped.getvalue().splitlines() if line != line.rstrip()] == []
    monkeypatch.setenv("FORCE_COLOR", "1")
    print_pair(pair(), forced)
    assert "\x1b[" in forced.getvalue() and "{old}" not in forced.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    print_pair(pair(), without)
    assert "\x1b" not in without.getvalue() and "{old}" in without.getvalue()


def test_an_encoding_without_unicode_gets_plain_signs() -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_pair(pair(), file)
    file.seek(0)
    text = file.read()
    assert "[*] reworded" in text and " | " in text


def test_passages_that_overlap_are_one_block() -> None:
    """A copied run within two linked sentences, and one sentence that stands for two, would else be shown twice."""
    spans = [
        ((0, 50), (10, 60)),
        ((40, 90), (50, 99)),
        ((200, 300), (300, 350)),
        ((200, 300), (360, 400)),
        ((500, 510), (2000, 2010)),
    ]
    blocks = passage_blocks([Passage(a, b, "", "", "edited", False, 1.0) for a, b in spans])
    assert blocks == [
        PassageBlock((0, 90), (10, 99), (0, 1)),
        PassageBlock((200, 300), (300, 400), (2, 3)),
        PassageBlock((500, 510), (2000, 2010), (4,)),
    ]


def test_the_chain_with_the_most_text_stays_in_step() -> None:
    long, short = (
        PassageBlock((0, 100), (500, 600), (0,)),
        [PassageBlock((n, n + 5), (n - 100, n - 95), (n,)) for n in (110, 120)],
    )
    assert blocks_in_order([long, *short]) == {0}
    assert blocks_in_order([short[0], short[1], PassageBlock((900, 990), (900, 990), (9,))]) == {0, 1, 2}


def in_order(chain: Sequence[PassageBlock]) -> bool:
    return all(one.b[0] <= other.b[0] for one, other in pairwise(chain))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=7))
def test_no_other_chain_has_more_text(drawn: list[tuple[int, int]]) -> None:
    def weight(chain: Sequence[PassageBlock]) -> int:
        return sum(1 + block.b[1] - block.b[0] for block in chain)

    blocks = [PassageBlock((10 * n, 10 * n + 9), (b, b + length), (n,)) for n, (b, length) in enumerate(drawn)]
    chain = [blocks[place] for place in sorted(blocks_in_order(blocks))]
    every = (list(some) for count in range(len(blocks) + 1) for some in combinations(blocks, count))
    assert in_order(chain)
    assert weight(chain) == max(weight(some) for some in every if in_order(some))


SPANS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 60), st.integers(0, 400), st.integers(1, 60)), max_size=12
)


@given(SPANS)
def test_all_text_is_shown_once_and_in_order(drawn: list[tuple[int, int, int, int]]) -> None:
    """Every place of a lies in a stretch or a block; so does every place of b, where a moved block has a stub."""
    passages = [Passage((a, a + n), (b, b + m), "", "", "edited", False, 1.0) for a, n, b, m in drawn]
    blocks = passage_blocks(passages)
    assert sorted(place for block in blocks for place in block.passages) == list(range(len(passages)))
    steps = list(in_step(blocks, (500, 500)))
    assert [step.block for step in steps if isinstance(step, SideBySide)] == blocks
    outside = [step for step in steps if isinstance(step, OneSided)]
    stretches = [
        [span for step in outside for span in step.a],
        [s for step in outside for s in step.b if not isinstance(s, ShortStretch)],
    ]
    stubs = [part.block for step in outside for part in step.b if isinstance(part, ShortStretch)]
    assert sorted(stubs) == sorted(step.block for step in steps if isinstance(step, SideBySide) and step.moved)
    for side, spans in zip(("a", "b"), stretches, strict=True):
        covered = {place for block in blocks for place in range(*getattr(block, side))}
        between = [place for start, end in spans for place in range(start, end)]
        assert between == sorted(set(between))
        assert covered | set(between) == set(range(500))
    assert in_order([step.block for step in steps if isinstance(step, SideBySide) and not step.moved])
    seen = set()
    for step in steps:
        if isinstance(step, SideBySide):
            seen.add(step.block)
            continue
        assert all(part.above == (part.block in seen) for part in step.b if isinstance(part, ShortStretch))


def test_runs_of_differing_words_are_whole() -> None:
    a, b = "one two three four five", "one zwei drei four 五六"
    runs = differing(a, words_of(a, [(0, len(a))]), b, words_of(b, [(0, len(b))]))
    assert runs == ([(4, 13), (19, 23)], [(4, 13), (19, 21)])


def test_too_many_words_are_not_compared_and_it_is_said() -> None:
    text = "word " * (MOST_WORDS + 1)
    whole = Passage((0, len(text)), (0, len(text)), "", "", "edited", False, 1.0)
    assert "too long to compare word by word" in shown(pair([whole], a=text, b=text))


def test_thousands_of_crossing_passages_are_laid_out_each_once_or_more() -> None:
    crossed = [
        Passage((n, n + 40), (99_000 - n, 99_030 - n), "", "", "edited", False, 1.0) for n in range(0, 99_000, 30)
    ]
    steps = list(in_step(passage_blocks(crossed), (100_000, 100_000)))
    shown_passages = {place for step in steps if isinstance(step, SideBySide) for place in step.block.passages}
    assert shown_passages == set(range(len(crossed)))
