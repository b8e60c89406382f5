"""Pages of the seeds' report, and a browser that shows them and notes what it complains of."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.report import Report
from dedup.report.html.document import write_html

ROOT = Path(__file__).resolve().parents[3]
REQUIRED = "DEDUP_TEST_BROWSER"  # set to "required" where a test that needs a browser must not be skipped
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def seed_texts() -> dict[str, str]:
    """The texts of the seeds by id."""
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))}


@pytest.fixture(scope="session")
def seeds_report() -> Report:
    """What a scan finds in the seeds."""
    return dedup.scan([ROOT / "seeds"])


@pytest.fixture(scope="session")
def seeds_page(seeds_report: Report, seed_texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the seeds with their texts."""
    path = tmp_path_factory.mktemp("pages") / "seeds.html"
    assert write_html(seeds_report, path, seed_texts) == []
    return path


@dataclass
class Browser:
    """A browser; `complaints` are messages of the console and errors, `requests` what was asked for beside files."""

    inner: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: Path, address: str = "", *, narrow: bool = False, dark: bool = False) -> Any:
        """Open a file in a page of its own and wait until it is unpacked."""
        context = self.inner.new_context(
            viewport=NARROW if narrow else WIDE, color_scheme="dark" if dark else "light", accept_downloads=True
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: self.complaints.append(f"{address}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{address}: {error}"))
        page.on("request", lambda request: self._note(request.url))
        page.goto(f"{path.as_uri()}{address}")
        page.wait_for_selector("body[data-ready=yes]")
        return page

    def _note(self, url: str) -> None:
        if not url.startswith(("file:", "blob:")):
            self.requests.append(url)

    def until(self, page: Any, condition: str) -> None:
        """Wait until a JavaScript expression is true; the policy of the page keeps the browser from waiting itself."""
        for _ in range(200):
            if page.evaluate(condition):
                return
            page.wait_for_timeout(25)
        raise AssertionError(f"still not true: {condition}")

    def go(self, page: Any, address: str) -> None:
        """Go to another view of an open page."""
        page.evaluate(
            """address => new Promise(done => {
                document.getElementById("content").addEventListener("shown", () => done(), { once: true });
                if (location.hash === address) dispatchEvent(new HashChangeEvent("hashchange"));
                else location.hash = address;
            })""",
            address,
        )


# One for each module, not for all tests: its event loop is in the way of tests that run loops of their own.
@pytest.fixture(scope="module")
def started_browser() -> Iterator[Any]:
    """Chromium, without a window. The tests are skipped where there is none."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        if os.environ.get(REQUIRED) == "required":
            pytest.fail("chromium or playwright is not installed")
        pytest.skip("chromium or playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browser(started_browser: Any) -> Iterator[Browser]:
    """The browser; a test fails where a page wrote to the console, raised an error or asked the network."""
    browser = Browser(started_browser)
    yield browser
    for context in started_browser.contexts:
        context.close()
    assert browser.complaints == []
    assert browser.requests == []
