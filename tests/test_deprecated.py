"""Names that moved are still importable for one version, and say where they went."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import dedup
from dedup.index import Match


def test_the_old_prefilter_module_warns_and_names_what_to_import_instead() -> None:
    sys.modules.pop("dedup.prefilter", None)
    with pytest.warns(DeprecationWarning, match="import Prefilter and Verdict from dedup, and Match from dedup.index"):
        old = importlib.import_module("dedup.prefilter")
    assert (old.Prefilter, old.Verdict, old.Match) == (dedup.Prefilter, dedup.Verdict, Match)


def test_nothing_in_the_package_imports_the_old_module() -> None:
    code = (
        "import importlib, pkgutil, dedup\n"
        "for module in pkgutil.walk_packages(dedup.__path__, 'dedup.'):\n"
        "    if module.name not in ('dedup.prefilter', 'dedup.__main__'):\n"
        "        importlib.import_module(module.name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error:dedup.prefilter:DeprecationWarning", "-c", code],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
