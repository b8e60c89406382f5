"""Document: a text as rules see it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import regex

from dedup.artifacts.quick_patterns import engines_agree
from dedup.cached_property import cached_property
from dedup.text.furniture import find_furniture
from dedup.text.quotations import quotation_spans

MASK: Final = "\x00"
LONGEST_TITLE: Final = 150  # characters of a first line that is taken for a headline
LONGEST_POST: Final = 400  # characters of an embedded post of a social network before its signature
CELLS: Final = 3  # of a line that is a row of a table

_GIVEN_BY: Final = r"[?&]utm_source=(?:chatgpt|openai|copilot|perplexity|gemini)"
# Not before such tokens, nor before the choices of a spinner: {closed|shut}
_NO_ROW: Final = r"(?![^\n]{0,2000}(?:<\|\w|\{[^{}|\n]{1,40}\|))"
# Tokens of language models and translators that look like tags, and names that were hidden from a translator
_NO_TAG: Final = (
    r"(?:/?(?:think|thinking|unk|pad|eos|bos|mask|s|start_of_turn|end_of_turn)"
    r"|(?i:ent|entity|num|name|person|per|loc|org|date|url)_?\d{1,3})>"
)
_TOKEN: Final = regex.compile(rf"<{_NO_TAG}\s*")
# What no rule may touch, by a text that it cannot do without, and the rarest character of that, which is looked for
# first; each pattern takes linear time.
_MASKED: Final = tuple(
    (min(needed, key="/@`<&|\t.w:".index), needed, regex.compile(pattern))
    for needed, pattern in (
        # An address that says which assistant gave it is masked up to there
        ("://", rf"(?i)https?://(?:(?!{_GIVEN_BY})[^\s<>\"“”])+"),
        ("www.", rf"www\.(?!DeepL\.com/Translator)(?:(?!{_GIVEN_BY})[^\s<>\"“”])+"),
        ("@", r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
        ("<", rf"<(?!{_NO_TAG})[/!?A-Za-z][^<>\n]{{0,300}}>|<!--[^\n]{{0,1000}}?-->"),
        ("&", r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"),
        ("```", r"(?m)^[ \t]{0,8}```(?s:.{1,20000}?)^[ \t]{0,8}```"),
        ("`", r"`[^`\n]{1,300}`"),
        (
            "|",
            rf"(?m)^{_NO_ROW}[^|\n]{{0,500}}+(?:\|[^|\n]{{0,500}}+){{{CELLS - 1},200}}+$",
        ),
        ("\t", rf"(?m)^[ ]*[^\t\n]{{1,500}}+(?:\t[^\t\n]{{1,500}}+){{{CELLS - 1},200}}+$"),
    )
)
_SIGNED: Final = regex.compile(r"\(@\w{1,40}\)|\bpic\.twitter\.com/\w{0,40}|\b(?:https?://)?t\.co/\w{0,40}")
_SENTENCE_ENDS: Final = tuple('.!?…:;,"”’»')

TextPlace = Literal["body", "quotation", "title"]
Span = tuple[int, int]


class Document:
    """`text` has the length of the text as read; what no rule may touch (furniture, links, code, tables, tags) is
    masked by NULs."""

    def __init__(self, raw: str, furniture: Sequence[Span] | None = None, *, masked: bool = False) -> None:
        """`furniture` are spans that are no text of the article (default: looked for); a text that is `masked` is taken
        as it is."""
        if masked:
            self.text = raw
            return
        spans = [(f.start, f.end) for f in find_furniture(raw)] if furniture is None else list(furniture)
        # A line that is a token alone is furniture, and a mark
        spans = [span for span in spans if not (raw.startswith("<", span[0]) and _TOKEN.fullmatch(raw, *span))]
        patterns = (pattern for rare, needed, pattern in _MASKED if rare in raw and needed in raw)
        spans += [match.span() for pattern in patterns for match in pattern.finditer(raw)]
        if ("@" in raw and "(@" in raw) or ("/" in raw and "t.co/" in raw) or "pic.twitter.com" in raw:
            spans += _posts(raw)
        self.text = _masked(raw, spans) if spans else raw

    @cached_property
    def lower(self) -> str:
        """The text in lower case; its offsets are not those of `text` where a letter's lower case takes two
        characters."""
        return self.text.lower()

    @cached_property
    def is_usual(self) -> bool:
        """Whether the text has only characters that `re` and `regex` agree on (see `quick_patterns`)."""
        return engines_agree(self.text)

    @cached_property
    def encoded(self) -> bytes:
        """The text in UTF-8, as kernels read it."""
        return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def quoted(self) -> list[Span]:
        """Spans of what is inside quotation marks, marks included (see `text.quotations`)."""
        return quotation_spans(self.text)

    @cached_property
    def _quoted_starts(self) -> list[int]:
        return [start for start, _ in self.quoted]

    def is_quoted(self, at: int) -> bool:
        """Whether the character at `at` is inside quotation marks (the opening mark itself is not)."""
        place = bisect_right(self._quoted_starts, at - 1) - 1
        return place >= 0 and at < self.quoted[place][1]

    @cached_property
    def title_end(self) -> int:
        """Where the headline ends that the text begins with: a short line that ends unlike a sentence, with text below;
        else 0."""
        line, feed, rest = self.text.lstrip().partition("\n")
        headline = line.rstrip()
        if (
            not feed
            or len(headline) > LONGEST_TITLE
            or headline.endswith(_SENTENCE_ENDS)
            or not rest.strip(" \t\r\n\x00")
        ):
            return 0
        return len(self.text) - len(rest) - 1

    def place(self, at: int) -> TextPlace:
        """What the character at `at` is part of."""
        return "quotation" if self.is_quoted(at) else "title" if at < self.title_end else "body"

    def cut(self, longest: int) -> Iterator[tuple[int, Document]]:
        """This document in pieces of at most `longest` characters, cut at line breaks where there are any, each with
        its start."""
        start = 0
        while len(self.text) - start > longest:
            end = self.text.rfind("\n", start + longest // 2, start + longest) + 1 or start + longest
            yield start, Document(self.text[start:end], masked=True)
            start = end
        yield start, self if start == 0 else Document(self.text[start:], masked=True)


def _posts(raw: str) -> Iterator[Span]:
    """Embedded posts: the line up to the handle or the link that they are signed with."""
    for match in _SIGNED.finditer(raw):
        yield max(raw.rfind("\n", 0, match.start()) + 1, match.start() - LONGEST_POST), match.end()


def _masked(raw: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            begin = max(start, at)
            pieces += (raw[at:begin], _blank(raw, begin, end))
            at = end
    pieces.append(raw[at:])
    return "".join(pieces)


def _blank(raw: str, start: int, end: int) -> str:
    """NULs, with the line breaks kept, so that a paragraph stays one."""
    if raw.find("\n", start, end) < 0:
        return MASK * (min(end, len(raw)) - start)
    return "\n".join(MASK * len(line) for line in raw[start:end].split("\n"))
