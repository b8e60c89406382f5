"""Figures of an index in a file, and what is damaged in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dedup.errors import DedupError, FormatError
from dedup.index.article_store import ArticleRow
from dedup.index.contents import IndexStats
from dedup.index.settings import LIMITS, IndexSettings, format_time
from dedup.index.sqlite.connection import real_path
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.line_counts import FURNITURE
from dedup.index.sqlite.upkeep import folder_of
from dedup.index.stored_article import ArticlePacker, unpack_sketch


def read_stats(database: Database, settings: IndexSettings) -> IndexStats:
    """See `Prefilter.stats`."""
    path = real_path(settings.path)
    segments = [file.stat().st_size for file in folder_of(path).glob("*.*")] if folder_of(path).is_dir() else []
    with database.reading():
        ends = database.ask("SELECT min(number) FROM articles UNION ALL SELECT max(number) FROM articles")
        times = [row.seen for number in ends if number is not None for row in database.by_number([number])]
        return IndexStats(
            path=settings.path,
            articles=database.count("articles"),
            families=database.ask("SELECT count(DISTINCT family) FROM articles WHERE family IS NOT NULL")[0],
            relations=database.count("relations"),
            bytes=sum(segments) + sum(p.stat().st_size for p in (path, Path(f"{path}-wal")) if p.exists()),
            key_bytes=sum(segments),
            segments=len(database.segments.all()),
            in_tail=database.count("tail"),
            learned=database.line_counts.count(FURNITURE),
            outlets=len(database.styles),
            first_seen=format_time(times[0]) if times else None,
            last_seen=format_time(times[-1]) if times else None,
            header=database.header(),
        )


def find_damage(database: Database, settings: IndexSettings) -> list[str]:
    """See `Prefilter.check_index`."""
    found = _told(damage_of_segments, database)
    with database.reading():
        for look in (_in_file, Database.damage, _in_articles, _in_tail):
            found += _told(look, database)
        found += _in_bodies(database, text=settings.text)
    return list(dict.fromkeys(found))


def _told(look: Callable[[Database], list[str]], database: Database) -> list[str]:
    try:
        return look(database)
    except DedupError as error:
        return [str(error)]


def _in_file(database: Database) -> list[str]:
    return [f"the file {database.path}: {line}" for line in database.ask("PRAGMA integrity_check") if line != "ok"]


def damage_of_segments(database: Database) -> list[str]:
    """Return what is wrong with the segments. Where some were merged meanwhile, their files are gone: then all are
    looked at again."""
    found: list[str] = []
    for _ in range(LIMITS.tries):
        before = database.meta.numbers("generation")
        found = database.segments.damage(folder_of(database.path))
        if not found or database.meta.numbers("generation") == before:
            break
    return found


def _in_articles(database: Database) -> list[str]:
    """Return what is wrong with the numbers of articles."""
    database.forgotten()
    both = "SELECT count(*) FROM forgotten WHERE number IN (SELECT number FROM articles)"
    if doubled := database.ask(both)[0]:
        return [f"{doubled} articles are there and forgotten; export the index and import it anew"]
    return []


def _in_tail(database: Database) -> list[str]:
    """Return what is wrong with the numbers of the tail."""
    found = []
    covered = max((segment.last for segment in database.segments.all()), default=0)
    lost = f"SELECT count(*) FROM articles WHERE number > {covered} AND number NOT IN (SELECT number FROM tail)"
    if without := database.ask(lost)[0]:
        found.append(f"{without} articles have no keys; export the index and import it anew")
    stray = "SELECT count(*) FROM tail WHERE number NOT IN (SELECT number FROM articles)"
    if strays := database.ask(stray)[0]:
        found.append(f"{strays} entries of the tail have no article; export the index and import it anew")
    return found


def _in_bodies(database: Database, *, text: bool) -> list[str]:
    """Return a sentence for each article that cannot be read; the last one where the table ends too early."""
    found: list[str] = []
    try:
        unpack: Callable[[ArticleRow], Any] = ArticlePacker(database.dictionary()).unpack if text else unpack_sketch
        for row in database.rows(report=lambda error: found.append(str(error))):
            try:
                unpack(row)
            except FormatError as error:
                found.append(str(error))
    except DedupError as error:
        found.append(str(error))
    return found
