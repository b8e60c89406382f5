"""Which lines of an outlet return in so many otherwise unrelated articles that they are furniture.

Of the 992 labelled real articles, taken as if they were of one outlet, a line on both sides of a derived pair is in
five at most; of 4,024 human and translated texts no line of body text is in more than two sources. What returns
more often are copyright notes, bylines and prompts to sign up (training/returning_lines.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from dedup.errors import FormatError
from dedup.index.article_store import ArticleRow, ArticleStore
from dedup.index.learned_furniture import outlet_of
from dedup.index.settings import LIMITS
from dedup.index.sqlite.line_counts import COUNTED, FURNITURE, Counter, LineCounts
from dedup.index.stored_article import ArticlePacker, StoredArticle
from dedup.text.corpus import drop_spans
from dedup.text.known_lines import lines_of
from dedup.text.packing import Packer
from dedup.text.repair import clean
from dedup.text.tables import I64
from dedup.text.tokens import Tokenizer

# Copy families of an outlet from which a line of theirs is furniture: four times what was seen of body text
STORIES: Final = 20
FLUSHES: Final = 2  # in which it was seen: a live page or a series fills one
# Of the stories of the outlet: a line that two other outlets or more have so often is a wire's, not the page's
ELSEWHERE: Final = 0.5
MOST_LINES: Final = 500  # of one article that are counted; real articles have 18
SHOWN: Final = 200  # characters of a learned line that are kept
_PAGE: Final = 200  # articles that are read at a time


class ObservedLines(NamedTuple):
    """The lines of some articles: a row (outlet, hash, copy family, article, start, end) each, with the number of the
    outlet in `outlets`, the number of the article, and bytes of its cleaned text."""

    outlets: list[str]
    rows: I64


def collect_lines(store: ArticleStore, numbers: Sequence[int], batch: int = LIMITS.learned_text) -> ObservedLines:
    """Return the lines of these articles; those without an outlet have none, and known furniture is left out."""
    outlets: dict[str, int] = {}
    pieces = [np.empty((0, 6), np.int64)]
    pack, tokenize = Packer(), Tokenizer()
    for rows, held in _batches(store, numbers, batch):
        buffer, offsets = pack([_cleaned(h) for h in held])
        tokens = tokenize(buffer, offsets)
        drop_spans(tokens, {n: h.furniture for n, h in enumerate(held) if h.furniture})
        lines = lines_of(buffer, offsets, tokens, MOST_LINES)
        owners = np.array(
            [
                (
                    outlets.setdefault(outlet_of(h.article), len(outlets)),
                    row.number if row.family is None else row.family,
                    row.number,
                )
                for row, h in zip(rows, held, strict=True)
            ],
            np.int64,
        )
        outlet, family, number = owners[lines["article"]].T
        pieces.append(
            np.stack([outlet, lines["hash"].view(np.int64), family, number, lines["start"], lines["end"]], axis=1)
        )
    return ObservedLines(list(outlets), np.concatenate(pieces))


def _batches(
    store: ArticleStore, numbers: Sequence[int], batch: int
) -> Iterator[tuple[list[ArticleRow], list[StoredArticle]]]:
    unpack = ArticlePacker(store.dictionary()).unpack
    rows: list[ArticleRow] = []
    held: list[StoredArticle] = []
    size = 0
    for at in range(0, len(numbers), _PAGE):
        for row in _readable(store, numbers[at : at + _PAGE]):
            try:
                body = unpack(row)
            except FormatError:  # `find_damage` reports it, and the keys of the others must move on
                continue
            if not outlet_of(body.article):
                continue
            rows.append(row)
            held.append(body)
            size += len(body.article.text)
            if size >= batch:
                yield rows, held
                rows, held, size = [], [], 0
    if rows:
        yield rows, held


def _readable(store: ArticleStore, numbers: Sequence[int]) -> Iterator[ArticleRow]:
    """Yield the rows of these articles that are not damaged."""
    try:
        yield from store.by_number(numbers)
    except FormatError:
        for number in numbers:
            with suppress(FormatError):
                yield from store.by_number([number])


def _cleaned(held: StoredArticle) -> str:
    mended = clean(held.article.text) if held.mended else None
    return held.article.text if mended is None else mended.text


def learn_furniture(store: ArticleStore, counts: LineCounts, seen: ObservedLines, flush: int) -> list[Counter]:
    """Return the counters that `seen` changes, with what has become furniture by it and what is furniture no more.

    A line that is new is counted where two stories of this flush have it, at all outlets that have it then.
    """
    rows = _of_returning(seen.rows[np.lexsort(seen.rows[:, 3::-1].T)], np.array(counts.hashes(), np.int64))
    _, lines, families, *_ = rows.T
    hashes = np.unique(lines)
    by_line: dict[int, dict[str, Counter]] = {line: {} for line in hashes.tolist()}
    for counter in counts.of(hashes.tolist()):
        by_line[counter.hash][counter.outlet] = counter
    before = {line: dict(own) for line, own in by_line.items()}
    places: dict[tuple[int, str], list[int]] = {}
    firsts = np.flatnonzero(np.any(np.diff(rows[:, :2], axis=0, prepend=-1) != 0, axis=1)).tolist()
    for first, end in pairwise([*firsts, len(rows)]):
        number, line, _, *place = rows[first].tolist()
        outlet = seen.outlets[number]
        counter = by_line[line].get(outlet, Counter(line, outlet))
        by_line[line][outlet] = counter.seen_in(np.unique(families[first:end]).tolist(), flush)
        places[line, outlet] = place
    changed: list[Counter] = []
    for line, own in by_line.items():
        for outlet, counter in own.items():
            judged = _judged(store, counter, own.values(), places.get((line, outlet)))
            if judged != before[line].get(outlet):
                changed.append(judged)
    return changed


def _of_returning(rows: I64, counted: I64) -> I64:
    """Return the rows whose line is counted already or is in two copy families."""
    _, lines, families, *_ = rows.T
    in_a_family, _ = np.unique(np.stack([lines, families]), axis=1)
    hashes, of_families = np.unique(in_a_family, return_counts=True)
    return rows[np.isin(lines, np.concatenate([hashes[of_families > 1], counted]))]


def is_furniture(counter: Counter, everywhere: Iterable[Counter]) -> bool:
    """Return whether the counters of a line, this one among them, show that it is furniture of this one's outlet."""
    if counter.flushes < FLUSHES or counter.distinct() < STORIES:
        return False
    others = [other.stories for other in everywhere if other.outlet != counter.outlet]
    return len(others) < 2 or sum(others) < ELSEWHERE * counter.stories


def _judged(store: ArticleStore, counter: Counter, everywhere: Iterable[Counter], place: list[int] | None) -> Counter:
    """Return the counter with the state that it has now; `place` is where the line is: article, start, end."""
    if not is_furniture(counter, everywhere):
        return counter._replace(state=COUNTED, text=None) if counter.state == FURNITURE else counter
    if counter.state != COUNTED or place is None:
        return counter
    return counter._replace(state=FURNITURE, text=_text(store, *place))


def _text(store: ArticleStore, number: int, start: int, end: int) -> str:
    """Return the first characters of the line of an article."""
    rows = store.by_number([number])
    text = _cleaned(ArticlePacker(store.dictionary()).unpack(rows[0])).encode() if rows else b""
    after = text.find(b"\n", end)
    whole = text[text.rfind(b"\n", 0, start) + 1 : None if after < 0 else after].decode()
    return " ".join(whole.split())[:SHOWN]
