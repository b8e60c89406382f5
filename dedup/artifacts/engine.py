"""Engine: runs rules over texts and returns their findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from dedup.article import Article
from dedup.artifacts.compiled import CompiledRule, Marked
from dedup.artifacts.document import Document, Span
from dedup.artifacts.finding import Finding, Problem
from dedup.artifacts.literal_filter import WHOLE, LiteralFilter
from dedup.artifacts.loading import load_rules
from dedup.artifacts.rule import Rule
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.packing import pack
from dedup.text.repair import RepairedText
from dedup.text.tables import I64, U8

MOST_OF_RULE: Final = 200  # findings of one rule in one text; a text with more is no article
MOST_OF_TEXT: Final = 1_000

Tell = Callable[[str | None, str], None]  # of a rule, if it is of one alone, what failed
Field = Literal["text", "title"]
Tries = dict[int, list[Span]]  # by number of the rule: the windows that it is to be tried on


class Engine:
    """A set of rules, ready to run over batches of articles."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = [CompiledRule(rule) for rule in rules]
        uses = [
            (n, use) for n, rule in enumerate(self.rules) for use in (rule.windows, rule.presence) if use is not None
        ]
        self._filter = LiteralFilter([use for _, use in uses])
        self._owners = [(n, use is self.rules[n].presence) for n, use in uses]
        self._always = [n for n, rule in enumerate(self.rules) if rule.windows is None and rule.presence is None]

    def __call__(
        self,
        text: str,
        title: str | None = None,
        furniture: list[Span] | None = None,
        problems: list[Problem] | None = None,
    ) -> list[Finding]:
        """The findings in a text and its title, by place.

        `furniture` are spans that are no text of the article; where they are given the text is taken as it is, by
        default furniture is looked for and a text of the wrong encoding is repaired, as a scan does it. See `batch` for
        `problems`.
        """
        if furniture is None:
            return self.batch(CorpusReader()([Article(text=text, title=title)]), problems)[0]
        found = self._search(*_packed([text]), lambda n: _Read(text, text, furniture), "text", _Told([""], problems))
        return [*found.get(0, []), *self._titles([title], [""], problems).get(0, [])]

    def batch(self, corpus: Corpus, problems: list[Problem] | None = None) -> list[list[Finding]]:
        """The findings in each article of a batch and its title, by place.

        An article that no rule's literals occur in costs next to nothing.
        What failed is put into `problems`: a rule that took too long on an article, or found more than is kept of it.
        """
        ids = [article.id for article in corpus.articles]
        found = self._search(corpus.buffer, corpus.offsets, lambda n: _read(corpus, n), "text", _Told(ids, problems))
        titles = self._titles([article.title for article in corpus.articles], ids, problems)
        return [found.get(n, []) + titles.get(n, []) for n in range(len(corpus))]

    def windows(self, text: str) -> list[tuple[str, int, int]]:
        """What each rule is tried on in a text: (rule, start, end), the end no further than the text's; a check sees
        all of it."""
        tries = self.tries(*_packed([text])).get(0, {})
        found = [
            (self.rules[n].rule.id, start, min(end, len(text))) for n, spans in tries.items() for start, end in spans
        ]
        return found

    def _titles(
        self, titles: Sequence[str | None], ids: Sequence[str], problems: list[Problem] | None
    ) -> dict[int, list[Finding]]:
        if not any(titles):
            return {}
        known = [title or "" for title in titles]
        return self._search(*_packed(known), lambda n: _Read(known[n], known[n], ()), "title", _Told(ids, problems))

    def tries(self, buffer: U8, offsets: I64) -> dict[int, Tries]:
        """By article of a packed buffer, the rules that are worth a try and where: those whose literals stand in it,
        and those without."""
        always: Tries = {n: [(0, WHOLE)] for n in self._always}
        found: dict[int, Tries] = {n: dict(always) for n in range(offsets.size - 1)} if always else {}
        for article, rows in groupby(self._filter(buffer, offsets).tolist(), itemgetter(0)):
            tries = found.setdefault(article, {})
            present: set[int] = set()
            for _, use, start, end in rows:
                rule, anywhere = self._owners[use]
                if anywhere:
                    present.add(rule)
                else:
                    tries.setdefault(rule, []).append((start, end))
            for rule in [n for n in tries if self.rules[n].presence is not None and n not in present]:
                del tries[rule]
            for rule in present:
                if self.rules[rule].windows is None:
                    tries[rule] = [(0, WHOLE)]
        return found

    def _search(
        self, buffer: U8, offsets: I64, read: Callable[[int], _Read], field: Field, told: _Told
    ) -> dict[int, list[Finding]]:
        found: dict[int, list[Finding]] = {}
        for article, tries in sorted(self.tries(buffer, offsets).items()):
            if tries and offsets[article] < offsets[article + 1]:
                text = read(article)
                document = Document(text.clean, text.furniture)
                findings = [
                    f
                    for n in sorted(tries)
                    for f in self._findings(self.rules[n], document, tries[n], text, field, told.of(article))
                ]
                if findings:
                    found[article] = _kept(findings, told.of(article))
        return found

    def _findings(
        self,
        compiled: CompiledRule,
        document: Document,
        windows: list[Span],
        text: _Read,
        field: Field,
        tell: Tell,
    ) -> list[Finding]:
        rule = compiled.rule
        marks: list[Marked] = []
        try:
            for mark in compiled.find(document, sorted(windows)):
                if compiled.anywhere or ("title" if field == "title" else document.place(mark[0])) in rule.scope:
                    marks.append(mark)
                    if len(marks) > MOST_OF_RULE:
                        tell(rule.id, f"It marks more than {MOST_OF_RULE} passages; the rest is left out.")
                        break
        except TimeoutError:
            marks = []  # how many were found by then hangs on the load of the machine
            tell(
                rule.id,
                "It took too long on this article and was left out of it; a pattern without open repeats helps.",
            )
        found = []
        for first, last, note in _merged(marks[:MOST_OF_RULE]):
            start, end = text.as_read(first), text.as_read(last)
            passage = text.raw[start:end]
            message = rule.message.replace("{note}", note).replace("{text}", passage)
            found.append(
                Finding(
                    rule.id,
                    rule.family,
                    rule.category,
                    rule.claims,
                    field,
                    start,
                    end,
                    passage,
                    message,
                    rule.languages,
                )
            )
        return found


