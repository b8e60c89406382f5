"""RESULTS.md from what was measured: tables, what was run, and how fair it is to the peers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corpora import Corpus
from engines import MODES, OURS, EngineRow
from environments import Environment
from sketches import SketchRow
from startup import StartupRow

MEGA: Final = 1e6
BASE: Final = 50_000  # articles of the corpus that larger ones are compared with

SKETCH_NOTES: Final = """\
Texts are Python strings in memory; the clock starts after a warm-up on 256 texts and stops when every text has its
signature of 128 slots over word 5-grams. All on one thread (daft: `set_runner_native(num_threads=1)`, gaoya and
rensa: `RAYON_NUM_THREADS=1`), each contestant in a process of its own; medians of {rounds} interleaved rounds. Rates
are by CPU time (user + system of the process), so that another load on the machine counts little.

- *daft* splits on spaces and normalises nothing; `xxhash3_64` is the fastest of its hash functions here.
- *gaoya* inserts into its index as well; its calls that return bare signatures are slower.
- *rensa* and *datasketch* take tokens: the shingles are made in Python in the cheapest way we know (`map` of `join`
  over `zip`), without lower case or removal of punctuation; datasketch gets bytes, encoded once a text. rensa's rho
  sketch, faster still, samples token positions and is another estimator.
- *dedup* folds case, accents and compatibility forms and splits at every non-word character within the time shown.
  "Packed" starts from a UTF-8 buffer with offsets, which is what a scan has at that point.
"""

ENGINE_NOTES: Final = """\
From a JSONL file to the result on disk, the whole process: start-up, reading, sketches, groups, output. CPU time is
user + system of the process and all its children (`wait4`). "Removed" counts the articles beyond one of each group of
copies. Peak memory is the largest sum of RssAnon over the process and its children, sampled every 50 ms; pages that
forked processes share are counted in each of them.

- The peers group what one band of MinHash joins and stop there. dedup verifies every pair, aligns its words and
  writes passages, credits and families. The default scan looks for partial reuse as well, which no peer here does.
- *text-dedup* runs its command with xxh3 instead of its default SHA1, 128 permutations, threshold 0.7, no warm cache.
- *datatrove* runs the four stages of its own example, 16 buckets of 8 hashes, one task and one input file a worker;
  its English tokeniser is spaCy. "Words by str.split" hands it the cheapest tokeniser instead, to show what remains
  without spaCy: it is not a documented setting.
- The peers run on {peer_articles:,} articles, where start-up weighs more than on a large corpus; ours runs at that
  size too. Where a peer was not run at a size, the ratio takes its cost per article at its largest one.
