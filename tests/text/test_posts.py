"""Posts of social networks that pages embed are somebody else's words, up to their signature."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text.corpus import CorpusReader
from dedup.text.packing import pack
from dedup.text.quotations import POST_WORDS, quoted_words
from dedup.text.tokens import Tokenizer


def quoted_in(*texts: str) -> list[str]:
    """The quoted words of each text, all read at once."""
    corpus = CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(texts)])
    marks = quoted_words(corpus.buffer, corpus.offsets, corpus.tokens)
    told = []
    for n in range(len(texts)):
        own = marks[corpus.tokens.of(n)].tolist()
        assert set(own) <= {0, 1}
        told.append(" ".join(word for word, inside in zip(corpus.words(n), own, strict=True) if inside))
    return told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We won today! — Jane Roe (@janeroe) February 5, 2018", "We won today Jane Roe janeroe"),
        ("We won today! — Jane Roe (@jane_roe_7) 5 Feb", "We won today Jane Roe jane_roe_7"),
        ("Vi vant i dag — Åse (@åse) 5. februar", "Vi vant i dag Åse åse"),
        ("We won today pic.twitter.com/aBc12", "We won today pic twitter"),
        ("We won today https://t.co/aBc12", "We won today https t co"),
        ("We won today http://t.co/aBc12", "We won today http t co"),
        ("(@jane) wrote", "jane"),
        ("pic.twitter.com/a was shown", "pic twitter"),
        # the line before stays, and so does the one behind
        ("He smiled.\nWe won today — Jane (@jane) May 5\nShe left.", "We won today Jane jane"),
        ("He smiled.\n\nWe won pic.twitter.com/a1\n\nShe left.", "We won pic twitter"),
        # two posts, and a link within the first
        (
            "We won https://t.co/a pic.twitter.com/b — Jane (@jane) May 5",
            "We won https t co a pic twitter com b Jane jane",
        ),
        ("We won (@jane) May 5\nThey lost (@joe) May 6", "We won jane They lost joe"),
        # what was quoted before is not forgotten
        ("“We stay,” she said.\nWe won (@jane)", "We stay We won jane"),
    ],
)
def test_a_post_is_quoted(text: str, words: str) -> None:
    assert quoted_in(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Write to jane@example.com about it",
        "Write to Jane (jane@example.com) about it",
        "Jane @jane wrote on Monday",
        "@jane) wrote on Monday",
        "Jane (@jane wrote on Monday)",
        "Jane (@jane, @joe) wrote on Monday",
        "Jane (@ jane) wrote on Monday",
        "Jane [@jane] wrote on Monday",
        "The channel at https://t.me/jane has it",
        "The page at https://at.co/jane has it",
        "The page at https://t.co has it",
        "The page t.co/jane has it",
        "It stood at pic.tumblr.com/jane for a day",
        "It stood at pic.twins.com/jane for a day",
        "It stood at pic.twitter for a day",
        "It was epic.then. we left",
        "It stood at my.twitter.com for a day",
    ],
)
def test_near_misses(text: str) -> None:
    assert quoted_in(text) == [""]


@pytest.mark.parametrize("words", [POST_WORDS - 1, POST_WORDS, POST_WORDS + 1, 3 * POST_WORDS])
def test_no_post_is_longer_than_the_most_words(words: int) -> None:
    """Of a page in one line, what stands before the post is its own."""
    line = [f"w{k}" for k in range(words)]
    assert quoted_in(" ".join(line) + " (@jane) May 5") == [" ".join([*line[-POST_WORDS:], "jane"])]


def test_each_article_is_read_for_itself() -> None:
    """Neither marks nor signatures reach into the next; the first word of a text looks at nothing before it."""
    texts = [
        "He said “we go (@",
        "jane) then",
        "",
        "co/a pic.",
        "twitter.com/a https://t.",
        "co/b (@joe)",
        "@joe) left",
    ]
    assert quoted_in(*texts) == ["we go", "", "", "", "", "co b joe", ""]
    assert [quoted_in(text)[0] for text in texts] == quoted_in(*texts)


pieces = st.sampled_from(
    [
        "(@",
        ")",
        "@",
        ".",
        "/",
        "//t.co/",
        "//t.",
        "pic.",
        "twitter",
        "co",
        "pic.twitter.com/",
        "\n",
        " ",
        "w",
        "ü",
        "(@jane)",
    ]
)


def plainly_quoted(text: bytes, words: list[tuple[int, int]]) -> list[int]:
    """The same in plain Python, from the words' places."""
    lines = [text.count(b"\n", 0, start) for start, _ in words]
    marks = [0] * len(words)
    for k, (start, end) in enumerate(words):
        word, before, behind = text[start:end], text[max(0, start - 4) : start], text[end : end + 1]
        handle = before.endswith(b"(@") and behind == b")"
        picture = before == b"pic." and word == b"twitter" and behind == b"."
        if handle or picture or (before == b"//t." and word == b"co" and behind == b"/"):
            marks[: k + 1] = [
                1 if line == lines[k] else mark for line, mark in zip(lines[: k + 1], marks, strict=False)
            ]
    return marks


@settings(max_examples=300)
@given(st.lists(st.lists(pieces, max_size=30), min_size=1, max_size=3))
def test_any_pieces_in_any_order(texts: list[list[str]]) -> None:
    """In texts that stand behind one another."""
    buffer, offsets = pack(["".join(text) for text in texts])
    tokens = Tokenizer()(buffer, offsets)
    marks = quoted_words(buffer, offsets, tokens)
    for n, text in enumerate(texts):
        places = tokens.of(n)
        words = list(zip(tokens.starts[places].tolist(), tokens.ends[places].tolist(), strict=True))
        assert marks[places].tolist() == plainly_quoted("".join(text).encode(), words)
