"""The whole flow: from files or articles to a report that is always the same."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

import dedup
from dedup import Article, Report
from dedup.describe import ScanSettings
from dedup.errors import InputError, SettingsError
from dedup.limits import Limits
from dedup.pipeline import scan_within
from dedup.records import Relation
from dedup.report.report import json_schema

SEEDS = Path(__file__).parents[1] / "seeds"
STORY = (
    "The minister said on Monday that the old bridge over the river would be closed for repairs until the end of the "
    "year. "
    "Engineers had found cracks in two of its piers during an inspection in spring, and lorries have been sent round "
    "since. "
    "Shopkeepers on both banks fear for their trade and have asked the council for a ferry while the work goes on."
)
OTHER = (
    "A museum in the north has bought a painting that was thought lost for eighty years. It was found behind a "
    "wardrobe by a "
    "family clearing the house of a great-aunt, who had never spoken of it. Visitors can see it from next week on, "
    "the director said."
)
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def scan(inputs: Any, **settings: Any) -> Report:
    """A scan whose report is valid and complete in itself."""
    report = dedup.scan(inputs, **settings)
    VALIDATOR.validate(json.loads(report.to_json()))
    ids = [article.id for article in report.articles]
    assert ids == sorted(set(ids))
    assert report.input.articles == len(ids)
    pairs = [(r.a, r.b) for r in report.relations]
    assert pairs == sorted(set(pairs))
    assert all(a < b for a, b in pairs)
    assert {side for pair in pairs for side in pair} <= set(ids)
    derived = {(r.a, r.b) for r in report.relations if r.relation != "same_event"}
    assert not derived & {(w.a, w.b) for w in report.weak}
    return report


def relation(report: Report, a: str, b: str) -> Relation:
    (found,) = (r for r in report.relations if (r.a, r.b) == (a, b))
    return found


def seed_articles() -> list[Article]:
    return [
        Article(id=path.name, text=path.read_text(encoding="utf-8"), path=path.name)
        for path in sorted(SEEDS.glob("*.txt"))
    ]


@pytest.fixture(scope="module")
def seeds() -> Report:
    return scan(SEEDS)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SEEDS / "truth/seed_relations.json").read_text(encoding="utf-8"))
    return told


def number(article: str) -> str:
    return article[:3]


def test_the_seeds_are_five_articles(seeds: Report) -> None:
    assert [number(article.id) for article in seeds.articles] == ["000", "001", "002", "003", "004"]
    assert [article.id for article in seeds.articles] == [path.name for path in sorted(SEEDS.glob("*.txt"))]
    assert {article.language for article in seeds.articles} == {"en"}
    assert all(400 < article.words < 900 for article in seeds.articles)
    assert seeds.input.renamed == []


def test_what_is_beside_the_seeds_is_listed_and_no_article(seeds: Report) -> None:
    truth = sorted(f"truth/{path.name}" for path in SEEDS.glob("truth/*"))
    assert [entry.path for entry in seeds.input.skipped] == ["README", *truth]


def test_the_seeds_have_the_verdicts_of_the_truth(seeds: Report) -> None:
    """000 was spun, 001 translated from French by a machine, the others were written or edited by people."""
    told = {number(article.id): article.translation for article in seeds.articles}
    verdicts = {key: translation.verdict for key, translation in told.items()}
    assert verdicts == {"000": "spun", "001": "machine_translated", "002": "clean", "003": "clean", "004": "clean"}
    assert told["001"].source_languages[0].language == "fr"
    assert all(told[key].reasons for key in ("000", "001"))


def test_spellings_of_one_name_are_joined_and_look_alikes_are_not(seeds: Report) -> None:
    names = {spelling.text: name for name in seeds.names for spelling in name.spellings}
    hashd = names["Hashd"]
    assert {"Hachd", "Hashed", "Hashid", "Hachd al-Chaabi", "Hashd al-Sha’abi"} <= {
        spelling.text for spelling in hashd.spellings
    }
    assert {"PMF", "Popular Mobilisation Forces"} <= {alias.text for alias in hashd.aliases}
    (french,) = [spelling for spelling in hashd.spellings if spelling.text == "Hachd"]
    assert french.conventions[0].convention == "fr"
    assert names["Iran"] is not names["Iraq"]


def test_what_the_seeds_alone_changed_is_told_with_the_sibling_s_words(seeds: Report) -> None:
    (spun,) = [article for article in seeds.articles if number(article.id) == "000"]
    aligned = {a.text: a for a in spun.artifacts if a.evidence == "aligned"}
    texts = {article.id: article.text for article in seed_articles()}
    assert aligned["Fal Fayez"].sibling is not None
    for artifact in aligned.values():
        sibling = artifact.sibling
        assert sibling is not None
        assert texts[spun.id][artifact.start : artifact.end] == artifact.text
        assert texts[sibling.article][sibling.start : sibling.end] == sibling.text
    assert not [
        a for article in seeds.articles for a in article.artifacts if number(article.id) in ("002", "003", "004")
    ]


def test_the_furniture_of_the_seeds_is_left_out(seeds: Report, truth: dict[str, Any]) -> None:
    """Of the lines that the truth calls boilerplate most are furniture; of the sentences that were reused, none."""
    texts = {number(article.id): article.text for article in seed_articles()}
    spans = {number(article.id): article.furniture for article in seeds.articles}

    def marked(doc: str, quote: str) -> bool:
        start = texts[doc].index(quote)
        return any(span.start <= start and start + len(quote) <= span.end for span in spans[doc])

    lines = [(doc, line) for doc, group in truth["boilerplate"].items() for line in group if line in texts[doc]]
    assert sum(marked(doc, line) for doc, line in lines) > 0.7 * len(lines)
    assert not any(
        marked(sentence["doc"], sentence["quote"])
        for sentence in truth["sentences"]
        if sentence["relation"] == "edited"
    )


def overlap(span: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(span[1], other[1]) - max(span[0], other[0]))


def test_six_shared_afp_sentences_are_shown_as_partial_reuse(seeds: Report, truth: dict[str, Any]) -> None:
    """Lightly edited in two own stories: at least half of each sentence lies in passages, on both sides."""
    texts = {number(article.id): article.text for article in seed_articles()}
    (relation,) = (r for r in seeds.relations if (number(r.a), number(r.b)) == ("002", "004"))
    assert relation.relation == "partial"
    assert relation.probability >= 0.5
    shared = [
        (source["quote"], sentence["quote"])
        for sentence in truth["sentences"]
        if sentence["doc"] == "004" and sentence["relation"] == "edited"
        for source in sentence["sources"]
        if source["doc"] == "002"
    ]
    assert len(shared) >= 6
    covered = 0
    for in_002, in_004 in shared:
        a, b = (
            (texts[doc].index(quote), texts[doc].index(quote) + len(quote))
            for doc, quote in (("002", in_002), ("004", in_004))
        )
        both = [(overlap(p.a, a), overlap(p.b, b)) for p in relation.passages]
        both = [pair for pair in both if min(pair)]
        covered += 2 * sum(x for x, _ in both) >= len(in_002) and 2 * sum(y for _, y in both) >= len(in_004)
    assert covered >= 6


def test_the_independent_report_tells_of_the_event_and_derives_from_nobody(seeds: Report) -> None:
    assert {r.relation for r in seeds.relations if "003" in (number(r.a), number(r.b))} == {"same_event"}
    assert {family.level for family in seeds.families if "003" in map(number, family.members)} == {"event"}


def test_the_seeds_form_a_wire(seeds: Report) -> None:
    wires = [set(map(number, family.members)) for family in seeds.families if family.level == "wire"]
    assert any({"002", "004"} <= wire for wire in wires)


@pytest.mark.parametrize("way", [{}, {"jobs": 1}, {"jobs": 2}, {"memory": 1}, {"memory": 1, "jobs": 2}])
def test_the_report_is_the_same_bytes_however_it_is_made(seeds: Report, way: dict[str, int]) -> None:
    assert scan(SEEDS, **way).to_json() == seeds.to_json()


def test_the_order_of_the_articles_does_not_matter() -> None:
    """But for novelty, which counts what comes first as the earlier where no article has a date."""
    articles = seed_articles()

    def without_novelty(report: Report) -> bytes:
        families = [msgspec.structs.replace(family, member_facts=[]) for family in report.families]
        return msgspec.structs.replace(report, families=families).to_json()

    expected = without_novelty(scan(articles))
    for seed in range(3):
        assert without_novelty(scan(random.Random(seed).sample(articles, len(articles)))) == expected


def test_articles_and_files_give_the_same_findings(seeds: Report) -> None:
    report = scan(seed_articles())
    assert report.relations == seeds.relations
    assert report.families == seeds.families
    assert [article.words for article in report.articles] == [article.words for article in seeds.articles]


def test_copies_alone(seeds: Report) -> None:
    """Near-duplicates and nothing besides: the partial reuse of the seeds is not looked for, nor are languages told."""
    report = scan(SEEDS, only=["copies"])
    assert report.settings["only"] == ["copies"]
    assert {article.language for article in report.articles} == {None}
    assert [article.words for article in report.articles] == [article.words for article in seeds.articles]
    pairs = {(r.a, r.b) for r in seeds.relations}
    assert {(r.a, r.b) for r in report.relations} <= pairs
    found = scan(
        [Article(id="a", text=STORY), Article(id="b", text=STORY.upper()), Article(id="c", text=OTHER)], only=["copies"]
    )
    assert [(r.a, r.b, r.relation) for r in found.relations] == [("a", "b", "identical")]


def test_inputs_are_paths_in_any_form(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "b", "text": STORY}) + "\n", encoding="utf-8")
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(OTHER.encode()))
    for inputs in (tmp_path, str(tmp_path), [tmp_path], (str(tmp_path),)):
        report = scan(inputs)
        assert [(r.a, r.b, r.relation) for r in report.relations] == [("a.txt", "b", "identical")]
        assert [article.id for article in report.articles] == ["a.txt", "b", "c.txt.gz"]
    assert [article.id for article in scan([tmp_path / "a.txt", tmp_path / "b.jsonl"]).articles] == ["a.txt", "b"]


def test_articles_may_come_one_after_the_other() -> None:
    report = scan(
        Article(id=name, text=STORY, title="A bridge", outlet="The Paper", url="https://example.org/1") for name in "ab"
    )
    assert [(r.a, r.b) for r in report.relations] == [("a", "b")]
    assert [(article.title, article.outlet, article.url) for article in report.articles] == 2 * [
        ("A bridge", "The Paper", "https://example.org/1")
    ]


def test_repeated_ids_are_renamed_and_told() -> None:
    report = scan(
        [Article(id="a", text=STORY), Article(id="a", text=OTHER), Article(id="a", text=STORY), Article(text=OTHER)]
    )
    assert [article.id for article in report.articles] == ["a", "a#2", "a#3", "article:4"]
    assert [(each.id, each.new_id) for each in report.input.renamed] == [("a", "a#2"), ("a", "a#3")]
    assert [(r.a, r.b) for r in report.relations] == [("a", "a#3"), ("a#2", "article:4")]


def test_the_smaller_id_is_a_whatever_the_order() -> None:
    """The longer text stays with its own side."""
    long = f"{STORY}\n\n{OTHER}"
    for articles in ([("z", long), ("b", STORY)], [("b", STORY), ("z", long)]):
        (relation,) = scan([Article(id=name, text=text) for name, text in articles]).relations
        assert (relation.a, relation.b, relation.relation) == ("b", "z", "trimmed")
        assert relation.coverage.a == 1.0 > relation.coverage.b


def test_spans_in_a_mended_article_of_a_later_batch() -> None:
    """They are places of the text as read, though the texts were compared mended."""
    broken = f"Die BÃ¼rgermeisterin sprach fÃ¼r die StraÃŸe. {STORY}"
    articles = [Article(id=name, text=text) for name, text in (("x", OTHER), ("y", STORY), ("z", broken))]
    found = relation(scan_within(articles, ScanSettings(), Limits(batch=1)), "y", "z")
    assert [(p.text_b, broken[slice(*p.b)]) for p in found.passages] == [(STORY[:300], STORY[:-1])]


def check_stages(told: list[tuple[str, int, int | None]], stages: list[str]) -> None:
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == stages
    for stage in stages:
        done = [(number, total) for name, number, total in told if name == stage]
        assert [each for each, _ in done] == sorted(each for each, _ in done)
        assert all(total is None or 0 <= each <= total for each, total in done)


def test_progress_grows(tmp_path: Path) -> None:
    """In several batches, over both passes, and with the pairs of a large family compared afterwards."""
    texts = [f"{STORY} {OTHER}"] * 40 + [f"{OTHER} Item {k}. {STORY[: 5 * k]}" for k in range(30)]
    (tmp_path / "news.jsonl").write_text(
        "".join(json.dumps({"id": f"{k:03}", "text": text}) + "\n" for k, text in enumerate(texts))
    )
    everything = ["reading", "sketching", "pairing", "versions", "names"]
    for only, stages in (((), everything), (("copies",), everything[:3])):
        told: list[tuple[str, int, int | None]] = []
        report = scan_within(
            tmp_path / "news.jsonl",
            ScanSettings(only=only),
            Limits(batch=4_000),
            progress=lambda *stage: told.append(stage),  # noqa: B023
        )
        check_stages(told, stages)
        last = {stage: (done, total) for stage, done, total in told}
        size = (tmp_path / "news.jsonl").stat().st_size
        assert last["reading"] == (size, size)
        assert last["sketching"][0] == len(report.articles) == 70
        assert last["pairing"][0] == last["pairing"][1]
        assert len([stage for stage, _, _ in told if stage == "sketching"]) > 3


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"only": ["rewrites"]}, "Unknown part 'rewrites' for only; choose from copies, relations, artifacts, names."),
        ({"min_probability": 1.5}, "min_probability is 1.5; choose a number from 0 to 1."),
        ({"min_probability": -0.1}, "min_probability is -0.1"),
        ({"min_probability": float("nan")}, "min_probability is nan"),
        ({"jobs": 0}, "jobs from 1 to 1,024"),
        ({"jobs": -1}, "jobs from 1 to 1,024"),
        ({"jobs": 10**20}, "jobs from 1 to 1,024"),
        ({"memory": 0}, "at least 1"),
    ],
)
def test_settings_out_of_range_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message.replace(".", r"\.")):
        dedup.scan([Article(id="a", text=STORY)], **settings)


def test_the_settings_stand_in_the_report_and_jobs_and_memory_do_not() -> None:
    report = scan(
        [Article(id="a", text=STORY)], jobs=2, memory=5, only=["relations", "copies", "copies"], min_probability=0.7
    )
    assert report.settings == {
        "only": ["copies", "relations"],
        "min_probability": 0.7,
        "text_field": None,
        "id_field": None,
        "rules": [],
        "ignore": [],
        "house_style": True,
    }


@pytest.mark.parametrize(
    "inputs", [[], ["no such file.txt"], [Article(text=STORY), "news.txt"], ["news.txt", Article(text=STORY)]]
)
def test_inputs_that_cannot_be_used_are_refused(inputs: list[Any]) -> None:
    with pytest.raises(InputError):
        dedup.scan(inputs)


def test_what_cannot_be_read_is_skipped_or_stops_a_strict_scan(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(
        f'{json.dumps({"id": "a", "text": STORY})}\n{{"id": "b"\n{json.dumps({"id": "c", "text": STORY})}\n'
    )
    (tmp_path / "empty.txt").write_text("")
    report = scan(tmp_path)
    assert [(each.path, each.line) for each in report.input.skipped] == [("empty.txt", None), ("news.jsonl", 2)]
    assert [(r.a, r.b, r.relation) for r in report.relations] == [("a", "c", "identical")]
    with pytest.raises(InputError, match=r"empty\.txt"):
        dedup.scan(tmp_path, strict=True)


def test_the_named_fields_are_read(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text(json.dumps({"key": "k", "text": "teaser", "long": {"body": STORY}}) + "\n")
    report = scan(tmp_path, text_field="long.body", id_field="key")
    assert [(article.id, article.words) for article in report.articles] == [("k", len(STORY.split()))]


@pytest.mark.parametrize("text", ["", "!!!", "Advertisement", "\ud800", "字", "a" * 100_000, "\x00" * 50])
def test_odd_articles_go_through(text: str) -> None:
    report = scan([Article(id="a", text=text), Article(id="b", text=STORY), Article(id="c", text=STORY)])
    assert ("b", "c", "identical") in [(r.a, r.b, r.relation) for r in report.relations]
    assert len(report.relations) == 1


def test_a_threshold_moves_a_pair_to_weak(seeds: Report) -> None:
    pair = next(r for r in seeds.relations if (number(r.a), number(r.b)) == ("002", "004"))
    report = scan(SEEDS, min_probability=pair.probability + 0.001)
    assert [(w.relation, w.probability) for w in report.weak if (w.a, w.b) == (pair.a, pair.b)] == [
        ("partial", pair.probability)
    ]
    assert not [r for r in report.relations if (r.a, r.b) == (pair.a, pair.b) and r.relation != "same_event"]
    assert relation(scan(SEEDS, min_probability=pair.probability), pair.a, pair.b) == pair


def test_a_text_beyond_the_bound_is_listed_and_the_rest_goes_on() -> None:
    short = Limits(longest_text=100)
    articles = [Article(id="long", text="word " * 50), Article(id="short", text="word " * 5)]
    report = scan_within(articles, ScanSettings(), short)
    assert [a.id for a in report.articles] == ["short"]
    assert [(s.path, s.line) for s in report.input.skipped] == [("long", None)]
    with pytest.raises(InputError, match="long: The text has 250 characters"):
        scan_within(articles, ScanSettings(), short, strict=True)
