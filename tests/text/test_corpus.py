"""A corpus names every word by the place where it stands in the text as it was read, and leaves furniture out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from ftfy import fix_encoding
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text.corpus import Corpus, CorpusReader, code_points, drop_spans
from dedup.text.furniture import find_furniture
from dedup.text.furniture_lines import FurnitureFinder
from dedup.text.packing import pack
from dedup.text.tables import hash_tokens
from dedup.text.text_store import Spans
from dedup.text.tokens import Tokenizer

Oracle = Callable[[str], list[tuple[int, int]]]

LINES = [
    "Rivals met in Baghdad on Monday, and the talks – “frank”, both said – go on today.",
    "Müller’s Straße: 20 000 people, é́ and 東京 beside กรุงเทพ.",
    "Die Straßen von Łódź waren leer.",
    "",
    "   ",
    "\ufeffA mark in the middle\ufeff",
    "half a pair \ud83d here",
    "soft\u00adhyphens and\u00a0no-break spaces",
    "👩\u200d👩\u200d👧 went to market",
    "الحشد الشعبي",
]
GARBLED = [
    "Das ist schÃ¶n und grÃ¼n.",
    "Ã–ffnen Sie itâ€™s",
    "â€œQuotedâ€\u009d words",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ world",
    "Ã\x85ngstrÃ¶m",
    "ends with cafÃ©",
]
PAGE = [
    "Advertisement",
    "* captcha",
    "Source link",
    "Sign up for our daily newsletter.",
    "<https://example.org/a>",
    "#",
    "Leave a Reply",
]
BREAKS = ["\n", "\n\n", "\r\n", " "]


def pages(lines: list[str]) -> st.SearchStrategy[str]:
    parts = st.lists(st.tuples(st.sampled_from(lines), st.sampled_from(BREAKS)), max_size=12)
    return parts.map(lambda drawn: "".join(line + ending for line, ending in drawn))


def read(*texts: str, jobs: int = 1) -> Corpus:
    return CorpusReader(jobs)([Article(text=text, id=str(n)) for n, text in enumerate(texts)])


def spelled(corpus: Corpus, article: int) -> list[str]:
    """The words that the reported spans name in the text as read."""
    raw = corpus.articles[article].text
    return [raw[start:end] for start, end in corpus.spans(article)]


def readable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@given(st.lists(pages(LINES + PAGE) | st.text(max_size=80), min_size=1, max_size=5))
def test_every_span_is_the_word_it_names(oracle: Oracle, texts: list[str]) -> None:
    """The words of the body are those of the text less those that begin in furniture; each is found again at its
    span."""
    corpus = read(*texts)
    for n, text in enumerate(texts):
        if n in corpus.repaired:
            continue
        shown = readable(text)
        body = [(s, e) for s, e in oracle(shown) if not any(f.start <= s < f.end for f in corpus.furniture.get(n, []))]
        assert corpus.spans(n) == body
        assert corpus.words(n) == [readable(w) for w in spelled(corpus, n)] == [shown[s:e] for s, e in body]


@given(st.lists(pages(LINES[:6] + GARBLED + PAGE), min_size=1, max_size=4))
def test_spans_of_a_mended_text_lie_in_the_text_as_read(oracle: Oracle, texts: list[str]) -> None:
    """A mended word is named by the garbled characters it was made from, and no more of them."""
    corpus = read(*texts)
    for n, text in enumerate(texts):
        mended = corpus.repaired[n].text if n in corpus.repaired else readable(text)
        assert [fix_encoding(word) for word in spelled(corpus, n)] == corpus.words(n)
        spans = corpus.spans(n)
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        found = find_furniture(mended)
        left = [mended[s:e] for s, e in oracle(mended) if not any(f.start <= s < f.end for f in found)]
        assert corpus.words(n) == left
        assert [fix_encoding(text[f.start : f.end]) for f in corpus.furniture.get(n, [])] == [
            mended[f.start : f.end] for f in found
        ]


def test_a_mended_word_and_what_follows_it() -> None:
    corpus = read("clean", "Ã–l, schÃ¶n itâ€™s\nAdvertisement\ngrÃ¼n")
    assert 0 not in corpus.repaired
    assert corpus.words(1) == ["Öl", "schön", "it", "s", "grün"]
    assert spelled(corpus, 1) == ["Ã–l", "schÃ¶n", "it", "s", "grÃ¼n"]
    assert [corpus.articles[1].text[f.start : f.end] for f in corpus.furniture[1]] == ["Advertisement"]
    assert (
        corpus.tokens.hashes[corpus.tokens.of(1)].tolist() == hash_tokens(["ol", "schon", "it", "s", "grun"]).tolist()
    )


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("one\r\ntwo\r\n\r\nthree", [(0, 3), (5, 8), (12, 17)]),
        ("\ufeffone \ufefftwo", [(1, 4), (6, 9)]),
        ("a \ud800 b \udfff\udc80 c", [(0, 1), (4, 5), (9, 10)]),
        ("😀 one 𝒜𝒷", [(2, 5), (6, 8)]),
        ("東京a", [(0, 1), (1, 2), (2, 3)]),
        ("", []),
        (" \t\r\n\u00a0\u3000\n", []),
        ("“’”", []),
        ("é", [(0, 1)]),
    ],
)
def test_offsets_are_code_points_of_the_text_as_read(text: str, spans: list[tuple[int, int]]) -> None:
    for texts, place in (([text], 0), (["Müller 東京", text, "end"], 1)):
        corpus = read(*texts)
        assert corpus.spans(place) == spans
        assert corpus.words(place) == [readable(text[s:e]) for s, e in spans]
        assert len(corpus) == len(texts)


def test_the_words_of_furniture_are_in_no_column() -> None:
    body = "Talks between the two rivals go on in the capital, officials said on Monday."
    page = f"Home / News / Talks go on\n\n{body}\n\nAdvertisement\n\n{body[:-1]} again.\nSource link"
    corpus = read(body, page)
    gone = [page[f.start : f.end] for f in corpus.furniture[1]]
    assert "Advertisement" in gone
    assert "Source link" in gone
    assert 0 not in corpus.furniture
    kept = corpus.tokens.hashes[corpus.tokens.of(1)].tolist()
    assert not set(hash_tokens(["advertisement", "source", "link"]).tolist()) & set(kept)
    assert kept[: len(corpus.words(0))] == corpus.tokens.hashes[corpus.tokens.of(0)].tolist()
    in_bytes = corpus.furniture_bytes[1]
    at = int(corpus.offsets[1])
    assert [bytes(corpus.buffer[at + s : at + e]).decode() for s, e in in_bytes] == gone


@given(st.lists(pages(LINES + PAGE + GARBLED), min_size=1, max_size=5))
def test_batches_and_threads_do_not_matter(texts: list[str]) -> None:
    """One reader used again and again, one for each article, and one with two threads tell the same of an article."""
    together, reader = read(*texts, jobs=2), CorpusReader()
    for n, text in enumerate(texts):
        alone = reader([Article(text=text)])
        assert alone.words(0) == together.words(n)
        assert alone.spans(0) == together.spans(n)
        assert alone.furniture.get(0, []) == together.furniture.get(n, [])
        assert (
            alone.tokens.hashes[alone.tokens.of(0)].tolist() == together.tokens.hashes[together.tokens.of(n)].tolist()
        )


def test_an_empty_batch() -> None:
    corpus = CorpusReader()([])
    assert len(corpus) == 0
    assert corpus.tokens.counts.size == 0


def test_more_furniture_lines_than_the_reader_had_room_for() -> None:
    text = "\n".join(f"Advertisement\nThe story went on for day {n}, the paper said." for n in range(30))
    small, large = CorpusReader(furniture=FurnitureFinder(room=2)), CorpusReader()
    found = small([Article(text=text)]).furniture[0]
    assert found == large([Article(text=text)]).furniture[0] == find_furniture(text)
    assert len([f for f in found if f.kind == "advertisement"]) == 30


@given(st.text(st.sampled_from("aé漢😀 \n"), max_size=200), st.data())
def test_bytes_as_code_points(text: str, data: st.DataObject) -> None:
    """In any order and any shape, counted from the beginning of the buffer."""
    wanted = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=20))
    positions = np.array([[len(text[:n].encode()) for n in pair] for pair in wanted], np.int64).reshape(-1, 2)
    buffer, offsets = pack([text, "é behind"])
    assert code_points(buffer, int(offsets[1]), positions).tolist() == [list(pair) for pair in wanted]


@given(st.lists(st.tuples(st.integers(0, 40), st.lists(st.integers(0, 200), max_size=8)), min_size=1, max_size=5))
def test_dropping_spans_leaves_the_words_that_begin_outside(rows: list[tuple[int, list[int]]]) -> None:
    """Spans are any cuts, also through words and over several; the columns keep their order and the other articles
    theirs."""
    texts = [" ".join(f"{w:03d}" for w in range(words)) for words, _ in rows]
    spans: dict[int, Spans] = {
        n: list(zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
        for n, (_, cuts) in enumerate(rows)
        if len(cuts) > 1
    }
    tokens = Tokenizer()(*pack(texts))
    drop_spans(tokens, spans)
    for n, (words, _) in enumerate(rows):
        kept = [w for w in range(words) if not any(s <= 4 * w < e for s, e in spans.get(n, []))]
        assert tokens.starts[tokens.of(n)].tolist() == [4 * w for w in kept]
        assert tokens.ends[tokens.of(n)].tolist() == [4 * w + 3 for w in kept]
        assert tokens.hashes[tokens.of(n)].tolist() == hash_tokens([f"{w:03d}" for w in kept]).tolist()
