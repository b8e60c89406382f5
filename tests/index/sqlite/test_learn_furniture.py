"""Lines that return in unrelated articles of one outlet are learned to be furniture, and left out of comparison."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from dedup import Article, Prefilter
from dedup.errors import DedupError, FormatError
from dedup.index.settings import LIMITS, IndexLimits
from dedup.index.sqlite.database import Database
from dedup.index.sqlite.learn_furniture import FLUSHES, STORIES, is_furniture
from dedup.index.sqlite.line_counts import FURNITURE, Counter
from dedup.index.sqlite.upkeep import maintain_index
from tests.index.sqlite.tampering import change

Invented = Callable[[int], str]
CALL = "Leave a comment below until midnight, or ring the desk on any working day."
WEATHER = "The forecast for all districts of Ellmouth is brought to you by Brackwell Tyres and Exhausts."


@pytest.fixture
def page(invented: Invented) -> Callable[..., Article]:
    """An article with a text of its own and some lines."""

    def make(n: int, *lines: str, outlet: str | None = "Post", url: str | None = None) -> Article:
        return Article(id=f"{outlet}{n}", text="\n\n".join([invented(n), *lines]), outlet=outlet, url=url)

    return make


def feed(path: Path, articles: Iterable[Article], flushes: int = FLUSHES, limits: IndexLimits = LIMITS) -> None:
    """Take articles in, in so many flushes."""
    held = list(articles)
    with Prefilter(path) as seen:
        for k in range(flushes):
            for article in held[k::flushes]:
                seen.add(article)
            maintain_index(path, 1, wait=True, limits=limits)


def told(path: Path) -> list[tuple[str, int, str]]:
    with Prefilter(path) as seen:
        assert seen.stats().learned == len(seen.learned())
        return [(line.outlet, line.stories, line.text) for line in seen.learned()]


def test_a_line_of_many_stories_of_an_outlet_is_learned(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL) for n in range(STORIES)))
    assert told(path) == [("post", STORIES, CALL)]


def test_it_takes_so_many_stories_and_more_than_one_flush(
    path: Path, tmp_path: Path, page: Callable[..., Article]
) -> None:
    feed(path, (page(n, CALL) for n in range(STORIES - 1)))
    assert told(path) == []
    feed(path, [page(1_000, CALL)], flushes=1)
    assert [text for _, _, text in told(path)] == [CALL]
    feed(tmp_path / "at once.db", (page(n, CALL) for n in range(3 * STORIES)), flushes=1)
    assert told(tmp_path / "at once.db") == []


def test_a_line_is_known_by_its_words(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL.upper() if n % 2 else f"- {CALL[:-1]} >") for n in range(STORIES)))
    assert len(told(path)) == 1


def test_copies_of_one_story_count_once(path: Path, page: Callable[..., Article]) -> None:
    with Prefilter(path) as seen:
        for k in range(FLUSHES):
            for n in range(2 * STORIES):
                article = page(n % 3, CALL, WEATHER if n == 0 else "")
                seen.check_and_add(Article(id=f"{k}-{n}", text=article.text, outlet="Post"))
            maintain_index(path, 1, wait=True)
        assert seen.stats().families == 3
        assert seen.learned() == []


def test_a_story_counts_once_in_a_flush_however_often_it_came(path: Path, page: Callable[..., Article]) -> None:
    with Prefilter(path) as seen:
        for n in range(STORIES):
            for again in "ab":
                seen.check_and_add(Article(id=f"{n}{again}", text=page(n, CALL).text, outlet="Post"))
            if n % 10 == 9:
                maintain_index(path, 1, wait=True)
        assert [line.stories for line in seen.learned()] == [STORIES]


def test_furniture_that_is_known_beforehand_is_not_learned(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, "Sign up for our daily newsletter.", CALL) for n in range(STORIES)))
    assert [text for _, _, text in told(path)] == [CALL]


def test_an_outlet_is_a_name_or_the_host_of_a_url(path: Path, page: Callable[..., Article]) -> None:
    names = {"outlet": "Post"}, {"outlet": " www.POST "}, {"outlet": None, "url": "https://www.post.example/a?b"}
    feed(path, (page(n, CALL, **names[n % 2]) for n in range(STORIES)))
    assert [outlet for outlet, _, _ in told(path)] == ["post"]
    feed(path, (page(100 + n, WEATHER, **names[2]) for n in range(STORIES)))
    assert [outlet for outlet, _, _ in told(path)] == ["post", "post.example"]


def test_articles_without_an_outlet_teach_nothing(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL, outlet=None) for n in range(2 * STORIES)))
    assert told(path) == []


def test_an_index_without_texts_learns_nothing(path: Path, page: Callable[..., Article]) -> None:
    with Prefilter(path, text=False) as seen:
        for n in range(2 * STORIES):
            seen.add(page(n, CALL))
            if n % STORIES == STORIES - 1:
                maintain_index(path, 1, wait=True)
        assert seen.learned() == []


def test_what_a_wire_sends_to_many_outlets_is_not_learned(path: Path, page: Callable[..., Article]) -> None:
    outlets = ["Post", "Courier", "Herald"]
    feed(path, [page(n, CALL, outlet=outlet) for outlet in outlets for n in range(STORIES)])
    assert told(path) == []


def test_two_sisters_may_share_their_furniture(path: Path, page: Callable[..., Article]) -> None:
    feed(path, [page(n, CALL, outlet=outlet) for outlet in ("Post", "Courier") for n in range(STORIES)])
    assert [outlet for outlet, _, _ in told(path)] == ["courier", "post"]


def test_a_line_that_others_begin_to_print_is_furniture_no_more(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL) for n in range(STORIES)))
    feed(path, [page(n, CALL, outlet=outlet) for outlet in ("Courier", "Herald") for n in range(100, 108)])
    assert told(path) == []


def test_a_few_reprints_elsewhere_do_not_hide_furniture() -> None:
    def counter(outlet: str, stories: int) -> Counter:
        return Counter(1, outlet).seen_in(range(stories), 1).seen_in(range(stories), 2)._replace(stories=stories)

    own = counter("post", 40)
    assert is_furniture(own, [own, counter("a", 9), counter("b", 9)])
    assert not is_furniture(own, [own, counter("a", 10), counter("b", 10)])
    assert not is_furniture(own, [own, *(counter(str(n), 1) for n in range(20))])


def test_learned_lines_are_left_out_of_comparison(path: Path, page: Callable[..., Article]) -> None:
    block = [
        CALL,
        WEATHER,
        "Our reporters in the harbour quarter can be met every Thursday at the Torvik tea room.",
        CALL[::-1],
    ]
    asked = page(900, *block)
    with Prefilter(path) as seen:
        seen.add(page(0, *block))
        assert seen.check(asked).decision == "partial"
    feed(path, (page(n, *block) for n in range(1, STORIES + 1)))
    with Prefilter(path) as seen:
        assert len(seen.learned()) == 4
        assert seen.check(asked).decision == "new"
        copy = seen.check(
            Article(id="copy", text=page(0).text + "\n\n" + CALL + "\n\nAnd here a sentence more.", outlet="Post")
        )
        (match,) = copy.matches
        assert match.id == "Post0"
        assert not any("midnight" in p.text_a or "midnight" in p.text_b for p in match.passages)


def test_they_count_in_the_articles_of_others(path: Path, page: Callable[..., Article], invented: Invented) -> None:
    block = [CALL, WEATHER, CALL[::-1]]
    feed(path, (page(n, *block) for n in range(STORIES)))
    with Prefilter(path) as seen:
        seen.add(page(500, *block, outlet="Courier"))
        verdict = seen.check(page(501, *block, outlet="Herald"))
    assert [m.id for m in verdict.matches] == ["Courier500"]


def test_an_article_of_learned_lines_alone_is_new(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL, WEATHER) for n in range(STORIES)))
    with Prefilter(path) as seen:
        for name in "ab":
            assert seen.check_and_add(Article(id=name, text=f"{CALL}\n{WEATHER}", outlet="Post")).decision in (
                "new",
                "identical",
            )
        assert seen.check_index() == []


def test_a_process_learns_what_another_one_found(path: Path, page: Callable[..., Article]) -> None:
    block = [CALL, WEATHER, CALL[::-1]]
    with Prefilter(path) as other:
        other.add(page(0, *block))
        assert other.check(page(900, *block)).decision == "partial"
        feed(path, (page(n, *block) for n in range(1, STORIES + 1)))
        assert other.check(page(900, *block)).decision == "new"
        with Prefilter(path) as seen:
            for line in seen.learned():
                assert seen.unlearn(line.id)
        assert other.check(page(900, *block)).decision == "partial"


def test_a_line_that_this_process_unlearns_counts_at_once(path: Path, page: Callable[..., Article]) -> None:
    block = [CALL, WEATHER, CALL[::-1]]
    feed(path, (page(n, *block) for n in range(STORIES)))
    with Prefilter(path) as seen:
        assert seen.check(page(900, *block)).decision == "new"
        for line in seen.learned():
            assert seen.unlearn(line.id)
        assert seen.check(page(900, *block)).decision == "partial"


def test_a_dropped_line_is_not_learned_again(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL) for n in range(STORIES)))
    with Prefilter(path) as seen:
        (line,) = seen.learned()
        assert (seen.unlearn(line.id), seen.unlearn(line.id), seen.unlearn(999)) == (True, False, False)
    feed(path, (page(n, CALL) for n in range(100, 100 + STORIES)))
    assert told(path) == []


def test_a_line_that_is_dropped_while_it_is_counted_stays_dropped(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL) for n in range(STORIES)))
    database = Database(path)
    with database.writing():
        (line,), (counter,) = database.line_counts.shown(), database.line_counts.of(database.line_counts.hashes())
        assert database.line_counts.drop(line.id)
        database.line_counts.put([counter])
    database.close()
    assert counter.state == FURNITURE
    assert told(path) == []


def test_what_was_learned_stays_when_articles_are_forgotten(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, CALL) for n in range(STORIES)))
    with Prefilter(path) as seen:
        for n in range(STORIES):
            assert seen.forget(f"Post{n}") == 1
    assert told(path) == [("post", STORIES, CALL)]


def test_the_same_articles_and_flushes_teach_the_same(tmp_path: Path, page: Callable[..., Article]) -> None:
    tables = []
    for name in ("one.db", "two.db"):
        path = tmp_path / name
        articles = [page(n, CALL, *[WEATHER][: n % 2], outlet=("Post", "Courier")[n % 3 > 0]) for n in range(70)]
        feed(path, articles, flushes=3)
        tables.append(change(path, "SELECT * FROM lines ORDER BY id"))
    assert tables[0] == tables[1]
    assert len(tables[0]) == 4


def test_lines_that_do_not_return_are_not_counted(path: Path, page: Callable[..., Article]) -> None:
    feed(path, (page(n, f"This line stands in article number {n} alone.") for n in range(STORIES)))
    assert change(path, "SELECT count(*) FROM lines") == [(0,)]


def test_the_rarest_counters_and_lines_go_where_there_are_too_many(path: Path, page: Callable[..., Article]) -> None:
    rare = [f"A line that returns now and then, of kind {kind}." for kind in "abcde"]
    feed(
        path,
        (page(n, CALL, *[WEATHER][: n % 8], rare[n % 5]) for n in range(2 * STORIES)),
        limits=LIMITS._replace(counted_lines=2, learned_lines=1),
    )
    assert told(path) == [("post", 2 * STORIES, CALL)]
    assert change(path, "SELECT count(*) FROM lines")[0][0] <= 3


def test_counting_and_flushing_are_one(path: Path, page: Callable[..., Article]) -> None:
    with Prefilter(path) as seen:
        for n in range(5):
            seen.add(page(n, CALL))
        connection = sqlite3.connect(path)
        connection.execute("CREATE TRIGGER broken BEFORE INSERT ON lines BEGIN SELECT RAISE(ABORT, 'broken'); END")
        connection.commit()
        with pytest.raises(FormatError, match="broken"):
            maintain_index(path, 1, wait=True)
        assert (seen.stats().in_tail, seen.stats().segments) == (5, 0)
        connection.execute("DROP TRIGGER broken")
        connection.commit()
        connection.close()
        maintain_index(path, 1, wait=True)
        assert (seen.stats().in_tail, seen.stats().segments) == (0, 1)
    assert change(path, "SELECT stories, flushes FROM lines") == [(5, 1)]


def test_a_damaged_article_does_not_stop_the_others(path: Path, page: Callable[..., Article]) -> None:
    with Prefilter(path) as seen:
        for n in range(5):
            seen.add(page(n, CALL))
        change(path, "UPDATE articles SET body=x'00112233' WHERE id='Post1'")
        maintain_index(path, 1, wait=True)
        assert (seen.stats().in_tail, len(seen.check_index())) == (0, 1)
    assert change(path, "SELECT stories FROM lines") == [(4,)]


def test_hostile_outlets_and_lines_are_bounded(path: Path, invented: Invented) -> None:
    line = "\x00\x1b[31m'); DROP TABLE lines; \udfff " + "𝔘𝔫𝔦 words and more of them " * 500
    outlet = "\ud800\x00" + "o" * 10_000
    feed(
        path,
        (
            Article(id=str(n), text=f"{invented(n)}\r\n{line}\n\n" + "x y z w\n" * 2_000, outlet=outlet)
            for n in range(STORIES)
        ),
        limits=LIMITS._replace(learned_text=5_000),
    )
    found = told(path)
    assert [(len(name), stories, len(text)) for name, stories, text in found if "DROP" in text] == [(200, STORIES, 200)]
    assert len(found) == 2
    with Prefilter(path) as seen:
        assert seen.check(Article(id="x", text=line, outlet=outlet)).decision == "new"
        assert seen.check_index() == []


def test_spans_hold_where_a_stored_text_was_mended(
    path: Path, page: Callable[..., Article], invented: Invented
) -> None:
    broken = "Der BÃ¼rgermeister zÃ¶gerte. " + "RÃ¼ckfragen bitte an die Redaktion in GrÃ¶den."
    feed(path, (Article(id=str(n), text=f"{invented(n)}\n{broken}", outlet="Post") for n in range(STORIES)))
    assert [text for _, _, text in told(path)] == [
        "Der Bürgermeister zögerte. Rückfragen bitte an die Redaktion in Gröden."
    ]


def test_the_way_out_of_a_closed_index_is_told(path: Path) -> None:
    seen = Prefilter(path)
    seen.close()
    with pytest.raises(DedupError, match="was closed"):
        seen.learned()
