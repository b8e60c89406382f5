"""Baseline: findings and verdicts that are known already and are not reported again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import msgspec

from dedup.artifacts.rule import Finding
from dedup.errors import SettingsError
from dedup.records import ACCUSING, VerdictKind

LARGEST: Final = 256 << 20  # bytes of a baseline that is read
SCHEMA: Final = "dedup-baseline/1"


class KnownFinding(msgspec.Struct, frozen=True, order=True):
    """So many findings of one rule with one text in one article; places do not count, so that an edit above them
    changes nothing."""

    article: str
    rule: str
    text: str
    count: int = 1


class KnownVerdict(msgspec.Struct, frozen=True, order=True):
    """The verdict on one article; another verdict on it is not known."""

    article: str
    verdict: VerdictKind


class _File(msgspec.Struct, frozen=True):
    known: list[KnownFinding]
    verdicts: list[KnownVerdict] = []
    schema: Literal["dedup-baseline/1"] = SCHEMA


class Baseline:
    """Takes known findings out, article by article; each known finding hides one."""

    def __init__(self, known: Iterable[KnownFinding] = (), verdicts: Iterable[KnownVerdict] = ()) -> None:
        self._left: Counter[tuple[str, str, str]] = Counter()
        for each in known:
            self._left[each.article, each.rule, each.text] += each.count
        self._verdicts = {(each.article, each.verdict) for each in verdicts}

    def knows(self, article: str, verdict: VerdictKind) -> bool:
        """Return whether the baseline has this verdict on the article."""
        return (article, verdict) in self._verdicts

    def unknown(self, article: str, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that the baseline does not have, in their order."""
        new = []
        for finding in findings:
            key = (article, finding.rule, finding.text)
            if self._left[key] > 0:
                self._left[key] -= 1
            else:
                new.append(finding)
        return new


def read_baseline(path: Path) -> Baseline:
    """Return the baseline that `write_baseline` wrote. Raises SettingsError where it cannot be read."""
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SettingsError(
                f"{path}: the baseline has more than {LARGEST:,} bytes; write a new one with --write-baseline."
            )
        file = msgspec.json.decode(data, type=_File)
        return Baseline(file.known, file.verdicts)
    except OSError as error:
        raise SettingsError(
            f"{path}: the baseline cannot be read ({error.strerror}); write one with --write-baseline."
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: this is no baseline ({error}); write one with --write-baseline.") from error


def write_baseline(path: Path, found: Iterable[tuple[str, Iterable[Finding], VerdictKind]]) -> int:
    """Write the findings and verdicts of all articles (id, findings, verdict) as known, sorted; returns the number of
    findings.

    Verdicts that say nothing are left out. Raises OSError.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    verdicts = []
    for article, findings, verdict in found:
        counts.update((article, f.rule, f.text) for f in findings)
        if verdict in ACCUSING:
            verdicts.append(KnownVerdict(article, verdict))
    known = [KnownFinding(*key, count) for key, count in sorted(counts.items())]
    encoded = msgspec.json.encode(_File(known, sorted(verdicts)))
    path.write_bytes(msgspec.json.format(encoded, indent=1) + b"\n")
    return counts.total()
