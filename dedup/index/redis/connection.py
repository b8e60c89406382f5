"""A connection to Redis, with bounded patience; what goes wrong is one sentence that says what to do."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dedup.errors import DedupError, FormatError, MissingExtraError, SettingsError
from dedup.index.redis.address import read_address
from dedup.index.redis.layout import prefix_of

try:
    import redis
    from redis.backoff import ConstantBackoff
    from redis.retry import Retry
except ImportError as error:
    raise MissingExtraError("An index in Redis", "redis") from error

_CONNECT: Final = 5.0  # seconds
_ANSWER: Final = 20.0  # seconds; a server that saves a large database or loads one may be silent for some
# Seconds before what was lost is sent once more, which is safe since a request is done once (see `layout`, c:CLIENT)
_AGAIN: Final = 0.25
_ROOM: Final = (
    "give it more memory, or bound the index with max_articles or window, and go on: what was taken in is whole"
)


class RedisServer:
    """A connection. Raises DedupError where the server cannot be reached or refuses."""

    def __init__(self, url: str) -> None:
        address = read_address(url)
        self.url = url
        self.shown = address.shown
        self.prefix = prefix_of(address.prefix)
        self._scripts: dict[str, Any] = {}
        with self.redis_errors():
            try:
                self._client: Any = redis.Redis.from_url(
                    address.url,
                    socket_timeout=_ANSWER,
                    socket_connect_timeout=_CONNECT,
                    retry=Retry(ConstantBackoff(_AGAIN), 1),
                    client_name="dedup-news",
                )
            except (ValueError, TypeError) as error:
                raise SettingsError(
                    f"{self.shown} is no address of Redis ({error}); write it as in redis://host:6379/0."
                ) from error

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def ask(self, *command: Any) -> Any:
        """Return the answer to one command."""
        with self.redis_errors():
            return self._client.execute_command(*command)

    def asks(self, commands: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the answers to several commands that are sent together; others may write in between."""
        if not commands:
            return []
        with self.redis_errors():
            pipeline = self._client.pipeline(transaction=False)
            for command in commands:
                pipeline.execute_command(*command)
            answers: list[Any] = pipeline.execute()
            return answers

    def run(self, script: str, *values: Any) -> Any:
        """Return the answer of a script; it is done as a whole, while nothing else is."""
        held = self._scripts.get(script)
        if held is None:
            held = self._scripts[script] = self._client.register_script(source(script))
        with self.redis_errors():
            return held(keys=[f"{self.prefix}last"], args=[self.prefix, *values])

    @contextmanager
    def redis_errors(self) -> Iterator[None]:
        """Turn the errors of Redis into one sentence that says what to do; none names a password."""
        try:
            yield
        except (redis.AuthenticationError, redis.exceptions.NoPermissionError) as error:
            raise DedupError(
                f"{self.shown} refuses the user or the password; check them in the address of the index."
            ) from error
        except redis.exceptions.ReadOnlyError as error:
            raise DedupError(_read_only(self.shown)) from error
        except redis.exceptions.OutOfMemoryError as error:
            raise DedupError(f"{self.shown} is full; {_ROOM}.") from error
        except redis.exceptions.BusyLoadingError as error:
            raise DedupError(f"{self.shown} is loading its data; try again when it is done.") from error
        except redis.TimeoutError as error:
            raise DedupError(
                f"{self.shown} did not answer in time; check the server and its load, and try again."
            ) from error
        except (redis.ConnectionError, ssl.SSLError, OSError) as error:
            raise DedupError(
                f"{self.shown} cannot be reached; check that the server runs and that the address is right."
            ) from error
        except redis.ResponseError as error:
            raise _refused(self.shown, str(error)) from error
        except redis.RedisError as error:
            raise DedupError(f"{self.shown} does not answer as Redis does; check the address.") from error


def _read_only(shown: str) -> str:
    return f"{shown} is a replica, which cannot be written to; give the address of the primary server."


def _refused(shown: str, reason: str) -> DedupError:
    """Return what an error that a command or a script met means."""
    if "OOM" in reason:
        return DedupError(f"{shown} is full; {_ROOM}.")
    if "READONLY" in reason:
        return DedupError(_read_only(shown))
    if "NOAUTH" in reason or "NOPERM" in reason or "WRONGPASS" in reason:
        return DedupError(f"{shown} refuses the user or the password; check them in the address of the index.")
    if "MISCONF" in reason:
        return DedupError(f"{shown} cannot save to its disk and takes nothing in; make room there and go on.")
    if reason.startswith(("MOVED", "CROSSSLOT", "CLUSTERDOWN")) or "cluster" in reason:
        return DedupError(
            f"{shown} is a node of a cluster that does not hold this index; give the address of the node that does."
        )
    if "WRONGTYPE" in reason:
        return FormatError(
            f"{shown} has other data under the keys of the index; choose another prefix, as in ?prefix=news."
        )
    return DedupError(
        f"{shown} refused a command ({reason[:200]}); check the rights of the user and the version of the server."
    )


@cache
def source(script: str) -> str:
    """Return a script with the functions that all of them share."""
    folder = files("dedup.index.redis")
    return "\n".join((folder / f"{name}.lua").read_text("utf-8") for name in ("shared", script))


NEEDED: Final = "noeviction"


def check_policy(server: RedisServer) -> None:
    """Raise SettingsError where the server evicts keys; one that does not say its policy is taken as it is."""
    server.ask("PING")
    try:
        memory = server.ask("INFO", "memory")
    except DedupError:  # INFO may be forbidden
        return
    policy = memory.get("maxmemory_policy", NEEDED)
    if policy != NEEDED:
        raise SettingsError(
            f"{server.shown} evicts keys where its memory is full (maxmemory-policy {policy}), which would lose "
            "articles unseen; "
            f"set maxmemory-policy to {NEEDED}."
        )
