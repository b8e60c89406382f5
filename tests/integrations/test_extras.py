"""Without its package an integration tells which extra to install, and nothing else of the package minds."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("extra", "package", "use"),
    [
        ("scrapy", "scrapy", "from dedup.integrations.scrapy import DedupPipeline"),
        ("datatrove", "datatrove", "from dedup.integrations.datatrove import DedupFilter"),
        ("redis", "redis", "from dedup import Prefilter; Prefilter('redis://host')"),
        (
            "parquet",
            "pyarrow",
            "from dedup.index.transfer import export_parquet; export_parquet(None, 'seen.parquet')",
        ),
    ],
)
def test_a_missing_extra_is_named_with_the_line_that_installs_it(extra: str, package: str, use: str) -> None:
    done = run(f"import sys; sys.modules[{package!r}] = None; {use}")
    assert done.stderr.splitlines()[-1].endswith(
        f"needs the extra '{extra}'; install it with: pip install 'dedup-news[{extra}]'"
    )
    assert "MissingExtraError" in done.stderr


def test_the_callables_for_datasets_need_no_package() -> None:
    done = run(
        "import sys; sys.modules['datasets'] = None; from dedup.integrations.datasets import NewArticles; "
        "NewArticles('seen.db')"
    )
    assert done.returncode == 0, done.stderr
