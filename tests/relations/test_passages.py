"""Every passage is the text that it names, whatever the texts hold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.records import Passage, Relation, Weak
from dedup.text.corpus import CorpusReader
from dedup.text.folding import fold
from dedup.text.repair import clean

Compared = Callable[..., tuple[list[Relation], list[Weak]]]
Prose = Callable[[int, int], str]

SENTENCES = [
    "The minister said on Monday that the old bridge over the river would be closed until the end of the year.",
    "Le président a déclaré hier à l’Élysée que les négociations reprendraient « dès la semaine prochaine ».",
    "Győr’s mayor — a naïve façade, critics say — “will not” resign over the affair, he told reporters there.",
    "Pop\u00adular demand for the ferry has\u00a0risen by 30\u202f% since spring, a spokes\u200bwoman of the "
    "operator wrote.",
    "大臣は月曜日に「橋は閉鎖される」と述べ、川の両岸の商店は影響を心配している。",
    "Emergency crews 🚒🚒 were called 😀 to the mill shortly after dawn and stayed there until the evening came.",
    "Zu\u0308rich and Mu\u0308nchen have each sent a de\u0301le\u0301gation to the talks, which are to end on Friday "
    "night.",
    "Short one.",
]
FURNITURE = [
    "Advertisement",
    "Source link",
    "Read more: The long road",
    "Image not found or type unknown",
    "Leave a Reply",
]
MOJIBAKE = (
    "Die BÃ¼rgermeisterin sprach von einer schÃ¶nen LÃ¶sung, itâ€™s said, fÃ¼r die StraÃŸe am Fluss und das Dorf."
)


def words_of(text: str) -> list[tuple[int, int]]:
    """Where the body words of a text stand in it."""
    return CorpusReader()([Article(text=text)]).spans(0)


def check(text: str, spans: list[tuple[int, int]], shown: list[str]) -> None:
    """Passages of one side: words stand at their borders, they name their text, and no two overlap."""
    mended = clean(text)
    words = words_of(text)
    for (start, end), told in zip(spans, shown, strict=True):
        assert 0 <= start < end <= len(text)
        assert start in [first for first, _ in words]
        assert end in [last for _, last in words]
        if mended is None:
            assert told == text[start:end][:300]
        else:
            begin, stop = mended.find(start), mended.find(end)
            assert told == mended.text[begin:stop][:300]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(sorted(spans)))


def body(text: str, span: tuple[int, int]) -> list[str]:
    """The folded body words of a span of the text as read."""
    mended = clean(text)
    read = [(start, end) for start, end in words_of(text) if span[0] <= start and end <= span[1]]
    if mended is None:
        return [fold(text[start:end]) for start, end in read]
    places = [(mended.find(start), mended.find(end)) for start, end in read]
    return [fold(mended.text[start:end]) for start, end in places]


def check_relation(r: Relation, text_a: str, text_b: str) -> None:
    check(text_a, [p.a for p in r.passages], [p.text_a for p in r.passages])
    check(text_b, [p.b for p in r.passages], [p.text_b for p in r.passages])
    assert r.passages == sorted(r.passages, key=lambda p: p.a)
    for p in r.passages:
        one, other = body(text_a, p.a), body(text_b, p.b)
        assert (p.kind == "verbatim") == (p.similarity == 1.0) == (one == other)
        assert 0 < p.similarity <= 1
    for text, spans, coverage, quoted in (
        (text_a, [p.a for p in r.passages], r.coverage.a, r.quoted.a),
        (text_b, [p.b for p in r.passages], r.coverage.b, r.quoted.b),
    ):
        words = words_of(text)
        inside = sum(start <= first and last <= end for first, last in words for start, end in spans)
        assert coverage == round(inside / len(words), 3)
        assert 0 <= quoted <= coverage <= 1


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, str]:
    """Two articles of the same sentences, some left out or repeated, with furniture between them and their own line
    ends."""
    both = []
    for _ in range(2):
        lines = draw(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=10))
        for _ in range(draw(st.integers(0, 3))):
            lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(FURNITURE)))
        if draw(st.booleans()):
            lines.insert(draw(st.integers(0, len(lines))), MOJIBAKE)
        between = draw(st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n", " ", "\u2029"]))
        both.append(between.join(lines) + draw(st.sampled_from(["", between, "\n\n\n"])))
    return both[0], both[1]


@settings(derandomize=True, deadline=None, max_examples=250)
@given(articles())
def test_spans_are_the_text_they_name(compared: Compared, texts: tuple[str, str]) -> None:
    relations, _ = compared(texts, min_probability=0.0)
    for r in relations:
        check_relation(r, *texts)


def only(compared: Compared, one: str, other: str) -> tuple[Relation, Passage]:
    ((relation,), _) = compared([one, other])
    (passage,) = relation.passages
    check_relation(relation, one, other)
    return relation, passage


def test_furniture_inside_a_passage_is_no_gap(compared: Compared) -> None:
    """The span runs over the advertisement; its words count on neither side."""
    plain = "\n\n".join(SENTENCES[:3])
    first, second, third, *_ = SENTENCES
    laden = f"{first}\n\nAdvertisement\n\nSource link\n\n{second}\n\nRead more: The long road\n\n{third}"
    relation, passage = only(compared, plain, laden)
    assert relation.relation == "identical"
    assert (passage.a, passage.b) == ((0, len(plain) - 1), (0, len(laden) - 1))
    assert "Advertisement" in passage.text_b


def test_line_ends_of_windows(compared: Compared) -> None:
    one, other = "\n".join(SENTENCES[1:3]), "\r\n".join([FURNITURE[0], *SENTENCES[1:3]])
    _, passage = only(compared, one, other)
    assert passage.b == (len("Advertisement\r\n"), len(other) - 1)
    assert passage.text_b == other[15:-1]


@pytest.mark.parametrize("sentence", SENTENCES[1:7])
def test_a_passage_behind_many_odd_characters(compared: Compared, prose: Prose, sentence: str) -> None:
    """A byte or a surrogate counted for a code point would move the span."""
    shared = " ".join(prose(5, 60).split())
    own = [" ".join([sentence] * 12), " ".join(prose(6, 30).split())]
    for texts in ((f"{own[0]} {shared}", f"{own[1]} {shared}"), (f"{own[1]} {shared}", f"{own[0]} {shared}")):
        _, passage = only(compared, *texts)
        assert [texts[0][slice(*passage.a)], texts[1][slice(*passage.b)]] == [shared[:-1], shared[:-1]]


def test_mojibake_is_shown_as_it_was_meant(compared: Compared) -> None:
    """The span counts in the text as read, the text shown is the repaired one, and both spellings are the same
    words."""
    clean = "Die Bürgermeisterin sprach von einer schönen Lösung, it’s said, für die Straße am Fluss und das Dorf."
    broken = f"{FURNITURE[1]}\n{MOJIBAKE}"
    relation, passage = only(compared, clean, broken)
    assert relation.relation == "identical"
    assert passage.b == (len("Source link\n"), len(broken) - 1)
    assert passage.text_a == passage.text_b == clean[:-1]


def test_passages_are_cut_at_300_characters(compared: Compared, prose: Prose) -> None:
    for text in (prose(1, 120), " ".join([SENTENCES[4]] * 30), "🚒 fire " * 200):
        _, passage = only(compared, text, text)
        start, end = passage.a
        assert end - start > 300
        assert passage.text_a == passage.text_b == text[start : start + 300]


def test_a_lone_surrogate_is_shown_as_a_question_mark(compared: Compared) -> None:
    """It cannot be written as UTF-8; the count of code points stays."""
    text = f"The \udcff bridge. {SENTENCES[0]}"
    said = f"{SENTENCES[0]} {SENTENCES[1]}"
    _, passage = only(compared, said, f"{SENTENCES[6]} {SENTENCES[6]} \ud800 {said}")
    assert passage.text_b == said[: len(passage.text_b)]
    assert len(passage.text_b) > len(SENTENCES[0])
    ((relation,), _) = compared([text, text])
    assert [(p.a, p.text_a) for p in relation.passages] == [((0, len(text) - 1), text.replace("\udcff", "?")[:-1])]
