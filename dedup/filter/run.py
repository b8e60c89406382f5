"""A run of the filter: lines of JSON in, the lines of articles that are new out, in the same order.

One pass decides line by line and keeps the first article of a story. Any other choice needs two: the first decides and
notes, the second writes. Nothing of an article stays in memory after its line.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from dedup.article import Article
from dedup.errors import InputError, SettingsError
from dedup.filter.annotate import annotate_line, verdict_summary
from dedup.filter.choice import (
    ONE_STORY,
    KeptInstead,
    Preference,
    RemovalRule,
    VersionPolicy,
    preference,
)
from dedup.filter.journal import OTHER_GOES, VERSION_GOES, Journal, NotedArticle, Progress, Way
from dedup.filter.output import Output
from dedup.records import NOTHING_NEW
from dedup.relations.changed_words import Change
from dedup.sources.line_reader import InputLine, LineReader
from dedup.sources.skipped import ReasonCounts, counted

if TYPE_CHECKING:
    from dedup.index.verdict import Verdict

Mode = Literal["drop", "annotate"]
ReportLine = Callable[[int | None, str], None]
"""Takes the number of a line and what is to be reported of it."""


class ArticleIndex(Protocol):
    """What the filter needs of `dedup.Prefilter`."""

    def check_and_add(self, article: Article, *, token: bytes = b"") -> Verdict:
        """Return the verdict on an article, which the index holds from now on, with the token where it is new."""

    def token_of(self, id: str) -> bytes | None:
        """Return the token with which an article was taken in."""

    def forget(self, id: str) -> object:
        """Take an article out."""


class FilterSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What decides which lines come out; raises SettingsError where the settings do not fit one another.

    `more` is what the index was opened to report on request, which only an annotation shows.
    """

    mode: Mode = "drop"
    remove: tuple[str, ...] = ONE_STORY
    novelty: float = NOTHING_NEW
    versions: VersionPolicy = "keep"
    keep: str = "first"
    strict: bool = False
    more: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        preferred, _ = self.preference, self.rule
        if self.mode == "annotate" and preferred.needs_all:
            raise SettingsError(
                f"annotating leaves nothing out, so keep {self.keep!r} has no meaning; leave one of the two away"
            )
        if self.mode == "drop" and self.more:
            raise SettingsError(f"{self.more[0]} is told in marked lines alone; add --mode annotate, or leave it away")

    @property
    def preference(self) -> Preference:
        """Which article of a story stays."""
        return preference(self.keep)

    @property
    def rule(self) -> RemovalRule:
        """What is left out."""
        return RemovalRule(remove=self.remove, novelty=self.novelty, versions=self.versions)

    def needs_all(self, records: LineReader) -> bool:
        """Return whether nothing can be decided before everything was read: of a stream the newest versions cannot be
        known, and each passes."""
        newest = self.versions == "latest" and self.mode == "drop" and records.again
        return newest or self.preference.needs_all

    def check(self, records: LineReader) -> None:
        """Raise SettingsError where the input cannot be read as often as the choice needs it."""
        if self.preference.needs_all and not records.again:
            raise SettingsError(f"keep {self.keep!r} needs to read the input twice; give a file, or keep the first")


