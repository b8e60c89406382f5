"""The names in a run of capitalised words, cut from titles, peoples, days and the words that begin sentences."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from dedup.names import run_words as of
from dedup.names.name_edges import PLAIN_ENDINGS, stands_alone, trim_piece
from dedup.names.name_hints import STATES, NameHint, hint_of, is_body
from dedup.names.name_ties import LONGEST, is_region, split_piece
from dedup.names.run_pieces import COMPASS, OrdinaryTest, is_place, pieces_of, segments_of
from dedup.names.run_words import RunWord, word_info, words_of_run
from dedup.names.word_lists import word_lists

NameKey = tuple[str, ...]


class NameSpan(NamedTuple):
    """A name within a run: [start, end) in the run's characters, and its words folded, without articles; `hint` is what
    its words show."""

    start: int
    end: int
    key: NameKey
    hint: NameHint
    titled: bool = False


def name_spans(run: str, at_start: bool, ordinary: OrdinaryTest, headline: bool = False) -> list[NameSpan]:
    """Return the names in a run; `ordinary` decides whether a folded word is mostly written in lower case.

    In a headline, where every word has a capital letter, only words that are not ordinary make names.

    >>> common = {"thousands", "supporters", "former", "force", "president", "arrested", "killing", "brother"}
    >>> [(p.key, p.hint) for p in name_spans("Former US President Donald Trump", True, common.__contains__)]
    [(('us',), 'acronym'), (('donald', 'trump'), 'person')]
    >>> [p.key for p in name_spans("Arrested For Killing Brother In Noida", True, common.__contains__, headline=True)]
    [('noida',)]
    """
    if not headline and run.isalpha():
        return _single(run, at_start, ordinary)
    words = words_of_run(run)
    out: list[NameSpan] = []
    for segment in segments_of(words, headline, ordinary):
        for piece, titled in pieces_of(segment, ordinary):
            out += _spans_of_piece(run, piece, titled, at_start and piece[0] is words[0], ordinary)
    return out


def _single(run: str, at_start: bool, ordinary: OrdinaryTest) -> list[NameSpan]:
    """Return the name in a run of one word, as `name_spans` finds it in any run; many runs are one word."""
    form, bits = word_info(run)
    word = RunWord(0, len(run), form, bits, "", run[0].islower())
    if bits & (of.TITLE | of.DATE | of.UNIT | of.LEGAL | of.SUFFIX) and not bits & of.PEOPLE:
        return []
    if bits & of.PEOPLE:
        return [NameSpan(0, len(run), (form,), "people")]
    if not stands_alone(word, at_start, False, ordinary) or _is_local([word]):
        return []
    return [NameSpan(0, len(run), (form,), hint_of([word], False))]


def changes_at_start(run: str, ordinary: OrdinaryTest) -> bool:
    """Return whether the names of a run may be others where it begins a sentence: its first word may be no part."""
    first, _, rest = run.partition(" ")
    form, bits = word_info(first)
    if not rest or len(form) < 2 or bits & (of.FUNCTION | of.SOLE | of.CAPITALS) or form in COMPASS:
        return True
    return ordinary(form) or not first.isalpha() or form.endswith(PLAIN_ENDINGS)


def _spans_of_piece(
    run: str, piece: list[RunWord], titled: bool, at_start: bool, ordinary: OrdinaryTest
) -> list[NameSpan]:
    if len(piece) == 1 and piece[0].bits & of.PEOPLE:
        return [_span(run, piece, "people", False)]
    first = piece[0]
    piece = trim_piece(piece, at_start, ordinary)
    begins = at_start and bool(piece) and piece[0] is first
    if first.form == "the" and not first.bits & of.CAPITALS:
        at_start = begins  # a capital letter behind "The" is one within the sentence
    office = titled and first.lower and first.form == "of"  # President of France Emmanuel Macron
    split = split_piece(piece, begins, ordinary, office=office)
    if split != [piece]:
        titled = titled and not office
        return [
            span
            for number, each in enumerate(split)
            for span in _spans_of_piece(run, each, titled and not number, at_start and not number, ordinary)
        ]
    while len(piece) > 1 and piece[0].bits & of.PREFIX and piece[1].tie == "-":
        piece = piece[1:]
    if not piece or all(word.bits & (of.LEGAL | of.SUFFIX) for word in piece) or _is_local(piece) or _is_common(piece):
        return []
    if len(piece) == 2 and piece[0].form in COMPASS and piece[1].bits & of.PEOPLE:
        return [_span(run, piece, "people", False)]  # West German
    if len(piece) == 2 and piece[1].tie == "-" and all(is_place(word) for word in piece):
        return [_span(run, [word], hint_of([word], False), False) for word in piece]
    if len(piece) == 1 and not stands_alone(piece[0], at_start, titled, ordinary):
        return []
    if len(piece) > 1 and piece[-1].bits & of.CAPITALS and piece[-1].form in STATES and piece[-1].tie == " ":
        # A headline's "Trump US"
        return [*_spans_of_piece(run, piece[:-1], titled, at_start, ordinary), _span(run, piece[-1:], "acronym", False)]
    if len(piece) > LONGEST and not is_body(piece) and sum(ordinary(word.form) for word in piece) > 1:
        return []
    return [_span(run, piece, hint_of(piece, titled), titled)]


def _is_local(piece: list[RunWord]) -> bool:
    """Return whether words are what such a body is called everywhere: "Sheriff's Office", but not "Supreme Court"."""
    local = False
    for word in piece:
        if not word.bits & (of.LOCAL | of.GENERIC | of.GROUP) and word.form != "s":
            return False
        local = local or bool(word.bits & of.LOCAL)
    return local


def _is_common(piece: list[RunWord]) -> bool:
    """Return whether words are what every country or town calls such a body: "Central Bank", "City Council"."""
    lists = word_lists()
    return len(piece) == 2 and piece[0].form in lists.common_adjectives and piece[1].form in lists.common_bodies


def _span(run: str, piece: list[RunWord], hint: NameHint, titled: bool) -> NameSpan:
    bare: list[str] = []
    for word in piece[1:] if len(piece) > 2 and piece[0].form == "the" else piece:
        if word.tie == "'" and bare:
            bare[-1] += word.form  # People's
        elif not word.bits & of.ARTICLE:
            bare.append(word.form)
    bare = bare or [word.form for word in piece]
    if bare[-2:] == ["international", "airport"] and len(bare) > 2:
        del bare[-2]  # Baghdad airport is Baghdad International Airport
    while len(bare) > 2 and word_info(bare[-1]).bits & (of.SUFFIX | of.LEGAL) and not is_region(bare[:-1]):
        bare.pop()
        if len(bare) > 2 and bare[-1] == "and":
            bare.pop()  # Merrill Lynch and Co
    start, end = piece[0].start, piece[-1].end
    if run[end : end + 1] == "." and (
        piece[-1].bits & of.DOTTED or (end - piece[-1].start > 1 and run[end - 2] == ".")
    ):
        end += 1  # the last full stop of U.S. and of Jr.
    return NameSpan(start, end, tuple(bare), hint, titled)


def split_span(run: str, span: NameSpan, count: int) -> tuple[NameSpan, NameSpan] | None:
    """Cut a name of a run into two, the first of `count` compared words; return None where it cannot be cut there."""
    words = [
        word._replace(start=word.start + span.start, end=word.end + span.start)
        for word in words_of_run(run[span.start : span.end])
    ]
    held = 0
    for place, word in enumerate(words):
        if held == count:
            if word.tie != " " or words[place - 1].lower:
                return None
            one, other = words[:place], words[place:]
            return (
                _span(run, one, hint_of(one, span.titled), span.titled),
                _span(run, other, hint_of(other, False), False),
            )
        held += not (word.bits & of.ARTICLE or word.tie == "'")
    return None


def short_company(run: str, companies: Container[NameKey]) -> NameSpan | None:
    """Return a run whose words begin the name of a company, without an owner's s: "American Video" of the American
    Video Group Inc; None where they do not."""
    words = words_of_run(run)
    if words and words[-1].form == "s" and not (len(words) > 1 and words[-2].bits & of.BRAND):
        words.pop()
    while words and words[0].bits & of.FUNCTION:
        words = words[1:]
    if len(words) < 2 or any(word.lower for word in words):
        return None
    span = _span(run, words, "company", False)
    return span if span.key in companies else None
