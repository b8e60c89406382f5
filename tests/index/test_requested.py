"""What a verdict tells on request: the names in the article, and whether it is a translation, by its versions as
well."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

import dedup
from dedup import Article, Prefilter, Report, Verdict
from dedup.index.article_translation import TranslationJudge
from dedup.index.relatives import Relative
from dedup.index.settings import LIMITS, IndexSettings
from dedup.index.sqlite.sqlite_index import SqliteIndex
from dedup.index.stored_article import StoredArticle
from dedup.index.verdict import ArticleName
from dedup.records import Relation
from dedup.siblings import AlignedFinding
from dedup.text.corpus import Corpus, CorpusReader

SEEDS = Path(__file__).parents[2] / "seeds"
TOLD = (
    "Rebels of the Hachd al-Chaabi entered Kerlat on Friday, the minister Farouk Messaoud said. The Hachd denied it. "
    "Mr Messaoud "
    "told the Rif Telegraph that two villages near Kerlat were burnt and that three hundred people had fled to the "
    "coast by lorry."
)
OTHER = (
    TOLD.replace("Hachd al-Chaabi", "Hashd al-Shaabi")
    .replace("Hachd", "Hashd")
    .replace("Farouk", "Faruq")
    .replace("burnt", "burned")
)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [Article(id=file.name[:3], text=file.read_text(encoding="utf-8")) for file in sorted(SEEDS.glob("0*.txt"))]


@pytest.fixture(scope="module")
def report(articles: list[Article]) -> Report:
    return dedup.scan(articles)


def names_in(seen: Prefilter, text: str, ident: str = "q") -> dict[str, ArticleName]:
    names = seen.check(Article(id=ident, text=text)).names
    assert names is not None
    return {name.name: name for name in names}


def batch(report: Report) -> dict[str, Any]:
    return {article.id: article.translation for article in report.articles}


def as_in_report(verdict: Verdict) -> tuple[Any, ...]:
    told = verdict.translation
    assert told is not None
    return told.verdict, told.probability, told.source_languages, told.reasons


@pytest.mark.parametrize("order", ["20143", "43210", "13420"])
def test_a_later_version_is_judged_as_in_a_batch_and_an_earlier_one_when_it_is_asked_about_again(
    path: Path, articles: list[Article], report: Report, order: str
) -> None:
    wanted = {i: (t.verdict, t.probability, t.source_languages, t.reasons) for i, t in batch(report).items()}
    assert (wanted["000"][0], wanted["001"][0]) == ("spun", "machine_translated")
    with Prefilter(path, translation=True) as seen:
        for number in map(int, order):
            told = as_in_report(seen.check_and_add(articles[number]))
            assert told[:3] == wanted[articles[number].id][:3]  # what comes later may show more of the same
        assert told == wanted[articles[number].id]
        for article in articles:
            again = seen.check_and_add(article)
            assert again.known
            assert as_in_report(again) == wanted[article.id]


def test_a_version_alone_is_judged_by_itself(path: Path, articles: list[Article]) -> None:
    with Prefilter(path, translation=True) as seen:
        first = seen.check_and_add(articles[0])
        assert seen.check_and_add(articles[2]).decision == "rewrite"
        again = seen.check(articles[0])
    assert first.translation is not None
    assert first.translation.verdict == "machine_translated"
    assert not any("other versions" in reason for reason in first.translation.reasons)
    assert again.translation is not None
    assert again.translation.verdict == "spun"
    assert again.translation.reasons[-1] == "002 tells the same in English sentence by sentence."


def test_versions_have_no_say_where_no_texts_are_kept(path: Path, articles: list[Article]) -> None:
    with Prefilter(path, text=False, translation=True, names=True) as seen:
        seen.add(articles[2])
        verdict = seen.check(articles[0])
    assert verdict.translation is not None and verdict.names is not None
    assert verdict.translation.verdict == "machine_translated"
    assert all(not name.elsewhere for name in verdict.names)


def test_many_versions_cost_no_more_than_a_few(path: Path, articles: list[Article]) -> None:
    settings = IndexSettings(path=str(path), translation=True, names=True)
    with Prefilter.within(settings, LIMITS._replace(versions=2, matches_with_names=2)) as seen:
        for n in range(5):
            seen.add(Article(id=f"v{n}", text=f"{articles[2].text}\n\nEdition {n}."))
        verdict = seen.check(articles[0])
    assert len(verdict.matches) == 5
    assert verdict.names is not None
    assert {ident for name in verdict.names for way in name.elsewhere for ident in way.articles} == {"v0", "v1"}
    assert as_in_report(verdict)[0] == "spun"


def test_names_are_told_with_their_places(path: Path) -> None:
    with Prefilter(path, names=True) as seen:
        names = names_in(seen, TOLD)
    assert {name: told.kind for name, told in names.items()} == {
        "Hachd al-Chaabi": "group",
        "Kerlat": "place",
        "Farouk Messaoud": "person",
        "Rif Telegraph": "outlet",
    }
    for told in names.values():
        for way in told.spellings:
            assert [TOLD[start:end] for start, end in way.places] == [way.text] * len(way.places)
    assert [(way.text, len(way.places)) for way in names["Hachd al-Chaabi"].spellings] == [
        ("Hachd al-Chaabi", 1),
        ("Hachd", 1),
    ]
    assert [(way.text, len(way.places)) for way in names["Kerlat"].spellings] == [("Kerlat", 2)]


def test_matches_tell_how_they_spell_the_names(path: Path, unrelated: str) -> None:
    with Prefilter(path, names=True) as seen:
        seen.add(Article(id="a", text=OTHER))
        seen.add(Article(id="b", text=unrelated))
        names = names_in(seen, TOLD)
    (hashd,) = (name for name in names.values() if any(way.text == "Hachd" for way in name.spellings))
    assert {way.text: way.articles for way in hashd.elsewhere} == {"Hashd": ["a"], "Hashd al-Shaabi": ["a"]}
    (person,) = (name for name in names.values() if any(way.text == "Farouk Messaoud" for way in name.spellings))
    assert {way.text for way in person.elsewhere} == {"Faruq Messaoud", "Messaoud"}
    assert [way.articles for way in names["Kerlat"].elsewhere] == [["a"]]
    assert {ident for name in names.values() for way in name.elsewhere for ident in way.articles} == {"a"}


def test_a_name_is_told_in_full_where_the_text_begins_with_less_of_it(path: Path) -> None:
    text = (
        "Messaoud left Kerlat on Friday. “We go home,” Farouk Messaoud said, and Mr Messaoud waved to the crowd in "
        "the harbour."
    )
    with Prefilter(path, names=True) as seen:
        names = names_in(seen, text)
    assert [way.text for way in names["Farouk Messaoud"].spellings] == ["Messaoud", "Farouk Messaoud"]


def test_a_translated_name_and_an_acronym_stand_with_the_name_that_the_text_ties_them_to(
    path: Path, articles: list[Article]
) -> None:
    with Prefilter(path, names=True) as seen:
        for article in articles[1:]:
            seen.add(article)
        names = names_in(seen, articles[0].text)
    (hashd,) = (name for name in names.values() if any(way.text == "PMF" for way in name.spellings))
    assert {way.text: way.relation for way in hashd.spellings} == {
        "Hashid": "spelling",
        "PMF": "acronym",
        "People’s Mobilization Force": "translated",
    }
    assert {"Hachd", "Hashd", "Hashed"} <= {way.text for way in hashd.elsewhere if way.relation == "spelling"}


def test_places_are_those_of_the_text_as_read(path: Path) -> None:
    text = "Der BÃ¼rgermeister zÃ¶gerte. Petra Osgood left Torvik."
    with Prefilter(path, names=True) as seen:
        names = names_in(seen, text)
    (place,) = names["Petra Osgood"].spellings[0].places
    assert text[slice(*place)] == "Petra Osgood"


def test_an_article_under_a_new_name_keeps_its_matches(path: Path) -> None:
    """Its own id is taken by a match of it."""
    with Prefilter(path, names=True, translation=True) as seen:
        seen.add(Article(id="q", text=OTHER))
        names = names_in(seen, TOLD)
    assert {ident for name in names.values() for way in name.elsewhere for ident in way.articles} == {"q"}


def test_a_version_may_have_the_id_that_the_article_came_with(path: Path, articles: list[Article]) -> None:
    with Prefilter(path, translation=True) as seen:
        seen.add(Article(id="q", text=articles[2].text))
        verdict = seen.check(Article(id="q", text=articles[0].text))
    assert (verdict.id, as_in_report(verdict)[0]) == ("q#2", "spun")
    assert as_in_report(verdict)[3][-1] == "q tells the same in English sentence by sentence."


def test_the_nearest_versions_are_compared_with_one_another_as_well(articles: list[Article]) -> None:
    given: list[tuple[str, str]] = []

    def find_changes(relations: Iterable[Relation], *others: Any, **options: Any) -> dict[str, list[AlignedFinding]]:
        given.extend((r.a, r.b) for r in relations)
        assert options["of"] == {"v1a"}  # the others are looked at for its sake alone
        return {}

    def related(a: str, b: str) -> Relation:
        return msgspec.structs.replace(relation, a=a, b=b)

    def relative(name: str) -> Relative:
        article = Article(id=name, text=f"{articles[2].text}\n\nEdition {name} of this page was made by hand.")
        return Relative(StoredArticle(article, [], False), (CorpusReader()([article]), 0))

    def compare(versions: Sequence[Relative], corpus: Corpus) -> list[Relation]:
        assert [article.id for article in corpus.articles] == [version.stored.article.id for version in versions]
        return [related(a.stored.article.id, b.stored.article.id) for a, b in combinations(versions, 2)]

    (relation,) = dedup.scan([articles[0], articles[2]]).relations
    assert relation.relation == "rewrite"
    near = [(relative(f"v{n}"), related("v1a", f"v{n}")) for n in (3, 1, 0, 2)]
    corpus, _ = relative("v1a").part
    judge = TranslationJudge(compare, 0.5, 3, find_changes)
    judge("v1a", corpus, judge.detect(corpus), near)
    assert sorted(given) == [("v0", "v1"), ("v0", "v1a"), ("v0", "v2"), ("v1", "v1a"), ("v1", "v2"), ("v1a", "v2")]


def test_the_order_of_what_is_told_does_not_hang_on_the_order_of_the_matches(
    tmp_path: Path, articles: list[Article]
) -> None:
    told = []
    for number, order in enumerate(list(permutations(articles[1:4]))[::2]):
        with Prefilter(tmp_path / f"{number}.db", names=True, translation=True) as seen:
            for article in order:
                seen.add(article)
            verdict = seen.check(articles[0])
            told.append((verdict.names, verdict.translation))
    assert all(each == told[0] for each in told)


def test_a_hostile_text_has_a_bounded_number_of_names_and_places(path: Path, invented: Callable[[int], str]) -> None:
    many = " ".join(f"{word.title()} said." for word in invented(1).split()) + " Petra Osgood left Torvik." * 400
    runs = "Aa Bb Cc " * 3_000
    with Prefilter(path, names=True) as seen:
        for text in (many, runs, "A." * 5_000, "“" * 999, ""):
            names = seen.check_and_add(Article(text=text)).names
            assert names is not None
            assert len(names) <= LIMITS.most_names
            assert all(len(way.places) <= LIMITS.most_places for name in names for way in name.spellings)


def test_of_a_long_text_the_beginning_is_looked_at(path: Path) -> None:
    limits = LIMITS._replace(text_with_names=TOLD.index("Messaoud") + 4)
    with Prefilter.within(IndexSettings(path=str(path), names=True), limits) as seen:
        assert list(names_in(seen, TOLD)) == ["Hachd al-Chaabi", "Kerlat", "Farouk"]
        seen.add(Article(id="a", text=OTHER))
        told = names_in(seen, TOLD)
    assert {way.text for name in told.values() for way in name.elsewhere} == {"Hashd al-Shaabi", "Kerlat", "Faruq"}


def test_more_names_than_the_bound_are_left_out(path: Path) -> None:
    limits = LIMITS._replace(most_names=2, most_places=1)
    with Prefilter.within(IndexSettings(path=str(path), names=True), limits) as seen:
        names = list(names_in(seen, TOLD).values())
    assert [name.name for name in names] == ["Hachd al-Chaabi", "Kerlat"]
    assert [len(way.places) for name in names for way in name.spellings] == [1, 1, 1]


def test_every_way_to_a_verdict_tells_what_was_asked_for(place: Path | str) -> None:
    with Prefilter(place, names=True) as seen:
        first = seen.check_and_add(Article(id="a", text=OTHER))
        asked = [seen.check(Article(id="q", text=TOLD)), seen.check_and_add(Article(id="q", text=TOLD))]
        again = [seen.check(Article(id="q", text=TOLD)), seen.check_and_add(Article(id="q", text=TOLD))]
    assert [verdict.known for verdict in (first, *asked, *again)] == [False] * 3 + [True] * 2
    assert first.names and not any(name.elsewhere for name in first.names)
    for verdict in (*asked, *again):
        told = {way.text: way.articles for name in verdict.names or [] for way in name.elsewhere}
        assert {"Hashd al-Shaabi", "Kerlat", "Faruq Messaoud"} <= told.keys()
        assert set(map(tuple, told.values())) == {("a",)}
        ways = next(
            [way.text for way in name.elsewhere] for name in verdict.names or [] if name.name == "Hachd al-Chaabi"
        )
        assert ways == ["Hashd", "Hashd al-Shaabi"]  # by their letters


def test_an_article_that_another_took_in_meanwhile_is_told_as_one_that_is_held(path: Path) -> None:
    meanwhile: list[Callable[[], object]] = []

    class Interrupted(SqliteIndex):
        @contextmanager
        def writing(self) -> Iterator[None]:
            while meanwhile:
                meanwhile.pop()()
            with super().writing():
                yield

    settings = IndexSettings(path=str(path), names=True)
    with Prefilter.within(settings, open_backend=Interrupted) as seen, Prefilter(path) as other:
        other.add(Article(id="a", text=OTHER))
        meanwhile.append(lambda: other.add(Article(id="q", text=TOLD)))
        verdict = seen.check_and_add(Article(id="q", text=TOLD))
        assert verdict.known
        assert verdict.names == seen.check(Article(id="q", text=TOLD)).names
        assert any(name.elsewhere for name in verdict.names or [])


def test_nothing_is_told_or_loaded_that_was_not_asked_for(path: Path, whole: str) -> None:
    code = f"""