class FilterRun:
    """One run over `records`. `output` and `removed` must be where `journal.progress` says.

    `waiting` wraps the lines that are read; it may end them early, between two lines. Raises InputError where the lines
    that are done are not those of the interrupted run, and with `settings.strict` at the first line that is not as it
    should be.
    """

    def __init__(
        self,
        records: LineReader,
        index: ArticleIndex,
        output: Output,
        removed: Output,
        journal: Journal,
        settings: FilterSettings,
        report: ReportLine,
    ) -> None:
        self._records = records
        self._index = index
        self._output = output
        self._removed = removed
        self._journal = journal
        self._settings = settings
        self._preference = settings.preference
        self._rule = settings.rule
        self._report = report
        self._entries: list[LogEntry] = []
        self._logged = b""
        self._remarks: list[tuple[int | None, str]] = []
        settings.check(records)

    def run(self, waiting: Callable[[Iterator[InputLine]], Iterator[InputLine]] = iter) -> Progress:
        """Filter all lines, and return the counts."""
        self._note_outputs()
        if not self._settings.needs_all(self._records):
            self._pass(waiting, self._decide)
            return self._journal.progress
        if self._journal.progress.stage == 1:
            self._pass(waiting, self._note)
            self._journal.choose()
        self._pass(waiting, self._choose)
        return self._journal.progress

    def _note_outputs(self) -> None:
        """Note which files the outputs are before anything is written to them."""
        with self._journal.line(keep_token=True):
            progress = self._journal.progress
            progress.output, progress.removed_output = self._output.end, self._removed.end

    def _pass(
        self, waiting: Callable[[Iterator[InputLine]], Iterator[InputLine]], take: Callable[[InputLine, Article], None]
    ) -> None:
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
        self._sum_up()

    def _check(self, digest: int) -> bool:
        if digest != self._journal.progress.digest:
            raise InputError(
                f"{self._records.shown} is not what the interrupted run read; give the same input, or name another "
                "output: the index holds what that run passed on"
            )
        return True

    def _done(self, line: InputLine) -> None:
        """Report what is to be reported of the line, and note how far the outputs are."""
        progress = self._journal.progress
        for remark in self._remarks:
            self._report(*remark)
        self._remarks.clear()
        for entry in self._entries:
            self._removed.write(encode_entry(entry))
        self._entries.clear()
        if self._logged:
            self._removed.write(self._logged)
        self._logged = b""
        progress.line = line.number or progress.line
        progress.digest = zlib.crc32(line.raw, progress.digest) if line.number else progress.digest
        progress.output, progress.removed_output = self._output.end, self._removed.end

    def _odd(self, line: InputLine, entry: LogEntry, reason: str) -> None:
        if self._settings.strict:
            place = f", line {line.number}" if line.number else ""
            raise InputError(f"{self._records.shown}{place}: {reason}")
        progress, is_unread = self._journal.progress, isinstance(entry, UnreadLine)
        is_listed = (progress.unread_reasons if is_unread else progress.noted_reasons).is_listed(reason)
        if is_listed:
            self._remarks.append((line.number or None, reason))
        if is_listed or not is_unread:  # of an article that was taken the log has all
            self._entries.append(entry)

    def _sum_up(self) -> None:
        """Report how many odd lines there were besides those that were listed."""
        progress = self._journal.progress
        unread, noted = progress.unread_reasons.rest(), progress.noted_reasons.rest()
        for reason, number in [*unread, *noted]:
            self._report(None, counted(reason, number))
        with self._journal.line():
            for reason, number in unread:
                self._removed.write(encode_entry(UnreadLines(number, reason)))
            progress.unread_reasons, progress.noted_reasons = ReasonCounts(), ReasonCounts()
            progress.removed_output = self._removed.end

    def _unread(self, line: InputLine) -> None:
        if self._journal.progress.stage == 1:
            for reason in line.notes:
                self._odd(line, UnreadLine(line.number or None, reason), reason)
        with self._journal.line():
            self._journal.progress.unread += self._journal.progress.stage == 1
            self._done(line)

    def _asked(self, line: InputLine, article: Article) -> Verdict:
        """Return the verdict on an article, as if the index had not heard of it from this very line: a run that died
        had it taken in, which the token shows."""
        for reason in line.notes:
            self._odd(line, OddLine(line.number, article.id, reason), reason)
        left, token = self._journal.token, self._journal.begin()
        verdict = self._index.check_and_add(article, token=token)
        if left is not None and verdict.known and self._index.token_of(verdict.id) == left:
            self._index.forget(verdict.id)
            verdict = self._index.check_and_add(article, token=token)
        if self._rule.versions == "latest" and verdict.version_of is not None and not verdict.known:
            self._index.forget(verdict.version_of)
        if verdict.id != article.id and not line.made_up and not verdict.known and verdict.version_of is None:
            entry = RenamedArticle(line.number, article.id, verdict.id)
            self._odd(line, entry, f"{entry.reason} (it is {verdict.id!r} in the index)")
        return verdict

    def _decide(self, line: InputLine, article: Article) -> None:
        """Write a line, or leave it out, in the only pass: the first article of a story is kept."""
        verdict = self._asked(line, article)
        if self._settings.mode == "annotate":
            self._keep(line, annotate_line(line.raw, verdict_summary(verdict)))
            return
        twin = self._twin(verdict)
        if twin is None:
            self._entries += _entries_if_kept(line.number, verdict)
            self._keep(line, line.raw)
            return
        with self._journal.line():
            if not verdict.known:
                self._journal.remove(verdict.id, twin.other)
            self._leave_out(line, verdict.id, twin, verdict.family)

    def _twin(self, verdict: Verdict) -> KeptInstead | None:
        """Return the article that is kept instead of this one, None if this one is kept."""
        if verdict.known and "identical" in self._settings.remove:
            return KeptInstead(self._journal.twin(verdict.id) or verdict.id, "identical", 1.0)
        return self._rule.kept_instead(verdict, lambda ident: self._journal.twin(ident) is None)

    def _keep(self, line: InputLine, data: bytes) -> None:
        with self._journal.line():
            self._output.write(data)
            self._journal.progress.kept += 1
            self._done(line)

    def _leave_out(self, line: InputLine, ident: str, twin: KeptInstead, family: str | None) -> None:
        self._entries.append(
            RemovedArticle(line.number, ident, twin.other, twin.relation, twin.score, family, list(twin.changed))
        )
        counts = self._journal.progress.removed
        counts[twin.relation] = counts.get(twin.relation, 0) + 1
        self._done(line)

    def _note(self, line: InputLine, article: Article) -> None:
        """Note a line in the first of two passes."""
        verdict = self._asked(line, article)
        with self._journal.line():
            self._journal.note(
                NotedArticle(
                    line.number,
                    None if verdict.known else verdict.id,
                    self._preference.rank(article),
                    b"".join(map(encode_entry, _entries_if_kept(line.number, verdict))),
                    self._links(verdict),
                )
            )
            self._done(line)

    def _links(self, verdict: Verdict) -> list[tuple[KeptInstead, Way]]:
        """Return the articles that the one of a verdict may go for, or that may go for it."""
        rule = self._rule
        if verdict.known:
            known = KeptInstead(verdict.id, "identical", 1.0)
            return [(known, Way(True, 0))] if "identical" in rule.remove else []
        going = {match.id for match in rule.matches(verdict)} if rule.may_go(verdict) else set()
        others = {match.id for match in rule.superseded(verdict)}
        newest = verdict.version_of if rule.versions == "latest" else None
        links = []
        for match in verdict.matches:
            way = Way(
                match.id in going, VERSION_GOES if match.id == newest else OTHER_GOES if match.id in others else 0
            )
            if any(way):
                links.append((KeptInstead(match.id, match.relation, match.score, match.changed), way))
        if newest is not None and all(link.other != newest for link, _ in links):
            links.append((KeptInstead(newest, "same_event", 0.0, verdict.changed), Way(False, VERSION_GOES)))
        return links

    def _choose(self, line: InputLine, article: Article) -> None:
        """Write a line, or leave it out, in the second of two passes."""
        twin = self._journal.choice(line.number)
        if twin is None:
            self._logged += self._journal.entries(line.number)
            self._keep(line, line.raw)
            return
        with self._journal.line():
            self._leave_out(line, self._journal.ident(line.number) or article.id, twin, None)


