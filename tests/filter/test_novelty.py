"""The filter on a real index: nothing that adds something is lost, and what was left out can be told from the log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dedup import Prefilter
from dedup.filter.journal import Journal
from dedup.filter.output import FileOutput
from dedup.filter.run import FilterRun, FilterSettings
from dedup.sources.line_reader import LineReader

FIRE = (
    "Crews put out a fire at a warehouse in the port on Tuesday night. Nobody was hurt, a city spokesman said. About "
    "eighty firefighters stayed until after midnight. The cause is not yet known and the police have opened an "
    "inquiry. The damage is put at two million dollars. People living nearby were told to keep their windows shut."
)
TRAINS = (
    " Thick smoke lay over the old town until noon, and trains on the harbor line stood still for three hours. The "
    "owner of the warehouse promised to rebuild it within a year, and the mayor asked for calm."
)
PATH = (
    "The city council voted on Wednesday to build a bicycle path along the river. The route will join the station to "
    "the old mill and should be ready next fall, and it will cost four million dollars, half of it paid by the state."
)
CORRECTED = (FIRE + TRAINS).replace("eighty", "ninety")
URL = "https://ledger.example/fire"
Rows = list[dict[str, Any]]


def run(folder: Path, rows: Rows, **settings: Any) -> tuple[list[str], Rows]:
    """The ids that pass, and what is logged."""
    source, out, log = (folder / name for name in ("in.jsonl", "out.jsonl", "removed.jsonl"))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with Prefilter(folder / "seen.db") as seen, Journal(None, settings) as journal:
        outputs = FileOutput(str(out)), FileOutput(str(log))
        FilterRun(
            LineReader(str(source)), seen, *outputs, journal, FilterSettings(**settings), lambda line, reason: None
        ).run()
        for output in outputs:
            output.close()
    passed = [json.loads(line)["id"] for line in out.read_bytes().splitlines()]
    return passed, [json.loads(line) for line in log.read_bytes().splitlines()]


def row(id: str, text: str, **more: str) -> dict[str, Any]:
    return {"id": id, "text": text, **more}


ALERT = "Crews put out a fire at a warehouse"
LEDE = FIRE.partition(" The damage")[0]
GROWING = [row("alert", ALERT), row("lede", LEDE), row("first", FIRE), row("full", FIRE + TRAINS)]


def test_each_fuller_text_passes_and_the_log_says_what_it_supersedes(tmp_path: Path) -> None:
    passed, log = run(tmp_path, [*GROWING, row("copy", FIRE)])
    assert passed == ["alert", "lede", "first", "full"]
    superseding = [(entry["line"], entry["id"], entry["supersedes"]) for entry in log if entry["kind"] == "superseding"]
    assert superseding == [(3, "first", ["lede"]), (4, "full", ["first", "lede"])]
    (removed,) = [entry for entry in log if entry["kind"] == "removed"]
    assert (removed["id"], removed["kept"], removed["relation"]) == ("copy", "first", "identical")


def test_a_digest_of_a_story_passes_and_one_of_seen_stories_does_not(tmp_path: Path) -> None:
    passed, _ = run(tmp_path, [row("a", FIRE), row("one", f"{FIRE}\n\n{PATH}"), row("two", f"{PATH}\n\n{FIRE}")])
    assert passed == ["a", "one"]


def test_a_correction_under_another_id_and_address_is_removed_and_told(tmp_path: Path) -> None:
    passed, log = run(
        tmp_path, [row("a", FIRE + TRAINS, url=URL), row("b", CORRECTED, url="https://courier.example/1")]
    )
    at = CORRECTED.index("ninety")
    assert passed == ["a"]
    assert [entry["changed"] for entry in log] == [[["eighty", "ninety", at, at + 6]]]


VERSIONS = [row("a", FIRE + TRAINS, url=URL), row("b", CORRECTED, url=URL), row("c", CORRECTED, url=f"{URL}#top")]


@pytest.mark.parametrize(
    ("versions", "passed", "kinds"),
    [
        ("keep", ["a", "b"], ["version", "removed"]),
        ("drop", ["a"], ["removed", "removed"]),
        ("latest", ["b"], ["removed", "version", "removed"]),
    ],
)
def test_versions_of_one_article(tmp_path: Path, versions: str, passed: list[str], kinds: list[str]) -> None:
    found, log = run(tmp_path, VERSIONS, versions=versions)
    assert found == passed
    assert [entry["kind"] for entry in log] == kinds
    for entry in log:
        if entry["kind"] == "version":
            assert (entry["id"], entry["version_of"], entry["changed"][0][:2]) == ("b", "a", ["eighty", "ninety"])


def test_a_shorter_version_passes_as_well(tmp_path: Path) -> None:
    passed, _ = run(tmp_path, [row("a", FIRE + TRAINS, url=URL), row("b", FIRE, url=URL)])
    assert passed == ["a", "b"]


def test_the_newest_version_is_what_later_copies_go_for(tmp_path: Path) -> None:
    rows = [*VERSIONS[:2], row("copy", f"{CORRECTED} Our reporter adds nothing.", url="https://courier.example/1")]
    passed, log = run(tmp_path, rows, versions="latest")
    assert passed == ["b"]
    assert [(entry["id"], entry["kept"]) for entry in log if entry["kind"] == "removed"] == [("a", "b"), ("copy", "b")]


def test_the_longest_is_kept_where_it_has_what_the_others_have(tmp_path: Path) -> None:
    """An alert is too short to be known as part of the story, so that it stays."""
    passed, log = run(tmp_path, [*GROWING, row("other", PATH)], keep="longest")
    assert passed == ["alert", "full", "other"]
    assert [(entry["kind"], entry["id"]) for entry in log] == [
        ("removed", "lede"),
        ("removed", "first"),
        ("superseding", "full"),
    ]


def test_two_texts_that_each_have_something_of_their_own_both_stay(tmp_path: Path) -> None:
    rows = [row("a", FIRE + TRAINS), row("b", f"{FIRE} {PATH}")]
    for keep in ("first", "longest"):
        folder = tmp_path / keep
        folder.mkdir()
        assert run(folder, rows, keep=keep)[0] == ["a", "b"]


def test_annotating_marks_what_is_new(tmp_path: Path) -> None:
    passed, _ = run(tmp_path, GROWING, mode="annotate")
    assert passed == ["alert", "lede", "first", "full"]
    marks = [json.loads(line)["dedup"] for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert marks[0]["novelty"] == 1.0
    assert marks[3]["supersedes"] == ["first", "lede"]
    assert "version_of" not in marks[3]
