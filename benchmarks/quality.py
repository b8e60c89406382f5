"""`make quality`: scan the labelled data that stands beside the repository and print the figures of its scorer.

usage: python benchmarks/quality.py [--articles 100000]

Where the labelled data is not at hand there is nothing to measure: one line says so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import corpora
from engines import dedup_command

SCORER: Final = corpora.BENCH / "score.py"
REPORTS: Final = corpora.DATA / "quality"
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


def score(name: str, source: Path, what: str, *arguments: str | Path) -> dict[str, Any]:
    """Scan one input with the default settings and score its report; {"error": ...} where either fails."""
    report = REPORTS / f"{name}.json"
    print(f"scanning {name} ...", file=sys.stderr)
    for command in (
        [dedup_command(), "scan", source, "-o", report, "-q", "--no-progress"],
        [sys.executable, SCORER, what, report, *arguments],
    ):
        done = subprocess.run([str(part) for part in command], cwd=REPORTS, capture_output=True, text=True, check=False)
        if done.returncode:
            return {"error": (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]}
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def compared(name: str, source: Path) -> dict[str, Any]:
    """Score the comparison of the labelled pairs of spellings in one file."""
    print(f"comparing {name} ...", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, str(SCORER), "names", str(source)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]}
    figures: dict[str, Any] = json.loads(done.stdout)[source.name]
    return figures


def proposed(name: str, source: Path, truth: Path | None = None) -> dict[str, Any]:
    """How many candidate pairs an article the default scan compares, and which share of the derived pairs of `truth` is
    among them."""
    print(f"candidates of {name} ...", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, "-c", PROPOSE, str(source), *([str(truth)] if truth else [])],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]}
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def measured(articles: int) -> dict[str, dict[str, Any]]:
    """Every data set of this stage by name."""
    families, real = corpora.BENCH / "families", corpora.BENCH / "real"
    artifacts, names = corpora.BENCH / "artifacts", corpora.BENCH / "names"
    sizes = corpora.prepare(sorted({articles // 10, articles, 3 * articles}))
    made = sizes[articles]
    return {
        "pairs": score("pairs", families / "pairs_articles.jsonl.gz", "pairs"),
        "real": score("real", real / "articles.jsonl.gz", "pairs", "--truth", real / "pairs_truth.jsonl.gz"),
        "roundtrip": score(
            "roundtrip",
            families / "roundtrip_articles.jsonl.gz",
            "pairs",
            "--truth",
            families / "roundtrip_truth.jsonl.gz",
        ),
        "grouping": score("grouping", families / "grouping.jsonl.gz", "grouping"),
        "corpus": score("corpus", made.path, "recall", made.pairs),
        "candidates of pairs": proposed(
            "pairs", families / "pairs_articles.jsonl.gz", families / "pairs_truth.jsonl.gz"
        ),
        "candidates of real": proposed("real", real / "articles.jsonl.gz", real / "pairs_truth.jsonl.gz"),
        "candidates of grouping": proposed("grouping", families / "grouping.jsonl.gz"),
        **{
            f"candidates of {size:,} articles": proposed(f"{size:,} articles", corpus.path)
            for size, corpus in sorted(sizes.items())
        },
        "artifacts": score("artifacts", artifacts / "articles.jsonl.gz", "artifacts"),
        "spun blocks": score("spun", artifacts / "spun_blocks.jsonl.gz", "verdicts"),
        "crude translations": score("crude", artifacts / "crude_translations.jsonl.gz", "verdicts"),
        "round trips": score("returned", families / "roundtrip_articles.jsonl.gz", "verdicts", "--ending", "returned"),
        "token pairs": compared("token pairs", names / "token_pairs.jsonl.gz"),
        "trap pairs": compared("trap pairs", names / "trap_pairs.jsonl.gz"),
        "full names": compared("full names", names / "full_names.jsonl.gz"),
        "seeds": score("seeds", corpora.ROOT / "seeds", "seeds"),
    }


def flagged(figures: dict[str, Any], *labels: str) -> float:
    """The share of the pairs of these labels that is reported as derived."""
    sizes = {label: sum(figures["relation_by_label"][label].values()) for label in labels}
    return float(sum(figures["flagged_by_label"][label] * size for label, size in sizes.items()) / sum(sizes.values()))


def table(all_figures: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What is looked at first, as (what, figure)."""
    for name, figures in all_figures.items():
        if "error" in figures:
            yield f"{name}: not measured", figures["error"]
        else:
            yield from (ROWS[name] if name in ROWS else _candidates(name))(figures)


