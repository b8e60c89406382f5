"""Many processes and one index: nothing acknowledged is lost, nothing is doubled, whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path

import pytest

from dedup import Article, Prefilter

WORKER = textwrap.dedent(
    """
    import sys, random
    from dedup import Article, Prefilter
    from dedup.index.settings import LIMITS, IndexSettings
    path, acknowledged, first, last = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    def text(n):
        draw = random.Random(n)
        words = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(4)) for _ in range(60)]
        return " ".join(draw.choice(words) for _ in range(90)) + "."
    limits = LIMITS._replace(tail_keys=4_000)
    with Prefilter.within(IndexSettings(path=path), limits) as seen, open(acknowledged, "a", buffering=1) as done:
        for n in range(first, last):
            verdict = seen.check_and_add(Article(id=f"{sys.argv[5]}{n}", text=text(n)))
            done.write(f"{sys.argv[5]}{n} {verdict.decision} {verdict.known}\\n")
    """
)


def start(place: Path | str, acknowledged: Path, first: int, last: int, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, str(place), str(acknowledged), str(first), str(last), name])


def lines(file: Path) -> list[list[str]]:
    """What a worker has told; a line that was cut by its end is not told."""
    return (
        [line.split() for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")]
        if file.exists()
        else []
    )


def test_of_equal_articles_in_many_processes_one_is_new(place: Path | str, tmp_path: Path) -> None:
    Prefilter(place).close()
    workers = [start(place, tmp_path / f"{name}.txt", 0, 120, name) for name in "abc"]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    decisions = Counter(line[1] for name in "abc" for line in lines(tmp_path / f"{name}.txt"))
    assert decisions == {"new": 120, "identical": 240}
    with Prefilter(place) as seen:
        assert seen.stats().articles == 360
        assert seen.check_index() == []


def test_processes_that_open_a_new_index_at_once_all_open_it(tmp_path: Path) -> None:
    code = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from dedup.index.sqlite.database import Database
        from dedup.index.header import make_header
        begin = Path(sys.argv[1]) / "begin"
        print("ready", flush=True)
        while not begin.exists():
            pass
        for n in range(40):
            Database(Path(sys.argv[1]) / f"{n}.db", make_header(True, False))
        """
    )
    workers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(4)]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    (tmp_path / "begin").touch()
    for worker in workers:
        worker.communicate(timeout=120)
    assert [worker.returncode for worker in workers] == [0, 0, 0, 0]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_processes_that_are_killed_lose_nothing_and_double_nothing(place: Path | str, tmp_path: Path) -> None:
    size = 300
    names = "abc"
    Prefilter(place).close()
    firsts = {name: k * size for k, name in enumerate(names)}
    files = {name: tmp_path / f"{name}.txt" for name in names}
    workers = {name: start(place, files[name], firsts[name], firsts[name] + size, name) for name in names}
    killed = 0
    while workers:
        for name, worker in list(workers.items()):
            if worker.poll() is not None and worker.returncode == 0:
                del workers[name]
        if killed < 6 and workers:
            victim = names[killed % 3]
            before = len(lines(files[victim]))
            if victim not in workers:
                killed += 1
                continue
            worker = workers[victim]
            deadline = time.monotonic() + 60
            while len(lines(files[victim])) < before + 25 and worker.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            worker.kill()  # harmless where it has ended meanwhile
            worker.wait()
            killed += 1
            told = lines(files[victim])
            files[victim].write_text("".join(" ".join(line) + "\n" for line in told))
            workers[victim] = start(place, files[victim], firsts[victim] + len(told), firsts[victim] + size, victim)
        else:
            time.sleep(0.02)
    told = [line for name in names for line in lines(files[name])]
    with Prefilter(place) as seen:
        assert seen.check_index() == []
        held = [record.article.id for record in seen.records()]
        assert sorted(held) == sorted(line[0] for line in told)
        assert len(held) == len(set(held)) == 3 * size
        assert all(
            seen.check(Article(id=name, text=record.article.text)).known
            for name, record in zip(held[:50], seen.records(), strict=False)
        )
    assert {(line[1], line[2]) for line in told} <= {("new", "False"), ("identical", "True")}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_forked_child_opens_the_index_for_itself(place: Path | str, whole: str) -> None:
    code = textwrap.dedent(
        """
        import os, sys, warnings
        warnings.simplefilter("ignore")
        from dedup import Article, Prefilter
        seen = Prefilter(sys.argv[1])
        seen.add(Article(id="a", text=sys.argv[2]))
        child = os.fork()
        if child == 0:
            ok = seen.check_and_add(Article(id="b", text=sys.argv[2])).decision == "identical"
            seen.close()
            os._exit(0 if ok else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert sorted(m.id for m in seen.check(Article(id="c", text=sys.argv[2])).matches) == ["a", "b"]
        seen.close()
        """
    )
    assert subprocess.run([sys.executable, "-c", code, str(place), whole], timeout=120, check=False).returncode == 0
