"""`dedup --version` answers at once because it loads nothing that a command alone needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dedup

HEAVY = {
    "numpy", "scipy", "sklearn", "datasketch", "rich", "ftfy", "charset_normalizer", "regex", "unidecode",
    "py3langid", "Stemmer", "rapidfuzz", "zstandard", "dedup.pipeline", "dedup.report", "dedup.text",
}  # fmt: skip
PROGRAM = (
    "import sys; from dedup.cli import main; code = main(sys.argv[1:]); print('LOADED', *sys.modules); sys.exit(code)"
)


def loaded(*args: str) -> tuple[str, set[str]]:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *args], capture_output=True, text=True, check=True)
    out, _, modules = done.stdout.partition("LOADED ")
    return out, set(modules.split())


def test_version_loads_no_heavy_package() -> None:
    out, modules = loaded("--version")
    assert out == f"dedup {dedup.__version__}\n"
    assert not modules & {*HEAVY, "msgspec"}
    assert "click" in modules


@pytest.mark.parametrize(
    "command", ["scan", "report", "filter", "index", "diff", "artifacts", "rules", "explain", "schema"]
)
def test_help_of_a_command_loads_no_heavy_package(command: str) -> None:
    out, modules = loaded(command, "--help")
    assert f"Example: dedup {command}" in out
    assert not modules & HEAVY


def test_an_error_of_usage_loads_no_heavy_package() -> None:
    program = PROGRAM.replace("sys.exit(code)", "sys.exit(code != 2)")
    done = subprocess.run(
        [sys.executable, "-c", program, "scan", "--jobs", "0", "x"], capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & (HEAVY - {"dedup.report"})


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "dedup", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"dedup {dedup.__version__}\n"


@pytest.mark.parametrize("only", ["copies", "relations", "artifacts", "names", None])
def test_no_scan_loads_what_training_and_the_exchange_of_sketches_need(tmp_path: Path, only: str | None) -> None:
    """scipy and scikit-learn alone take longer to load than a small scan takes."""
    text = "The minister said on Monday that the bridge would be closed for repairs until the end of the year."
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(text)
    _, modules = loaded(
        "scan", str(tmp_path), "--quiet", "-o", str(tmp_path / "report.json"), *(["--only", only] if only else [])
    )
    assert (tmp_path / "report.json").exists()
    assert not modules & {"numba", "llvmlite", "scipy", "sklearn", "datasketch", "joblib", "rich", "pandas"}


def test_a_scan_for_copies_leaves_out_what_credits_and_summaries_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One article.")
    _, modules = loaded("scan", str(tmp_path), "--only", "copies", "--quiet", "-o", str(tmp_path / "report.json"))
    assert "dedup.sketch.candidates" in modules
    assert not modules & {"rich", "dedup.provenance.phrases", "dedup.text.language"}


def test_an_index_loads_neither_scipy_nor_datasketch(tmp_path: Path) -> None:
    program = (
        "import sys, dedup; seen = dedup.Prefilter(sys.argv[1]); seen.check_and_add(dedup.Article(id='a', text='One "
        "article.')); "
        "seen.close(); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "seen.db")], capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & {"numba", "scipy", "sklearn", "datasketch", "rich", "pandas"}


def test_nothing_is_collected_at_the_end_of_a_scan(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One article.")
    program = (
        "import atexit, gc, sys; atexit.register(lambda: print('FROZEN', gc.get_freeze_count() > 1000)); from "
        "dedup.cli import main; "
    )
    done = subprocess.run(
        [sys.executable, "-c", program + "main(sys.argv[1:])", "scan", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("FROZEN True\n")
