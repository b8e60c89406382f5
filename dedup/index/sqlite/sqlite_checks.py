"""Figures of an index in a file, and what is damaged in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from dedup.errors import FormatError
from dedup.index.contents import IndexStats
from dedup.index.settings import IndexSettings, format_time
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.key_segment import KeySegment
from dedup.index.sqlite.line_counts import FURNITURE
from dedup.index.sqlite.upkeep import folder_of
from dedup.index.stored_article import ArticlePacker, unpack_sketch


def read_stats(database: Database, settings: IndexSettings) -> IndexStats:
    """See `Prefilter.stats`."""
    path = Path(settings.path)
    segments = [file.stat().st_size for file in folder_of(path).glob("*.*")] if folder_of(path).is_dir() else []
    with database.reading():
        articles = database.count("articles")
        times = database.ask(
            "SELECT seen FROM articles WHERE number IN ((SELECT min(number) FROM articles), (SELECT max(number) FROM "
            "articles))"
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


def find_damage(database: Database, settings: IndexSettings) -> list[str]:
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
