"""What a scan on Spark costs an article: CPU, bytes shuffled and bytes spilled, beside the local engine.

usage: python benchmarks/spark.py [--sizes 20000,50000,100000] [--parts copies,relations] [--engines local,spark]
[--bench FOLDER] [--dump FILE]

Each run is a process of its own. On Spark (`local[2]`) the CPU is that of the whole tree of processes: driver, Java and
Python workers. What the session and a first scan of the seed articles take (classes, rules and models are loaded) is
told apart. *Marginal* CPU is what each further article takes: the difference between the largest and the smallest size.
Growth is the cost an article at the largest size over that at the smallest, without the start.

The CPU of each step of a scan on Spark is divided into that of Python, of Java's tasks, of its compiler, of its
collector and of the rest. A step does what it asks for: the job that reads runs when its parts are asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import corpora
from process_tree import WHERE, cpu_by_where, tree_cpu

SIZES: Final = "20000,50000,100000"
PARTS: Final = "copies,relations"
WARM_UP: Final = "seeds.jsonl"


class Step(NamedTuple):
    """What had been used by when a step of a scan began, by WHERE."""

    name: str
    used: dict[str, float]


def write_warm_up(folder: Path) -> None:
    """Write the articles of the first scan, which loads everything."""
    seeds = sorted((corpora.ROOT / "seeds").glob("*.txt"))
    lines = [json.dumps({"id": path.name, "text": path.read_text(encoding="utf-8")}) for path in seeds]
    (folder / WARM_UP).write_text("\n".join(lines) + "\n", encoding="utf-8")


def run_on_spark(path: Path, part: str) -> dict[str, Any]:
    """Scan a corpus on Spark; return what it took."""
    from dedup.spark import scan_files, start_session

    session = start_session("local[2]")
    count_all(scan_files(session, [str(path.with_name(WARM_UP))], only=part))
    steps: list[Step] = []
    start, before = tree_cpu(os.getpid()), stage_bytes(session)
    result = scan_files(
        session, [str(path)], only=part, progress=lambda step: steps.append(Step(step, cpu_by_where(os.getpid())))
    )
    articles = count_all(result)
    after = stage_bytes(session)
    cpu = tree_cpu(os.getpid()) - start
    steps.append(Step("end", cpu_by_where(os.getpid())))
    records = [row[0] for row in result.families.select("record").collect()]
    session.stop()
    used = {name: after[name] - before[name] for name in after}
    copies = count_copies(json.loads(record) for record in records)
    return {
        "articles": articles, "copies": copies, "start": start, "cpu": cpu, **used, "steps": used_by_step(steps),
    }  # fmt: skip


def count_copies(families: Iterable[dict[str, Any]]) -> int:
    """Return how many articles there are beyond one of each group of copies."""
    return sum(len(family["members"]) - 1 for family in families if family["level"] == "copy")


def used_by_step(steps: Sequence[Step]) -> dict[str, dict[str, float]]:
    """Return the CPU seconds of each step by WHERE."""
    out: dict[str, dict[str, float]] = {}
    for one, following in pairwise(steps):
        own = out.setdefault(one.name, dict.fromkeys(WHERE, 0.0))
        for where in WHERE:
            own[where] = round(own[where] + following.used[where] - one.used[where], 2)
    return out


def count_all(result: Any) -> int:
    """Make all tables; return the number of articles."""
    for table in (result.articles, result.relations, result.families):
        table.write.format("noop").mode("overwrite").save()
    return int(result.articles.count())


def stage_bytes(session: Any) -> dict[str, int]:
    """Return what all stages so far have shuffled and spilled."""
    stages = (
        session.sparkContext._jsc.sc()
        .statusStore()
        .stageList(
            None, False, False, session.sparkContext._gateway.new_array(session.sparkContext._jvm.double, 0), None
        )
    )
    shuffled = spilled = 0
    for number in range(stages.size()):
        stage = stages.apply(number)
        shuffled += stage.shuffleWriteBytes()
        spilled += stage.diskBytesSpilled()
    return {"shuffled": shuffled, "spilled": spilled}


def run_locally(path: Path, part: str) -> dict[str, Any]:
    """Scan a corpus with the local engine on one core; return what it took."""
    import dedup

    dedup.scan(path.with_name(WARM_UP), only=part, jobs=1)
    start = tree_cpu(os.getpid())
    report = dedup.scan(path, only=part, jobs=1)
    cpu = tree_cpu(os.getpid()) - start
    copies = count_copies({"level": family.level, "members": family.members} for family in report.families)
    return {"articles": len(report.articles), "copies": copies, "start": start, "cpu": cpu}


def measure(engine: str, path: Path, part: str) -> dict[str, Any]:
    """Run one scan in a process of its own."""
    command = [sys.executable, __file__, "--run", engine, str(path), part]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"engine": engine, "part": part, **found}


def table(runs: list[dict[str, Any]]) -> str:
    """Return the costs an article as Markdown."""
    out = ["| parts | engine | articles | start, CPU s | CPU an article, us | shuffled, bytes | spilled, bytes |",
           "|---|---|---|---|---|---|---|"]  # fmt: skip
    for run in runs:
        count = run["articles"]
        shuffled, spilled = (f"{run[n] / count:,.0f}" if n in run else "-" for n in ("shuffled", "spilled"))
        out.append(
            f"| {run['part']} | {run['engine']} | {count:,} | {run['start']:.1f} | {1e6 * run['cpu'] / count:,.0f} | "
            f"{shuffled} | {spilled} |"
        )
    return "\n".join(out)


def marginal(runs: list[dict[str, Any]]) -> str:
    """Return the marginal CPU of both engines and their ratio, and the growth on Spark."""
    out = [
        "| parts | Spark, us | local, us | ratio | growth of CPU | growth of shuffled bytes |",
        "|---|---|---|---|---|---|",
    ]
    for part in dict.fromkeys(run["part"] for run in runs):
        of = {e: [r for r in runs if (r["part"], r["engine"]) == (part, e)] for e in ("spark", "local")}
        if min(map(len, of.values())) < 2:
            continue
        each = {
            engine: 1e6 * (own[-1]["cpu"] - own[0]["cpu"]) / (own[-1]["articles"] - own[0]["articles"])
            for engine, own in of.items()
        }
        first, last = of["spark"][0], of["spark"][-1]
        growth = [last[n] / last["articles"] / (first[n] / first["articles"]) for n in ("cpu", "shuffled")]
        out.append(
            f"| {part} | {each['spark']:,.0f} | {each['local']:,.0f} | {each['spark'] / each['local']:.2f} | "
            f"{growth[0]:.2f} | {growth[1]:.2f} |"
        )
    return "\n".join(out)


def steps_table(runs: list[dict[str, Any]]) -> str:
    """Return where the CPU of each step on Spark went, as Markdown."""
    out = [f"| parts | articles | step, CPU s | {' | '.join(WHERE)} |", "|---" * (3 + len(WHERE)) + "|"]
    for run in runs:
        for step, used in run.get("steps", {}).items():
            seconds = " | ".join(f"{used[where]:.1f}" for where in WHERE)
            out.append(f"| {run['part']} | {run['articles']:,} | {step} | {seconds} |")
    return "\n".join(out)


def main() -> None:
    if sys.argv[1:2] == ["--run"]:
        engine, path, part = sys.argv[2:]
        print(json.dumps({"spark": run_on_spark, "local": run_locally}[engine](Path(path), part)))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--parts", default=PARTS)
    parser.add_argument("--engines", default="local,spark")
    parser.add_argument("--bench", type=Path, default=corpora.BENCH)
    parser.add_argument("--dump", type=Path)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    made = corpora.prepare(sizes, given.bench)
    write_warm_up(made[sizes[0]].path.parent)
    runs = []
    for part in given.parts.split(","):
        for engine in given.engines.split(","):
            for size in sizes:
                runs.append(measure(engine, made[size].path, part))
                print(json.dumps(runs[-1]), flush=True)
    print(table(runs), marginal(runs), steps_table(runs), sep="\n\n")
    if given.dump:
        given.dump.write_text(json.dumps(runs, indent=1) + "\n")


if __name__ == "__main__":
    main()
