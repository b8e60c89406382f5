"""Stock phrases of language models: words that say nothing of the story, and so are no content that two articles can
share ("brace yourself", "Sure! Here's a rewritten version of the article:")."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec
import regex

from dedup.errors import FormatError
from dedup.literals import Literal, LiteralFinder, LiteralUse
from dedup.literals.characters import ANY, BLANK, BREAK, EDGE, OTHER, WORD
from dedup.text.corpus import drop_spans
from dedup.text.tables import I64, U8
from dedup.text.text_store import Spans
from dedup.text.tokens import Tokens

OPENING: Final = 200  # characters of a text in which an assistant says what follows
CLOSING: Final = 300  # characters at its end in which it says what else it can do
_PHRASE, _ANSWER, _CLOSING = range(3)  # the uses of the finder
_ASIDE: Final = ANY & ~WORD  # what may be beside a phrase
_LINE_BEGIN: Final = EDGE | BREAK | BLANK | OTHER  # no quotation mark: who is quoted offers help as well


class _StockFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: tuple[str, ...]
    answers: tuple[str, ...]
    made: tuple[str, ...]
    closings: tuple[str, ...]


class _StockPhrases(NamedTuple):
    find: LiteralFinder
    opening: regex.Pattern[str]


@cache
def _stock_phrases() -> _StockPhrases:
    return read_stock_phrases(files("dedup.relations").joinpath("stock_phrases.toml").read_bytes())


def read_stock_phrases(content: bytes) -> _StockPhrases:
    """Return what finds the phrases in the content of stock_phrases.toml. Raises FormatError where it is damaged."""
    try:
        table = msgspec.convert(tomllib.loads(content.decode("utf-8")), _StockFile)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise FormatError(f"stock_phrases.toml is damaged ({error}); install the package again.") from error

    def use(literals: tuple[str, ...], left: int) -> LiteralUse:
        curly = [literal.replace("'", "’") for literal in literals if "'" in literal]
        return LiteralUse([Literal(literal, left, _ASIDE) for literal in (*literals, *curly)], folded=True, reach=0)

    finder = LiteralFinder(
        [use(table.phrases, _ASIDE), use(table.answers, _LINE_BEGIN), use(table.closings, _LINE_BEGIN)]
    )
    answers, made = (
        "|".join(regex.escape(text).replace("'", "['’]") for text in texts) for texts in (table.answers, table.made)
    )
    opening = regex.compile(
        rf"[^\w\"“'‘]*(?:(?:sure|certainly|absolutely|of course)\b[^\n:]{{0,60}}?)?"
        rf"\b(?:{answers})\b[^\n:\"“]{{0,80}}?\b(?:{made})\b[^\n:\"“]{{0,120}}[:\n]",
        regex.IGNORECASE,
    )
    return _StockPhrases(finder, opening)


def drop_stock_phrases(buffer: U8, offsets: I64, tokens: Tokens) -> dict[int, list[str]]:
    """Take the stock phrases out of the token columns of a batch; return those of each article that has any, in the
    order of the text and in lower case.

    An answer at the beginning of a text goes as far as its colon, an offer of help at the end as far as the end.
    """
    stock = _stock_phrases()
    dropped: dict[int, Spans] = {}
    found: dict[int, list[str]] = {}
    for article, windows in stock.find(buffer, offsets).by_article():
        raw = bytes(buffer[int(offsets[article]) : int(offsets[article + 1])])
        text = raw.decode("utf-8", "replace")
        spans = sorted(_spans(text, windows, stock.opening))
        if not spans:
            continue
        dropped[article] = [(_bytes_before(raw, text, start), _bytes_before(raw, text, end)) for start, end in spans]
        found[article] = [" ".join(text[start:end].lower().replace("’", "'").split()) for start, end in spans]
    drop_spans(tokens, dropped)
    return found


def _spans(text: str, windows: list[tuple[int, int, int]], opening: regex.Pattern[str]) -> list[tuple[int, int]]:
    """Return the spans, in characters, that go; `windows` are the use, the start and the end of each literal."""
    spans = []
    begin, stop = 0, len(text)
    for use, start, _ in windows:
        if use == _ANSWER and start <= OPENING and begin == 0 and (answer := opening.match(text)):
            begin = answer.end()
            spans.append((0, begin))
        elif use == _CLOSING and len(text) - start <= CLOSING:
            stop = min(stop, start)
    if stop < len(text):
        spans.append((stop, len(text)))
    spans += [(start, end) for use, start, end in windows if use == _PHRASE and begin <= start and end <= stop]
    return spans


def _bytes_before(raw: bytes, text: str, place: int) -> int:
    return place if len(raw) == len(text) else len(text[:place].encode("utf-8"))
