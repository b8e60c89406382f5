"""A folder -> the files in it, at any depth; links are followed inside it, without running in circles."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from dedup.sources import skip_reasons

Refuse = Callable[[str, str], None]
"""Takes the path, as a report shows it, of something that was left out, and the reason."""


class File(NamedTuple):
    """`path` as the system knows it, `shown` relative to the folder; `size` in bytes, 0 where the file cannot be
    asked."""

    path: str
    shown: str
    size: int


def files_under(root: str, prefix: str, refuse: Refuse) -> list[File]:
    """Return every file under `root`, in no order; hidden files and folders are left out. `prefix` is put before
    `shown`.

    Links are followed after everything else was found, and only to what was not found by then: so a loop ends, and a
    file that is linked from beside itself is found once, under its own name. A link that leads out of `root` is
    refused: an archive from elsewhere, unpacked, may hold one to "/".
    """
    walk = _Walk(refuse, os.path.realpath(root))
    walk.tree(root, prefix)
    while walk.links:
        walk.follow(*walk.links.popleft())
    return walk.files


class _Walk:
    def __init__(self, refuse: Refuse, top: str) -> None:
        self._top: Final = top
        self.files: list[File] = []
        self.links: deque[tuple[str, str]] = deque()
        self._refuse: Final = refuse
        self._entered: set[tuple[int, int]] = set()
        self._known: set[tuple[int, int]] = set()
        self._asked = 0

    def tree(self, root: str, prefix: str) -> None:
        """Take in all files under `root`, and put the links aside."""
        folders = [(root, prefix)]
        while folders:
            folder, shown = folders.pop()
            try:
                status = Path(folder).stat()
                if (status.st_dev, status.st_ino) in self._entered:
                    continue
                self._entered.add((status.st_dev, status.st_ino))
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self._refuse(shown.removesuffix("/") or ".", skip_reasons.unreadable(error))
                continue
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    self.links.append((entry.path, shown + entry.name))
                elif entry.is_dir():
                    folders.append((entry.path, f"{shown}{entry.name}/"))
                else:
                    self._take(entry.path, shown + entry.name)

    def follow(self, path: str, shown: str) -> None:
        """Take in what a link leads to, where it is new."""
        try:
            status = Path(path).stat()
            target = os.path.realpath(path, strict=True)
        except OSError as error:
            self._refuse(shown, skip_reasons.unreadable(error))
            return
        if os.path.commonpath([self._top, target]) != self._top:
            self._refuse(shown, skip_reasons.LINK_OUT)
        elif stat.S_ISDIR(status.st_mode):
            self.tree(path, f"{shown}/")
        elif (status.st_dev, status.st_ino) not in self._files_known():
            self._take(path, shown)

    def _take(self, path: str, shown: str) -> None:
        try:
            status = Path(path).stat()
        except OSError as error:
            self._refuse(shown, skip_reasons.unreadable(error))
            return
        if stat.S_ISREG(status.st_mode):
            self.files.append(File(path, shown, status.st_size))
        else:
            self._refuse(shown, skip_reasons.NOT_A_FILE)

    def _files_known(self) -> set[tuple[int, int]]:
        """Return the files found so far; only links ask for them, so that a folder of a million files is not in memory
        twice."""
        for file in self.files[self._asked :]:
            try:
                status = Path(file.path).stat()
            except OSError:
                continue  # gone meanwhile: opening it will show
            self._known.add((status.st_dev, status.st_ino))
        self._asked = len(self.files)
        return self._known
