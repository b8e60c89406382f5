"""Engine: runs rules over texts and returns their findings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, Literal, NamedTuple

from dedup.article import Article
from dedup.artifacts.checks import CHECKS, Check
from dedup.artifacts.compiled_rule import CompiledRule, RuleMark
from dedup.artifacts.document import Document, Span
from dedup.artifacts.hidden import hidden_in_words, plain_letters
from dedup.artifacts.loading import load_rules
from dedup.artifacts.mentions import Mentions
from dedup.artifacts.rule import LEFT_OUT, MOST_TIMEOUTS, Finding, Problem, Rule
from dedup.literals import WHOLE, LiteralFinder
from dedup.text.corpus import Corpus, CorpusReader
from dedup.text.packing import pack
from dedup.text.repair import RepairedText
from dedup.text.tables import I64, U8

MOST_OF_RULE: Final = 200  # findings of one rule in one text; a text with more is no article
MOST_OF_TEXT: Final = 1_000
_OUT_OF_TIME: Final = "It took too long on this article and was left out of it; a pattern without open repeats helps."
OF_CHARACTERS: Final = ("hidden-characters", "mixed-alphabets")  # families that look at what others do not see

NoteProblem = Callable[[str | None, str], None]  # takes the rule's id, where one rule alone failed, and the reason
Field = Literal["text", "title"]
RuleWindows = dict[int, list[Span]]  # by number of the rule: the windows that it is to be tried on


class Engine:
    """A set of rules, ready to run over batches of articles."""

    def __init__(
        self,
        rules: Iterable[Rule],
        *,
        checks: Mapping[str, Check] = CHECKS,
        time_limit: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`checks` are the functions that rules name; `time_limit` bounds the seconds of `clock` that a rule may take
        on one article."""
        self.rules = [CompiledRule(rule, checks, time_limit, clock) for rule in rules]
        self._ran_out = [0] * len(self.rules)
        uses = [
            (n, use) for n, rule in enumerate(self.rules) for use in (rule.windows, rule.presence) if use is not None
        ]
        self._finder = LiteralFinder([use for _, use in uses])
        # By use: its rule, and whether the rule is tried where the use has a window, or there if it has one
        self._rule_of = [n for n, _ in uses]
        self._is_tried = [use is self.rules[n].windows for n, use in uses]
        self._both = frozenset(
            n for n, rule in enumerate(self.rules) if rule.windows is not None and rule.presence is not None
        )
        self._always = [n for n, rule in enumerate(self.rules) if rule.windows is None and rule.presence is None]

    def __call__(
        self,
        text: str,
        title: str | None = None,
        furniture: list[Span] | None = None,
        problems: list[Problem] | None = None,
    ) -> list[Finding]:
        """Return the findings in a text and its title, by place.

        `furniture` are spans that are no text of the article. Where they are given, the text is taken as it is; without
        them furniture is looked for and a text in the wrong encoding is repaired, as in a scan. See `batch` for
        `problems`.
        """
        if furniture is None:
            return self.batch(CorpusReader()([Article(text=text, title=title)]), problems)[0]
        found = self._search(
            *pack([text]), lambda n: TextView(text, text, furniture), "text", ProblemLog([""], problems)
        )
        return [*found.get(0, []), *self._titles([title], [""], problems).get(0, [])]

    def batch(self, corpus: Corpus, problems: list[Problem] | None = None) -> list[list[Finding]]:
        """Return the findings in each article of a batch and its title, by place.

        An article without any rule's literals costs next to nothing. What failed is added to `problems`: a rule that
        took too long on an article, or found more than is kept of it.
        """
        ids = [article.id for article in corpus.articles]
        log = ProblemLog(ids, problems)
        found = self._search(corpus.buffer, corpus.offsets, lambda n: _view(corpus, n), "text", log)
        for n, view in _raw_views(corpus):  # a repaired text has no hidden characters any more
            seen = self._search(*pack([view.raw]), {0: view}.__getitem__, "text", ProblemLog([ids[n]], None))
            both = [f for f in found.get(n, []) if f.family not in OF_CHARACTERS]
            both += [f for f in seen.get(0, []) if f.family in OF_CHARACTERS]
            found[n] = _kept(both, log.of(n))
        for n, view in _plain_views(corpus):
            seen = self._search(*pack([view.clean]), {0: view}.__getitem__, "text", ProblemLog([ids[n]], problems))
            both = [f for f in found.get(n, []) if f.family in OF_CHARACTERS] + seen.get(0, [])
            found[n] = _kept(both, log.of(n))
        titles = self._titles([article.title for article in corpus.articles], ids, problems)
        return [found.get(n, []) + titles.get(n, []) for n in range(len(corpus))]

    def windows(self, text: str) -> list[tuple[str, int, int]]:
        """Return where each rule is tried in a text, as (rule, start, end); a check then sees all of it."""
        windows = self.tries(*pack([text])).get(0, {})
        return [
            (self.rules[n].rule.id, start, min(end, len(text))) for n, spans in windows.items() for start, end in spans
        ]

    def _titles(
        self, titles: Sequence[str | None], ids: Sequence[str], problems: list[Problem] | None
    ) -> dict[int, list[Finding]]:
        if not any(titles):
            return {}
        known = [title or "" for title in titles]
        return self._search(
            *pack(known), lambda n: TextView(known[n], known[n], ()), "title", ProblemLog(ids, problems)
        )

    def tries(self, buffer: U8, offsets: I64) -> dict[int, RuleWindows]:
        """Return, by article of a packed buffer, the rules worth a try and where: those whose literals are in it, and
        those without literals."""
        whole = [(0, WHOLE)]
        always: RuleWindows = dict.fromkeys(self._always, whole)
        found: dict[int, RuleWindows] = {n: dict(always) for n in range(offsets.size - 1)} if always else {}
        for article, windows in self._finder(buffer, offsets).by_article():
            tries = found.setdefault(article, {})
            present = set()
            for use, start, end in windows:
                rule = self._rule_of[use]
                if not self._is_tried[use]:
                    present.add(rule)
                elif rule in tries:
                    tries[rule].append((start, end))
                else:
                    tries[rule] = [(start, end)]
            for rule in self._both.intersection(tries) - present:
                del tries[rule]
            tries.update(dict.fromkeys(present - self._both, whole))
        return found

    def _search(
        self, buffer: U8, offsets: I64, view: Callable[[int], TextView], field: Field, log: ProblemLog
    ) -> dict[int, list[Finding]]:
        found: dict[int, list[Finding]] = {}
        for article, tries in sorted(self.tries(buffer, offsets).items()):
            if tries and offsets[article] < offsets[article + 1]:
                text, note = view(article), log.of(article)
                document = Document(text.clean, text.furniture)
                mentions = Mentions(document)
                findings: list[Finding] = []
                for n in sorted(tries):
                    if self._ran_out[n] < MOST_TIMEOUTS and (marks := self._marks(n, document, tries[n], field, note)):
                        findings += _findings(self.rules[n].rule, marks, text, field, mentions)
                if findings:
                    found[article] = _kept(findings, note)
        return found

    def _marks(
        self, number: int, document: Document, windows: list[Span], field: Field, note: NoteProblem
    ) -> list[RuleMark]:
        """Return what a rule marks where its scope allows it, the first MOST_OF_RULE; overlapping marks are one."""
        compiled = self.rules[number]
        rule = compiled.rule
        marks: list[RuleMark] = []
        try:
            for mark in compiled.find(document, sorted(windows) if len(windows) > 1 else windows):
                if compiled.anywhere or ("title" if field == "title" else document.place(mark.start)) in rule.scope:
                    marks.append(mark)
                    if len(marks) > MOST_OF_RULE:
                        note(rule.id, f"It marks more than {MOST_OF_RULE} passages; the rest is left out.")
                        break
        except (TimeoutError, MemoryError):
            marks = []  # how many were found by then depends on the load of the machine
            self._ran_out[number] += 1
            note(rule.id, _OUT_OF_TIME)
            if self._ran_out[number] == MOST_TIMEOUTS:
                note(rule.id, LEFT_OUT)
        return _merged(marks[:MOST_OF_RULE]) if marks else marks


