"""The filter: lines of JSON in, the lines of articles that are new out, in the same order.

One pass decides line by line and keeps the first article of a story. Any other choice needs two: the first decides and notes, the second
writes. Nothing of an article stays in memory after its line.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, Protocol

import msgspec

from dedup.article import Article
from dedup.errors import InputError, SettingsError
from dedup.prefilter.annotation import annotated
from dedup.prefilter.journal import Journal, Link, Progress
from dedup.prefilter.output import Output
from dedup.prefilter.preference import Preference, preference
from dedup.prefilter.removed import Entry, Noted, Removed, Renamed, Unread, encoded
from dedup.sources.records import Line, Records

Mode = Literal["drop", "annotate"]
RELATIONS: Final = ("identical", "near_verbatim", "trimmed", "rewrite", "translation", "partial", "same_event")
COPIES: Final = ("identical", "near_verbatim", "trimmed")
ONE_STORY: Final = (*COPIES, "rewrite")
"""The relations of a copy family: one story, of which one version is enough. The others have something of their own."""

Tell = Callable[[int | None, str], None]
"""Takes a line and what is to be said of it."""


class Matched(Protocol):
    """What the filter looks at in a match of a verdict."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def relation(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102


class Index(Protocol):
    """What the filter needs of `dedup.Prefilter`."""

    def check_and_add(self, article: Article) -> Any:
        """The verdict on an article, which the index holds from now on."""

    def forget(self, *, id: str) -> object:
        """Take an article out."""

    def __contains__(self, id: str) -> bool: ...


class FilterSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What decides which lines come out; raises SettingsError where the settings do not fit one another."""

    mode: Mode = "drop"
    remove: tuple[str, ...] = ONE_STORY
    keep: str = "first"
    strict: bool = False

    def __post_init__(self) -> None:
        unknown = sorted(set(self.remove) - set(RELATIONS))
        if unknown:
            raise SettingsError(f"unknown relation {unknown[0]!r} to remove; choose from {', '.join(RELATIONS)}")
        preferred = self.preference
        if self.mode == "annotate" and preferred.needs_all:
            raise SettingsError(f"annotating leaves nothing out, so keep {self.keep!r} has no meaning; leave one of the two away")

    @property
    def preference(self) -> Preference:
        """Which article of a story stays."""
        return preference(self.keep)

    def check(self, records: Records) -> None:
        """Raise SettingsError where the input cannot be read as often as the choice needs it."""
        if self.preference.needs_all and not records.again:
            raise SettingsError(f"keep {self.keep!r} needs to read the input twice; give a file, or keep the first")


class LineFilter:
    """One run over `records`. `output` and `removed` must stand where `journal.progress` says.

    `waiting` wraps the lines that are read; it may end them early, between two lines. Raises InputError where the lines that are done
    are not those of the interrupted run, and with `settings.strict` at the first line that is not as it should be.
    """

    def __init__(
        self, records: Records, index: Index, output: Output, removed: Output, journal: Journal, settings: FilterSettings, tell: Tell
    ) -> None:
        self._records = records
        self._index = index
        self._output = output
        self._removed = removed
        self._journal = journal
        self._settings = settings
        self._preference = settings.preference
        self._tell = tell
        self._entries: list[Entry] = []
        self._remarks: list[tuple[int | None, str]] = []
        settings.check(records)

    def run(self, waiting: Callable[[Iterator[Line]], Iterator[Line]] = iter) -> Progress:
        """Filter all lines, and return the counts."""
        if self._journal.pending is not None:
            self._index.forget(id=self._journal.pending)
        if not self._preference.needs_all:
            self._pass(waiting, self._decide)
            return self._journal.progress
        if self._journal.progress.stage == 1:
            self._pass(waiting, self._note)
            self._journal.choose()
        self._pass(waiting, self._choose)
        return self._journal.progress

    def _pass(self, waiting: Callable[[Iterator[Line]], Iterator[Line]], take: Callable[[Line, Article], None]) -> None:
        """Give each line that is not done to `take`, within one entry of the journal."""
        progress = self._journal.progress
        done, digest, checked = progress.line, 0, False
        for line in waiting(iter(self._records)):
            if 0 < line.number <= done:
                digest = zlib.crc32(line.raw, digest)
                continue
            checked = checked or self._check(digest)
            if line.article is None:
                self._unread(line)
            else:
                take(line, line.article)
        self._check(digest if not checked else self._journal.progress.digest)

    def _check(self, digest: int) -> bool:
        if digest != self._journal.progress.digest:
            raise InputError(
                f"{self._records.shown} is not what the interrupted run read; give the same input, or remove the output and its .resume file"
            )
        return True

    def _done(self, line: Line) -> None:
        """Tell what is to be told of the line, and note how far the outputs are."""
        progress = self._journal.progress
        for remark in self._remarks:
            self._tell(*remark)
        self._remarks.clear()
        for entry in self._entries:
            self._removed.write(encoded(entry))
        self._entries.clear()
        progress.line = line.number or progress.line
        progress.digest = zlib.crc32(line.raw, progress.digest) if line.number else progress.digest
        progress.output, progress.removed_output = self._output.offset, self._removed.offset

    def _odd(self, line: Line, entry: Entry, reason: str) -> None:
        if self._settings.strict:
            place = f", line {line.number}" if line.number else ""
            raise InputError(f"{self._records.shown}{place}: {reason}")
        self._remarks.append((line.number or None, reason))
        self._entries.append(entry)

    def _unread(self, line: Line) -> None:
        if self._journal.progress.stage == 1:
            for reason in line.notes:
                self._odd(line, Unread(line.number or None, reason), reason)
        with self._journal.line():
            self._journal.progress.unread += self._journal.progress.stage == 1
            self._done(line)

    def _received(self, line: Line, article: Article) -> tuple[Article, Any]:
        """The article under an id that is free in the index, and the verdict on it."""
        for reason in line.notes:
            self._odd(line, Noted(line.number, article.id, reason), reason)
        ident = free_id(article.id, self._index)
        if ident != article.id:
            if not line.made_up:
                entry = Renamed(line.number, article.id, ident)
                self._odd(line, entry, f"{entry.reason} (it is {ident!r} in the index)")
            article = msgspec.structs.replace(article, id=ident)
        self._journal.begin(ident)
        return article, self._index.check_and_add(article)

    def _decide(self, line: Line, article: Article) -> None:
        """One pass: keep the first."""
        article, verdict = self._received(line, article)
        if self._settings.mode == "annotate":
            self._keep(line, annotated(line.raw, verdict))
            return
        staying = (match for match in self._links(verdict) if not self._journal.was_removed(match.other))
        twin = max(staying, default=None, key=lambda link: link.score)
        if twin is None:
            self._keep(line, line.raw)
            return
        with self._journal.line():
            self._journal.remove(article.id, twin.other)
            self._leave_out(line, article.id, twin, getattr(verdict, "family", None))

    def _links(self, verdict: Any) -> list[Link]:
        return [Link(match.id, match.relation, match.score) for match in verdict.matches if match.relation in self._settings.remove]

    def _keep(self, line: Line, data: bytes) -> None:
        with self._journal.line():
            self._output.write(data)
            self._journal.progress.kept += 1
            self._done(line)

    def _leave_out(self, line: Line, ident: str, twin: Link, family: str | None) -> None:
        self._entries.append(Removed(line.number, ident, twin.other, twin.relation, twin.score, family))
        counts = self._journal.progress.removed
        counts[twin.relation] = counts.get(twin.relation, 0) + 1
        self._done(line)

    def _note(self, line: Line, article: Article) -> None:
        """The first of two passes."""
        rank = self._preference.rank(article)
        article, verdict = self._received(line, article)
        with self._journal.line():
            self._journal.link(line.number, article.id, rank, self._links(verdict))
            self._done(line)

    def _choose(self, line: Line, article: Article) -> None:
        """The second of two passes."""
        twin = self._journal.choice(line.number)
        if twin is None:
            self._keep(line, line.raw)
            return
        with self._journal.line():
            self._leave_out(line, self._journal.ident(line.number), twin, None)


def free_id(ident: str, index: Index) -> str:
    """`ident`, or `ident#N` with a number that is free, found in a time that grows with the logarithm of the number of repeats.

    >>> class Holding(set): pass
    >>> free_id("a", Holding({"a", "a#2", "a#3"})), free_id("b", Holding())
    ('a#4', 'b')
    """
    if ident not in index:
        return ident
    taken, free = 1, 2
    while f"{ident}#{free}" in index:
        taken, free = free, 2 * free
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (middle, free) if f"{ident}#{middle}" in index else (taken, middle)
    return f"{ident}#{free}"
