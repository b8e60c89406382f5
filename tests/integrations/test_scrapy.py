"""A real crawl of a small site on the loopback, in a process of its own: a reactor runs once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from scrapy.statscollectors import DummyStatsCollector
from scrapy.utils.test import get_crawler

from dedup.errors import SettingsError
from dedup.integrations.gate import Gate, GateDecision
from dedup.integrations.scrapy import DedupPipeline

HARBOUR = (
    "The harbour was closed on Tuesday after a barge ran into the northern quay. Divers are looking for cracks in "
    "the wall, and ferries to "
    "the islands leave from the fishing port until the weekend. The skipper told the police that his rudder had "
    "jammed in the strong wind."
)
MARKET = (
    "Farmers sold more apples at the weekly market than in any year before. A mild spring and late rain had helped, "
    "said the head of the "
    "growers' union, who warned that prices would fall as soon as the harvest of the southern valleys came in."
)
PAGES = {"/a": HARBOUR, "/b": HARBOUR, "/c": MARKET, "/d": ""}
SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class News(scrapy.Spider):
    name = "news"

    async def start(self):
        for request in self.start_requests():
            yield request

    def start_requests(self):
        yield scrapy.Request(BASE + "/a")

    def parse(self, response):
        body = response.css("p::text").get("")
        yield {"id": response.url[-1], "body": body} if body else {"picture": response.url}
        following = {"a": "/b", "b": "/c", "c": "/d"}.get(response.url[-1])
        if following:
            yield response.follow(following)

BASE, feed, settings = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
process = CrawlerProcess({
    "ITEM_PIPELINES": {"dedup.integrations.scrapy.DedupPipeline": 300}, "FEEDS": {feed: {"format": "jsonlines"}},
    "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "WARNING", "RETRY_ENABLED": False, **settings,
})
crawler = process.create_crawler(News)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
print(json.dumps({key: value for key, value in stats.items() if key.startswith(("dedup/", "item_"))}))
"""


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = f"<html><body><p>{PAGES[self.path]}</p></body></html>".encode() if self.path in PAGES else b""
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def crawl(site: str, folder: Path, **settings: Any) -> tuple[list[dict[str, Any]], dict[str, int], str]:
    """The items that came out, the stats, and the log."""
    feed = folder / "items.jsonl"
    feed.unlink(missing_ok=True)
    settings = {"DEDUP_INDEX": str(folder / "seen.db"), **settings}
    done = subprocess.run(
        [sys.executable, "-c", SPIDER, site, str(feed), json.dumps(settings)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in feed.read_text().splitlines()]
    return items, json.loads(done.stdout.splitlines()[-1]), done.stderr


def test_a_crawl_drops_what_the_index_has_seen_across_restarts(site: str, tmp_path: Path) -> None:
    items, stats, log = crawl(site, tmp_path)
    assert items == [{"id": "a", "body": HARBOUR}, {"id": "c", "body": MARKET}, {"picture": f"{site}/d"}]
    assert stats == {
        "dedup/checked": 3, "dedup/dropped/identical": 1, "dedup/no_text": 1, "item_scraped_count": 3,
        "item_dropped_count": 1, "item_dropped_reasons_count/DropItem": 1,
    }  # fmt: skip
    assert "identical with a" in log
    items, stats, _ = crawl(site, tmp_path)
    assert items == [{"picture": f"{site}/d"}]
    assert stats["dedup/dropped/identical"] == 3


@pytest.mark.parametrize(
    "reactor",
    ["twisted.internet.asyncioreactor.AsyncioSelectorReactor", "twisted.internet.selectreactor.SelectReactor"],
)
def test_annotating_drops_nothing_under_any_reactor(site: str, tmp_path: Path, reactor: str) -> None:
    items, stats, _ = crawl(
        site, tmp_path, DEDUP_MODE="annotate", DEDUP_FIELD="seen", DEDUP_TEXT_FIELD="body", TWISTED_REACTOR=reactor
    )
    assert [item.get("id") for item in items] == ["a", "b", "c", None]
    assert [item["seen"]["decision"] for item in items[:3]] == ["new", "identical", "new"]
    assert items[1]["seen"]["matches"][0]["id"] == "a"
    assert (stats["dedup/found/new"], stats["dedup/found/identical"]) == (2, 1)


def test_marked_items_tell_more_on_request(site: str, tmp_path: Path) -> None:
    items, _, _ = crawl(
        site, tmp_path, DEDUP_MODE="annotate", DEDUP_TEXT_FIELD="body", DEDUP_TRANSLATION=True, DEDUP_NAMES=True
    )
    assert [item["dedup"]["translation"]["verdict"] for item in items[:3]] == ["insufficient"] * 3
    assert [list(item["dedup"])[-2:] for item in items[:3]] == [["translation", "names"]] * 3


def test_the_event_loop_does_none_of_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawler = get_crawler(settings_dict={"DEDUP_INDEX": str(tmp_path / "seen.db")})
    pipeline = DedupPipeline(crawler.settings, DummyStatsCollector(crawler))
    threads = []
    decide = Gate.__call__

    def noted(gate: Gate, record: dict[str, Any]) -> GateDecision | None:
        threads.append(threading.current_thread().name)
        return decide(gate, record)

    monkeypatch.setattr(Gate, "__call__", noted)

    async def items() -> None:
        await asyncio.gather(
            *(pipeline.process_item({"id": name, "text": f"{HARBOUR} {name}"}) for name in "abc"),
            return_exceptions=True,
        )

    pipeline.open_spider()
    asyncio.run(items())
    pipeline.close_spider()
    assert threads == ["dedup_0"] * 3


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "DEDUP_INDEX is not set"),
        ({"DEDUP_INDEX": "seen.db", "DEDUP_MODE": "mark"}, "choose from drop, annotate"),
        ({"DEDUP_INDEX": "seen.db", "DEDUP_REMOVE": ["copy"]}, "unknown relation 'copy'"),
        ({"DEDUP_INDEX": "seen.db", "DEDUP_NAMES": True}, "set DEDUP_MODE"),
        ({"DEDUP_INDEX": "seen.db", "DEDUP_TRANSLATION": "1"}, "set DEDUP_MODE"),
    ],
)
def test_wrong_settings_are_told_when_the_pipeline_is_built(settings: dict[str, Any], message: str) -> None:
    crawler = get_crawler(settings_dict=settings)
    with pytest.raises(SettingsError, match=message):
        DedupPipeline(crawler.settings, DummyStatsCollector(crawler))
