"""`dedup filter` as a program: in pipes, killed, stopped, out of disk."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dedup.index import Prefilter
from dedup.sources.line_reader import MAX_LINE_BYTES

Run = Callable[..., tuple[int, str, str]]
NAMES = (
    "harbour market bridge council ferry orchard museum painter train signal weather storm river valley union "
    "teacher library winter"
)
WORDS = NAMES.split(" ")


def text(seed: int, words: int = 60) -> str:
    draw = Random(seed)
    return " ".join(f"{draw.choice(WORDS)} {draw.randrange(10_000)}" for _ in range(words)).capitalize() + "."


def line(ident: str, seed: int, **fields: Any) -> bytes:
    return json.dumps({"id": ident, "text": text(seed), **fields}).encode() + b"\n"


LINES = [line("a", 1), line("b", 2), line("c", 1), b"no json\n", line("d", 3), line("e", 2)]
MORE = ["--mode", "annotate", "--translation", "--names"]
KEPT = LINES[0] + LINES[1] + LINES[4]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.jsonl").write_bytes(b"".join(LINES))
    return tmp_path


def program(*args: str, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dedup", "filter", "--index", "seen.db", *args],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, **options,
    )  # fmt: skip


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in path.read_bytes().splitlines()]


def test_a_file_is_filtered_and_what_was_removed_is_told(place: Path, run: Run) -> None:
    code, out, err = run("filter", "--index", "seen.db", "news.jsonl", "-o", "new.jsonl", "--removed", "removed.jsonl")
    assert (code, out) == (0, "")
    assert (place / "new.jsonl").read_bytes() == KEPT
    told = [
        (entry["kind"], entry["line"], entry.get("id"), entry.get("kept")) for entry in entries(place / "removed.jsonl")
    ]
    assert told == [("removed", 3, "c", "a"), ("unread", 4, None, None), ("removed", 6, "e", "b")]
    assert err.splitlines()[0].startswith("dedup: news.jsonl, line 4: the line is not JSON")
    assert err.splitlines()[1:] == ["dedup: 3 kept, 2 removed (2 identical), 1 not read"]
    assert sorted(path.name for path in place.iterdir() if path.name.startswith("new.")) == ["new.jsonl"]


def test_the_index_is_remembered(place: Path, run: Run) -> None:
    run("filter", "--index", "seen.db", "news.jsonl", "-o", "new.jsonl")
    for _ in range(2):
        code, out, _ = run("filter", "--index", "seen.db", "news.jsonl", "--quiet", "--removed", "log.jsonl")
        assert (code, out) == (0, "")
    # Without -o what was removed is added to a log: nothing tells where a run began.
    assert [entry["line"] for entry in entries(place / "log.jsonl")] == [*range(1, 7), *range(1, 7)]


def test_gzipped_input_and_standard_input_are_read(place: Path) -> None:
    done = program()
    out, _ = done.communicate(gzip.compress(b"".join(LINES)), timeout=120)
    assert (done.returncode, out) == (0, KEPT)


def test_annotating_gives_every_article_in_its_order(place: Path, run: Run) -> None:
    _, out, _ = run("filter", "--index", "seen.db", "news.jsonl", "--mode", "annotate", "--quiet")
    records = [json.loads(each) for each in out.splitlines()]
    assert [(each["id"], each["dedup"]["decision"]) for each in records] == [
        ("a", "new"), ("b", "new"), ("c", "identical"), ("d", "new"), ("e", "identical"),
    ]  # fmt: skip
    assert records[2]["dedup"]["matches"][0]["id"] == "a"
    assert records[2]["dedup"]["family"] == "copy:a"


def test_annotating_tells_more_on_request(place: Path, run: Run) -> None:
    (place / "news.jsonl").write_bytes(
        line("a", 1, title="x") + json.dumps({"id": "b", "text": "Mayor Petra Osgood left."}).encode()
    )
    _, out, _ = run(
        "filter", "--index", "seen.db", "news.jsonl", "--mode", "annotate", "--translation", "--names", "--quiet"
    )
    first, second = (json.loads(each)["dedup"] for each in out.splitlines())
    assert list(first) == ["decision", "family", "matches", "novelty", "supersedes", "translation", "names"]
    assert second["translation"]["verdict"] == "insufficient"
    assert second["names"] == [
        {
            "name": "Petra Osgood",
            "kind": "person",
            "spellings": [{"text": "Petra Osgood", "relation": "spelling", "places": [[6, 18]]}],
            "elsewhere": [],
        }
    ]


def test_house_style_is_left_out_unless_told_otherwise(place: Path, run: Run) -> None:
    texts = (f"The fair in ward {n} opens at {n % 9 + 1} o'clock, the council of ward {n} said." for n in range(21))
    (place / "news.jsonl").write_text(
        "".join(json.dumps({"id": str(n), "text": told, "outlet": "Clock"}) + "\n" for n, told in enumerate(texts))
    )

    def reasons(*options: str) -> list[str]:
        _, out, _ = run("filter", "--index", f"{len(options)}.db", "news.jsonl", *MORE, *options, "--quiet")
        return [reason for each in out.splitlines() for reason in json.loads(each)["dedup"]["translation"]["reasons"]]

    assert sum("House style" in reason for reason in reasons()) == 2
    assert sum("House style" in reason for reason in reasons("--house-style", "off")) == 0


def test_another_choice_reads_the_file_twice(place: Path, run: Run) -> None:
    longer = json.dumps({"id": "z", "text": text(1) + " Nobody was hurt."}).encode() + b"\n"
    (place / "news.jsonl").write_bytes(LINES[0] + LINES[1] + longer)
    _, out, _ = run("filter", "--index", "seen.db", "news.jsonl", "--keep", "longest", "--quiet")
    assert out.encode() == LINES[1] + longer


def test_without_texts_copies_are_found(place: Path, run: Run) -> None:
    _, out, _ = run("filter", "--index", "seen.db", "news.jsonl", "--no-text", "--quiet")
    assert out.encode() == KEPT


def test_lines_that_are_too_long_are_told_and_stop_nothing(place: Path, run: Run) -> None:
    (place / "news.jsonl").write_bytes(LINES[0] + line("x", 9, more="x" * MAX_LINE_BYTES) + LINES[1])
    code, out, err = run("filter", "--index", "seen.db", "news.jsonl", "--removed", "removed.jsonl", "--quiet")
    assert (code, out.encode()) == (0, LINES[0] + LINES[1])
    assert "line 2: the line has" in err
    assert [(entry["kind"], entry["line"]) for entry in entries(place / "removed.jsonl")] == [("unread", 2)]


HOSTILE = [
    b'{"id": "\\ud800", "text": "\\ud800 %b"}\n',
    b'{"id": "n", "text": "%b", "x": NaN, "dedup": 1}\n',
    b'{"id": "i", "text": "%b", "dedup": ' + b"9" * 6000 + b"}\n",
    b'{"id": "d", "text": "%b", "x": ' + b"[" * 90_000 + b"]" * 90_000 + b"}\n",
    b'{"id": "z", "text": "a\\u0000b %b"}\n',
    b'{"id": "' + b"q" * 3000 + b'", "text": "%b"}\n',
    b"\x00\x01\x02\n",
    b"null\n",
    b'{"id": "t\\n\\u001b[31m", "text": "%b", "url": "http://[bad", "published": "2020-99-99"}\n',
    b'{"id": "e", "text": "."}\n',
]


@pytest.mark.parametrize("options", [[], ["--mode", "annotate"], ["--keep", "prefer=bad"], ["--no-text"]], ids=str)
def test_no_line_stops_the_filter(place: Path, run: Run, options: list[str]) -> None:
    hostile = [each.replace(b"%b", text(n).encode()) for n, each in enumerate(HOSTILE, 100)]
    (place / "news.jsonl").write_bytes(b"".join(hostile) + LINES[1])
    code, out, err = run("filter", "--index", "seen.db", "news.jsonl", "--removed", "removed.jsonl", *options)
    assert code == 0
    assert len(out.splitlines()) == 8
    assert [(entry["kind"], entry["line"]) for entry in entries(place / "removed.jsonl")] == [
        ("unread", 4),
        ("unread", 7),
        ("unread", 8),
    ]
    assert err.splitlines()[-1] == "dedup: 8 kept, 0 removed, 3 not read"
    if options == ["--mode", "annotate"]:
        assert all("decision" in json.loads(each, parse_int=str)["dedup"] for each in out.splitlines())


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["missing.jsonl"], 'no file "missing.jsonl"'),
        (["news.jsonl", "--keep", "newest"], "keep is 'newest'"),
        (["--keep", "longest"], "needs to read the input twice"),
        (["news.jsonl", "-o", "news.jsonl"], "is there already"),
        (["news.jsonl", "-o", "new.jsonl.gz"], "would be gzipped"),
        (["news.jsonl", "-o", "no/where.jsonl"], "does not exist"),
        (["news.jsonl", "-o", "a.jsonl", "--removed", "./a.jsonl"], "name two files"),
        (["news.jsonl", "--window", "soon"], "soon"),
        (["news.jsonl", "--strict"], "line 4"),
        ([".", "--strict"], "is a folder"),
        (["news.jsonl", "--translation"], "translation is told in marked lines alone; add --mode annotate"),
        (["news.jsonl", "--names"], "names is told in marked lines alone; add --mode annotate"),
    ],
)
def test_what_cannot_be_done_is_one_line(place: Path, run: Run, args: list[str], message: str) -> None:
    code, _, err = run("filter", "--index", "seen.db", *args)
    assert code == 2
    assert err.startswith("dedup: ")
    assert err.count("\n") == 1
    assert message in err


def test_a_pipe_has_each_line_at_once(place: Path) -> None:
    with program() as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for each in (LINES[0], LINES[1]):
            running.stdin.write(each)
            assert running.stdout.read(len(each)) == each
        running.stdin.close()
        assert running.wait(timeout=60) == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_pipe_that_waits(place: Path, number: signal.Signals, code: int) -> None:
    running = program("--removed", "removed.jsonl")
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(LINES[0] + LINES[2])
    assert running.stdout.read(len(LINES[0])) == LINES[0]
    while not (place / "removed.jsonl").read_bytes().endswith(b"\n"):
        time.sleep(0.01)
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    assert running.returncode == code
    assert b"after line 2" in err
    with Prefilter("seen.db") as seen:
        assert seen.check_index() == []
        assert seen.stats().articles == 2


def test_a_reader_that_leaves_ends_the_filter_quietly(place: Path) -> None:
    with program("news.jsonl") as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.wait(timeout=60) == 141


def many(count: int) -> list[bytes]:
    """Half of them copies of what came before, a bad line now and then, ids that repeat."""
    draw = Random(7)
    return [
        b"{broken\n"
        if n % 37 == 5
        else line(f"n{n - n % 11 if n % 23 == 0 else n}", n if n % 2 else draw.randrange(n + 1))
        for n in range(count)
    ]


@pytest.mark.parametrize(
    "options", [[], ["--keep", "longest"], ["--mode", "annotate"], MORE], ids=["first", "longest", "annotate", "more"]
)
def test_a_run_that_is_killed_again_and_again_gives_the_output_of_one(
    place: Path, run: Run, options: list[str]
) -> None:
    (place / "news.jsonl").write_bytes(b"".join(many(300)))
    run(
        "filter", "--index", "whole.db", "news.jsonl", "-o", "whole.jsonl", "--removed", "whole_removed.jsonl", *options
    )
    args = ("news.jsonl", "-o", "new.jsonl", "--removed", "removed.jsonl", *options)
    draw, kills = Random(3), 0
    code: int | None = None
    while code in (None, -signal.SIGKILL, -signal.SIGTERM, 143):
        with program(*args) as running:
            before = progress(place)
            while running.poll() is None and progress(place) == before:
                time.sleep(0.005)
            try:
                running.wait(timeout=draw.uniform(0, 0.15) if kills < 4 else 120)
            except subprocess.TimeoutExpired:
                draw.choice([running.kill, running.kill, running.terminate])()
                running.wait(timeout=120)
                kills += 1
        code = running.returncode
    assert code == 0
    assert kills > 1
    assert (place / "new.jsonl").read_bytes() == (place / "whole.jsonl").read_bytes()
    assert (place / "removed.jsonl").read_bytes() == (place / "whole_removed.jsonl").read_bytes()
    with Prefilter("seen.db") as seen, Prefilter("whole.db") as whole:
        assert seen.check_index() == []
        assert [each.article.id for each in seen.records()] == [each.article.id for each in whole.records()]


def progress(place: Path) -> int:
    """Grows as a run goes on."""
    log = place / "new.jsonl.resume-wal"
    try:
        return log.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def test_what_a_dead_run_left_is_explained_and_an_empty_journal_is_no_run(place: Path, run: Run) -> None:
    command = ("filter", "--index", "seen.db", "news.jsonl", "-o", "new.jsonl")
    assert run(*command, "--strict")[0] == 2
    journal = (place / "new.jsonl.resume").read_bytes()
    (place / "new.jsonl.resume").write_bytes(b"")
    code, _, err = run(*command)
    assert code == 2
    assert "holds no run, and its output is there" in err and err.count("\n") == 1
    assert (place / "new.jsonl").read_bytes() == LINES[0] + LINES[1]
    (place / "new.jsonl.resume").write_bytes(journal)
    with (place / "new.jsonl").open("ab") as file:
        file.write(b'{"half')
    code, _, err = run(*command)
    assert (code, (place / "new.jsonl").read_bytes()) == (0, KEPT)
    assert err.splitlines()[0] == (
        "dedup: going on behind line 3, where a run was interrupted; 6 bytes that it wrote behind that are cut off and "
        "written again"
    )


def test_two_runs_on_one_index_pass_each_article_on_once(place: Path, run: Run) -> None:
    """The first dies between two lines; what the second takes in meanwhile is the second's."""
    first = ("filter", "--index", "seen.db", "news.jsonl", "-o", "first.jsonl")
    assert run(*first, "--strict")[0] == 2
    assert run("filter", "--index", "seen.db", "news.jsonl", "-o", "second.jsonl")[0] == 0
    assert run(*first)[0] == 0
    passed = (place / "first.jsonl").read_bytes() + (place / "second.jsonl").read_bytes()
    assert sorted(passed.splitlines()) == sorted(KEPT.splitlines())


