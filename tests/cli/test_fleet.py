"""`dedup filter` and `dedup index` with the address of a Redis in the place of a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
STORY = (
    "The harbour was closed on Tuesday after a barge ran into the northern quay, and divers are looking for "
    "cracks in its old wall."
)
OTHER = (
    "Farmers sold more apples at the weekly market than in any year before, since a mild spring and late rain had"
    " helped them all."
)
SECRET = "swordfish"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    texts = {"a": STORY, "b": OTHER, "c": STORY}
    (tmp_path / "news.jsonl").write_text(
        "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())
    )
    return tmp_path


@pytest.fixture
def index(redis_address: str) -> str:
    """An address with a password, which this server does not ask for and which must not be seen."""
    import redis

    with redis.Redis.from_url(redis_address) as client:
        client.execute_command("ACL", "SETUSER", "feed", "reset", "on", f">{SECRET}", "~*", "+@all")
    return redis_address.replace("unix://", f"unix://feed:{SECRET}@")


def test_lines_pass_as_with_a_file(place: Path, index: str, run: Run) -> None:
    code, out, err = run("filter", "--index", index, "news.jsonl")
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (0, ["a", "b"])
    assert run("filter", "--index", index, "news.jsonl")[1] == ""
    assert SECRET not in err


def test_every_command_takes_an_address(place: Path, index: str, run: Run) -> None:
    assert run("index", "stats", index)[0] == 2  # there is none yet
    code, _, err = run("index", "build", index, "news.jsonl")
    assert (code, err) == (0, "dedup: 3 articles added, 0 known already\n")
    told = [
        run("index", "stats", index),
        run("index", "check", index),
        run("index", "families", index, "--level", "copy"),
    ]
    assert [code for code, _, _ in told] == [0, 0, 0]
    assert told[1][1] == "nothing is damaged\n"
    assert json.loads(told[2][1])["members"] == ["a", "c"]
    assert run("index", "export", index, "-o", "out.jsonl")[0] == 0
    other = f"{index}?prefix=other"
    assert run("index", "import", other, "out.jsonl")[2] == "dedup: 3 articles added, 0 known already\n"
    assert run("index", "forget", other, "--id", "a")[2] == "dedup: 1 articles forgotten\n"
    assert not any(SECRET in text for _, out, err in told for text in (out, err))


def test_no_password_is_left_behind_by_a_run_or_its_errors(
    place: Path, index: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dedup.filter.journal import Journal

    settings = []
    monkeypatch.setattr(
        Journal,
        "finish",
        lambda journal: settings.append(journal._file.execute("SELECT settings FROM run").fetchone()[0]),
    )
    assert run("filter", "--index", index, "news.jsonl", "-o", "new.jsonl")[0] == 0
    assert json.loads(settings[0])["index"].startswith("unix:///")
    assert not any(SECRET.encode() in file.read_bytes() for file in place.iterdir())
    code, out, err = run("filter", "--index", "redis://feed:swordfish@127.0.0.1:1/0", "news.jsonl")
    assert code == 2
    assert "redis://127.0.0.1:1/0 cannot be reached" in err
    assert SECRET not in out + err


def test_sketches_go_from_a_fleet_into_a_file_and_tell_no_password(place: Path, index: str, run: Run) -> None:
    assert run("index", "build", index, "news.jsonl", "--no-text")[0] == 0
    code, out, err = run("index", "export", index)
    assert (code, out.count('"sketch":'), "3 articles exported" in err) == (0, 3, True)
    assert SECRET not in out + err
    (place / "sketches.jsonl").write_text(out)
    code, out, err = run("index", "import", "small.db", "sketches.jsonl", "--no-text")
    assert (code, "3 articles added" in err) == (0, True)


@pytest.mark.parametrize("command", [("furniture", "--drop", "9"), ("import", "sketches.jsonl")])
def test_what_an_index_refuses_is_told_without_its_password(
    place: Path, index: str, run: Run, command: tuple[str, ...]
) -> None:
    assert run("index", "build", "small.db", "news.jsonl", "--no-text")[0] == 0
    (place / "sketches.jsonl").write_text(run("index", "export", "small.db")[1])
    if command[0] == "furniture":
        assert run("index", "build", index, "news.jsonl")[0] == 0
    code, out, err = run("index", command[0], index, *command[1:])
    assert (code, err.count("\n")) == (2, 1)
    assert "redis.sock" in err
    assert SECRET not in out + err
