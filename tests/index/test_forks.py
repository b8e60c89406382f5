"""A process that forks while its threads write: child and parent go on, and the index stays whole."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Final

import pytest

from dedup import Prefilter

START: Final = textwrap.dedent(
    """
    import multiprocessing, os, random, sys, threading, time, warnings
    warnings.simplefilter("ignore")  # Python warns of forks in a process with threads
    from dedup import Article, Prefilter
    from dedup.index.settings import LIMITS, IndexSettings

    def text(seed):
        draw = random.Random(seed)
        return " ".join("".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in "four") for _ in range(80))

    def opened(tail_keys):
        return Prefilter.within(IndexSettings(path=sys.argv[1]), LIMITS._replace(tail_keys=tail_keys))
    """
)
METHODS: Final = multiprocessing.get_all_start_methods()
needs_fork = pytest.mark.skipif("fork" not in METHODS, reason="the system has no fork")


def run(path: Path, code: str, *values: str) -> str:
    """What a program of its own prints; it needs to be a file, so that children that are spawned find its functions."""
    program = path.with_suffix(".py")
    program.write_text(START + textwrap.dedent(code))
    done = subprocess.run(
        [sys.executable, str(program), str(path), *values], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@needs_fork
@pytest.mark.parametrize("tail_keys", [1_500, 1 << 20], ids=["upkeep", "a thread of the caller's"])
def test_children_that_are_forked_while_a_thread_writes_write_too(path: Path, tail_keys: int) -> None:
    """With a small tail the library's own thread writes nearly all the time. A child that had inherited a lock would
    wait for a minute and fail."""
    printed = run(
        path,
        """
        seen = opened(int(sys.argv[2]))
        seen.add(Article(id="first", text=text(0)))
        stop = threading.Event()
        def write():
            for n in range(1, 10**6):
                seen.check_and_add(Article(id=f"parent{n}", text=text(n)))
                if stop.is_set():
                    return
        writer = threading.Thread(target=write)
        writer.start()
        codes = []
        for number in range(25):
            time.sleep(random.Random(number).random() / 50)
            child = os.fork()
            if child == 0:
                verdict = seen.check_and_add(Article(id=f"child{number}", text=text(0)))
                os._exit(0 if verdict.decision == "identical" else 1)
            codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        stop.set()
        writer.join()
        assert codes == [0] * 25, codes
        assert seen.check_index() == []
        children = {record.article.id for record in seen.records()} & {f"child{n}" for n in range(25)}
        seen.close()
        print(len(children))
        """,
        str(tail_keys),
    )
    assert printed == "25\n"


@needs_fork
def test_a_child_that_goes_on_when_its_parent_has_closed_loses_nothing(path: Path) -> None:
    """The last process that closes an index removes its log. SQLite of a child that inherited a connection would
    believe to hold the lock that prevents this, and write into the log that is gone."""
    run(
        path,
        """
        seen = opened(1 << 20)
        seen.add(Article(id="parent", text=text(0)))
        to_child, to_parent = os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            seen.add(Article(id="before", text=text(1)))
            os.write(to_parent[1], b"x")
            os.read(to_child[0], 1)
            seen.add(Article(id="after", text=text(2)))
            os._exit(0)
        os.read(to_parent[0], 1)
        seen.close()
        os.write(to_child[1], b"x")
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        """,
    )
    with Prefilter(path) as seen:
        assert [record.article.id for record in seen.records()] == ["parent", "before", "after"]
        assert seen.check_index() == []


@needs_fork
def test_a_fork_waits_for_a_thread_that_opens_an_index_again(path: Path) -> None:
    """A connection that is closed is opened by a thread that holds its lock, and SQLite's own locks then."""
    run(
        path,
        """
        from pathlib import Path
        from dedup.index.sqlite.connection import Connection
        connection = Connection(Path(sys.argv[1]), may_make=True, durable=False)
        connection.close()
        begin, opened = threading.Event(), []
        def open_again():
            with connection.lock:
                begin.set()
                time.sleep(0.5)
                opened.append(True)
        opener = threading.Thread(target=open_again)
        opener.start()
        begin.wait()
        child = os.fork()
        if child == 0:
            os._exit(0 if opened else 1)
        opener.join()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        """,
    )


