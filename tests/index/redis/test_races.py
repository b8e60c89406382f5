"""Machines that write at the same time: what comes between reading and writing is not overlooked, and nothing is done
twice."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dedup import Article, Prefilter
from dedup.index.redis.connection import RedisServer
from dedup.index.redis.redis_index import RedisIndex
from dedup.index.settings import IndexSettings

Between = Callable[[Callable[[Prefilter], Any]], None]


class Interrupted(RedisServer):
    """Lets something happen when an article has been looked at and is not yet taken in; notes what each attempt to take
    one in came to."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.waiting: list[Callable[[], Any]] = []
        self.submitted: list[bytes] = []

    def run(self, script: str, *values: Any) -> Any:
        if script == "add" and self.waiting:
            self.waiting.pop()()
        answer = super().run(script, *values)
        if script == "add":
            self.submitted.append(answer[0])
        return answer


def open_over(server: RedisServer) -> Prefilter:
    settings = IndexSettings(path=server.url)
    return Prefilter.within(settings, open_backend=lambda settings, _: RedisIndex(settings, server))


@pytest.fixture
def server(redis_address: str) -> Interrupted:
    return Interrupted(redis_address)


@pytest.fixture
def two(redis_address: str, server: Interrupted) -> Iterator[tuple[Prefilter, Prefilter]]:
    with open_over(server) as one, Prefilter(redis_address) as other:
        yield one, other


@pytest.fixture
def between(two: tuple[Prefilter, Prefilter], server: Interrupted) -> Between:
    """Lets the other one do something when the next article has been looked at and is not yet taken in."""
    return lambda happen: server.waiting.append(lambda: happen(two[1]))


@pytest.fixture
def submitted(server: Interrupted) -> list[bytes]:
    """What each attempt of the first one to take an article in came to."""
    return server.submitted


def test_an_equal_article_that_came_between_is_found(
    two: tuple[Prefilter, Prefilter], between: Between, whole: str
) -> None:
    between(lambda other: other.check_and_add(Article(id="b", text=whole)))
    verdict = two[0].check_and_add(Article(id="a", text=whole))
    assert (verdict.decision, [m.id for m in verdict.matches], verdict.family, verdict.known) == (
        "identical",
        ["b"],
        "copy:b",
        False,
    )
    assert [f.members for f in two[0].families()] == [["a", "b"]]
    assert two[0].check_index() == []


def test_the_same_article_that_came_between_is_known(
    two: tuple[Prefilter, Prefilter], between: Between, whole: str
) -> None:
    between(lambda other: other.check_and_add(Article(id="a", text=whole)))
    assert two[0].check_and_add(Article(id="a", text=whole)).known
    assert two[0].stats().articles == 1


def test_an_id_that_was_taken_between_is_not_taken_twice(
    two: tuple[Prefilter, Prefilter], between: Between, whole: str, unrelated: str
) -> None:
    between(lambda other: other.add(Article(id="a", text=unrelated)))
    verdict = two[0].check_and_add(Article(id="a", text=whole))
    assert (verdict.id, verdict.decision) == ("a#2", "new")
    assert [r.article.text for r in two[1].records()] == [unrelated, whole]


def test_a_match_that_was_forgotten_between_is_no_match(
    two: tuple[Prefilter, Prefilter], between: Between, whole: str
) -> None:
    two[0].add(Article(id="a", text=whole))
    between(lambda other: other.forget("a"))
    verdict = two[0].check_and_add(Article(id="b", text=whole))
    assert (verdict.decision, verdict.family) == ("new", "copy:b")
    assert (two[0].stats().relations, two[0].stats().families) == (0, 0)
    assert two[0].check_index() == []


def test_a_family_that_changed_between_is_looked_at_again(
    two: tuple[Prefilter, Prefilter], between: Between, submitted: list[bytes], whole: str, cut: str
) -> None:
    two[0].check_and_add(Article(id="a", text=whole))
    two[0].check_and_add(Article(id="b", text=whole))
    submitted.clear()
    between(lambda other: other.forget("a"))
    verdict = two[0].check_and_add(Article(id="c", text=cut))
    assert (verdict.family, [m.id for m in verdict.matches]) == ("copy:b", ["b"])
    assert submitted == [b"changed", b"added"]
    assert two[0].check_index() == []


def test_a_family_that_grew_between_is_grouped_with_its_new_member(
    two: tuple[Prefilter, Prefilter], between: Between, submitted: list[bytes], whole: str, cut: str
) -> None:
    for name in "ab":
        two[0].check_and_add(Article(id=name, text=whole))
    submitted.clear()
    rest = whole.removeprefix(cut)
    between(lambda other: other.check_and_add(Article(id="d", text=rest)))
    verdict = two[0].check_and_add(Article(id="c", text=cut))
    assert sorted(m.id for m in verdict.matches) == ["a", "b"]  # nothing in common with d
    assert submitted == [b"changed", b"added"]


