"""Worker processes and this process find the same, byte for byte."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from msgspec import json

from dedup.article import Article
from dedup.describe import ScanSettings
from dedup.engines.local import LocalEngine
from dedup.engines.stages import ComparedArticles, Stages
from dedup.errors import DedupError
from dedup.limits import Limits
from dedup.pipeline import scan_within
from dedup.scan_run import scan_stages
from dedup.text.text_store import TextStore
from tests.engines.test_worker_pool import PATIENCE, is_running, wait_for
from tests.news_texts import BRIDGE, STORIES

ALONE = Limits(jobs=1)
WORKERS = Limits(jobs=2, batch=3_000, worth_workers=0.0)
SEEDS = Path(__file__).parents[2] / "seeds"


def corpus() -> Iterator[Article]:
    """Copies, cut ones, one with broken characters and one with half a surrogate pair, and the seeds."""
    for number, story in enumerate(STORIES):
        outlet = f"outlet{number % 3}.example"
        yield Article(id=f"s{number}", text=story, outlet=outlet, published=f"2024-05-{number + 1:02}")
        yield Article(id=f"c{number}", text=f"{story} {BRIDGE}", outlet=outlet)
        yield Article(id=f"k{number}", text=story[: len(story) * 2 // 3], title="Gardeners save a tree")
    yield Article(id="broken", text=f"Die BÃ¼rgermeisterin sprach fÃ¼r die StraÃŸe. {STORIES[0]}")
    yield Article(id="half", text=f"{STORIES[1]} \ud83d and \u00adgone")
    yield Article(id="empty", text="")
    for path in sorted(SEEDS.glob("*.txt")):
        yield Article(id=path.stem, text=path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("only", [(), ("relations",), ("artifacts",), ("names",), ("relations", "artifacts")])
def test_workers_find_what_one_process_finds(only: tuple[str, ...]) -> None:
    settings = ScanSettings(only=only)
    alone = scan_within(list(corpus()), settings, ALONE)
    assert scan_within(list(corpus()), settings, WORKERS).to_json() == alone.to_json()
    assert alone.relations or "relations" not in only
    if not only:
        assert len(alone.names) > 2
        assert any(article.artifacts for article in alone.articles)


def test_workers_that_start_in_the_middle_find_the_same() -> None:
    """Where it is not known how much comes, with texts in memory or in a temporary file by then."""
    articles = [*corpus(), *(Article(id=f"{a.id}-again", text=a.text) for a in corpus())]
    alone = scan_within(articles, ScanSettings(), ALONE).to_json()
    for memory in (1, 1 << 30):
        late = WORKERS._replace(memory=memory, worth_workers=0.02)
        assert scan_within(iter(articles), ScanSettings(), late).to_json() == alone


def test_no_folder_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scan_within(list(corpus()), ScanSettings(only=("relations",)), WORKERS)
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_folder_that_takes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(DedupError, match=r"No temporary file can be made .* set TMPDIR"):
        scan_within(list(corpus()), ScanSettings(only=("relations",)), WORKERS)


def test_rules_are_loaded_in_the_workers_too(tmp_path: Path) -> None:
    (tmp_path / "mulberry.toml").write_text(
        '[[rule]]\nid = "mulberry"\nfamily = "trees"\ncategory = "trees"\nclaims = "translated"\n'
        'message = "a tree: {text}"\nwhy = "A test."\npattern = "mulberry tree"\n'
        'matches = ["a ⟦mulberry tree⟧", "the ⟦mulberry tree⟧", "no ⟦mulberry tree⟧"]\n'
        'misses = ["a tree", "a mulberry", "mulberry trees"]\n'.replace('"mulberry trees"', '"a pear tree"'),
        encoding="utf-8",
    )
    settings = ScanSettings(only=("artifacts",), rules=(str(tmp_path),))
    found = scan_within(list(corpus()), settings, WORKERS)
    assert sum(mark.rule == "mulberry" for article in found.articles for mark in article.artifacts) == 4
    assert found.to_json() == scan_within(list(corpus()), settings, ALONE).to_json()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_an_interrupt_ends_the_scan_and_its_workers(tmp_path: Path) -> None:
    """As Ctrl-C does: the signal goes to all processes of the group."""
    (tmp_path / "news.jsonl").write_bytes(
        b"".join(
            json.encode({"id": f"{n}-{a.id}", "text": re.sub("[aeiou]", lambda _: "aeiou"[n % 5], a.text)}) + b"\n"  # noqa: B023
            for n in range(900)
            for a in corpus()
            if a.id != "half"
        )
    )
    command = [sys.executable, "-m", "dedup", "scan", str(tmp_path / "news.jsonl"), "--jobs", "2", "-q"]
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # which a shell's background jobs do not
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        preexec_fn=heed,
    ) as scan:
        assert wait_for(lambda: len(children(scan.pid)) >= 2)
        workers = children(scan.pid)
        os.killpg(scan.pid, signal.SIGINT)
        _, told = scan.communicate(timeout=PATIENCE)
    assert scan.returncode not in (0, 1)
    assert "Traceback" not in told
    assert wait_for(lambda: not any(map(is_running, workers)))


def children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in listed.split()]


class _SmallBlocks(LocalEngine):
    """Compares each pair in a block of its own."""

    def block_bytes(self, size: int) -> int:
        return 1


def test_blocks_of_any_size_find_the_same() -> None:
    """What an article has of two others, which are in two blocks, counts together."""
    whole = " ".join(STORIES[:3])
    articles = [
        Article(id="1", text=" ".join(STORIES[:2]), published="2024-05-01"),
        Article(id="2", text=" ".join(STORIES[1:3]), published="2024-05-02"),
        Article(id="3", text=f"{whole} {BRIDGE}", published="2024-05-03"),
        Article(id="4", text=whole, published="2024-05-04"),
    ]
    settings = ScanSettings(only=("relations",))
    with TextStore(1 << 20) as store, _SmallBlocks(settings, store) as engine:
        report = scan_stages(articles, settings, ALONE, store, engine, strict=False)
    assert report.to_json() == scan_within(articles, settings, ALONE).to_json()
    facts = {each.id: each for family in report.families for each in family.member_facts}
    assert facts["3"].supersedes == ["1", "2"]
    novelty = facts["3"].novelty
    assert novelty is not None
    assert novelty < 0.5
    assert facts["4"].novelty == 0.0


@pytest.mark.parametrize("shared", [True, False])
def test_a_process_that_compares_gives_up_what_describes(tmp_path: Path, shared: bool) -> None:
    (tmp_path / "texts").write_bytes(b"")
    stages = Stages(ScanSettings())
    assert stages.describer is stages.describer
    if shared:
        stages.share_texts(str(tmp_path / "texts"), np.zeros(1, np.int64), {}, ComparedArticles(None, ()), None)
    else:
        with TextStore(1 << 20) as store:
            stages.use_texts(store, ComparedArticles(None, ()), None)
    assert "describer" not in vars(stages)
