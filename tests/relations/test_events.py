"""Events: what two reports have in common of who, where, when and how many, whatever their wording."""

from __future__ import annotations

import math
from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from numpy.typing import NDArray

from dedup.article import Article
from dedup.describe import ScanSettings
from dedup.errors import FormatError
from dedup.pipeline import open_comparison, scan
from dedup.records import Relation
from dedup.relations.alignment import term_columns
from dedup.relations.event_figures import EVENT_FIGURES, LEAD, LEAD_FACTS, MOST_COUNTED, compare_events
from dedup.relations.events import (
    EVENT_FEATURES,
    FACTS_SHOWN,
    MOST_DAYS,
    NO_DATE,
    UNKNOWN_DAYS,
    SharedFacts,
    days_between,
    event_features,
    event_model,
    event_probabilities,
    measure_events,
    read_event_model,
)
from dedup.relations.facts import FactColumns
from dedup.text.corpus import CorpusReader
from dedup.text.quotations import quoted_words
from dedup.text.terms import Terms

FIRE = (
    "Firefighters in Harwick brought a blaze at the Calder paper mill under control on Tuesday, the mayor Elena "
    "Marwood said. Three workers were taken to the Saint Brannock clinic with burns. The mill employs 240 people and "
    "stands on Orchard Lane beside the river Tevey. An inspector from the county looks for the cause."
)
OTHER_WORDS = (
    "Smoke hung over Orchard Lane in Harwick this morning. Rosa Delmar, who sells bread across the road, saw the roof"
    " of the Calder works fall in at half past five. 61 firemen from Penhallow and Stoke Varney pumped water out of "
    "the Tevey until noon. At Saint Brannock a surgeon, Imran Qadir, said that one patient would stay for a week. "
    "Elena Marwood cut short her journey to Lisbon. The paper maker sold its other plant, at Wexcombe, to Brandt "
    "Holdings in 2009."
)
LOOK_ALIKE = (
    "Firefighters in Dunmere brought a blaze at the Aldous timber yard under control on Friday, the mayor Peter "
    "Quillan said. Five workers were taken to the Mercy Vale clinic with burns. The yard employs 85 people and stands"
    " on Foundry Road beside the river Cobble. An inspector from the county looks for the cause."
)


class Measured(NamedTuple):
    """Pairs of texts as `measure_events` sees them."""

    figures: NDArray[np.void]
    shown: list[list[str]]


def measured(*pairs: tuple[str, str]) -> Measured:
    articles = [Article(id=f"{n}{side}", text=text) for n, pair in enumerate(pairs) for side, text in enumerate(pair)]
    corpus = CorpusReader()(articles)
    columns = corpus.columns
    words = term_columns(columns, quoted_words(corpus.buffer, corpus.offsets, corpus.tokens), Terms())
    facts = FactColumns(columns, words)
    rows = np.arange(2 * len(pairs)).reshape(-1, 2)
    shown = list(starmap(SharedFacts(columns, words, facts), rows.tolist()))
    return Measured(measure_events(rows, columns, words, facts), shown)


def probability(one: str, other: str, days: float = UNKNOWN_DAYS) -> float:
    (found,) = event_probabilities(measured((one, other)).figures, np.array([days]))
    return found


def test_two_reports_in_other_words_are_of_one_event() -> None:
    assert probability(FIRE, OTHER_WORDS) > 0.9


def test_a_look_alike_event_in_the_same_words_is_another() -> None:
    assert probability(FIRE, LOOK_ALIKE) < 0.5