class _Read(NamedTuple):
    """A text as read, as the rules see it (repaired), its furniture there, and the way back."""

    raw: str
    clean: str
    furniture: Sequence[Span]
    repaired: RepairedText | None = None

    def as_read(self, at: int) -> int:
        return at if self.repaired is None else int(self.repaired.to_raw[at])


class _Told(NamedTuple):
    """Where problems are told."""

    ids: Sequence[str]
    problems: list[Problem] | None

    def of(self, article: int) -> Tell:
        def tell(rule: str | None, reason: str) -> None:
            if self.problems is not None:
                self.problems.append(Problem(self.ids[article], rule, reason))

        return tell


def _read(corpus: Corpus, article: int) -> _Read:
    raw = corpus.articles[article].text
    spans = [(f.start, f.end) for f in corpus.furniture.get(article, ())]
    repaired = corpus.repaired.get(article)
    if repaired is None:
        return _Read(raw, raw, spans)
    borders = repaired.to_raw
    return _Read(
        raw, repaired.text, [(int(borders.searchsorted(a)), int(borders.searchsorted(b))) for a, b in spans], repaired
    )


def _packed(texts: Sequence[str]) -> tuple[U8, I64]:
    return pack(texts)


def _merged(marks: list[Marked]) -> list[Marked]:
    """The marks of one rule by place; those that overlap become one, with the note of the first."""
    merged: list[Marked] = []
    for start, end, note in sorted(marks):
        if merged and start < merged[-1][1]:
            before = merged[-1]
            merged[-1] = (before[0], max(before[1], end), before[2])
        else:
            merged.append((start, end, note))
    return merged


def _kept(findings: list[Finding], tell: Tell) -> list[Finding]:
    findings.sort(key=lambda f: (f.start, f.end, f.rule))
    if len(findings) > MOST_OF_TEXT:
        tell(None, f"Its {len(findings)} findings are more than {MOST_OF_TEXT}; the rest is left out.")
    return findings[:MOST_OF_TEXT]


@cache
def _built_in() -> Engine:
    return Engine(load_rules())


def check(text: str, title: str | None = None, *, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """The findings of the rules (default: the built-in ones) in one text."""
    return (_built_in() if rules is None else Engine(rules))(text, title)
