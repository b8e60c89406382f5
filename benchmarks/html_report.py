"""The HTML report in a browser: size, first paint, how soon a family opens and a filter answers; and the folder of a
large report: how soon it is made and what memory its page takes.

    python benchmarks/html_report.py --report report.json --texts articles.jsonl
    python benchmarks/html_report.py --large 100000 --families 20000

The large report is made up from the sentences of --texts, else of the seeds, by a fixed seed; no scan is in its time.
Needs the extra
`test` and chromium on the path.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from corpora import RANDOM_SEED, ROOT

from dedup.cli.report import texts_of
from dedup.records import (
    ArticleRecord,
    Family,
    InputRecord,
    MemberFacts,
    NameRecord,
    Passage,
    Relation,
    RelationKind,
    Root,
    Sides,
    Similarity,
    Spelling,
    Translation,
    VerdictKind,
)
from dedup.report import Report, make_report
from dedup.report.html.document import write_html
from dedup.report.html.targets import FIRST_PAGE
from dedup.sources import Sources

RUNS: Final = 5
OPENED: Final = 30  # families that are opened
SENTENCES: Final = 22  # of an article: 3,300 characters, as an article of news has
SHORTEST: Final = 60  # characters of a sentence that is used
PASSAGES: Final = 8  # of a pair
NAMES: Final = 20_000
IDLE: Final = 1500  # milliseconds before a reader begins to type
QUERIES: Final = ("rally", "iraqi forces", "outlet 17", "nowhere at all", "00017", "")
FILTERS: Final = ({"level": "copy"}, {"relation": "rewrite"}, {"verdict": "spun"}, {"sort": "title"}, {"sort": "date"})
SHOWN: Final = """address => new Promise(done => {
    const begun = performance.now();
    document.getElementById("content").addEventListener("shown", () =>
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))), { once: true });
    location.hash = address;
})"""
FILTERED: Final = """([name, value]) => new Promise(done => {
    const input = document.querySelector(`.filters [name=${name}]`);
    const begun = performance.now();
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""
VIEWS: Final = ("#overview", "#families", "#articles", "#outlets", "#names", "#templates", "#threshold", "#judge")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", type=Path, help="a report that is shown with its texts")
    parser.add_argument("--texts", action="append", default=[], help="what was scanned")
    parser.add_argument("--large", type=int, help="articles of a report that is made up")
    parser.add_argument("--families", type=int, default=20_000, help="families of three in it")
    return parser.parse_args()


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield started
        started.close()


class Watched:
    """A page that counts what it writes to the console and asks of the network."""

    def __init__(self, started: Any, path: Path, address: str = "") -> None:
        self.context = started.new_context(viewport={"width": 1440, "height": 900})
        self.page = self.context.new_page()
        self.console = self.network = 0
        self.page.on("console", lambda _: self._count(console=1))
        self.page.on("pageerror", lambda _: self._count(console=1))
        self.page.on("request", lambda request: self._count(network=not request.url.startswith(("file:", "blob:"))))
        self.page.set_default_timeout(300_000)
        self.page.goto(f"{path.as_uri()}{address}")
        self.page.wait_for_selector("body[data-ready=yes]")
        self.ready = float(self.page.evaluate("performance.now()")) / 1000

    def _count(self, console: int = 0, network: int = 0) -> None:
        self.console += console
        self.network += network

    def first_paint(self) -> float:
        """Seconds from the start of the navigation to the first content."""
        entry = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        return float(self.page.evaluate(entry)) / 1000

    def show(self, address: str) -> float:
        """Seconds until a view is in the page and drawn."""
        return float(self.page.evaluate(SHOWN, address)) / 1000

    def filter(self, name: str, value: str) -> float:
        """Seconds until a filter has changed the list and it is drawn."""
        return float(self.page.evaluate(FILTERED, [name, value])) / 1000

    def megabytes(self) -> float:
        """Memory that the process of the page has to itself, in MB; the largest of all pages' processes."""
        session = self.context.browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return max(_anonymous(process["id"]) for process in processes if process["type"] == "renderer")


def _anonymous(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def row(figure: str, value: str) -> None:
    print(f"| {figure} | {value} |", flush=True)


def axe_violations(page: Any) -> int:
    from axe_playwright_python.sync_playwright import Axe

    return len(Axe().run(page).response["violations"])


def measure_file(path: Path, texts: Sequence[str]) -> None:
    """Print the figures of one file."""
    report = Report.read(path)
    with tempfile.TemporaryDirectory() as folder, texts_of(report, tuple(texts)) as found:
        target = Path(folder) / "report.html"
        begun = time.monotonic()
        write_html(report, target, found)
        row(f"{len(report.articles):,} articles: made in", f"{time.monotonic() - begun:.1f} s")
        row("size", f"{target.stat().st_size / 1e6:.2f} MB")
        with browser() as started:
            _measure_opening(started, target)
            _measure_views(started, target, report)


def _measure_opening(started: Any, target: Path) -> None:
    paints, lists = [], []
    for _ in range(RUNS):
        watched = Watched(started, target, "#families")
        paints.append(watched.first_paint())
        lists.append(watched.ready)
        watched.context.close()
    row(f"first paint (median of {RUNS}; worst)", f"{statistics.median(paints):.2f} s; {max(paints):.2f} s")
    row("list of families usable", f"{statistics.median(lists):.2f} s; {max(lists):.2f} s")


def _measure_views(started: Any, target: Path, report: Report) -> None:
    watched = Watched(started, target)
    largest = sorted(report.families, key=lambda family: -len(family.members))[:OPENED]
    opened = [watched.show(f"#family={quote(family.id, safe='')}") for family in largest]
    row(
        f"a family opened (the {OPENED} largest: median; worst)",
        f"{statistics.median(opened):.3f} s; {max(opened):.3f} s",
    )
    pairs = [(pair.a, pair.b) for pair in report.relations[:: max(1, len(report.relations) // OPENED)]]
    shown = [watched.show(f"#pair={quote(a, safe='')}&with={quote(b, safe='')}") for a, b in pairs]
    row("a pair opened (median; worst)", f"{statistics.median(shown):.3f} s; {max(shown):.3f} s")
    violations = 0
    for address in (
        *VIEWS,
        f"#family={quote(largest[0].id, safe='')}",
        f"#pair={quote(pairs[0][0])}&with={quote(pairs[0][1])}",
    ):
        watched.show(address)
        violations += axe_violations(watched.page)
    row("axe violations; console messages; network requests", f"{violations}; {watched.console}; {watched.network}")


def measure_large(articles: int, families: int, inputs: Sequence[str]) -> None:
    """Print the figures of a folder for a report that is made up."""
    report, texts = made_up(articles, families, sentences_of(inputs or [ROOT / "seeds"]))
    with tempfile.TemporaryDirectory() as folder:
        begun, cpu = time.monotonic(), time.process_time()
        write_html(report, f"{folder}/pages/", texts)
        took = f"{time.monotonic() - begun:.1f} s, {time.process_time() - cpu:.1f} s of CPU"
        row(f"folder of {articles:,} articles: made in", took)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        row("size", f"{size / 1e6:.0f} MB")
        first = report.families[0]
        with browser() as started:
            watched = Watched(started, Path(folder) / "pages" / FIRST_PAGE, "#families")
            row("first paint; list usable", f"{watched.first_paint():.2f} s; {watched.ready:.2f} s")
            row("memory of the page with the list", f"{watched.megabytes():.0f} MB")
            watched.page.wait_for_timeout(IDLE)
            times = [watched.filter("q", query) for query in QUERIES]
            row(
                f"search in {len(report.families):,} families (first; worst of others)",
                f"{times[0]:.3f} s; {max(times[1:]):.3f} s",
            )
            times = [watched.filter(name, value) for chosen in FILTERS for name, value in chosen.items()]
            row("filters and orders (worst)", f"{max(times):.3f} s")
            row("a family opened", f"{watched.show('#family=' + quote(first.id, safe='')):.3f} s")
            for address in (*VIEWS, f"#pair={first.members[0]}&with={first.members[1]}"):
                seconds = watched.show(address)
                row(f"{address.split('=')[0]} shown; memory", f"{seconds:.2f} s; {watched.megabytes():.0f} MB")
            row("console messages; network requests", f"{watched.console}; {watched.network}")


def sentences_of(inputs: Sequence[str | Path]) -> list[str]:
    """Return the sentences of all articles of the inputs."""
    texts = [article.text.replace("\n", " ") for article in Sources(inputs)]
    return [part.strip() + "." for text in texts for part in text.split(". ") if len(part) > SHORTEST]


def made_up(articles: int, families: int, sentences: Sequence[str]) -> tuple[Report, dict[str, str]]:
    """Return a report of families of three and articles without one, and their texts."""
    draw = random.Random(RANDOM_SEED)
    texts: dict[str, str] = {}
    records: list[ArticleRecord] = []
    for number in range(articles):
        ident = f"{number:06}"
        texts[ident] = "\n\n".join(draw.choices(sentences, k=SENTENCES))
        verdict: VerdictKind = "spun" if number % 50 == 0 else "clean"
        records.append(
            ArticleRecord(
                id=ident,
                title=f"{texts[ident][:70]} {number}",
                published=f"2021-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:15",
                outlet=f"Outlet {number % 400}",
                language="en",
                words=500,
                translation=Translation(verdict=verdict),
            )
        )
    relations: list[Relation] = []
    found: list[Family] = []
    for number in range(families):
        members = [f"{3 * number + place:06}" for place in range(3)]
        for a, b in ((0, 1), (0, 2), (1, 2)):
            relations.append(_pair(members[a], members[b], texts, draw))
        facts = [MemberFacts(member, 0.5) for member in members]
        found.append(
            Family(f"copy:{members[0]}", "copy", members, Root(members[0], None, "it came first", 0.6), [], 0, facts)
        )
    ids = list(texts)
    names = [_name(f"Name {number}", draw.choices(ids, k=20)) for number in range(NAMES)]
    report = make_report(
        settings={"min_probability": 0.5}, input=InputRecord(articles=articles), articles=records, names=names,
        relations=relations, families=found,
    )  # fmt: skip
    return report, texts


def _name(name: str, ids: list[str]) -> NameRecord:
    return NameRecord(name=name, kind="person", spellings=[Spelling(text=name, count=20, articles=ids)])


def _pair(a: str, b: str, texts: dict[str, str], draw: random.Random) -> Relation:
    passages = [
        Passage(
            (at, at + 120), (at, at + 120), texts[a][at : at + 120], texts[b][at : at + 120], "reworded", False, 0.6
        )
        for at in range(0, 130 * PASSAGES, 130)
    ]
    kind: RelationKind = "rewrite" if draw.random() < 0.5 else "near_verbatim"
    probability = round(draw.uniform(0.5, 1), 3)
    return Relation(
        a, b, kind, probability, "b_from_a", Sides(0.8, 0.7), Sides(0.1, 0.1), Similarity(0.2, 0.3, 0.4), passages,
        ["80 % of the words of a and 70 % of those of b lie in 8 passages."],
    )  # fmt: skip


def main() -> None:
    options = arguments()
    print("| figure | measured |\n|---|---|")
    if options.report:
        measure_file(options.report, options.texts)
    if options.large:
        measure_large(options.large, options.families, options.texts)


if __name__ == "__main__":
    main()