def test_a_stopped_run_is_gone_on_with_and_an_ended_one_is_not_written_over(place: Path, run: Run) -> None:
    (place / "news.jsonl").write_bytes(b"".join(LINES))
    code, _, err = run("filter", "--index", "seen.db", "news.jsonl", "-o", "new.jsonl", "--strict")
    assert (code, (place / "new.jsonl").read_bytes()) == (2, LINES[0] + LINES[1])
    code, _, _ = run("filter", "--index", "seen.db", "news.jsonl", "-o", "new.jsonl")
    assert (code, (place / "new.jsonl").read_bytes()) == (0, KEPT)
    code, _, err = run("filter", "--index", "seen.db", "news.jsonl", "-o", "new.jsonl")
    assert (code, "is there already" in err) == (2, True)
    assert (place / "new.jsonl").read_bytes() == KEPT


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_behind_standard_output_is_one_clear_error(place: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dedup", "filter", "--index", "seen.db", "news.jsonl"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"standard output cannot be written to, the disk is full" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_an_output_that_can_grow_no_more_is_one_clear_error_and_gone_on_with(place: Path, run: Run) -> None:
    """A limit on the size of files stands for the full disk: the write is cut in the same way."""
    lines = [line(f"n{n}", n, padding="x" * 120_000) for n in range(40)]
    (place / "news.jsonl").write_bytes(b"".join(lines))

    running = program("news.jsonl", "-o", "new.jsonl", preexec_fn=lambda: limit_files(1_000_000))
    _, err = running.communicate(timeout=120)
    assert running.returncode == 2
    assert err.startswith(b'dedup: "new.jsonl" cannot be written to, the disk is full')
    assert err.count(b"\n") == 1
    code, _, _ = run("filter", "--index", "seen.db", "news.jsonl", "-o", "new.jsonl")
    assert code == 0
    assert (place / "new.jsonl").read_bytes() == b"".join(lines)
    with Prefilter("seen.db") as seen:
        assert seen.check_index() == []
        assert seen.stats().articles == 40


def test_an_index_that_can_grow_no_more_is_one_clear_error_and_stays_whole(place: Path) -> None:
    lines = [line(f"n{n}", n) for n in range(600)]
    (place / "news.jsonl").write_bytes(b"".join(lines))
    running = program("news.jsonl", preexec_fn=lambda: limit_files(300_000))
    out, err = running.communicate(timeout=120)
    assert running.returncode == 2
    assert b"seen.db" in err
    assert b"full" in err
    assert err.count(b"\n") == 1
    with Prefilter("seen.db") as seen:
        assert seen.check_index() == []
        assert 0 < seen.stats().articles == len(out.splitlines()) < 600


def limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package under test, whatever the current folder."""
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])])
    )
    yield