def _labels(name: str, figures: dict[str, Any], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    for label, share in figures["flagged_by_label"].items():
        yield f"{name}: {label} {'found' if label in found else 'flagged'}", f"{share:.4f}"
    for key in ("precision", "recall", "relation_named_right", "partial_share_mae"):
        yield f"{name}: {key}", str(figures[key])


def _pairs(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _labels("pairs", figures, ("verbatim_boiler", "partial", "rewrite", "rewrite_trim"))


def _real(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "real: verbatim and trimmed together found", f"{flagged(figures, 'verbatim', 'trimmed'):.4f}"
    yield from _labels("real", figures, ("verbatim", "trimmed", "partial", "rewrite"))


def _roundtrip(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _labels("roundtrip", figures, ("rewrite",))


def _grouping(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("ari", "bcubed_precision", "bcubed_recall", "bcubed_f1", "pair_f1"):
        yield f"grouping: {key}", f"{figures[key]:.4f}"


def _corpus(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kinds: dict[str, dict[str, float]] = {}
    for key, share in figures["recall"].items():
        kind, rate = key.split("@")
        kinds.setdefault(kind, {})[rate] = share
    for kind, shares in kinds.items():
        yield f"corpus: {kind} at {' '.join(shares)}, found", " ".join(f"{share:.4f}" for share in shares.values())
    yield "corpus: derived pairs that nobody planted", f"{figures['unplanted']} of {figures['derived_pairs']}"


def _candidates(name: str) -> Callable[[dict[str, Any]], Iterator[tuple[str, str]]]:
    def rows(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
        yield f"{name}: pairs an article", str(figures["an_article"])
        if "recall" in figures:
            yield f"{name}: derived pairs among them", f"{figures['recall']:.4f}"

    return rows


def _artifacts(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for label, rate in figures["accused_per_1000"].items():
        yield f"artifacts: {label} accused of 1,000", f"{rate:.2f}"
    yield (
        "artifacts: articles of 120 words and more that are scored",
        f"{figures['scored_share_of_120_words_and_more']:.4f}",
    )
    for humans, area in figures["machine_auc_against"].items():
        yield f"artifacts: AUC of machine translations against {humans}", f"{area:.4f}"
    for language, area in figures["machine_auc_by_language_against_wmt_originals"].items():
        yield f"artifacts: AUC of machine translations from {language} against WMT originals", f"{area:.4f}"
    guesses = figures["source_language_first_guess"]
    yield (
        "artifacts: first guess of the source language, mean of the languages",
        f"{sum(guesses.values()) / len(guesses):.4f}",
    )


def _verdicts(name: str) -> Callable[[dict[str, Any]], Iterator[tuple[str, str]]]:
    def rows(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for verdict, count in figures["verdicts"].items():
            yield f"{name}: {verdict.replace('_', ' ')}", f"{count} of {figures['articles']}"

    return rows


def _names(name: str) -> Callable[[dict[str, Any]], Iterator[tuple[str, str]]]:
    def rows(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for key in ("auc", "same_precision", "same_recall", "different_precision", "ambiguous"):
            yield f"{name}: {key.replace('_', ' ')}", f"{figures[key]:.4f}"
        for script, area in figures["auc_by_script"].items():
            yield f"{name}: auc, {script}", f"{area:.4f}"

    return rows


def _seeds(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for pair, (got, wanted) in figures["relations"]["pairs"].items():
        yield f"seeds: {pair}, true: {' or '.join(wanted)}", got
    yield (
        "seeds: linked sentences found, of those in derived pairs",
        "{} of {}".format(*figures["sentence_links"]["found"]),
    )
    for number, verdict in figures["verdicts"].items():
        yield f"seeds: verdict of {number}", verdict.replace("_", " ")
    for kind, (found, asked, _) in figures["artifacts"]["recall"].items():
        yield f"seeds: marks found, {kind.replace('/', ', ')}", f"{found} of {asked}"
    yield "seeds: findings that lie on a mark", "{} of {}".format(*figures["artifacts"]["findings_on_a_mark"])
    yield "seeds: traps hit", str(len(figures["artifacts"]["traps_hit"]))
    for kind in ("spellings", "aliases"):
        yield f"seeds: {kind} of names joined", "{} of {}".format(*figures["names"][kind])
    yield "seeds: names wrongly merged", str(len(figures["names"]["wrong_merges"]))


ROWS: Final = {
    "pairs": _pairs,
    "real": _real,
    "roundtrip": _roundtrip,
    "grouping": _grouping,
    "corpus": _corpus,
    "artifacts": _artifacts,
    **{name: _verdicts(name) for name in ("spun blocks", "crude translations", "round trips")},
    **{name: _names(name) for name in ("token pairs", "trap pairs", "full names")},
    "seeds": _seeds,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="articles of the corpus with planted copies")
    asked = parser.parse_args()
    if not SCORER.is_file():
        print(f"No labelled data at {SCORER.parent}: nothing is measured.")
        return 0
    REPORTS.mkdir(parents=True, exist_ok=True)
    figures = measured(asked.articles)
    (corpora.DATA / "quality.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    rows = list(table(figures))
    width = max(len(what) for what, _ in rows)
    print("\n".join(f"{what:{width}}  {figure}" for what, figure in rows))
    return 2 if any("error" in one for one in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
