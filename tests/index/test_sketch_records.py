"""Articles that travel as their sketches: what comes into another index is what would have come with the texts."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from datasketch import MinHash

from dedup import Article, Prefilter, Verdict
from dedup.errors import FormatError, SettingsError
from dedup.index.sketch_records import TextSketcher, columns_of_sketch, sketch_in, sketch_in_line
from dedup.index.stored_article import TextSketch, pack_sketch
from dedup.index.transfer import ArticleToAdd, add_articles, articles_to_add, export_lines, export_parquet
from dedup.sketch import signatures, to_datasketch
from dedup.text import corpus
from tests.index.sqlite.tampering import set_body

Invented = Callable[[int], str]


@pytest.fixture
def articles(whole: str, cut: str, unrelated: str) -> list[Article]:
    texts = (whole, unrelated, cut, whole, "", "three short words")
    return [Article(id=f"n{n}", text=text) for n, text in enumerate(texts)]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Prefilter]:
    with Prefilter(tmp_path / "bare.db", text=False) as index:
        yield index


def told(verdict: Verdict) -> Any:
    found = msgspec.to_builtins(verdict)
    for each in (found, *found["matches"]):
        del each["first_seen"]
    return found


def record(text: str, **changed: Any) -> dict[str, Any]:
    columns = columns_of_sketch(TextSketcher()(Article(text=text)))
    return {"id": "a", **json.loads(msgspec.json.encode(columns)), **changed}


def in_line(fields: dict[str, Any]) -> Any:
    return sketch_in_line(json.dumps(fields).encode())


def test_a_sketch_is_judged_as_its_article(tmp_path: Path, bare: Prefilter, articles: list[Article]) -> None:
    sketch = TextSketcher()
    with Prefilter(tmp_path / "other.db", text=False) as other:
        relation_by_sketch = [
            told(other.add_sketch(a.id, sketch(a), first_seen=60.0 * n)) for n, a in enumerate(articles)
        ]
        by_text = [told(bare.check_and_add(a, first_seen=60.0 * n)) for n, a in enumerate(articles)]
        assert relation_by_sketch == by_text
        assert [v["decision"] for v in by_text][:4] == ["new", "new", "trimmed", "identical"]
        assert list(other.records()) == list(bare.records())
        again = Article(id="other", text=articles[2].text)
        assert told(other.check(again)) == told(bare.check(again))
        assert other.check(again).decision == "identical"
        assert other.add_sketch("n0", sketch(articles[0])).known


@pytest.mark.parametrize("name", ["sketches.jsonl", "sketches.parquet"])
@pytest.mark.parametrize("texts", [True, False], ids=["from texts", "from sketches"])
def test_an_export_of_sketches_makes_the_same_index(
    tmp_path: Path, bare: Prefilter, seen: Prefilter, articles: list[Article], name: str, texts: bool
) -> None:
    source, file = seen if texts else bare, tmp_path / name
    for index in (bare, source):
        for n, article in enumerate(articles):
            index.check_and_add(article, first_seen=60.0 * n)
    if name.endswith(".parquet"):
        assert export_parquet(source, str(file), texts=False) == (6, 0)
    else:
        with file.open("wb") as lines:
            assert export_lines(source, lines.write, texts=False) == (6, 0)
    assert b"harbour board" not in file.read_bytes()
    problems: list[Any] = []
    with Prefilter(tmp_path / "other.db", text=False) as other:
        assert add_articles(other, articles_to_add(str(file), lambda *problem: problems.append(problem))) == (6, 0)
        assert list(other.records()) == list(bare.records())
        assert add_articles(other, articles_to_add(str(file), lambda *problem: problems.append(problem))) == (0, 6)
        assert other.check_index() == []
    assert problems == []


def test_what_an_article_says_of_itself_goes_with_its_sketch_and_its_title_does_not(
    tmp_path: Path, seen: Prefilter, whole: str
) -> None:
    seen.add(
        Article(id="a", text=whole, title="Ferry closed", url="https://example.org/a", published="2024-05-01"),
        first_seen=0.0,
    )
    with (tmp_path / "out.jsonl").open("wb") as lines:
        export_lines(seen, lines.write, texts=False)
    line = json.loads((tmp_path / "out.jsonl").read_bytes())
    assert list(line) == ["id", "first_seen", "family", "url", "published", "sketch", "words", "digest", "made_with"]
    assert (line["first_seen"], line["published"]) == ("1970-01-01T00:00:00.000Z", "2024-05-01")


def test_an_exported_sketch_is_one_of_datasketch(whole: str, cut: str) -> None:
    rows = [np.frombuffer(base64.b64decode(record(text)["sketch"]), "<u4") for text in (whole, cut)]
    one, other = to_datasketch(np.stack(rows))
    assert isinstance(one, MinHash)
    assert (one.scheme, one.num_perm) == ("affine32", 126)
    assert one.jaccard(other) == float(np.mean(rows[0] == rows[1])) > 0.3
    assert np.array_equal(np.stack(rows), signatures([whole, cut], num_perm=126))
    words = MinHash(num_perm=126, seed=1, scheme="affine32")
    assert all(map(np.array_equal, words.permutations, one.permutations))


def test_rows_that_hold_half_of_each_slot_are_still_compared(
    bare: Prefilter, tmp_path: Path, whole: str, cut: str, unrelated: str
) -> None:
    for name, text in (("a", whole), ("b", unrelated)):
        bare.add(Article(id=name, text=text))
    before = [told(bare.check(Article(id="c", text=text))) for text in (whole, cut, unrelated)]
    halved(tmp_path / "bare.db")
    assert [told(bare.check(Article(id="c", text=text))) for text in (whole, cut, unrelated)] == before
    assert bare.add_sketch("a", TextSketcher()(Article(text=whole))).known
    assert bare.check_index() == []


def test_half_a_sketch_does_not_travel_and_is_counted(
    bare: Prefilter, tmp_path: Path, whole: str, unrelated: str
) -> None:
    bare.add(Article(id="a", text=whole))
    halved(tmp_path / "bare.db")
    bare.add(Article(id="b", text=unrelated))
    with (tmp_path / "out.jsonl").open("wb") as lines:
        assert export_lines(bare, lines.write) == (2, 1)
    problems: list[Any] = []
    (one,) = articles_to_add(str(tmp_path / "out.jsonl"), lambda *problem: problems.append(problem))
    assert (one.article.id, [line for line, _ in problems]) == ("b", [1])


def halved(path: Path) -> None:
    """Keep of all slots what earlier versions kept."""
    file = sqlite3.connect(path)
    for number, body in file.execute("SELECT number, body FROM articles").fetchall():
        digest, words, slots = msgspec.msgpack.decode(body)
        short = TextSketch(digest, words, np.frombuffer(slots, "<u4").astype("<u2").tobytes())
        set_body(file, number, pack_sketch(short))
    file.commit()
    file.close()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"sketch": "no base64!"}, "Invalid base64"),
        ({"sketch": "AAAA"}, "it has 3 bytes and not 504"),
        ({"sketch": 7}, "Expected `bytes`"),
        ({"sketch": ["AAAA"]}, "Expected `bytes`"),
        ({"words": -1}, "words"),
        ({"words": 1 << 60}, "words"),
        ({"words": None}, "words"),
        ({"digest": "12"}, "digest"),
        ({"digest": "0" * 15 + "G"}, "digest"),
        ({"made_with": None}, "made_with"),
        ({"made_with": "affine32"}, "made_with"),
        ({"id": 5}, "id"),
        ({"id": "x" * 5_000}, "id"),
    ],
)
def test_a_damaged_sketch_is_told_and_the_rest_goes_on(
    tmp_path: Path, whole: str, cut: str, changed: dict[str, Any], reason: str
) -> None:
    lines = [record(whole), record(whole, **changed), record(cut, id="c")]
    (tmp_path / "in.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    problems: list[tuple[int | None, str]] = []
    found = list(articles_to_add(str(tmp_path / "in.jsonl"), lambda *problem: problems.append(problem)))
    assert [one.article.id for one in found] == ["a", "c"]
    ((line, why),) = problems
    assert line == 2
    assert why.startswith("the sketch is damaged (")
    assert reason in why


@pytest.mark.parametrize(
    ("name", "value"),
    [("scheme", "mod61"), ("seed", 2), ("slots", 128), ("shingle", 3), ("hash", "sha1"), ("text_version", 0)],
)
def test_a_sketch_that_was_made_otherwise_is_refused(tmp_path: Path, whole: str, name: str, value: Any) -> None:
    made = record(whole)
    made["made_with"][name] = value
    (tmp_path / "in.jsonl").write_text(f"{json.dumps(record(whole))}\n{json.dumps(made)}\n")
    with pytest.raises(
        FormatError, match=rf"in\.jsonl, line 2: the sketch was made with {name} '?{value}'?.* do not compare"
    ):
        list(articles_to_add(str(tmp_path / "in.jsonl"), lambda *problem: None))
    with pytest.raises(FormatError, match=name):
        sketch_in({**made, "sketch": base64.b64decode(made["sketch"])})


def test_a_sketch_says_what_it_was_made_with(whole: str) -> None:
    assert record(whole)["made_with"]["text_version"] == corpus.TEXT_VERSION
    assert set(record(whole)["made_with"]) == {"scheme", "seed", "slots", "shingle", "hash", "text_version"}


def test_a_record_with_a_text_is_taken_by_its_text(tmp_path: Path, whole: str) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({**record(whole), "text": whole, "sketch": "damaged"}))
    (one,) = articles_to_add(str(tmp_path / "in.jsonl"), lambda *problem: None)
    assert one == ArticleToAdd(one.article, None, None)
    assert one.article.text == whole


@pytest.mark.parametrize(
    "raw", [b'{"sketch"', b'["sketch"]', b'{"sketch": null}', b"[" * 100_000 + b'"sketch"', b'{"text": "sketch"}']
)
def test_what_holds_no_sketch_is_none(raw: bytes) -> None:
    assert sketch_in_line(raw) is None


def test_an_index_with_texts_takes_no_sketches(seen: Prefilter, whole: str) -> None:
    with pytest.raises(SettingsError, match=r"(seen\.db|sock\?db=0) keeps texts and takes no sketches; .*--no-text"):
        seen.add_sketch("a", TextSketcher()(Article(text=whole)))
    assert seen.stats().articles == 0


def test_half_a_sketch_is_not_taken_in(bare: Prefilter) -> None:
    with pytest.raises(SettingsError, match="has 252 bytes of slots, which are not all"):
        bare.add_sketch("a", TextSketch(1, 1, b"\0" * 252))


def test_a_sketch_survives_json(whole: str) -> None:
    found = in_line(record(whole, id="x"))
    assert (found.id, found.sketch) == ("x", TextSketcher()(Article(text=whole)))
