"""What is wrong with a server or with what it holds is told in one sentence with the way out, and never with a
password."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dedup import Article, Prefilter
from dedup.errors import DedupError, FormatError, InputError, SettingsError
from dedup.index.existing import open_existing
from dedup.index.redis.address import is_address, read_address, shown_path
from dedup.index.redis.buckets import BucketTrim
from dedup.index.redis.connection import RedisServer
from dedup.index.redis.redis_store import RedisStore

Start = Callable[..., tuple[subprocess.Popen[bytes], str]]


@pytest.fixture
def client(redis_address: str) -> Iterator[Any]:
    import redis

    with redis.Redis.from_url(redis_address) as made:
        yield made


@pytest.fixture
def own_server(start_redis: Start) -> Iterator[Callable[..., str]]:
    """Starts a server with options of its own; returns its address."""
    with tempfile.TemporaryDirectory(prefix="dedup") as folder:
        running = []

        def start(*options: str) -> str:
            server, address = start_redis(Path(folder), *options)
            running.append(server)
            return address

        yield start
        for server in running:
            server.kill()
            server.wait()


@pytest.mark.parametrize(
    ("url", "shown", "prefix"),
    [
        ("redis://news-1", "redis://news-1:6379/0", "dedup"),
        ("redis://me:pass%40word@news-1:7000/3", "redis://news-1:7000/3", "dedup"),
        ("redis://password@news-1?prefix=a.b:c", "redis://news-1:6379/0?prefix=a.b:c", "a.b:c"),
        ("REDISS://:secret@[::1]/1?ssl_cert_reqs=none", "rediss://[::1]:6379/1", "dedup"),
        ("redis://news-1/0?password=secret&db=4", "redis://news-1:6379/4", "dedup"),
        ("unix://me:secret@/run/redis.sock?db=2&prefix=x", "unix:///run/redis.sock?db=2&prefix=x", "x"),
        ("\t redis://:secret@news-1 ", "redis://news-1:6379/0", "dedup"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str, prefix: str) -> None:
    assert is_address(url)
    address = read_address(url)
    assert (address.shown, address.prefix, shown_path(url)) == (shown, prefix, shown)
    assert not any(secret in address.shown for secret in ("secret", "pass"))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("redis://host:port", "is no URL"),
        ("redis://host/news", "no number of a database at its end"),
        ("redis:///:secret@host/0", "no number of a database at its end"),
        ("redis:/:secret@host", "is no URL"),
        ("  redis:/:secret@host", "is no URL"),
        ("unix:/:secret@/run/redis.sock", "is no URL"),
        ("redis://:secret@host?ssl_ca_certs=/none.pem", "'ssl_ca_certs' is for TLS"),
        ("rediss://:secret@host?ssl_ca_certs=", "'ssl_ca_certs' in the address of the index has no value"),
        ("redis://host?prefix={x}", "prefix '{x}' is not usable"),
        ("redis://host?prefix=", "prefix '' is not usable"),
        ("redis://host?decode_responses=1", "Unknown option 'decode_responses'"),
        ("redis://host?socket_timeout=soon", "is no address of Redis"),
    ],
)
def test_an_address_that_cannot_be_is_refused(url: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as told:
        Prefilter(url)
    assert "secret" not in str(told.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(
        DedupError, match=r"^redis://127.0.0.1:1/0 cannot be reached; check that the server runs"
    ) as told:
        Prefilter("redis://:secret@127.0.0.1:1/0")
    assert "secret" not in str(told.value)


def test_a_server_that_stops_is_told_at_the_next_call(own_server: Callable[..., str], whole: str) -> None:
    import redis

    address = own_server()
    with Prefilter(address) as seen:
        seen.add(Article(id="a", text=whole))
        with redis.Redis.from_url(address) as client:
            client.shutdown(nosave=True)
        with pytest.raises(DedupError, match=r"unix:.*cannot be reached"):
            seen.check(Article(id="b", text=whole))


@pytest.mark.parametrize("user", ["", ":wrong@", "nobody:wrong@"])
def test_a_wrong_password_is_told_and_not_shown(own_server: Callable[..., str], user: str) -> None:
    address = own_server("--requirepass", "right").replace("unix://", f"unix://{user}")
    with pytest.raises(DedupError, match="refuses the user or the password; check them") as told:
        Prefilter(address)
    assert "wrong" not in str(told.value)
    with Prefilter(address.replace(f"unix://{user}", "unix://:right@")) as seen:
        assert "right" not in seen.stats().path
        assert pickle.loads(pickle.dumps(seen)).stats().articles == 0
        seen.close()
        with pytest.raises(DedupError, match="was closed") as closed:
            seen.stats()
        assert "right" not in str(closed.value)


def test_a_user_without_rights_is_told(client: Any, redis_address: str, whole: str) -> None:
    client.execute_command("ACL", "SETUSER", "reader", "reset", "on", ">word", "~*", "+@all", "-@write", "-info")
    Prefilter(redis_address).close()
    # INFO is forbidden, which hinders nothing
    with Prefilter(redis_address.replace("unix://", "unix://reader:word@")) as seen:
        assert seen.check(Article(id="a", text=whole)).is_new
        with pytest.raises(DedupError, match="check the rights of the user"):
            seen.add(Article(id="a", text=whole))
        assert seen.stats().articles == 0
    client.execute_command("ACL", "DELUSER", "reader")


def test_the_rights_that_the_security_page_names_are_enough_and_no_more(
    client: Any, redis_address: str, whole: str, cut: str
) -> None:
    page = (Path(__file__).parents[3] / "SECURITY.md").read_text("utf-8")
    (rights,) = re.findall(r"`ACL SETUSER feed on >\.\.\. ([^`]+)`", page)
    client.execute_command("ACL", "SETUSER", "feed", "reset", "on", ">word", *rights.split())
    address = redis_address.replace("unix://", "unix://feed:word@")
    with Prefilter(address, window="30d") as seen:
        for n in range(40):
            seen.check_and_add(Article(id=f"n{n}", text=whole if n % 2 else cut), keep_id=True)
        assert seen.check_index() == []
        assert (seen.stats().articles, len(list(seen.records()))) == (40, 40)
        assert seen.families()
        assert seen.forget("n3") == 1
    with pytest.raises(DedupError, match=r"refuses the user|check the rights of the user"):
        Prefilter(f"{address}?prefix=other")
    client.execute_command("ACL", "DELUSER", "feed")


def test_a_server_that_evicts_is_refused(own_server: Callable[..., str]) -> None:
    address = own_server("--maxmemory-policy", "allkeys-lru")
    with pytest.raises(
        SettingsError, match=r"maxmemory-policy allkeys-lru\), which would lose articles unseen; set .* to noeviction"
    ):
        Prefilter(address)


def test_a_full_server_takes_nothing_in_and_what_it_holds_is_whole(
    client: Any, redis_address: str, invented: Callable[[int], str]
) -> None:
    with Prefilter(redis_address) as seen:
        for n in range(5):
            seen.check_and_add(Article(id=f"n{n}", text=invented(n)))
        client.config_set("maxmemory", "1mb")
        try:
            with pytest.raises(DedupError, match="is full; give it more memory"):
                seen.check_and_add(Article(id="more", text=invented(9)))
            assert (seen.forget("nobody"), seen.forget("n4"), seen.forget(older_than="30d")) == (0, 1, 0)
        finally:
            client.config_set("maxmemory", "0")
        assert seen.check_index() == []
        assert (seen.stats().articles, seen.check_and_add(Article(id="more", text=invented(9))).known) == (4, False)


def test_a_full_server_can_be_relieved_by_eviction_and_trimming(client: Any, redis_address: str, whole: str) -> None:
    with Prefilter(redis_address) as seen:
        for n in range(40):
            seen.add(Article(id=f"n{n}", text=whole), first_seen="2020-01-01")
        client.config_set("maxmemory", "1mb")
        try:
            store = RedisStore(RedisServer(redis_address))
            assert store.evict(None, 4, 10) == 10
            assert store.evict(None, 4, 100) == 26
            name = next(client.scan_iter("{dedup}:k:*"))
            store.trim([BucketTrim(name, client.get(name), client.get(name)[-6:])])
            assert len(client.get(name)) == 6
            store.server.close()
        finally:
            client.config_set("maxmemory", "0")
        assert (seen.stats().articles, seen.check_index()) == (4, [])


def test_a_replica_answers_and_takes_nothing_in(client: Any, redis_address: str, whole: str) -> None:
    with Prefilter(redis_address) as seen:
        seen.add(Article(id="a", text=whole))
        client.execute_command("REPLICAOF", "127.0.0.1", "1")
        try:
            assert seen.check(Article(id="b", text=whole)).decision == "identical"
            with pytest.raises(DedupError, match=r"is a replica, .* the address of the primary"):
                seen.add(Article(id="b", text=whole))
        finally:
            client.execute_command("REPLICAOF", "NO", "ONE")
        assert seen.stats().articles == 1


def test_an_index_of_format_2_stays_one_that_older_clients_read(client: Any, redis_address: str, whole: str) -> None:
    with Prefilter(redis_address) as seen:
        header = seen.stats().header
    old = msgspec.structs.replace(header, format=2, stemmer="", transliterator="")
    client.set("{dedup}:header", msgspec.json.encode(old))
    with Prefilter(redis_address) as seen:
        seen.add(Article(id="a", text=whole))
        assert seen.check(Article(id="b", text=whole)).decision == "identical"
        assert seen.stats().header == old


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"format": 99}, "made by a newer version .format 99, this one reads 5.; upgrade"),
        ({"text_version": 0}, "text_version 0 and this version has .*export it"),
        ({"stems": "0"}, "stems 0"),
        ({"stemmer": "PyStemmer 2.2"}, "stemmer PyStemmer 2.2 and this version has .*export it .* and import it"),
    ],
)
def test_an_index_of_another_version_is_refused_with_the_way_out(
    client: Any, redis_address: str, changed: dict[str, Any], message: str
) -> None:
    with Prefilter(redis_address) as seen:
        header = seen.stats().header
    client.set("{dedup}:header", msgspec.json.encode(msgspec.structs.replace(header, **changed)))
    with pytest.raises(FormatError, match=message):
        Prefilter(redis_address)


def test_models_may_differ_since_no_key_hangs_on_them(client: Any, redis_address: str) -> None:
    with Prefilter(redis_address) as seen:
        header = seen.stats().header
    client.set("{dedup}:header", msgspec.json.encode(msgspec.structs.replace(header, models="others")))
    with Prefilter(redis_address) as seen:
        assert seen.stats().header == header


def test_a_damaged_header_and_keys_of_others_are_told(client: Any, redis_address: str) -> None:
    client.set("{dedup}:header", "no header")
    with pytest.raises(FormatError, match="damaged header"):
        Prefilter(redis_address)
    client.delete("{dedup}:header")
    client.hset("{dedup}:header", "of", "others")
    with pytest.raises(FormatError, match="other data under the keys of the index; choose another prefix"):
        Prefilter(redis_address)


def test_what_is_not_there_is_not_opened(redis_address: str, whole: str) -> None:
    with pytest.raises(InputError, match="there is no index in unix:"):
        open_existing(redis_address)
    with Prefilter(redis_address, only=["copies"]) as seen:
        seen.add(Article(id="a", text=whole))
    with open_existing(redis_address) as seen:
        assert seen.stats().header.copies_alone


def test_a_file_needs_no_redis(tmp_path: Path) -> None:
    code = "import sys; sys.modules['redis'] = None; from dedup import Prefilter; Prefilter(sys.argv[1]).close()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "seen.db")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