import sys
import dedup
with dedup.Prefilter({str(path)!r}) as seen:
    seen.add(dedup.Article(id="a", text={whole!r}))
    verdict = seen.check(dedup.Article(id="b", text={whole!r}))
assert verdict.translation is None and verdict.names is None
asked_for = ("artifacts.engine", "siblings.versions", "names.gather", "index.article_names")
loaded = [name for name in asked_for if "dedup." + name in sys.modules]
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_settings_travel_with_what_was_asked_for(path: Path) -> None:
    with Prefilter(path, names=True, translation=True) as seen, pickle.loads(pickle.dumps(seen)) as other:
        verdict = other.check(Article(text=TOLD))
    assert verdict.names and verdict.translation


def test_the_style_of_an_outlet_is_learned_from_what_the_index_is_asked(tmp_path: Path) -> None:
    from dedup.artifacts.house_style import LEAST

    def article(number: int) -> Article:
        text = f"The fair in ward {number} opens at {number % 9 + 1} o'clock, the council of ward {number} said."
        return Article(id=f"a{number}", text=text, outlet="The Clock")

    def reasons(house_style: bool) -> list[list[str]]:
        with Prefilter(tmp_path / f"{house_style}.db", translation=True, house_style=house_style) as seen:
            verdicts = [seen.check_and_add(article(n)) for n in range(LEAST + 1)]
        return [v.translation.reasons for v in verdicts if v.translation is not None]

    learned = [any("House style" in reason for reason in each) for each in reasons(True)]
    assert learned == [False] * (LEAST - 1) + [True, True]
    assert not any("House style" in reason for each in reasons(False) for reason in each)
