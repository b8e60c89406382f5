"""The public names, and that importing them costs nothing until they are used."""

from __future__ import annotations

import doctest
import subprocess
import sys
from inspect import isfunction

import pytest

import dedup

HEAVY = ("numpy", "numba", "scipy", "sklearn", "msgspec", "rich", "click", "dedup.pipeline", "dedup.article")


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout.strip()


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert (
        run(f"import sys, dedup; print(dedup.__version__, [name for name in {HEAVY!r} if name in sys.modules])")
        == f"{dedup.__version__} []"
    )


def test_an_error_is_at_hand_without_the_engine() -> None:
    assert run("import sys, dedup; dedup.DedupError; print('numpy' in sys.modules)") == "False"


@pytest.mark.parametrize("function", ["artifacts.check", "calibrate.fit_model", "names.compare", "sketch.signatures"])
def test_functions_of_rooms_are_there_without_an_import_of_their_own(function: str) -> None:
    assert run(f"import dedup; print(callable(dedup.{function}))") == "True"


def test_dir_shows_what_users_may_call() -> None:
    rooms = "{'artifacts', 'calibrate', 'names', 'sketch'}"
    assert run(f"import dedup; print(set(dedup.__all__) | {rooms} == set(dir(dedup)))") == "True"


def test_all_public_names_are_there() -> None:
    assert sorted(dedup.__all__) == ["Article", "DedupError", "Prefilter", "Report", "Verdict", "__version__", "scan"]
    for name in dedup.__all__:
        assert getattr(dedup, name) is not None
    assert isfunction(dedup.scan)
    assert issubclass(dedup.DedupError, Exception)
    assert run("from dedup import *; print(Article.__name__, Report.__name__, scan.__name__)") == "Article Report scan"


def test_other_attributes_of_the_package_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests replace names, and modules of other names are bound as usual."""
    replaced = object()
    monkeypatch.setattr(dedup, "scan", replaced)
    assert vars(dedup)["scan"] is replaced
    assert sys.modules["dedup.article"] is dedup.article


@pytest.mark.parametrize("name", ["scann", "Scan", "numpy", "_Article"])
def test_an_unknown_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'dedup' has no attribute '{name}'"):
        getattr(dedup, name)
    with pytest.raises(ImportError):
        exec(f"from dedup import {name}")


def test_the_example_works() -> None:
    tests = [test for test in doctest.DocTestFinder(recurse=False).find(dedup) if test.examples]
    assert len(tests) == 1
    assert len(tests[0].examples) == 4
    assert doctest.DocTestRunner(verbose=False).run(tests[0]).failed == 0
