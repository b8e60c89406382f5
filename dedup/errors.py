"""The errors that a caller may catch. Each message is one sentence that names the thing, the place and the way out."""

from __future__ import annotations


class DedupError(Exception):
    """Anything that this package refuses to do; the command line prints it in one line and exits with 2."""


class InputError(DedupError, ValueError):
    """An input is missing, unreadable or broken, and the scan was asked to stop at it (`--strict`) or has nothing
    else."""


class SettingsError(DedupError, ValueError):
    """A setting is unknown or out of range."""


class FormatError(DedupError, ValueError):
    """A file that this package wrote, or claims to have written, is of another version or damaged."""


class OutputError(DedupError, OSError):
    """What was to be written cannot be: the disk is full, or the file may not be written to."""


class MissingExtraError(DedupError, ImportError):
    """A part of this package needs another package that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra {extra!r}; install it with: pip install 'dedup-news[{extra}]'")
