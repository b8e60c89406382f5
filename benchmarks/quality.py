"""`make quality`: score what is found on labelled data, beside the committed figures.

usage: python benchmarks/quality.py [--set NAME]... [--all] [--write] [--bench FOLDER] [--articles 100000]

Each data set is scanned or filtered with the default settings, and the scorers in the folder of labelled data are run
on the result. The table shows each figure, the one in `quality.json`, and whether higher or lower is better. The exit
code is 1 if a figure is worse than the committed one: a share by more than .003, a count by more than 1, one of the ten
pairs of the seed articles by anything. It is 2 if a data set could not be measured.

Without the labelled data nothing is measured, and the exit code is 0. A data set that is not at hand is left out, and
so are the slow ones without `--all`. `--write` writes `quality.json`; data sets that were not run keep their figures.

The models have seen some of these pairs, so the figures here are in-sample. The training scripts print those of pairs
that were kept out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import corpora
import quality_figures as read
from engines import dedup_command
from figures import Committed, Figures, Row, compare, format_table, read_committed, write_committed

COMMITTED: Final = corpora.ROOT / "quality.json"
SEEDS: Final = corpora.ROOT / "seeds"
WORK: Final = corpora.DATA / "quality"
"""Reports and filtered articles stay here, to be read after a run."""
CASES: Final = ("relations.jsonl", "marks.jsonl", "name_pairs.tsv", "name_corpora.jsonl")
HARD: Final = ("templates", "templates2", "templates3", "digests", "updates", "boilerplate", "short", "languages")
AMONG: Final = 20_000
"""Articles that the seeds are scanned among."""
PROPOSE: Final = """
import gzip, json, sys
from dedup.pipeline import candidate_pairs
ids, pairs = candidate_pairs(sys.argv[1])
figures = {"articles": len(ids), "an_article": round(len(pairs) / max(1, len(ids)), 2)}
if len(sys.argv) > 2:
    innocent = ("same_story", "same_event", "unrelated_near", "unrelated")
    truth = [json.loads(line) for line in gzip.open(sys.argv[2], "rt", encoding="utf-8")]
    found = {tuple(sorted((ids[a], ids[b]))) for a, b in pairs.tolist()}
    derived = [t for t in truth if t["label"] not in innocent]
    figures["recall"] = round(sum(tuple(sorted((t["a"], t["b"]))) in found for t in derived) / len(derived), 4)
