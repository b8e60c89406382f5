"""Inspect: what an index tells of itself: figures, damage, families, records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from dedup.article import Article
from dedup.errors import FormatError
from dedup.families import build_families
from dedup.index.backend import ArticleStore
from dedup.index.header import IndexHeader
from dedup.index.settings import IndexSettings, format_time
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.key_segment import KeySegment
from dedup.index.sqlite.line_counts import FURNITURE
from dedup.index.sqlite.upkeep import folder_of
from dedup.index.stored_article import ArticlePacker, TextSketch, unpack_sketch
from dedup.records import Family


class IndexStats(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of an index: `articles` held, `families` of copies, `relations` between articles, `bytes` on the disk in
    all, of which `key_bytes` in `segments`; `in_tail` articles whose keys no segment holds yet; lines `learned` to be
    furniture of their outlets; times of the first and the last article.

    Of an index in Redis `bytes` are the memory of the whole server, `key_bytes` those of the entries, without what
    holds them."""

    path: str
    articles: int
    families: int
    relations: int
    bytes: int
    key_bytes: int
    segments: int
    in_tail: int
    learned: int
    first_seen: str | None
    last_seen: str | None
    header: IndexHeader


class IndexRecord(msgspec.Struct, frozen=True):
    """One article held: the article (its text empty where the index keeps none), when it came in, and its copy family.

    `sketch` is what an index without texts keeps; None where it came in when less was kept than an export needs, and
    beside a text.
    """

    article: Article
    first_seen: str
    family: str
    sketch: TextSketch | None = None
    holds_text: bool = True


def read_stats(database: Database, settings: IndexSettings) -> IndexStats:
    """See `Prefilter.stats`."""
    path = Path(settings.path)
    segments = [file.stat().st_size for file in folder_of(path).glob("*.*")] if folder_of(path).is_dir() else []
    with database.reading():
        articles = database.count("articles")
        times = database.ask(
            "SELECT seen FROM articles WHERE number IN ((SELECT min(number) FROM articles), (SELECT max(number) FROM articles))"
        )
        return IndexStats(
            path=settings.path,
            articles=articles,
            families=database.ask("SELECT count(DISTINCT family) FROM articles WHERE family IS NOT NULL")[0],
            relations=database.count("relations"),
            bytes=sum(segments) + sum(p.stat().st_size for p in (path, Path(f"{path}-wal")) if p.exists()),
            key_bytes=sum(segments),
            segments=len(database.segments()),
            in_tail=database.count("tail"),
            learned=database.line_counts.count(FURNITURE),
            first_seen=format_time(times[0]) if times else None,
            last_seen=format_time(times[-1]) if times else None,
            header=database.header(),
        )


def damage(database: Database, settings: IndexSettings) -> list[str]:
    """See `Prefilter.check_index`."""
    with database.reading():
        try:
            found = [
                f"the file {settings.path}: {line}" for line in database.ask("PRAGMA integrity_check") if line != "ok"
            ]
        except sqlite3.DatabaseError as error:
            return [f"the file {settings.path}: {error}"]
        for listed in database.segments():
            try:
                problem = KeySegment(folder_of(Path(settings.path)), listed).damage()
            except FormatError as error:
                problem = str(error)
            if problem is not None:
                found.append(problem)
        found += database.damaged_tail()
        unpack = ArticlePacker(database.dictionary()).unpack if settings.text else unpack_sketch
        for row in database.rows():
            try:
                unpack(row)
            except FormatError as error:
                found.append(str(error))
        covered = database.ask("SELECT max(last) FROM segments")[0] or 0
        lost = (
            f"SELECT count(*) FROM articles WHERE number > {int(covered)} AND number NOT IN (SELECT number FROM tail)"
        )
        if without := database.ask(lost)[0]:
            found.append(f"{without} articles have no keys; export the index and import it anew")
        stray = "SELECT count(*) FROM tail WHERE number NOT IN (SELECT number FROM articles)"
        if strays := database.ask(stray)[0]:
            found.append(f"{strays} entries of the tail have no article; export the index and import it anew")
    return found


def families_of(store: ArticleStore) -> list[Family]:
    """See `Prefilter.families`."""
    with store.reading():
        relations = store.relations()
        names = store.names({int(side) for r in relations for side in (r.a, r.b)})
    relations = [r for r in relations if int(r.a) in names and int(r.b) in names]
    families = build_families({side for r in relations for side in (r.a, r.b)}, relations)
    told = []
    for family in families:
        level, _, first = family.id.partition(":")
        bridges = [
            msgspec.structs.replace(b, a=names[int(b.a)], b=names[int(b.b)], why=_plain(b.why, names))
            for b in family.bridges
        ]
        members = sorted(names[int(member)] for member in family.members)
        told.append(
            msgspec.structs.replace(family, id=f"{level}:{names[int(first)]}", members=members, bridges=bridges)
        )
    return told


def _plain(why: str, names: dict[int, str]) -> str:
    """A reason with ids in the place of numbers."""
    return " ".join(
        names.get(int(word), word) if word.isdecimal() and len(word) == 15 else word for word in why.split(" ")
    )


def records_of(store: ArticleStore, settings: IndexSettings) -> Iterator[IndexRecord]:
    """See `Prefilter.records`."""
    bodies = ArticlePacker(store.dictionary())
    for row in store.rows():
        family = f"copy:{row.id if row.family is None else store.first_of(row.family)}"
        if settings.text:
            yield IndexRecord(bodies.unpack(row).article, format_time(row.seen), family)
        else:
            small = unpack_sketch(row)
            yield IndexRecord(
                Article(id=row.id, text=""),
                format_time(row.seen),
                family,
                small if small.whole else None,
                holds_text=False,
            )