def test_days_between_two_reports_count_against_one_event() -> None:
    found = [probability(FIRE, OTHER_WORDS, days) for days in (0, 1, 7, 60, 300)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.9
    assert found[-1] < found[0]


def test_articles_without_a_fact_in_common_are_of_no_event() -> None:
    plain = "the rain fell and the wind blew over the old town and the harbour until it was dark again"
    assert probability(plain, plain) == 0.0


def test_the_order_of_a_pair_changes_nothing() -> None:
    one, other = measured((FIRE, OTHER_WORDS), (OTHER_WORDS, FIRE)).figures
    names = [name for name in EVENT_FIGURES.names or () if not name.startswith("words")]
    assert {name: one[name] for name in names} == {name: other[name] for name in names}
    assert (one["words_a"], one["words_b"]) == (other["words_b"], other["words_a"])


def test_the_same_text_has_all_in_common() -> None:
    (found,) = measured((FIRE, FIRE)).figures
    assert [round(float(found[name]), 9) for name in ("cosine", "facts", "lead", "lead_facts")] == [1.0] * 4
    assert found["shared"] == found["least"] > 0
    assert found["lead_kept_least"] == found["lead_kept_most"] == 1.0


@pytest.mark.parametrize(("before", "in_lead"), [(LEAD_FACTS - 1, True), (LEAD_FACTS, False)])
def test_the_facts_of_the_lead_are_among_its_first_words(before: int, in_lead: bool) -> None:
    """A number behind so many plain words; the other article has it and nothing else."""
    (found,) = measured((f"{'rain ' * before}4711", "4711")).figures
    assert (found["lead_facts"] > 0) == in_lead
    assert found["facts"] > 0


@pytest.mark.parametrize(("before", "in_lead"), [(LEAD - 1, True), (LEAD, False)])
def test_the_terms_of_the_lead_are_its_first_words(before: int, in_lead: bool) -> None:
    (found,) = measured((f"{'rain ' * before}4711", "4711")).figures
    assert (found["lead"] > 0) == in_lead


def test_a_term_counts_by_its_logarithm_and_no_more_than_so_often() -> None:
    """With n of one term beside one of another of the same weight the cosine is that of (1 + ln n, 1) with (1, 0)."""

    def cosine(times: int) -> float:
        (found,) = measured(("4711 " * times + "4712", "4711")).figures
        return float(found["facts"])

    weight = 1 + math.log(7)
    assert cosine(7) == pytest.approx(weight / math.hypot(weight, 1))
    assert cosine(MOST_COUNTED) == cosine(MOST_COUNTED + 9) > cosine(MOST_COUNTED - 1)


def test_shared_facts_are_the_rarest_as_the_first_article_writes_them() -> None:
    ((shown,),) = [measured((FIRE, OTHER_WORDS)).shown]
    assert len(shown) == FACTS_SHOWN
    assert set(shown) <= {"Harwick", "Calder", "Elena", "Marwood", "Saint", "Brannock", "Orchard", "Lane", "Tevey"}
    assert measured((FIRE, "nothing of that kind")).shown == [[]]


def test_a_shared_fact_is_shown_as_it_is_written_first() -> None:
    one, other = "the mayor of Harwick left HARWICK and harwick", "we saw Harwick again"
    assert measured((one, other), (other, one.replace("Harwick", "HARWICK"))).shown == [["Harwick"], ["Harwick"]]
    assert measured(("the mayor of HARWICK left Harwick", other)).shown == [["HARWICK"]]


def test_days_are_counted_up_to_a_year_and_unknown_ones_are_one() -> None:
    days = np.array([737000, 737003, 736000, NO_DATE])
    pairs = np.array([[0, 1], [1, 0], [0, 2], [0, 3]])
    assert days_between(pairs, days).tolist() == [3.0, 3.0, MOST_DAYS, UNKNOWN_DAYS]
    assert days_between(pairs, None).tolist() == [UNKNOWN_DAYS] * 4


def test_the_model_that_ships_was_made_for_these_features() -> None:
    assert tuple(event_model().features) == EVENT_FEATURES
    assert event_features(measured((FIRE, FIRE)).figures, np.zeros(1)).shape == (1, len(EVENT_FEATURES))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "event_model.json is damaged"),
        (b"\xff", "event_model.json is damaged"),
        (
            json.encode({"features": ["x"], "means": [0], "scales": [1], "weights": [1], "intercept": 0}),
            "event_model.json was made for other features; run training/events.py again.",
        ),
    ],
)
def test_a_model_that_is_damaged_or_made_otherwise_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_event_model(content)


@given(st.lists(st.text(alphabet="aB 1.é\n", max_size=60), min_size=2, max_size=4))
def test_any_texts_go_through(texts: list[str]) -> None:
    found = measured(*pairwise(texts))
    for name in ("cosine", "facts", "lead", "lead_facts"):
        assert ((found.figures[name] >= 0) & (found.figures[name] < 1 + 1e-9)).all()
    assert all(0 <= p <= 1 for p in event_probabilities(found.figures, np.zeros(len(found.figures))))


def test_pairs_out_of_range_are_refused() -> None:
    corpus = CorpusReader()([Article(id="a", text=FIRE)])
    words = term_columns(corpus.columns, quoted_words(corpus.buffer, corpus.offsets, corpus.tokens), Terms())
    facts = FactColumns(corpus.columns, words).facts(np.array([0]))
    logs = np.zeros(MOST_COUNTED + 1)
    out = np.zeros(1, EVENT_FIGURES)
    arguments = corpus.columns, words.terms, words.weights, words.hashes, facts
    with pytest.raises(ValueError, match="Pair 0 is of article 1, and there are 1"):
        compare_events(np.array([[0, 1]]), *arguments, logs, out)
    with pytest.raises(ValueError, match="too few logarithms"):
        compare_events(np.array([[0, 0]]), *arguments, logs[1:], out)
    with pytest.raises(ValueError, match="no room"):
        compare_events(np.array([[0, 0]]), *arguments, logs, out[:0])


def related(*articles: Article) -> list[Relation]:
    return scan(articles, only=["relations"]).relations


def test_a_scan_reports_one_event_with_its_names_and_few_passages() -> None:
    (found,) = related(Article(id="a", text=FIRE), Article(id="b", text=OTHER_WORDS))
    assert found.relation == "same_event"
    assert len(found.passages) <= 5
    assert any(reason.startswith("Both name ") for reason in found.reasons)
    assert found.reasons[-1] == "The two report one event; nothing shows that one derives from the other."


def test_dates_a_year_apart_weigh_against_one_event_in_a_scan() -> None:
    def chance(date: str) -> float:
        articles = Article(id="a", text=FIRE, published="2021-03-04"), Article(id="b", text=OTHER_WORDS, published=date)
        return sum(relation.probability for relation in related(*articles))

    assert chance("2021-03-05") > chance("2022-03-04")


def test_pairs_that_are_compared_alone_have_the_dates_that_a_scan_has() -> None:
    """What `dedup calibrate` learns from are the scores that a scan gives."""
    articles = [
        Article(id="a", text=FIRE, published="2021-03-04"),
        Article(id="b", text=OTHER_WORDS, published="2021-05-30"),
    ]
    (expected,) = related(*articles)
    with open_comparison(articles, ScanSettings(only=("relations",))) as compare:
        ((found,), _) = compare(np.array([[0, 1]]))
    assert found.probability == expected.probability
    (other,) = related(articles[0], Article(id="b", text=OTHER_WORDS, published="2021-03-04"))
    assert other.probability > expected.probability
