"""The articles of an index in Redis, and the scripts that change them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import msgspec
import numpy as np

from dedup.errors import FormatError
from dedup.index.article_store import ArticleRow, number_id
from dedup.index.header import IndexHeader, upgraded_header
from dedup.index.outlet_style import OutletCounts
from dedup.index.redis.buckets import BucketTrim
from dedup.index.redis.connection import RedisServer
from dedup.index.redis.layout import count_of, number_of, unpack_relation, unpack_row, unpack_style
from dedup.index.redis.request import AddCommand
from dedup.index.settings import current_time
from dedup.records import Relation
from dedup.text.tables import I64

PAGE: Final = 200  # articles that are read at a time
_SCANNED: Final = 2_000  # ids that Redis is asked to go through at a time
_ID: Final = (16, 18 + 8_000)  # bytes of an article that hold its id: 2,000 characters of four bytes at most
_pack: Final = msgspec.msgpack.encode


class RedisStore:
    """An index in Redis. What is asked of it belongs to the moment of each question."""

    def __init__(self, server: RedisServer) -> None:
        self.server = server
        self._client = uuid.uuid4().hex
        self._requests = 0

    def open(self, asked: IndexHeader, dictionary: bytes) -> None:
        """Make the index where there is none. Raises FormatError where it does not match."""
        self.server.run("open", msgspec.json.encode(asked), dictionary)
        held = self.header()
        assert held is not None
        upgraded = upgraded_header(self.server.shown, held, asked)
        # Older clients may share an index of an older format, and read what is written here: it stays of that format.
        if held.format == asked.format and held != upgraded:
            self.server.ask("SET", self._name("header"), msgspec.json.encode(upgraded))

    def header(self) -> IndexHeader | None:
        """Return what the index was made with; None where there is none."""
        held = self.server.ask("GET", self._name("header"))
        try:
            return None if held is None else msgspec.json.decode(held, type=IndexHeader)
        except msgspec.MsgspecError as error:
            raise FormatError(
                f"{self.server.shown} has a damaged header ({error}); restore a copy or choose another prefix."
            ) from error

    def _name(self, kind: str, number: int | str | None = None) -> str:
        return f"{self.server.prefix}{kind}" if number is None else f"{self.server.prefix}{kind}:{number}"

    def reading(self) -> AbstractContextManager[None]:
        """Nothing: other machines may write at any time, which `add` finds out."""
        return nullcontext()

    def dictionary(self) -> bytes:
        """Return what bodies are compressed with."""
        return bytes(self.server.ask("GET", self._name("dictionary")) or b"")

    def last(self) -> int:
        """Return the largest number that an article was ever given."""
        return number_of(self.server.ask("GET", self._name("last")), "largest number")

    def held(self) -> int:
        """Return the number of articles."""
        return int(self.server.ask("HLEN", self._name("ids")))

    def counts(self) -> dict[str, int]:
        """Return how many families, relations, entries of keys and outlets with counts there are."""
        names = ("families", "relations", "entries", "outlets")
        counted = self.server.ask("HMGET", self._name("counts"), *names)
        return {name: count_of(value, name) for name, value in zip(names, counted, strict=True)}

    def by_id(self, article: str) -> ArticleRow | None:
        """Return the article of this id."""
        number = self.server.ask("HGET", self._name("ids"), article)
        rows = [] if number is None else self.by_number([number_of(number, "number of an article")])
        return rows[0] if rows else None

    def by_number(self, numbers: Sequence[int]) -> list[ArticleRow]:
        """Return the articles of these numbers that are there, in this order."""
        if not numbers:
            return []
        held = self.server.ask("MGET", *(self._name("a", n) for n in numbers))
        return [unpack_row(n, packed) for n, packed in zip(numbers, held, strict=True) if packed is not None]

    def numbers(self) -> I64:
        """Return the numbers of all articles, sorted. They are those of the ids: a walk from 1 to the largest number
        might never end where somebody has changed that."""
        found: list[int] = []
        cursor = 0
        while True:
            cursor, pairs = self.server.ask("HSCAN", self._name("ids"), cursor, "COUNT", _SCANNED)
            found += (number_of(number, "number of an article") for number in pairs.values())
            cursor = int(cursor)
            if cursor == 0:
                return np.unique(np.array(found, np.int64))

    def rows(self) -> Iterator[ArticleRow]:
        """Yield all articles, the oldest first; in pages, so that others may write meanwhile."""
        for page in self.pages():
            yield from self.by_number(page)

    def pages(self) -> Iterator[list[int]]:
        """Yield the numbers of articles, in pages."""
        numbers = self.numbers()
        for first in range(0, numbers.size, PAGE):
            yield numbers[first : first + PAGE].tolist()

    def names(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of the articles of these numbers that are there."""
        wanted = sorted(numbers)
        found: dict[int, str] = {}
        for at in range(0, len(wanted), PAGE):
            some = wanted[at : at + PAGE]
            heads = self.server.asks([("GETRANGE", self._name("a", n), *_ID) for n in some])
            found.update((n, unpack_row(n, bytes(16) + head).id) for n, head in zip(some, heads, strict=True) if head)
        return found

    def seen_before(self, seen: int) -> Iterator[list[int]]:
        """Yield the numbers of articles that came in before, in pages."""
        for page in self.pages():
            times = self.server.asks([("GETRANGE", self._name("a", n), 0, 7) for n in page])
            yield [n for n, time in zip(page, times, strict=True) if time and int.from_bytes(time, "little") < seen]

    def members(self, families: Sequence[int], most: int) -> list[int]:
        """Return the numbers of at most `most` members of these copy families."""
        found = self.server.asks([("ZRANGE", self._name("f", family), 0, most - 1) for family in families])
        return [number_of(member, "number of a member") for members in found for member in members][:most]

    def first_of(self, family: int) -> str:
        """Return the id of the first member of a copy family that is still there."""
        first = self.members([family], 1)
        return self.names(first).get(first[0], number_id(family)) if first else number_id(family)

    def relations(self, numbers: Sequence[int] | None = None) -> list[Relation]:
        """Return the relations of these articles (of all) with earlier ones, as `stored_relation` makes them."""
        found: list[Relation] = []
        pages = (
            self.pages()
            if numbers is None
            else [sorted(numbers)[at : at + PAGE] for at in range(0, len(numbers), PAGE)]
        )
        for page in pages:
            answers = self.server.asks([("HGETALL", self._name("r", n)) for n in page])
            for number, answer in zip(page, answers, strict=True):
                related = [unpack_relation(number, other, packed) for other, packed in answer.items()]
                found += sorted(related, key=lambda relation: relation.a)
        return found

    def style_of(self, outlet: str) -> OutletCounts:
        """Return how often an outlet has marks that may be its house style."""
        return unpack_style(outlet, self.server.ask("HGETALL", self._name("s", outlet)))

    def all_styles(self) -> Iterator[tuple[str, OutletCounts]]:
        """Yield the counts of all outlets."""
        start = len(self._name("s", "").encode())
        cursor, seen = 0, set[bytes]()
        while True:
            cursor, names = self.server.ask("SCAN", cursor, "MATCH", self._name("s", "*"), "COUNT", _SCANNED)
            fresh = sorted(set(names) - seen)  # SCAN may return a key twice
            seen.update(fresh)
            for name, packed in zip(fresh, self.server.asks([("HGETALL", name) for name in fresh]), strict=True):
                outlet = name[start:].decode("utf-8", "replace")
                yield outlet, unpack_style(outlet, packed)
            cursor = int(cursor)
            if cursor == 0:
                return

    def add(self, command: AddCommand) -> list[Any]:
        """Take an article in, unless something came since that bears on it; see add.lua for the answer."""
        self._requests += 1
        asked = msgspec.structs.replace(command.request, client=self._client, request=self._requests)
        answer: list[Any] = self.server.run("add", _pack(asked), *command.content)
        return answer

    def forget(self, numbers: Sequence[int]) -> int:
        """Take articles out; returns how many there were. Their entries go when buckets are trimmed."""
        self._requests += 1
        return int(self.server.run("forget", _pack((self._client, self._requests, list(numbers)))))

    def evict(self, oldest: int | None, bound: int | None, most: int) -> int:
        """Take out the oldest articles, at most `most`: those that came before `oldest`, and those that are more than
        `bound`."""
        bounds = (-1 if value is None else value for value in (oldest, bound))
        return int(self.server.run("evict", *bounds, most, current_time()))

    def trim(self, trims: Sequence[BucketTrim]) -> None:
        """Rewrite buckets without their dead entries."""
        if trims:
            self.server.run("trim", *(part for trim in trims for part in trim))
