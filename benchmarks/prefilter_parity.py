"""The same labelled articles one at a time through a Prefilter and all at once through a scan: how far apart are the
copy families?

usage: python benchmarks/prefilter_parity.py [--only-copies] [--bench FOLDER]

The articles of `families/grouping` are fed in the order of their file. Three groupings are scored by the scorer of the
labelled data: the copy families that the index reports at the end (`families`, grouped again from all relations, as a
scan groups them), those that it joined article by article (the `family` of verdicts and records), and the report of
`dedup scan --only relations`. The difference is that of the first and the scan. Where the labelled data is not at hand
there is nothing to measure: one line says so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import corpora
from engines import dedup_command

import dedup

ASKED: Final = 0.01  # difference of the adjusted Rand index
SHOWN: Final = ("ari", "bcubed_precision", "bcubed_recall", "bcubed_f1", "pair_f1")


def labelled(path: Path) -> Iterator[dedup.Article]:
    """The articles of one file of labelled data, without their labels."""
    fields = set(dedup.Article.__struct_fields__)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield dedup.Article(**{name: value for name, value in json.loads(line).items() if name in fields})


def one_at_a_time(source: Path, folder: Path, only: list[str]) -> tuple[Path, Path]:
    """Reports with the copy families that an index tells of after all articles, and with those that it joined on the
    way."""
    joined: defaultdict[str, list[str]] = defaultdict(list)
    with dedup.Prefilter(folder / "seen.db", only=only) as seen:
        for article in labelled(source):
            seen.check_and_add(article)
        told = {family.id: family.members for family in seen.families() if family.level == "copy"}
        for record in seen.records():
            joined[record.family].append(record.article.id)
    return write(folder / "told.json", told), write(folder / "joined.json", joined)


def write(report: Path, families: Mapping[str, Sequence[str]]) -> Path:
    """As much of a report as the scorer of families reads."""
    listed = [{"id": name, "level": "copy", "members": members} for name, members in families.items()]
    report.write_text(json.dumps({"families": listed}), encoding="utf-8")
    return report


def all_at_once(source: Path, folder: Path, part: str) -> Path:
    report = folder / "scan.json"
    command = [dedup_command(), "scan", source, "--only", part, "-o", report, "-q", "--no-progress"]
    subprocess.run([str(word) for word in command], check=True)
    return report


def score(scorer: Path, report: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(scorer), "grouping", str(report)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{scorer.name}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only-copies", action="store_true", help="compare an index for copies alone with scan --only copies"
    )
    parser.add_argument("--bench", type=Path, default=corpora.BENCH, help="the folder of the labelled data")
    asked = parser.parse_args()
    source, scorer = asked.bench / "families" / "grouping.jsonl.gz", asked.bench / "score.py"
    if not (source.is_file() and scorer.is_file()):
        print("the labelled data is not at hand: nothing measured")
        return 0
    only, part = (["copies"], "copies") if asked.only_copies else ([], "relations")
    with tempfile.TemporaryDirectory() as name:
        reports = [*one_at_a_time(source, Path(name), only), all_at_once(source, Path(name), part)]
        told, joined, scanned = (score(scorer, report) for report in reports)
    print(f"{told['articles']:,} articles      families  joined on the way  scan --only {part:<9}  families - scan")
    for figure in SHOWN:
        difference = told[figure] - scanned[figure]
        row = f"{told[figure]:>8.4f}  {joined[figure]:>17.4f}  {scanned[figure]:>21.4f}  {difference:>+15.4f}"
        print(f"{figure:<18}  {row}")
    apart = abs(told["ari"] - scanned["ari"])
    print(f"the adjusted Rand indexes are {apart:.4f} apart, {'within' if apart <= ASKED else 'MORE THAN'} {ASKED}")
    return int(apart > ASKED)


if __name__ == "__main__":
    sys.exit(main())
