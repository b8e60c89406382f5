"""Baseline: findings that are known already, so that they are not told again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import msgspec

from dedup.artifacts.finding import Finding
from dedup.errors import SettingsError

LARGEST: Final = 256 << 20  # bytes of a baseline that is read
SCHEMA: Final = "dedup-baseline/1"


class Known(msgspec.Struct, frozen=True, order=True):
    """So many findings of one rule with one text in one article; places do not count, so that an edit above them changes nothing."""

    article: str
    rule: str
    text: str
    count: int = 1


class _File(msgspec.Struct, frozen=True):
    known: list[Known]
    schema: Literal["dedup-baseline/1"] = SCHEMA


class Baseline:
    """Takes known findings out, article by article; each known finding hides one."""

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self._left: Counter[tuple[str, str, str]] = Counter()
        for each in known:
            self._left[each.article, each.rule, each.text] += each.count

    def unknown(self, article: str, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that the baseline does not hold, in their order."""
        new = []
        for finding in findings:
            key = (article, finding.rule, finding.text)
            if self._left[key] > 0:
                self._left[key] -= 1
            else:
                new.append(finding)
        return new


def read_baseline(path: Path) -> Baseline:
    """The baseline that `write_baseline` wrote. Raises SettingsError where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{path}: the baseline has more than {LARGEST:,} bytes; write a new one with --write-baseline.")
        return Baseline(msgspec.json.decode(path.read_bytes(), type=_File).known)
    except OSError as error:
        raise SettingsError(f"{path}: the baseline cannot be read ({error.strerror}); write one with --write-baseline.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: this is no baseline ({error}); write one with --write-baseline.") from error


def write_baseline(path: Path, found: Iterable[tuple[str, Iterable[Finding]]]) -> int:
    """Write the findings of all articles (id, findings) as known, sorted, and return how many they are. Raises OSError."""
    counts = Counter((article, f.rule, f.text) for article, findings in found for f in findings)
    known = [Known(*key, count) for key, count in sorted(counts.items())]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(_File(known)), indent=1) + b"\n")
    return counts.total()