def test_an_article_that_has_nothing_in_common_disturbs_nobody(
    two: tuple[Prefilter, Prefilter],
    between: Between,
    submitted: list[bytes],
    whole: str,
    invented: Callable[[int], str],
) -> None:
    between(lambda other: other.add(Article(id="b", text=invented(1))))
    assert two[0].check_and_add(Article(id="a", text=whole)).is_new
    assert submitted == [b"added"]


def test_numbers_as_ids_hold_when_others_came_between(
    two: tuple[Prefilter, Prefilter], between: Between, whole: str
) -> None:
    between(lambda other: other.check_and_add(Article(text=whole)))
    verdict = two[0].check_and_add(Article(text=whole))
    assert (verdict.id, verdict.matches[0].id) == ("#2", "#1")


def test_a_number_that_is_taken_as_an_id_is_not_given_again(
    two: tuple[Prefilter, Prefilter], whole: str, unrelated: str
) -> None:
    two[0].add(Article(id="#2", text=unrelated))
    assert two[1].add(Article(text=whole)) == "#2#2"
    assert sorted(r.article.id for r in two[0].records()) == ["#2", "#2#2"]


def test_a_request_that_is_sent_twice_is_done_once(redis_address: str, whole: str) -> None:
    class Repeating(RedisServer):
        def run(self, script: str, *values: Any) -> Any:
            first = super().run(script, *values)
            again = super().run(script, *values) if script in ("add", "forget") else first
            assert again == first
            return again

    with open_over(Repeating(redis_address)) as seen:
        assert [seen.check_and_add(Article(text=whole)).id for _ in range(2)] == ["#1", "#2"]
        assert seen.forget("#1") == 1
        assert seen.stats().articles == 1
        assert seen.check_index() == []


def test_a_connection_that_was_cut_is_made_anew(redis_address: str, whole: str) -> None:
    import redis

    with Prefilter(redis_address) as seen, redis.Redis.from_url(redis_address) as other:
        for name in "abc":
            assert seen.check_and_add(Article(id=name, text=whole)).known is False
            assert other.client_kill_filter(_type="normal", skipme=True) >= 1
        assert seen.stats().articles == 3


@pytest.mark.parametrize("answer", range(4))
def test_an_answer_that_is_lost_is_asked_for_once_more(
    redis_address: str, whole: str, answer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever it is: that of a look, or of a script that has taken the article in."""
    from redis.connection import AbstractConnection
    from redis.exceptions import ConnectionError as LostError

    read = AbstractConnection.read_response
    answers: list[Any] = []

    def lost(connection: Any, *given: Any, **options: Any) -> Any:
        answers.append(read(connection, *given, **options))
        if len(answers) == answer + 1:
            connection.disconnect()
            raise LostError("Connection closed by server.")
        return answers[-1]

    with Prefilter(redis_address) as seen:
        seen.add(Article(id="a", text=whole))
        monkeypatch.setattr(AbstractConnection, "read_response", lost)
        verdict = seen.check_and_add(Article(id="b", text=whole))
        assert len(answers) > answer
        monkeypatch.undo()
        assert ([m.id for m in verdict.matches], verdict.known, seen.stats().articles) == (["a"], False, 2)


WORKER = textwrap.dedent(
    """
    import random, sys
    from dedup import Article, Prefilter
    def text(n):
        draw = random.Random(n)
        words = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(4)) for _ in range(60)]
        return " ".join(draw.choice(words) for _ in range(90)) + "."
    name = sys.argv[2]
    with Prefilter(sys.argv[1]) as seen:
        print("ready", flush=True)
        sys.stdin.readline()
        for n in range(30):
            print(name, n, seen.check_and_add(Article(id=f"{name}{n}", text=text(n))).decision)
            print(name, -1, seen.check_and_add(Article(text=text(hash((name, n)) % 10**9 + 1000))).decision)
    """
)


def test_of_eight_clients_none_loses_and_none_doubles(redis_address: str) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, redis_address, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "abcdefgh"
    ]
    for worker in workers:
        assert worker.stdout is not None and worker.stdin is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = [line.split() for worker in workers for line in worker.communicate(timeout=120)[0].splitlines()]
    assert [worker.returncode for worker in workers] == [0] * 8
    shared = Counter((int(n), decision) for _, n, decision in told if n != "-1")
    assert shared == {
        (n, decision): 1 if decision == "new" else 7 for n in range(30) for decision in ("new", "identical")
    }
    assert Counter(decision for _, n, decision in told if n == "-1") == {"new": 240}
    with Prefilter(redis_address) as seen:
        assert seen.check_index() == []
        assert len({r.article.id for r in seen.records()}) == seen.stats().articles == 480
        assert Counter(len(f.members) for f in seen.families() if f.level == "copy") == {8: 30}
