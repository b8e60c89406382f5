"""Property tests draw the same examples in every run, and none fails for being slow on a loaded machine. A Redis of the
tests' own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.full_report import report as report

settings.register_profile(
    "dedup",
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("dedup")

REQUIRED = "DEDUP_TEST_REDIS"  # set to "required" where a test that needs a server must not be skipped


def start_redis(folder: Path, *options: str) -> tuple[subprocess.Popen[bytes], str]:
    """A server that keeps nothing and listens in the folder alone; returns it and its address."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get(REQUIRED) == "required":
            pytest.fail("redis-server is not installed")
        pytest.skip("redis-server is not installed")
    place = folder / "redis.sock"
    own = ("--port", "0", "--unixsocket", str(place), "--save", "", "--appendonly", "no", "--dir", str(folder))
    server = subprocess.Popen([program, *own, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX) as line:
            if line.connect_ex(str(place)) == 0:
                return server, f"unix://{place}"
        time.sleep(0.05)
    server.kill()
    server.wait()
    raise AssertionError("redis-server did not start")


@pytest.fixture(name="start_redis", scope="session")
def start_redis_of_its_own() -> Callable[..., tuple[subprocess.Popen[bytes], str]]:
    """Starts a server that the caller ends."""
    return start_redis


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The address of a server that all tests share."""
    with tempfile.TemporaryDirectory(prefix="dedup") as folder:  # its path is short, as that of a socket must be
        server, address = start_redis(Path(folder))
        yield address
        server.terminate()
        server.wait()


@pytest.fixture
def redis_address(redis_server: str) -> str:
    """The address of an empty database, whose keys are of this test alone."""
    import redis

    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server
