"""Upgrade an index in a file whose sketches were made with another version of the tokeniser, stemmer or transliterator:
they are made again from the stored texts."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

from dedup.errors import FormatError, InputError
from dedup.index.contents import records_of
from dedup.index.prefilter import Prefilter
from dedup.index.redis.address import is_address, shown_path
from dedup.index.sqlite.connection import real_path
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.upkeep import folder_of


def upgrade_index(path: str) -> int:
    """Make the sketches of an index anew; return the number of its articles.

    The new index is built in FILE.upgrade, and takes the place of the old one when it is whole. An upgrade that was
    interrupted goes on where it ended. Nobody else may use the index meanwhile. Raises InputError where there is no
    such file, FormatError for an index in Redis or without texts, DedupError where another process uses the index.
    """
    if is_address(path):
        raise FormatError(
            f"{shown_path(path)} is in Redis; export it with the version that made it and import it into a new index."
        )
    old = real_path(path)
    new = Path(f"{old}.upgrade")
    if not old.is_file():
        raise InputError(f"there is no index {path!r}; check the name")
    database = Database(old)
    try:
        header = database.header()
        if not header.text:
            raise FormatError(
                f"{path} keeps no texts to make sketches of; feed the articles to a new index, or go on with the "
                "version that made it."
            )
        if not _is_moving(old, new):
            with Prefilter(new, only=("copies",) if header.copies_alone else ()) as seen:
                done = seen.stats().articles
                for record in islice(records_of(database, texts=True), done, None):
                    seen.check_and_add(record.article, first_seen=record.first_seen, keep_id=True, token=record.token)
            _copy_styles(database, new)
        count = database.count("articles")
        database.leave()
    finally:
        database.close()
    _move(old, new)
    return count


def _copy_styles(old: Database, new: Path) -> None:
    """Take the counts of house style over: they are of articles that may have been forgotten since."""
    database = Database(new)
    try:
        with database.writing():
            for outlet, counts in old.all_styles():
                database.styles.put(outlet, counts)
    finally:
        database.close()


def _retired(old: Path) -> Path:
    """Return where the keys of the old index are while the new ones take their place."""
    return old.with_name(f"{old.name}.keys.old")


def _is_moving(old: Path, new: Path) -> bool:
    """Return whether an upgrade ended after the keys of the new index were moved, and before its database was."""
    return new.is_file() and not folder_of(new).exists() and _retired(old).exists()


def _move(old: Path, new: Path) -> None:
    if not _is_moving(old, new):
        folder_of(old).mkdir(exist_ok=True)
        shutil.rmtree(_retired(old), ignore_errors=True)
        folder_of(old).replace(_retired(old))
    if folder_of(new).exists():
        folder_of(new).replace(folder_of(old))
    new.replace(old)
    shutil.rmtree(_retired(old), ignore_errors=True)
