"""`dedup index`: every command on a small index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.index import Prefilter
from dedup.index.sqlite.connection import APPLICATION
from dedup.index.sqlite.upkeep import maintain_index

Run = Callable[..., tuple[int, str, str]]
STORY = (
    "The harbour was closed on Tuesday after a barge ran into the northern quay. Divers are looking for cracks in "
    "the wall, and ferries to "
    "the islands leave from the fishing port until the weekend. The skipper told the police that his rudder had "
    "jammed in the strong wind."
)
OTHER = (
    "Farmers sold more apples at the weekly market than in any year before, since a mild spring and late rain had"
    " helped them all along."
)
TIMES = {"a": "2024-01-01T10:00:00.000Z", "b": "2024-01-02T10:00:00.000Z", "c": "2024-01-03T10:00:00.000Z"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with Prefilter("seen.db") as seen:
        for ident, body in (("a", STORY), ("b", OTHER), ("c", STORY)):
            seen.check_and_add(dedup.Article(id=ident, text=body, title=f"Title {ident}"), first_seen=TIMES[ident])
    return tmp_path


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def held(path: str, text: bool = True) -> list[tuple[str, str, str | None, str, str]]:
    with Prefilter(path, text=text) as seen:
        return [(r.article.id, r.article.text, r.article.title, r.first_seen, r.family) for r in seen.records()]


@pytest.mark.parametrize("marked", [False, True], ids=["an empty file", "a file that was marked as an index"])
def test_what_a_kill_left_while_an_index_was_made_is_no_index(place: Path, run: Run, marked: bool) -> None:
    """The file is there, and no table is in it."""
    run("index", "export", "seen.db", "-o", "all.jsonl")
    (place / "left.db").touch()
    if marked:
        with closing(sqlite3.connect(place / "left.db")) as file:
            file.execute(f"PRAGMA application_id={APPLICATION}")
    assert run("index", "import", "left.db", "all.jsonl")[0] == 0
    assert run("index", "check", "left.db")[:2] == (0, "nothing is damaged\n")


def test_stats_tell_what_an_index_holds(place: Path, run: Run) -> None:
    code, out, _ = run("index", "stats", "seen.db")
    assert code == 0
    told = {line[:14].strip(): line[15:] for line in out.splitlines()}
    assert (told["articles"], told["families"], told["first seen"], told["keeps text"]) == ("3", "1", TIMES["a"], "yes")
    _, out, _ = run("index", "stats", "seen.db", "--json")
    assert (json.loads(out)["articles"], json.loads(out)["header"]["text"]) == (3, True)


def test_check_finds_nothing_in_a_whole_index_and_tells_damage(place: Path, run: Run) -> None:
    assert run("index", "check", "seen.db") == (0, "nothing is damaged\n", "")
    data = bytearray((place / "seen.db").read_bytes())
    # The last page that holds anything, all but its head.
    at = next(at for at in range(len(data) - 8192, 8192, -8192) if any(data[at + 8 : at + 8192]))
    data[at + 8 : at + 8192] = b"\x7f" * 8184
    (place / "seen.db").write_bytes(data)
    code, out, err = run("index", "check", "seen.db")
    assert code in (1, 2)
    assert "seen.db" in out + err


def test_families_are_printed_a_line_each(place: Path, run: Run) -> None:
    _, out, _ = run("index", "families", "seen.db", "--level", "copy")
    assert lines(out) == [{"id": "copy:a", "level": "copy", "members": ["a", "c"]}]
    assert run("index", "families", "seen.db", "--level", "event")[1] == ""


@pytest.mark.parametrize("name", ["copy.jsonl", "copy.parquet"])
def test_what_was_exported_is_imported_with_its_times(place: Path, run: Run, name: str) -> None:
    code, _, err = run("index", "export", "seen.db", "-o", name)
    assert (code, err) == (0, "dedup: 3 articles exported\n")
    code, _, err = run("index", "import", "other.db", name)
    assert (code, err) == (0, "dedup: 3 articles added, 0 known already\n")
    assert held("other.db") == held("seen.db")
    _, _, err = run("index", "import", "other.db", name)
    assert err == "dedup: 0 articles added, 3 known already\n"
    assert run("index", "export", "seen.db", "-o", name)[0] == 2


def test_an_export_goes_to_standard_output_with_ids_times_and_families(place: Path, run: Run) -> None:
    _, out, _ = run("index", "export", "seen.db")
    wanted = {"id": "c", "first_seen": TIMES["c"], "family": "copy:a", "text": STORY, "title": "Title c"}
    assert lines(out)[2] == wanted


@pytest.mark.parametrize("name", ["copy.jsonl", "copy.parquet"])
@pytest.mark.parametrize("source", ["seen.db", "small.db"])
def test_sketches_are_exported_and_imported_with_their_times(place: Path, run: Run, name: str, source: str) -> None:
    with Prefilter("small.db", text=False) as seen:
        for ident, body in (("a", STORY), ("b", OTHER), ("c", STORY)):
            seen.check_and_add(dedup.Article(id=ident, text=body), first_seen=TIMES[ident])
    assert run("index", "export", source, "--no-text", "-o", name) == (0, "", "dedup: 3 articles exported\n")
    assert b"barge" not in (place / name).read_bytes()
    assert run("index", "import", "other.db", name, "--no-text") == (
        0,
        "",
        "dedup: 3 articles added, 0 known already\n",
    )
    assert held("other.db", text=False) == held("small.db", text=False)
    assert run("index", "families", "other.db")[1] == '{"id":"copy:a","level":"copy","members":["a","c"]}\n'


def test_sketches_go_into_no_index_that_keeps_texts(place: Path, run: Run) -> None:
    run("index", "export", "seen.db", "--no-text", "-o", "copy.jsonl")
    code, _, err = run("index", "import", "other.db", "copy.jsonl")
    assert (code, err) == (2, "dedup: what is imported holds sketches and no texts; make other.db with --no-text\n")
    assert not (place / "other.db").exists()
    code, _, err = run("index", "import", "seen.db", "copy.jsonl")
    assert (code, err.count("\n")) == (2, 1)
    assert "seen.db keeps texts and takes no sketches" in err


def test_damaged_sketches_are_told_and_the_others_taken(place: Path, run: Run) -> None:
    _, out, _ = run("index", "export", "seen.db", "--no-text")
    broken = lines(out)
    broken[1]["sketch"] = broken[1]["sketch"][:-8]
    (place / "copy.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in broken))
    code, _, err = run("index", "import", "other.db", "copy.jsonl", "--no-text")
    assert (code, err.splitlines()) == (
        0,
        [
            "dedup: copy.jsonl, line 2: the sketch is damaged (it has 498 bytes and not 504); export it again",
            "dedup: 2 articles added, 0 known already",
        ],
    )


def test_a_damaged_parquet_file_is_one_line(place: Path, run: Run) -> None:
    (place / "bad.parquet").write_bytes(b"PAR1 not really")
    code, _, err = run("index", "import", "seen.db", "bad.parquet")
    assert (code, err.count("\n")) == (2, 1)
    assert "no Parquet file" in err


def test_forget_takes_articles_out(place: Path, run: Run) -> None:
    assert run("index", "forget", "seen.db", "--id", "b", "--id", "nobody")[2] == "dedup: 1 articles forgotten\n"
    assert [row[0] for row in held("seen.db")] == ["a", "c"]
    assert run("index", "forget", "seen.db", "--older-than", "1d")[2] == "dedup: 2 articles forgotten\n"
    code, _, err = run("index", "forget", "seen.db")
    assert (code, "--older-than" in err) == (2, True)


@pytest.fixture
def taught(place: Path) -> str:
    with Prefilter("taught.db") as seen:
        for n in range(40):
            # 40 stories with no word in common but those of one line
            own = " ".join(
                f"{word}{n}"
                for word in ("harbour", "quay", "barge", "rudder", "ferry", "island", "tide", "rope", "net")
            )
            seen.add(dedup.Article(id=str(n), text=f"{own}.\n\nRing our desk\x1b[31m at any hour.", outlet="Post"))
            if n % 20 == 19:
                maintain_index(place / "taught.db", 1, wait=True)
    return "taught.db"


def test_learned_furniture_is_printed_and_dropped(taught: str, run: Run) -> None:
    assert run("index", "furniture", taught) == (0, "     1       40  post: Ring our desk at any hour.\n", "")
    _, out, _ = run("index", "furniture", taught, "--json")
    assert lines(out) == [{"id": 1, "outlet": "post", "stories": 40, "text": "Ring our desk\x1b[31m at any hour."}]
    assert "learned        1\n" in run("index", "stats", taught)[1]
    assert run("index", "furniture", taught, "--drop", "1") == (0, "", "dedup: line 1 counts again\n")
    assert run("index", "furniture", taught)[1] == ""
    code, _, err = run("index", "furniture", taught, "--drop", "1")
    assert (code, err) == (
        2,
        "dedup: taught.db has learned no line 1; see the numbers with `dedup index furniture taught.db`\n",
    )
    assert run("index", "furniture", taught, "--drop", "9" * 30)[0] == 2


def test_the_style_of_outlets_is_printed(place: Path, run: Run) -> None:
    with Prefilter("style.db", translation=True) as seen:
        for number in range(20):
            text = f"The fair in ward {number} opens at {number % 9 + 1} o'clock, the council of ward {number} said."
            seen.add(dedup.Article(id=f"a{number}", text=text, outlet="Clock\x1b[31m"))
        (mark,) = seen.house_styles()
    assert run("index", "style", "style.db") == (0, f"      20 of       20  clock: {mark.rule}\n", "")
    _, out, _ = run("index", "style", "style.db", "--json")
    assert lines(out) == [{"outlet": "clock\x1b[31m", "rule": mark.rule, "articles": 20, "marked": 20}]
    assert "outlets        1\n" in run("index", "stats", "style.db")[1]


def test_build_takes_what_a_scan_takes(place: Path, run: Run) -> None:
    (place / "news").mkdir()
    for name, body in (("a.txt", STORY), ("b.txt", OTHER), ("c.txt", STORY), ("empty.txt", "")):
        (place / "news" / name).write_text(body)
    code, _, err = run("index", "build", "new.db", "news", "--only", "copies")
    assert code == 0
    assert err.splitlines() == [
        "dedup: 3 articles added, 0 known already",
        "dedup: empty.txt: the file is empty; remove it or fetch it again",
    ]
    assert json.loads(run("index", "stats", "new.db", "--json")[1])["header"]["copies_alone"] is True
    _, _, err = run("index", "build", "new.db", "news")
    assert err.startswith("dedup: 0 articles added, 3 known already")


@pytest.mark.parametrize("command", ["stats", "check", "families", "furniture", "export"])
def test_an_index_that_is_not_there_is_not_made(place: Path, run: Run, command: str) -> None:
    code, _, err = run("index", command, "sene.db")
    assert (code, err) == (
        2,
        "dedup: there is no index 'sene.db'; check the name, or make one with `dedup index build`\n",
    )
    assert not Path("sene.db").exists()


def test_a_file_that_is_no_index_is_told(place: Path, run: Run) -> None:
    (place / "notes.db").write_text("no database at all, though long enough to be looked at by one " * 50)
    code, _, err = run("index", "stats", "notes.db")
    assert (code, err.count("\n")) == (2, 1)
    assert "notes.db" in err


@pytest.mark.parametrize("command", ["stats", "check", "families", "export", "import", "forget", "build"])
def test_every_command_has_a_page_with_an_example(run: Run, command: str) -> None:
    code, out, _ = run("index", command, "--help")
    assert code == 0
    assert f"Example: dedup index {command} " in out