class TextView(NamedTuple):
    """A text as read, as the rules see it (repaired), its furniture there, and the way back."""

    raw: str
    clean: str
    furniture: Sequence[Span]
    repaired: RepairedText | None = None

    def as_read(self, at: int) -> int:
        """Return the place in the text as read of a place in the text as the rules see it."""
        return at if self.repaired is None else int(self.repaired.to_raw[at])


class ProblemLog(NamedTuple):
    """Takes the problems of a batch; `ids` are those of its articles. Without `problems` they are dropped."""

    ids: Sequence[str]
    problems: list[Problem] | None

    def of(self, article: int) -> NoteProblem:
        """Return a function that adds a problem of this article."""

        def note(rule: str | None, reason: str) -> None:
            if self.problems is not None:
                self.problems.append(Problem(self.ids[article], rule, reason))

        return note


def _view(corpus: Corpus, article: int) -> TextView:
    raw = corpus.articles[article].text
    spans = [(f.start, f.end) for f in corpus.furniture.get(article, ())]
    repaired = corpus.repaired.get(article)
    if repaired is None:
        return TextView(raw, raw, spans)
    furniture = [(repaired.find(start), repaired.find(end)) for start, end in spans]
    return TextView(raw, repaired.text, furniture, repaired)


def _raw_views(corpus: Corpus) -> Iterator[tuple[int, TextView]]:
    """Yield the repaired articles that have hidden characters in words, as they were read."""
    for n in sorted(corpus.repaired):
        raw = corpus.articles[n].text
        if next(hidden_in_words(raw), None) is not None:
            yield n, TextView(raw, raw, [(f.start, f.end) for f in corpus.furniture.get(n, ())])