@needs_fork
def test_a_fork_waits_for_a_thread_that_opens_an_index_while_it_waits_for_another(path: Path) -> None:
    """Of an index that is opened behind the back of a fork, the child would have half of a connection, and locks of
    SQLite that nobody gives up."""
    printed = run(
        path,
        """
        from pathlib import Path
        from dedup.index.sqlite.connection import Connection
        class Slow(Connection):
            def _check_file(self, *, may_make):
                time.sleep(1)
                opened.append(True)
        held, begin, opened, children = Connection(Path(sys.argv[1]), may_make=True, durable=False), [], [], []
        def hold():
            with held.lock:
                begin.append(True)
                time.sleep(0.5)
        def open_slowly():
            time.sleep(0.25)  # by now the fork waits for the one who holds the other connection
            children.append(Slow(Path(sys.argv[1]), may_make=False, durable=False))
        threads = [threading.Thread(target=each) for each in (hold, open_slowly)]
        for thread in threads:
            thread.start()
        while not begin:
            time.sleep(0.01)
        child = os.fork()
        if child == 0:
            os._exit(0 if opened else 1)
        for thread in threads:
            thread.join()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), children[0].row("SELECT 7")[0])
        """,
    )
    assert printed == "0 7\n"


@needs_fork
def test_a_child_works_out_a_property_that_a_thread_was_working_out(path: Path) -> None:
    """The properties that functools keeps have a lock up to Python 3.11."""
    printed = run(
        path,
        """
        import signal
        from dedup.cached_property import cached_property
        class Slow:
            def __init__(self, seconds):
                self.seconds = seconds
            @cached_property
            def value(self):
                begin.set()
                time.sleep(self.seconds)
                return 7
        begin, slow, quick = threading.Event(), Slow(1), Slow(0)
        worker = threading.Thread(target=lambda: slow.value)
        worker.start()
        begin.wait()
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            os._exit(quick.value)
        worker.join()
        assert vars(slow) == {"seconds": 1, "value": 7}
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """,
    )
    assert printed == "7\n"


@needs_fork
def test_a_child_does_not_keep_the_lock_of_the_upkeep(path: Path) -> None:
    """The lock belongs to the opened file, which a child has too."""
    run(
        path,
        """
        from dedup.index.sqlite.upkeep import exclusive_lock
        from pathlib import Path
        lock = Path(sys.argv[1] + ".lock")
        begin, done = threading.Event(), threading.Event()
        def hold():
            with exclusive_lock(lock):
                begin.set()
                done.wait()
        holder = threading.Thread(target=hold)
        holder.start()
        begin.wait()
        pipe = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(pipe[0], 1)  # lives on when the parent has given the lock up
            os._exit(0)
        done.set()
        holder.join()
        with exclusive_lock(lock) as free:
            assert free
        os.write(pipe[1], b"x")
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        """,
    )


@pytest.mark.parametrize("method", METHODS)
def test_an_index_is_passed_to_the_workers_of_a_pool(path: Path, method: str) -> None:
    """Pickled, or inherited by a fork."""
    printed = run(
        path,
        """
        seen = None
        def begin(given):
            global seen
            seen = given
        def add(n):
            return seen.check_and_add(Article(id=f"n{n}", text=text(n % 10))).decision
        if __name__ == "__main__":
            index = opened(3_000)
            index.add(Article(id="first", text=text(0)))
            with multiprocessing.get_context(sys.argv[2]).Pool(2, begin, (index,)) as pool:
                decisions = pool.map(add, range(40))
            print(decisions.count("new"), decisions.count("identical"), index.stats().articles, index.check_index())
            index.close()
        """,
        method,
    )
    assert printed == "9 31 41 []\n"