- The first measured run is the second of its kind, so that files are in the system's cache.
"""


@dataclass(frozen=True)
class Measured:
    """All that one run measured; `again` repeats ours on one thread to compare the bytes of the reports."""

    machine: dict[str, str]
    asked: dict[str, Any]
    corpora: list[Corpus]
    environments: list[Environment]
    startup: list[StartupRow]
    sketches: list[SketchRow]
    engines: list[EngineRow]
    again: list[EngineRow]


def render(measured: Measured) -> str:
    """The page."""
    asked, engines, sketches = measured.asked, measured.engines, measured.sketches
    source = measured.corpora[0].source
    parts = [
        "# Benchmark\n\nWritten by `make bench` (benchmarks/run.py) in one run on one machine; no figure is typed by "
        "hand.",
        _table(["measured on", ""], measured.machine.items()),
        f"Corpora: articles recombined from {source}, about one in five a changed copy of an earlier one "
        "(benchmarks/corpora.py).",
        f"## Sketches: {asked['articles']:,} articles, {sketches[0].bytes / MEGA:.0f} MB",
        _sketches(sketches),
        SKETCH_NOTES.format(rounds=asked["rounds"]),
        "## Engine: JSONL file to groups of copies",
        _engines(engines),
        "CPU time an article of the peer, over ours on one thread:",
        _ratios(engines),
        ENGINE_NOTES.format(peer_articles=asked["peer_articles"]),
        "## Cost by size of the corpus (one thread)",
        _scaling(engines),
        "## Start-up",
        _startup(measured.startup),
        "## The same input gives the same bytes",
        _again(engines, measured.again),
        "## Versions of the peers",
        _table(["peer", "asked for", "state"], map(_environment, measured.environments)),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines: list[Sequence[object]] = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/") for cell in line) + " |" for line in lines)


def _sketches(rows: Sequence[SketchRow]) -> str:
    ours = {row.variant: row for row in rows if row.name == OURS}
    cells = []
    for row in rows:
        if row.error:
            cells.append([row.name, row.call, row.error, "", "", "", ""])
            continue
        ratios = [_times(row.cpu, ours[variant].cpu) for variant in ("strings", "packed")]
        speed = [f"{row.articles_a_second:,.0f}", f"{row.bytes / MEGA / row.cpu:.1f}", f"{row.wall:.2f}"]
        cells.append([row.name, row.call, *speed, *(["", ""] if row.name == OURS else ratios)])
    return _table(
        ["", "call", "articles/s (CPU)", "MB/s (CPU)", "wall, s", "dedup from strings", "dedup, packed"], cells
    )


def _times(peer: float, ours: float) -> str:
    return f"{peer / ours:.1f}x" if peer and ours else "-"


def _engines(rows: Sequence[EngineRow]) -> str:
    cells = []
    for row in rows:
        head = [row.name, row.variant, f"{row.articles:,}", row.workers]
        if row.error:
            cells.append([*head, row.error, "", "", "", "", ""])
            continue
        cost = [
            f"{row.cpu:.1f}",
            f"{row.wall:.1f}",
            f"{row.cpu_an_article * 1e6:,.0f}",
            f"{row.articles / row.cpu:,.0f}",
        ]
        cells.append([*head, *cost, f"{row.peak_anonymous / MEGA:,.0f}", f"{row.removed:,}"])
    costs = ["CPU, s", "wall, s", "CPU an article, µs", "articles a CPU second"]
    return _table(["tool", "what", "articles", "workers", *costs, "peak memory, MB", "removed"], cells)


def _ratios(rows: Sequence[EngineRow]) -> str:
    ours = [row for row in rows if row.name == OURS and row.workers == 1 and not row.error]
    peers = {(row.name, row.variant): row for row in rows if row.name != OURS and row.workers == 1 and not row.error}
    cells = []
    for row in ours:
        measured = [_nearest(rows, name, variant, row.articles) for name, variant in peers]
        cells.append(
            [row.variant, f"{row.articles:,}", *(_times(peer.cpu_an_article, row.cpu_an_article) for peer in measured)]
        )
    return _table(["dedup", "articles", *(f"{name} ({variant})" for name, variant in peers)], cells)


def _nearest(rows: Sequence[EngineRow], name: str, variant: str, articles: int) -> EngineRow:
    """The peer's run on one worker at this size, else at its largest."""
    runs = [row for row in rows if (row.name, row.variant, row.workers) == (name, variant, 1) and not row.error]
    return next((row for row in runs if row.articles == articles), max(runs, key=lambda row: row.articles))


def _scaling(rows: Sequence[EngineRow]) -> str:
    """Against 50,000 articles, or the smallest corpus where there is none of 50,000."""
    cells = []
    for mode in MODES:
        runs = [row for row in rows if (row.name, row.variant, row.workers, row.error) == (OURS, mode, 1, None)]
        base = next((row for row in runs if row.articles == BASE), runs[0] if runs else None)
        for row in runs:
            against = f"{row.cpu_an_article / base.cpu_an_article:.2f} of {base.articles:,}" if base else ""
            memory = f"{row.peak_anonymous / MEGA:,.0f}"
            cells.append(
                [
                    mode,
                    f"{row.articles:,}",
                    f"{row.bytes / MEGA:,.0f}",
                    f"{row.cpu_an_article * 1e6:,.0f}",
                    against,
                    memory,
                ]
            )
    return _table(["dedup", "articles", "MB", "CPU an article, µs", "against the cost at", "peak memory, MB"], cells)


def _startup(rows: Sequence[StartupRow]) -> str:
    cells = [[f"`{row.command}`", row.error or f"{row.wall:.2f}", f"{row.cpu:.2f}"] for row in rows]
    return _table(["command (after a first run; median)", "wall, s", "CPU, s"], cells)


def _again(engines: Sequence[EngineRow], again: Sequence[EngineRow]) -> str:
    cells = []
    for row in again:
        same = [one for one in engines if (one.name, one.variant, one.articles) == (OURS, row.variant, row.articles)]
        for one in same:
            verdict = row.error or one.error or ("yes" if one.report_sha256 == row.report_sha256 else "NO")
            compared = f"--jobs {one.workers} and a second run with --jobs 1"
            cells.append([row.variant, f"{row.articles:,}", compared, verdict])
    return _table(["dedup", "articles", "compared", "byte-identical"], cells)


def _environment(peer: Environment) -> tuple[str, str, str]:
    return peer.name, " ".join(peer.requirements), peer.error or "installed"