print(json.dumps(figures))
"""


class NotMeasuredError(Exception):
    """A process failed, or printed something else than figures."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """What is measured together. `needs` are the files without which it is left out."""

    name: str
    measure: Callable[[], Figures]
    needs: tuple[Path, ...]
    slow: bool = False


def run(*command: str | Path) -> str:
    """Run a command and return what it printed. Raises NotMeasuredError with its last line if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=WORK, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotMeasuredError((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    return done.stdout


def score(scorer: Path, *arguments: str | Path) -> dict[str, Any]:
    """Return the JSON object that a scorer prints. Raises NotMeasuredError if it fails."""
    scored: dict[str, Any] = json.loads(run(sys.executable, scorer, *arguments))
    return scored


def scan(name: str, *sources: Path, only: str | None = None) -> Path:
    """Scan with the default settings. Return the report's path."""
    report = WORK / f"{name}.json"
    options = [] if only is None else ["--only", only]
    run(dedup_command(), "scan", *sources, "-o", report, "-q", "--no-progress", *options)
    return report


def filter_new(name: str, source: Path) -> tuple[Path, Path]:
    """Filter articles through a new index. Return the paths of what passed and of what was removed."""
    passed, removed = WORK / f"{name}-passed.jsonl", WORK / f"{name}-removed.jsonl"
    for left in (passed, removed):
        left.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        index = Path(folder, "index.db")
        run(dedup_command(), "filter", "--index", index, source, "-o", passed, "--removed", removed, "-q")
    return passed, removed


def pair_set(bench: Path, name: str, articles: str, truth: str, events: str | None = None) -> DataSet:
    """Labelled pairs, and events where they are known too."""
    scorer, source = bench / "score.py", bench / articles

    def measure() -> Figures:
        report = scan(name, source, only="relations")
        figures = read.pair_figures(score(scorer, "pairs", report, "--truth", bench / truth))
        if events is None:
            return figures
        return {**figures, **read.event_figures(score(scorer, "events", report, "--truth", bench / events))}

    return DataSet(name, measure, (scorer, source, bench / truth))


def read_set(bench: Path) -> DataSet:
    """Papers read by machine: how many copies are named so, by kind."""
    scorer, source, truth = (bench / name for name in ("score.py", "ocr/articles.jsonl.gz", "ocr/pairs_truth.jsonl.gz"))

    def measure() -> Figures:
        report = scan("ocr", source, only="relations")
        return read.named_figures(score(scorer, "pairs", report, "--truth", truth, "--by", "kind"))

    return DataSet("ocr", measure, (scorer, source, truth))


def incident_set(bench: Path, name: str, *, events: bool) -> DataSet:
    """Reports of incidents, or of companies, whose items are of several events: a scan and a filter over all."""
    source, truth = bench / name / "articles.jsonl.gz", bench / name / "incidents.jsonl.gz"

    def measure() -> Figures:
        report = scan(name, source, only="relations")
        related = score(bench / "score.py", "stations", report, "--truth", truth)
        _, removed = filter_new(name, source)
        figures = {
            **read.incident_figures(related),
            **read.removed_figures(score(bench / "score_filter.py", removed, truth)),
        }
        if not events:
            return figures
        return {**figures, **read.event_figures(score(bench / "score.py", "events", report, "--truth", truth))}

    return DataSet(name, measure, (source, truth, bench / "score_filter.py"))


def hard_set(bench: Path, name: str) -> DataSet:
    """A hard set: a scan, and a filter where it says what must stay."""
    scorer, files = bench / "hard" / "score_hard.py", bench / "hard" / "dev"
    source, truth, wanted = (files / f"{name}_{what}.jsonl.gz" for what in ("articles", "truth", "filter"))

    def measure() -> Figures:
        report = scan(f"hard-{name}", source, only="relations")
        figures = read.hard_figures(name, score(scorer, name, report, truth))
        if not wanted.is_file():
            return figures
        passed, _ = filter_new(f"hard-{name}", source)
        return {**figures, **read.filter_figures(score(scorer, "filter", passed, wanted))}

    return DataSet(f"hard {name}", measure, (scorer, source, truth))


def case_set(cases: Path, name: str) -> DataSet:
    """Small situations with what is right, of one file."""
    scorer, file = cases / "score_cases.py", cases / "dev" / name

    def measure() -> Figures:
        # The scorer runs every file of a folder.
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            shutil.copyfile(file, Path(folder, file.name))
            (scored,) = score(scorer, folder).values()
        return read.case_figures(scored[file.name])

    return DataSet(f"{file.stem.replace('_', ' ')} cases", measure, (scorer, file))


def verdict_set(bench: Path, name: str, articles: str, *options: str) -> DataSet:
    """Articles that a machine made, by verdict."""
    source = bench / articles

    def measure() -> Figures:
        report = scan(name.replace(" ", "-"), source, only="artifacts")
        return read.verdict_figures(score(bench / "score.py", "verdicts", report, *options))

    return DataSet(name, measure, (source,))


def name_set(bench: Path, name: str) -> DataSet:
    """Labelled pairs of spellings, which the scorer compares itself."""
    source = bench / "names" / f"{name.replace(' ', '_')}.jsonl.gz"

    def measure() -> Figures:
        return read.name_figures(score(bench / "score.py", "names", source)[source.name])

    return DataSet(name, measure, (source,))


def candidate_set(name: str, source: Path, truth: Path | None = None) -> DataSet:
    """Candidate pairs of the default scan."""
    arguments = (source,) if truth is None else (source, truth)

    def measure() -> Figures:
        return read.candidate_figures(json.loads(run(sys.executable, "-c", PROPOSE, *arguments)))

    return DataSet(f"candidates of {name}", measure, arguments, slow=True)


def planted_sets(bench: Path, articles: int) -> Iterator[DataSet]:
    """Corpora with planted copies, which are made when they are first needed, and the seeds among one of them."""
    scorer, maker = bench / "score.py", bench / corpora.MAKE_CORPUS
    sizes = sorted({articles // 10, articles, 3 * articles})

    def corpus(size: int) -> corpora.Corpus:
        # The largest is made once: a smaller one is its beginning.
        return corpora.prepare([*sizes, size], bench)[size]

    def measure_recall() -> Figures:
        made = corpus(articles)
        return read.corpus_figures(score(scorer, "recall", scan("corpus", made.path), made.pairs))

    def measure_seeds() -> Figures:
        report = scan("seeds-among-others", SEEDS, corpora.prepare([AMONG], bench)[AMONG].path)
        return read.seed_relation_figures(score(scorer, "seeds", report))

    def measure_candidates(size: int) -> Callable[[], Figures]:
        return lambda: candidate_set("a corpus", corpus(size).path).measure()

    yield DataSet(f"seeds among {AMONG:,}", measure_seeds, (scorer, maker), slow=True)
    yield DataSet(f"corpus of {articles:,}", measure_recall, (scorer, maker), slow=True)
    for size in sizes:
        yield DataSet(f"candidates of {size:,} articles", measure_candidates(size), (maker,), slow=True)


def data_sets(bench: Path, articles: int) -> Iterator[DataSet]:
    """Yield every data set. `articles` is the size of the corpus with planted copies."""
    scorer, families, real = bench / "score.py", bench / "families", bench / "real"
    grouping, artifacts = families / "grouping.jsonl.gz", bench / "artifacts" / "articles.jsonl.gz"

    yield pair_set(bench, "pairs", "families/pairs_articles.jsonl.gz", "families/pairs_truth.jsonl.gz")
    yield pair_set(bench, "real", "real/articles.jsonl.gz", "real/pairs_truth.jsonl.gz", "real/events.jsonl.gz")
    yield pair_set(bench, "roundtrip", "families/roundtrip_articles.jsonl.gz", "families/roundtrip_truth.jsonl.gz")
    yield pair_set(bench, "llm", "llm/articles.jsonl.gz", "llm/pairs_truth.jsonl.gz")
    yield DataSet(
        "grouping",
        lambda: read.group_figures(score(scorer, "grouping", scan("grouping", grouping, only="relations"))),
        (scorer, grouping),
    )
    yield DataSet("seeds", lambda: read.seed_figures(score(scorer, "seeds", scan("seeds", SEEDS))), (scorer,))
    yield from (hard_set(bench, name) for name in HARD)
    yield from (case_set(bench.parent / "cases", name) for name in CASES)
    yield from (incident_set(bench, name, events=name == "stations") for name in ("stations", "reuters"))
    yield read_set(bench)
    yield DataSet(
        "artifacts",
        lambda: read.artifact_figures(score(scorer, "artifacts", scan("artifacts", artifacts, only="artifacts"))),
        (scorer, artifacts),
    )
    yield verdict_set(bench, "spun blocks", "artifacts/spun_blocks.jsonl.gz")
    yield verdict_set(bench, "crude translations", "artifacts/crude_translations.jsonl.gz")
    yield verdict_set(bench, "round trips", "families/roundtrip_articles.jsonl.gz", "--ending", "returned")
    yield from (name_set(bench, name) for name in ("token pairs", "trap pairs", "full names"))
    yield candidate_set("pairs", families / "pairs_articles.jsonl.gz", families / "pairs_truth.jsonl.gz")
    yield candidate_set("real", real / "articles.jsonl.gz", real / "pairs_truth.jsonl.gz")
    yield candidate_set("grouping", grouping)
    yield from planted_sets(bench, articles)


def measure_all(sets: Sequence[DataSet]) -> tuple[dict[str, Figures], dict[str, str]]:
    """Measure the data sets, with a line on standard error for each. Return the figures and the errors by data set."""
    figures, errors = {}, {}
    for data_set in sets:
        missing = [path for path in data_set.needs if not path.exists()]
        if missing:
            print(f"{data_set.name}: not at hand, left out", file=sys.stderr)
            continue
        print(data_set.name, end=" ... ", file=sys.stderr, flush=True)
        started = time.monotonic()
        try:
            figures[data_set.name] = data_set.measure()
        except (NotMeasuredError, ValueError, LookupError, subprocess.SubprocessError) as error:
            errors[data_set.name] = f"{type(error).__name__}: {error}"
        result = "failed" if data_set.name in errors else f"{time.monotonic() - started:.0f} s"
        print(result, file=sys.stderr, flush=True)
    return figures, errors


def exit_code(rows: Sequence[Row], errors: dict[str, str], *, written: bool) -> int:
    """Return 2 if a data set was not measured, 1 if a figure is worse than the committed one, else 0."""
    if errors:
        return 2
    return int(not written and any(row.fails for row in rows))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", metavar="NAME", help="measure this data set; may be given again")
    parser.add_argument("--all", action="store_true", help="measure the slow data sets too")
    parser.add_argument("--write", action="store_true", help="write quality.json, for the data sets that were run")
    parser.add_argument("--committed", type=Path, default=COMMITTED, help="the file of figures (default: quality.json)")
    parser.add_argument("--bench", type=Path, default=corpora.BENCH, help="the folder of the labelled data")
    parser.add_argument("--articles", type=int, default=100_000, help="articles of the corpus with planted copies")
    asked = parser.parse_args()
    bench: Path = asked.bench.resolve()
    if not (bench / "score.py").is_file():
        print(f"No labelled data at {bench}: nothing is measured.")
        return 0
    known = {data_set.name: data_set for data_set in data_sets(bench, asked.articles)}
    if asked.set and (unknown := [name for name in asked.set if name not in known]):
        parser.error(f"there is no data set {unknown[0]!r}; there are: {', '.join(known)}")
    chosen = [one for one in known.values() if (one.name in asked.set if asked.set else asked.all or not one.slow)]
    WORK.mkdir(parents=True, exist_ok=True)
    figures, errors = measure_all(chosen)
    committed: Committed = read_committed(asked.committed)
    rows = [row for name, run_figures in figures.items() for row in compare(name, run_figures, committed)]
    print(format_table(rows))
    for name, error in errors.items():
        print(f"{name}: not measured: {error}")
    if asked.write:
        write_committed(asked.committed, committed, figures)
    else:
        failed = sum(row.fails for row in rows)
        print(f"{failed:,} of {len(rows):,} figures are worse than the committed ones by more than is allowed.")
    return exit_code(rows, errors, written=asked.write)


if __name__ == "__main__":
    sys.exit(main())