def _plain_views(corpus: Corpus) -> Iterator[tuple[int, TextView]]:
    """Yield the articles that have look-alike letters in words, with the letters that they look like."""
    for n, article in enumerate(corpus.articles):
        if article.text.isascii():
            continue
        view = _view(corpus, n)
        plain = plain_letters(view.clean)
        if plain is not None:
            yield n, view._replace(clean=plain)


def _merged(marks: list[RuleMark]) -> list[RuleMark]:
    """Return the marks of one rule by place; those that overlap become one, with the note of the first."""
    merged: list[RuleMark] = []
    for mark in sorted(marks):
        if merged and mark.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, mark.end))
        else:
            merged.append(mark)
    return merged


def _findings(rule: Rule, marks: Iterable[RuleMark], text: TextView, field: Field, mentions: Mentions) -> list[Finding]:
    found = []
    for mark in marks:
        start, end = text.as_read(mark.start), text.as_read(mark.end)
        passage = text.raw[start:end]
        message = rule.message.replace("{note}", mark.note).replace("{text}", passage)
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
                "soft" if rule.soft else mentions.status_of(mark.start, mark.end, rule),
            )
        )
    return found


def _kept(findings: list[Finding], note: NoteProblem) -> list[Finding]:
    findings.sort(key=lambda f: (f.start, f.end, f.rule))
    if len(findings) > MOST_OF_TEXT:
        note(None, f"Its {len(findings)} findings are more than {MOST_OF_TEXT}; the rest is left out.")
    return findings[:MOST_OF_TEXT]


@cache
def _built_in() -> Engine:
    return Engine(load_rules())


def check(text: str, title: str | None = None, *, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """Return the findings of the rules (default: the built-in ones) in one text and its title, by place.

    >>> [(f.rule, f.text) for f in check("Members of the European Union of EU (EU) met.")]
    [('doubled-acronym', 'European Union of EU (EU)')]
    """
    return (_built_in() if rules is None else Engine(rules))(text, title)
