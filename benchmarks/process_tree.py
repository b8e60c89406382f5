"""The CPU of a process and of all that it started, in Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

TICKS: Final = os.sysconf("SC_CLK_TCK")
GROUPS: Final = {
    "Executor task": "tasks", "C1 Compiler": "compiler", "C2 Compiler": "compiler",
    "GC Thread": "collector", "G1 ": "collector",
}  # fmt: skip
"""How the names of Java's threads begin that are counted together."""
WHERE: Final = ("python", "tasks", "compiler", "collector", "rest")


class Process(NamedTuple):
    """A process: id, name, and CPU seconds with those of its children that have ended."""

    id: int
    name: str
    seconds: float


def tree(pid: int) -> list[Process]:
    """Return a process and all that it started."""
    started: dict[int, list[Process]] = {}
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        stat = _stat(path)
        if stat is None:
            continue
        name, fields = stat
        process = Process(int(path.parent.name), name, sum(map(int, fields[11:15])) / TICKS)
        if process.id == pid:
            found.append(process)
        started.setdefault(int(fields[1]), []).append(process)
    waiting = [pid]
    while waiting:
        children = started.get(waiting.pop(), [])
        found += children
        waiting += [child.id for child in children]
    return found


def tree_cpu(pid: int) -> float:
    """Return the CPU seconds of a process, of all that it started and of those of these that have ended."""
    return sum(process.seconds for process in tree(pid))


def cpu_by_where(pid: int) -> dict[str, float]:
    """Return the CPU seconds of a tree of processes by WHERE.

    Java's compiler threads come and go: what the process has used beyond the threads that are there is theirs.
    """
    used = dict.fromkeys(WHERE, 0.0)
    for process in tree(pid):
        if process.name != "java":
            used["python"] += process.seconds
            continue
        there = 0.0
        for path in Path(f"/proc/{process.id}/task").glob("*/stat"):
            stat = _stat(path)
            if stat is not None:
                own = sum(map(int, stat[1][11:13])) / TICKS
                there += own
                used[next((group for begin, group in GROUPS.items() if stat[0].startswith(begin)), "rest")] += own
        used["compiler"] += process.seconds - there
    return used


def _stat(path: Path) -> tuple[str, list[str]] | None:
    """Return the name in a stat file and the fields behind it, None where the task has ended."""
    try:
        before, _, behind = path.read_text().rpartition(")")
    except OSError:
        return None
    return before.partition("(")[2], behind.split()
