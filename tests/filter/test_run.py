"""The filter by itself, on an index that knows texts by their words alone."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from dedup.article import Article
from dedup.errors import FormatError, InputError, OutputError, SettingsError
from dedup.filter.journal import Journal, Progress
from dedup.filter.output import FileOutput, NoOutput, Output, journal_of
from dedup.filter.run import ArticleIndex, FilterRun, FilterSettings
from dedup.records import Sides
from dedup.relations.changed_words import Change
from dedup.sources.line_reader import InputLine, LineReader

HARBOUR = "The harbour was closed on Tuesday after a barge ran into the quay"
MARKET = "Farmers sold more apples at the market than in any year before"

BROKEN = '{"id": "c", "text": "The café’s owner said so"}\n'.encode().replace(b"owner", b"own\xffer")


class Match(msgspec.Struct, frozen=True):
    id: str
    score: float
    relation: str
    direction: str = "unknown"
    coverage: None = None
    copied: Sides | None = None
    proves: bool = True
    version: bool = False
    changed: list[Change] = []


class Verdict(msgspec.Struct, frozen=True):
    id: str
    decision: str
    matches: list[Match]
    family: str = "f"
    first_seen: str = ""
    known: bool = False
    translation: None = None
    names: None = None
    novelty: float | None = None
    supersedes: list[str] = []
    version_of: str | None = None
    changed: list[Change] = []


class WordIndex:
    """Articles with the same words are identical, with half of them in common partial, with four in five near
    verbatim."""

    def __init__(self) -> None:
        self.words: dict[str, set[str]] = {}
        self.tokens: dict[str, bytes] = {}

    def forget(self, id: str) -> None:
        del self.words[id], self.tokens[id]

    def token_of(self, id: str) -> bytes:
        return self.tokens[id]

    def check_and_add(self, article: Article, *, token: bytes = b"") -> Verdict:
        words = set(article.text.split())
        matches = []
        for ident, others in self.words.items():
            score = len(words & others) / len(words | others)
            if score >= 0.5:
                matches.append(
                    Match(ident, score, "identical" if score == 1 else "near_verbatim" if score >= 0.8 else "partial")
                )
        matches.sort(key=lambda match: -match.score)
        names = (article.id, *(f"{article.id}#{number}" for number in range(2, 99)))
        name = next(name for name in names if self.words.get(name, words) == words)
        known = name in self.words
        if not known:
            self.words[name], self.tokens[name] = words, token
        found = [Match(name, 1.0, "identical")] if known else matches
        return Verdict(name, found[0].relation if found else "new", found, known=known)


class PowerCutError(Exception):
    """Goes out."""


class Place:
    """An input, an index, and outputs that can be gone on with."""

    def __init__(self, folder: Path) -> None:
        self.input = folder / "in.jsonl"
        self.output = folder / "out.jsonl"
        self.removed = folder / "removed.jsonl"
        self.index = WordIndex()
        self.told: list[tuple[int | None, str]] = []

    def write(self, *records: dict[str, Any] | bytes) -> None:
        lines = (each if isinstance(each, bytes) else json.dumps(each).encode() + b"\n" for each in records)
        self.input.write_bytes(b"".join(lines))

    def run(self, *, index: Any = None, **settings: Any) -> Progress:
        with Journal(journal_of(str(self.output)), settings) as journal:
            at = journal.progress
            outputs = FileOutput(str(self.output), at.output), FileOutput(str(self.removed), at.removed_output)
            try:
                progress = self.lines(journal, *outputs, index=index, **settings).run()
                journal.finish()
            finally:
                for output in outputs:
                    output.close()
            return progress

    def lines(self, journal: Journal, output: Output, removed: Output, index: Any = None, **settings: Any) -> FilterRun:
        def tell(line: int | None, reason: str) -> None:
            self.told.append((line, reason))

        return FilterRun(
            LineReader(str(self.input)),
            cast("ArticleIndex", index or self.index),
            output,
            removed,
            journal,
            FilterSettings(**settings),
            tell,
        )

    def ids(self) -> list[str]:
        return [json.loads(line.decode("utf-8", "replace"))["id"] for line in self.output.read_bytes().splitlines()]

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.removed.read_bytes().splitlines()]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_lines_that_stay_come_out_byte_for_byte_in_their_order(place: Place) -> None:
    odd = b'  {"text" : "' + MARKET.encode() + b'", "id":"b", "n": 1.50}\r\n'
    last = b'{"id": "d", "text": "Nothing else was heard of them"}'
    place.write({"id": "a", "text": HARBOUR}, odd, {"id": "c", "text": HARBOUR}, b"\n", last)
    progress = place.run()
    lines = place.input.read_bytes().splitlines(keepends=True)
    assert place.output.read_bytes() == lines[0] + odd + last
    assert (progress.kept, progress.removed, progress.unread) == (3, {"identical": 1}, 0)


def test_what_was_removed_is_told_with_the_article_that_stays(place: Place) -> None:
    place.write({"id": "a", "text": HARBOUR}, {"id": "b", "text": f"{HARBOUR} again"})
    place.run()
    (entry,) = place.entries()
    assert entry == {
        "kind": "removed",
        "line": 2,
        "id": "b",
        "kept": "a",
        "relation": "near_verbatim",
        "score": entry["score"],
        "family": "f",
    }


def test_the_article_that_stays_is_one_that_stays(place: Place) -> None:
    """c is like b alone, and b went: c stays."""
    a, b, c = "1 2 3 4 5 6 7 8 9 10", "1 2 3 4 5 6 7 8 9 10 11", "1 2 3 4 5 6 7 8 10 11 12"
    place.write({"id": "a", "text": a}, {"id": "b", "text": b}, {"id": "c", "text": c})
    place.run()
    assert place.ids() == ["a", "c"]


def test_only_the_relations_that_were_named_remove(place: Place) -> None:
    place.write(
        {"id": "a", "text": HARBOUR},
        {"id": "b", "text": f"{HARBOUR} in the north of the town"},
        {"id": "c", "text": HARBOUR},
    )
    place.run(remove=("partial",))
    assert place.ids() == ["a", "c"]


@pytest.mark.parametrize(
    ("keep", "ids"),
    [
        ("first", ["a", "d"]),
        ("longest", ["b", "d"]),
        ("earliest", ["c", "d"]),
        ("prefer=Gazette,example.org", ["b", "d"]),
    ],
)
def test_which_article_of_a_story_stays(place: Place, keep: str, ids: list[str]) -> None:
    place.write(
        {"id": "a", "text": HARBOUR, "published": "2021-03-03"},
        {"id": "b", "text": f"{HARBOUR} again", "published": "2021-03-02", "url": "https://www.example.org/1"},
        {"id": "c", "text": HARBOUR, "published": "2021-03-01T10:00"},
        {"id": "d", "text": MARKET},
    )
    place.run(keep=keep)
    assert place.ids() == ids
    assert {entry["kept"] for entry in place.entries()} == {ids[0]}


def test_what_the_index_held_before_stays_whatever_is_liked_more(place: Place) -> None:
    place.index.check_and_add(Article(id="old", text=HARBOUR))
    place.write({"id": "a", "text": f"{HARBOUR} again"}, {"id": "b", "text": MARKET})
    place.run(keep="longest")
    assert place.ids() == ["b"]
    assert place.entries()[0]["kept"] == "old"


def test_annotating_leaves_nothing_out(place: Place) -> None:
    place.write({"id": "a", "text": HARBOUR}, b'{"id": "b", "text": "%b", "dedup": "old"}\n' % HARBOUR.encode())
    place.run(mode="annotate")
    first, second = place.output.read_bytes().splitlines()
    added = b'"dedup":{"decision":"new","family":"f","matches":[],"novelty":null,"supersedes":[]}'
    assert first == b'{"id": "a", "text": "%b",%b}' % (HARBOUR.encode(), added)
    assert second.count(b'"dedup"') == 1
    match = {"id": "a", "relation": "identical", "score": 1.0, "direction": "unknown"}
    assert json.loads(second)["dedup"] == {"decision": "identical", "family": "f", "matches": [match]} | {
        "novelty": None,
        "supersedes": [],
    }


def test_a_line_in_another_encoding_is_annotated_in_json_that_can_be_read(place: Place) -> None:
    text = "Le président a déclaré lundi que l'été serait très chaud à l'étranger"
    place.write(b'{"id": "a", "text": "%b"}\n' % text.encode("cp1252"))
    place.run(mode="annotate")
    assert json.loads(place.output.read_bytes())["text"] == text


def test_bad_lines_are_told_once_and_stop_nothing(place: Place) -> None:
    place.write(
        b"no json\n", {"id": "a", "text": HARBOUR}, {"id": "b"}, BROKEN, b'["list"]\n'
    )  # fmt: skip
    progress = place.run()
    assert place.ids()[:1] == ["a"]
    assert [line for line, _ in place.told] == [1, 3, 4, 5]
    assert [(entry["kind"], entry["line"]) for entry in place.entries()] == [
        ("unread", 1),
        ("unread", 3),
        ("noted", 4),
        ("unread", 5),
    ]
    assert (progress.kept, progress.unread) == (2, 3)


@pytest.mark.parametrize("keep", ["first", "longest"])
@pytest.mark.parametrize("calls", [0, 1])
def test_of_many_bad_lines_the_first_hundred_are_told_and_the_rest_counted(place: Place, keep: str, calls: int) -> None:
    """Also where the run dies in between."""
    bad = [b'{"x%d": 1}\n' % n for n in range(70)]
    place.write({"id": "a", "text": HARBOUR}, *bad, {"id": "b", "text": MARKET}, *bad, {"id": "a", "text": MARKET})
    if calls:
        with pytest.raises(PowerCutError):
            place.run(index=DyingIndex(place.index, 2, after=True), keep=keep)
    progress = place.run(keep=keep)
    assert progress.unread == 140
    unread = [entry for entry in place.entries() if entry["kind"].startswith("unread")]
    assert [entry["line"] for entry in unread[:-1]] == [*range(2, 72), *range(73, 103)]
    reason = "no field is known to hold the text (the line has: x30); name the field with --field text=NAME"
    assert unread[-1] == {"kind": "unread lines", "count": 40, "reason": reason}
    assert [line for line, _ in place.told] == [*range(2, 72), *range(73, 103), 143, None]
    assert place.told[-1] == (None, f"{reason} (and 39 more like this)")


def test_two_passes_tell_bad_lines_once(place: Place) -> None:
    place.write(b"no json\n", {"id": "a", "text": HARBOUR})
    progress = place.run(keep="longest")
    assert [line for line, _ in place.told] == [1]
    assert [entry["kind"] for entry in place.entries()] == ["unread"]
    assert progress.unread == 1


def test_a_repeated_id_loses_no_article(place: Place) -> None:
    place.write({"id": "a", "text": HARBOUR}, {"id": "a", "text": MARKET}, {"id": "b", "text": f"{MARKET} again"})
    place.run()
    assert place.ids() == ["a", "a"]
    assert [(entry["kind"], entry["line"]) for entry in place.entries()] == [("renamed", 2), ("removed", 3)]
    assert place.entries()[0]["as"] == place.entries()[1]["kept"] == "a#2"
    assert [line for line, _ in place.told] == [2]


@pytest.mark.parametrize("keep", ["first", "longest"])
def test_an_article_that_comes_again_is_removed_for_itself(place: Place, keep: str) -> None:
    place.write({"id": "a", "text": HARBOUR}, {"id": "b", "text": MARKET}, {"id": "a", "text": HARBOUR})
    place.run(keep=keep)
    assert [(entry["line"], entry["id"], entry["kept"]) for entry in place.entries()] == [(3, "a", "a")]


@pytest.mark.parametrize("keep", ["first", "longest"])
def test_what_the_index_knows_is_removed_however_often_it_comes(place: Place, keep: str) -> None:
    place.index.check_and_add(Article(id="a", text=HARBOUR))
    place.write({"id": "a", "text": HARBOUR}, {"id": "b", "text": MARKET}, {"id": "a", "text": HARBOUR})
    place.run(keep=keep)
    assert place.ids() == ["b"]
    assert [(entry["line"], entry["kept"]) for entry in place.entries()] == [(1, "a"), (3, "a")]


def test_an_article_that_went_goes_for_the_same_one_when_it_comes_again(place: Place) -> None:
    place.write(
        {"id": "a", "text": HARBOUR}, {"id": "b", "text": f"{HARBOUR} again"}, {"id": "b", "text": f"{HARBOUR} again"}
    )
    place.run()
    assert [(entry["line"], entry["kept"]) for entry in place.entries()] == [(2, "a"), (3, "a")]


@pytest.mark.parametrize("line", [b"no json\n", b'{"id": "a", "text": "another"}\n', BROKEN])
def test_strict_stops_at_the_first_odd_line(place: Place, line: bytes) -> None:
    place.write({"id": "a", "text": HARBOUR}, line, {"id": "b", "text": MARKET})
    with pytest.raises(InputError, match=r"in\.jsonl, line 2: "):
        place.run(strict=True)
    assert place.ids() == ["a"]


class DyingIndex:
    """Lets the process die before or after the index has taken the article in."""

    def __init__(self, index: WordIndex, calls: int, *, after: bool) -> None:
        self._index, self._left, self._after = index, calls, after

    def forget(self, id: str) -> None:
        self._index.forget(id)

    def token_of(self, id: str) -> bytes:
        return self._index.token_of(id)

    def check_and_add(self, article: Article, *, token: bytes = b"") -> Verdict:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise PowerCutError
        verdict = self._index.check_and_add(article, token=token)
        if self._left == 0:
            raise PowerCutError
        return verdict


RECORDS = [
    {"id": "a", "text": HARBOUR}, {"id": "b", "text": MARKET}, {"id": "c", "text": f"{HARBOUR} again"},
    {"id": "a", "text": MARKET}, {"id": "c", "text": f"{HARBOUR} again"},
    {"id": "d", "text": "Nothing else was heard of them"}, {"id": "e", "text": HARBOUR},
]  # fmt: skip


@pytest.mark.parametrize(
    "settings", [{}, {"keep": "longest"}, {"mode": "annotate"}], ids=["drop", "longest", "annotate"]
)
@pytest.mark.parametrize("calls", range(1, 8))
@pytest.mark.parametrize("after", [False, True])
def test_a_run_that_died_is_gone_on_with(
    place: Place, tmp_path: Path, settings: dict[str, Any], calls: int, after: bool
) -> None:
    whole = Place(tmp_path / "whole")
    whole.input.parent.mkdir()
    for each in (whole, place):
        each.write(b"no json\n", *RECORDS)
    wanted = whole.run(**settings)
    with pytest.raises(PowerCutError):
        place.run(index=DyingIndex(place.index, calls, after=after), **settings)
    for output in (place.output, place.removed):
        # What the dead run wrote and did not note.
        with output.open("ab") as file:
            file.write(b'{"half a li')
    assert counts(place.run(**settings)) == counts(wanted)
    assert place.output.read_bytes() == whole.output.read_bytes()
    assert place.removed.read_bytes() == whole.removed.read_bytes()
    assert place.index.words == whole.index.words
    assert [line for line, _ in place.told] == [line for line, _ in whole.told]
    assert not Path(journal_of(str(place.output))).exists()


def counts(progress: Progress) -> tuple[int, int, dict[str, int]]:
    return progress.kept, progress.unread, progress.removed


def test_a_line_that_was_done_is_not_decided_again_for_the_next_one(place: Place) -> None:
    """The second line repeats the first: the index knows it from a line that is done."""
    place.write({"id": "a", "text": HARBOUR}, {"id": "a", "text": HARBOUR})
    with Journal(journal_of(str(place.output)), {}) as journal:
        outputs = FileOutput(str(place.output)), FileOutput(str(place.removed))
        with pytest.raises(PowerCutError):
            place.lines(journal, *outputs).run(lambda lines: until(2, lines))
        for output in outputs:
            output.close()
    place.run()
    assert place.ids() == ["a"]


def until(number: int, lines: Iterator[InputLine]) -> Iterator[InputLine]:
    for line in lines:
        if line.number == number:
            raise PowerCutError
        yield line


def test_another_input_is_not_gone_on_with(place: Place) -> None:
    place.write(*RECORDS)
    with pytest.raises(PowerCutError):
        place.run(index=DyingIndex(place.index, 3, after=True))
    place.write(*RECORDS[1:])
    with pytest.raises(InputError, match="not what the interrupted run read"):
        place.run()
    place.write(*RECORDS[:1])
    with pytest.raises(InputError, match="not what the interrupted run read"):
        place.run()


def test_other_settings_do_not_go_on_with_a_run(place: Place) -> None:
    place.write(*RECORDS)
    with pytest.raises(PowerCutError):
        place.run(index=DyingIndex(place.index, 3, after=True), mode="annotate")
    with pytest.raises(FormatError, match=r'had mode "annotate" and this one has "drop"'):
        place.run(mode="drop")


def test_an_output_that_lost_lines_is_not_gone_on_with(place: Place) -> None:
    place.write(*RECORDS)
    with pytest.raises(PowerCutError):
        place.run(index=DyingIndex(place.index, 3, after=True))
    place.output.write_bytes(b"")
    with pytest.raises(OutputError, match="shorter than when its run was interrupted"):
        place.run()


def test_a_damaged_journal_is_told(place: Place) -> None:
    Path(journal_of(str(place.output))).write_bytes(b"not what it was" * 500)
    with pytest.raises(FormatError, match="is damaged"):
        place.run()


def die_in(place: Place, call: int = 3) -> None:
    """Let a run end while a line is under way."""
    place.write(*RECORDS)
    with pytest.raises(PowerCutError):
        place.run(index=DyingIndex(place.index, call, after=True))


def test_what_another_run_took_in_meanwhile_is_not_passed_on_twice(place: Place) -> None:
    """This run had noted that it begins a line, and died before the index took the article in; another run on the same
    index took it in, and passed it on."""
    place.write(*RECORDS)
    with pytest.raises(PowerCutError):
        place.run(index=DyingIndex(place.index, 2, after=False))
    place.index.check_and_add(Article(id="b", text=MARKET), token=b"of another run")
    place.run()
    assert place.ids() == ["a", "d"]
    assert place.index.tokens["b"] == b"of another run"


def run_with_journal(place: Place, *, may_begin: bool) -> None:
    with Journal(journal_of(str(place.output)), {}, may_begin=may_begin):
        pass


def test_an_empty_journal_does_not_begin_a_run_anew_over_an_output(place: Place) -> None:
    """What was passed on before is held by the index, and would come out nowhere."""
    die_in(place)
    for name in (journal_of(str(place.output)), journal_of(str(place.output)) + "-wal"):
        Path(name).unlink(missing_ok=True)
    Path(journal_of(str(place.output))).touch()
    with pytest.raises(FormatError, match=r"holds no run, and its output is there; move .* and keep its output"):
        run_with_journal(place, may_begin=False)
    assert place.ids() == ["a", "b"]
    run_with_journal(place, may_begin=True)


def test_the_file_of_another_program_is_no_journal_and_stays_as_it_is(place: Place) -> None:
    path = Path(journal_of(str(place.output)))
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE run (a, b)")
    before = path.read_bytes()
    with pytest.raises(FormatError, match="no journal of this version"):
        place.run()
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_no_journal(place: Place) -> None:
    """Whoever opens one waits for another process."""
    os.mkfifo(journal_of(str(place.output)))
    with pytest.raises(FormatError, match="is no regular file; move"):
        place.run()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM run",
        "UPDATE run SET settings = '[]'",
        "UPDATE run SET settings = '{\"x\": 1}'",
        "UPDATE run SET settings = 7",
        "UPDATE run SET settings = x'ff'",
        "UPDATE run SET token = 'abc'",
        "UPDATE run SET token = 1.5",
        "UPDATE run SET progress = '[1]'",
        "UPDATE run SET progress = x'7b7d00'",
        "UPDATE run SET format = 'new'",
        "UPDATE run SET format = 99",
        "ALTER TABLE run ADD COLUMN more",
        "ALTER TABLE run DROP COLUMN token",
        "DROP TABLE run",
        "CREATE TRIGGER t AFTER UPDATE ON run BEGIN DELETE FROM removed; END",
        "CREATE VIEW v AS SELECT 1",
    ],
)
def test_a_journal_that_was_tampered_with_is_one_sentence(place: Place, change: str) -> None:
    die_in(place)
    with closing(sqlite3.connect(journal_of(str(place.output)), isolation_level=None)) as file:
        file.execute(change)
    if change.endswith("COLUMN more"):
        place.run()
        return
    with pytest.raises((FormatError, OutputError)) as told:
        place.run()
    assert "\n" not in str(told.value) and journal_of(place.output.name) in str(told.value)
    assert place.ids() == ["a", "b"]


def replaced_by_another_file(place: Place) -> None:
    other = place.output.with_name("notes")
    other.write_bytes(place.output.read_bytes() + b"my precious notes\n")
    other.replace(place.output)


def overwritten(place: Place) -> None:
    place.output.write_bytes(b"my precious notes\n" * 1000)


def overwritten_with_few(place: Place) -> None:
    place.output.write_bytes(b"my precious note")


def changed_in_place(place: Place) -> None:
    with place.output.open("r+b") as file:
        file.seek(max(0, place.output.stat().st_size - 20))
        file.write(b"my precious contract")


def written_to(place: Place) -> None:
    with place.output.open("ab") as file:
        file.write(b"my precious notes\n" * 1000)


def linked(place: Place) -> None:
    other = place.output.with_name("notes")
    other.write_bytes(b"my precious notes\n" * 1000)
    place.output.unlink()
    place.output.symlink_to(other)


@pytest.mark.parametrize("call", [1, 3])
@pytest.mark.parametrize(
    "replace", [replaced_by_another_file, overwritten, overwritten_with_few, changed_in_place, written_to, linked]
)
def test_a_file_in_the_place_of_the_output_is_left_as_it_is(
    place: Place, replace: Callable[[Place], None], call: int
) -> None:
    die_in(place, call)
    replace(place)
    before = place.output.read_bytes()
    with pytest.raises(OutputError, match=r"is not the file that|was written to since|is shorter than"):
        place.run()
    assert place.output.read_bytes() == before


def test_one_run_at_a_time_writes_an_output(place: Place) -> None:
    place.write(*RECORDS)
    with Journal(journal_of(str(place.output)), {}), pytest.raises(OutputError, match="is in use"):
        place.run()


def test_lines_may_be_ended_early(place: Place) -> None:
    place.write(*RECORDS)

    with Journal(None, {}) as journal:
        output = FileOutput(str(place.output))
        with pytest.raises(PowerCutError):
            place.lines(journal, output, NoOutput()).run(lambda lines: until(3, lines))
        output.close()
    assert place.ids() == ["a", "b"]


def test_settings_that_do_not_fit_are_refused(place: Place) -> None:
    with pytest.raises(SettingsError, match="unknown relation 'copy'"):
        FilterSettings(remove=("copy",))
    with pytest.raises(SettingsError, match="choose first, longest, earliest"):
        FilterSettings(keep="shortest")
    with pytest.raises(SettingsError, match="has no meaning"):
        FilterSettings(mode="annotate", keep="longest")
    with pytest.raises(SettingsError, match="read the input twice"):
        FilterSettings(keep="longest").check(LineReader("-"))
