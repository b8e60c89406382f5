"""Inputs of the user -> the files to read, in an order that does not change, and the paths that a report shows for
them."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dedup.errors import InputError
from dedup.sources import skip_reasons
from dedup.sources.folder import Refuse, files_under


class InputFile(NamedTuple):
    """A file to read (`path` as the system knows it, "-" for standard input) and what a report calls it; `size` None
    where unknown. `named` says that the user named this very file, and not a folder it is in."""

    path: str
    shown: str
    size: int | None
    named: bool


def find_sources(inputs: Sequence[str | os.PathLike[str]], refuse: Refuse) -> list[InputFile]:
    """Return the files of all inputs, input by input, those of a folder sorted by path.

    Raises InputError where an input is missing, cannot be listed or has no file.
    """
    paths = [os.fspath(each) for each in inputs]
    if not paths:
        raise InputError("no input was given; name a file, a folder, or - for standard input")
    if paths.count("-") > 1:
        raise InputError("standard input can be read once; give - once")
    return [
        source
        for path, label in zip(paths, labels(paths), strict=True)
        for source in _sources_of(path, label, len(paths), refuse)
    ]


def _sources_of(path: str, label: str, inputs: int, refuse: Refuse) -> list[InputFile]:
    if path == "-":
        return [InputFile("-", "-", None, named=True)]
    try:
        status = Path(path).stat()
    except (OSError, ValueError) as error:
        if isinstance(error, (FileNotFoundError, ValueError)):
            raise InputError(f"there is no file or folder {skip_reasons.shown(path, 200)}; check the name") from error
        raise InputError(
            f"the input {skip_reasons.shown(path, 200)} cannot be read ({error.strerror}); check its permissions"
        ) from error
    if not stat.S_ISDIR(status.st_mode):
        if is_device(status):
            raise InputError(f"{skip_reasons.shown(path, 200)}: {skip_reasons.DEVICE}")
        return [InputFile(path, label, status.st_size if stat.S_ISREG(status.st_mode) else None, named=True)]
    return _files_of(path, f"{label}/" if inputs > 1 and label else "", refuse)


def _files_of(folder: str, prefix: str, refuse: Refuse) -> list[InputFile]:
    refused: list[str] = []

    def note(place: str, reason: str) -> None:
        refused.append(f"{skip_reasons.shown(place, 200)}: {reason}")
        refuse(place, reason)

    found = [
        InputFile(file.path, readable(file.shown), file.size, named=False) for file in files_under(folder, prefix, note)
    ]
    if not found and refused:
        raise InputError(f"the folder {skip_reasons.shown(folder, 200)} holds nothing that can be read; {refused[0]}")
    if not found:
        raise InputError(f"the folder {skip_reasons.shown(folder, 200)} is empty; give one with articles in it")
    return sorted(found, key=lambda source: (source.shown, source.path))


def labels(paths: Sequence[str]) -> list[str]:
    """Return the name of each input, with as many of its parent folders as distinguish it from the others, but never
    the whole path in the file system."""
    # Not resolved: a linked input keeps the name that the user gave.
    parts = {path: Path(os.path.normpath(Path.cwd() / path)).parts[1:] for path in paths}
    depth = dict.fromkeys(paths, 1)
    while True:
        labels = {path: "/".join(parts[path][-depth[path] :]) for path in depth}
        places = {(label, parts[path]) for path, label in labels.items()}
        shared = Counter(label for label, _ in places)
        longer = [path for path, label in labels.items() if shared[label] > 1 and depth[path] < len(parts[path])]
        if not longer:
            return [readable(labels[path]) for path in paths]
        for path in longer:
            depth[path] += 1


def is_device(status: os.stat_result) -> bool:
    """Return whether something is neither a file nor a folder nor a pipe: a device may have no end."""
    mode = status.st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISFIFO(mode))


def readable(path: str) -> str:
    """Return the path as text that can be written as UTF-8, whatever bytes the file system has."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")