class RemovedArticle(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="removed"):
    """An article that was left out, and the one that stays for it; `changed` is what it has otherwise, of a copy with
    almost the same words."""

    line: int
    id: str
    kept: str
    relation: str
    score: float
    family: str | None = None
    changed: list[Change] = []


class SupersedingArticle(msgspec.Struct, frozen=True, tag_field="kind", tag="superseding"):
    """An article that passed and has nearly all that these articles have, which the index held before, and more."""

    line: int
    id: str
    supersedes: list[str]


class LaterVersion(msgspec.Struct, frozen=True, tag_field="kind", tag="version"):
    """An article that passed as a later version of one that came before, and what it changes."""

    line: int
    id: str
    version_of: str
    changed: list[Change]


class UnreadLine(msgspec.Struct, frozen=True, tag_field="kind", tag="unread"):
    """A line that holds no article, or the rest of an input that cannot be read (`line` is None where lines do not
    count)."""

    line: int | None
    reason: str


class OddLine(msgspec.Struct, frozen=True, tag_field="kind", tag="noted"):
    """An article that was odd and taken all the same."""

    line: int
    id: str
    reason: str


class UnreadLines(msgspec.Struct, frozen=True, tag_field="kind", tag="unread lines"):
    """How many lines hold no article for one reason, besides those that have an entry."""

    count: int
    reason: str


class RenamedArticle(msgspec.Struct, frozen=True, tag_field="kind", tag="renamed"):
    """An article whose id was taken: `id` is the user's, `as` the one that it has in the index."""

    line: int
    id: str
    new_id: str = msgspec.field(name="as")
    reason: str = "another article of this id came before; give each its own id"


LogEntry = RemovedArticle | SupersedingArticle | LaterVersion | UnreadLine | UnreadLines | OddLine | RenamedArticle
_ENCODER = msgspec.json.Encoder()


def _entries_if_kept(line: int, verdict: Verdict) -> list[LogEntry]:
    """Return what is logged of an article that passes."""
    if verdict.known:
        return []
    found: list[LogEntry] = []
    if verdict.version_of is not None:
        found.append(LaterVersion(line, verdict.id, verdict.version_of, verdict.changed))
    if verdict.supersedes:
        found.append(SupersedingArticle(line, verdict.id, verdict.supersedes))
    return found


def encode_entry(entry: LogEntry) -> bytes:
    """Return the entry as a line of JSON.

    >>> encode_entry(UnreadLine(3, "the line is not JSON"))
    b'{"kind":"unread","line":3,"reason":"the line is not JSON"}\\n'
    """
    return _ENCODER.encode(entry) + b"\n"
