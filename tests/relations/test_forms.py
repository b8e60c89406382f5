"""Which pairs of like wording are one form with other facts, and which are too short to prove anything: each threshold
with a case on both sides."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.errors import FormatError
from dedup.relations.block import Block, StoreColumns, make_block
from dedup.relations.form_figures import FORM_FIGURES
from dedup.relations.forms import (
    DERIVED,
    FEATURES,
    FORM,
    NOTHING,
    FormJudge,
    Judgement,
    form_model,
    form_probabilities,
    is_correction,
    is_fragment,
    is_short_of_other_facts,
    read_form_model,
)
from dedup.text.corpus import CorpusReader
from dedup.text.text_store import TextStore
from dedup.text.tokens import Tokenizer
from tests.relations.arrays import figures_of


def short(words: int, matched: int, **others: int) -> bool:
    """Whether the words in which a pair differs say something else; the longer article has 200 words."""
    pairs = [{"words_a": words, "words_b": 200, "matched": matched, **others}]
    pairs += [{"words_a": 200, "words_b": words, "matched": matched, **others}]
    one, other = is_short_of_other_facts(figures_of(*pairs)).tolist()
    assert one == other
    return bool(one)


SHORT_CASES = {
    "39 words are short: one fact of 24 words in common is another": (39, 24, {"fact_slots": 1}, True),
    "40 words are not short": (40, 24, {"fact_slots": 1}, False),
    "25 words in common make up for one other fact": (39, 25, {"fact_slots": 1}, False),
    "one other plain word is none in 25 words": (25, 24, {"plain_slots": 1}, False),
    "one other plain word is one in a brief of 24 words": (24, 23, {"plain_slots": 1}, True),
    "a brief without other words is the same": (24, 24, {}, False),
    "two own facts say something else": (39, 35, {"own_numbers": 1, "own_names": 1}, True),
    "two own numbers do so too": (39, 35, {"own_numbers": 2}, True),
    "two own names do so too": (39, 35, {"own_names": 2}, True),
    "one own fact does not": (39, 35, {"own_names": 1}, False),
    "nine tenths in common make up for own facts": (30, 27, {"own_numbers": 2}, False),
    "less does not": (30, 26, {"own_numbers": 2}, True),
    "own facts of 40 words prove nothing": (40, 30, {"own_numbers": 2}, False),
    "a brief may have two of 24 words more": (24, 22, {}, False),
    "three of 24 words are too many": (24, 21, {}, True),
    "three of 25 words are not, since they are no brief": (25, 22, {}, False),
    "one word more is allowed in the shortest brief": (5, 4, {}, False),
    "two are too many there": (5, 3, {}, True),
}


@pytest.mark.parametrize(("words", "matched", "others", "other_facts"), SHORT_CASES.values(), ids=SHORT_CASES.keys())
def test_short_articles_of_other_facts(words: int, matched: int, others: dict[str, int], other_facts: bool) -> None:
    assert short(words, matched, **others) is other_facts


def fragment(words: int, longer: int, facts: int) -> bool:
    pairs = [{"words_a": words, "words_b": longer, "kept_facts": facts}]
    pairs += [{"words_a": longer, "words_b": words, "kept_facts": facts}]
    one, other = is_fragment(figures_of(*pairs)).tolist()
    assert one == other
    return bool(one)


FRAGMENT_CASES = {
    "29 words that name one thing are a stock sentence": (29, 200, 1, True),
    "30 words are a story": (30, 200, 1, False),
    "two facts are no stock sentence": (29, 200, 2, False),
    "two facts in 16 words are enough": (16, 200, 2, False),
    "15 words are too few whatever they name": (15, 200, 9, True),
    "six words more make a longer article": (29, 35, 1, True),
    "five words more do not": (29, 34, 1, False),
    "an article of the same length holds no fragment": (9, 9, 0, False),
}


@pytest.mark.parametrize(("words", "longer", "facts", "stock"), FRAGMENT_CASES.values(), ids=FRAGMENT_CASES.keys())
def test_fragments_of_longer_articles(words: int, longer: int, facts: int, stock: bool) -> None:
    assert fragment(words, longer, facts) is stock


ONE_FACT = {"fact_slots": 1, "plain_slots": 0}
CORRECTIONS = {
    "one other fact in 40 words is a correction": (40, 40, 39, ONE_FACT, True),
    "two other facts are another day's": (40, 40, 38, {"fact_slots": 2}, False),
    "no other fact is no correction": (40, 40, 40, {"fact_slots": 0}, False),
    "another word besides is another text": (40, 40, 38, {"fact_slots": 1, "plain_slots": 1}, False),
    "nine tenths of the longer article must be in common": (90, 100, 90, ONE_FACT, True),
    "less is another text": (90, 100, 89, ONE_FACT, False),
    "25 words must be in common": (26, 26, 25, ONE_FACT, True),
    "24 words prove nothing": (25, 25, 24, ONE_FACT, False),
}


@pytest.mark.parametrize(("a", "b", "matched", "slots", "correction"), CORRECTIONS.values(), ids=CORRECTIONS.keys())
def test_corrections(a: int, b: int, matched: int, slots: dict[str, int], correction: bool) -> None:
    pairs = [{"words_a": a, "words_b": b, "matched": matched, **slots}]
    pairs += [{"words_a": b, "words_b": a, "matched": matched, **slots}]
    assert is_correction(figures_of(*pairs)).tolist() == [correction, correction]


def judged(*texts: tuple[str, str]) -> Judgement:
    """The judgement of these pairs of texts."""
    articles = [Article(id=f"{n}{side}", text=text) for n, pair in enumerate(texts) for side, text in enumerate(pair)]
    with TextStore(1 << 30) as store:
        corpus = CorpusReader()(articles)
        store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
        judge = FormJudge(block_of(store, len(texts)), None)
        return judge.judge(np.arange(len(texts)))


def block_of(store: TextStore, pairs: int) -> Block:
    return make_block(np.arange(2 * pairs).reshape(-1, 2), StoreColumns(store, Tokenizer()), 1)


QUAKE = (
    "A quake of magnitude {} shook the ground {} miles from {} on {}, the survey said. It began at {} and was {} miles "
    "deep. People felt it in {} and as far as {}, but nobody was hurt and no damage was seen. In the last ten days "
    "there were {} quakes of magnitude 3 or more nearby. This text was written by a program from the data of the "
    "survey and read by an editor before it went out to our readers today."
)
MONDAY = ("4.1", "12", "Bishop", "Monday", "6:14", "7", "Mammoth", "Fresno", "31")
FRIDAY = ("3.6", "9", "Eureka", "Friday", "9:47", "11", "Fortuna", "Redding", "18")


def bulletin(friday: int) -> str:
    """A form of nine facts, of which the first `friday` are those of another day."""
    return QUAKE.format(*FRIDAY[:friday], *MONDAY[friday:])


def graded() -> list[tuple[str, str]]:
    """Pairs of bulletins that differ in no fact to three, and go on with the same words, up to sixty."""
    pairs = []
    for count in range(4):
        for changed in list(combinations(range(9), count))[:12]:
            other = QUAKE.format(*(FRIDAY[k] if k in changed else MONDAY[k] for k in range(9)))
            more = [" and so on" * size for size in range(0, 20, 3)]
            pairs += [(f"{bulletin(0)}{same}", f"{other}{same}") for same in more]
    return pairs


def test_a_pair_is_one_form_from_an_even_probability_on() -> None:
    found = judged(*graded())
    probability = form_probabilities(found.measures.figures)
    even = [p for p in probability if abs(p - 0.5) < 0.05]
    assert min(even) < 0.5 <= max(even)
    correction = is_correction(found.measures.figures).tolist()
    assert found.outcome.tolist() == [
        FORM if p >= 0.5 and not fixed else DERIVED for p, fixed in zip(probability, correction, strict=True)
    ]
    assert found.probability.tolist() == probability


def test_more_changed_facts_are_more_probably_a_form() -> None:
    probability = judged(*[(bulletin(0), bulletin(changed)) for changed in range(10)]).probability.tolist()
    assert probability == sorted(probability)
    assert (probability[0] < 0.1, probability[-1] > 0.95) == (True, True)


def test_a_form_has_a_good_third_of_the_words_in_common() -> None:
    """The same bulletins, with more and more words of their own below."""
    own = [
        [f"{side}{'abcdefghij'[k // 10 % 10]}{'abcdefghij'[k % 10]}{k // 100 * 'x'}" for k in range(200)]
        for side in "vw"
    ]
    pairs = [
        tuple(f"{bulletin(n)} {' '.join(words[:size])}." for n, words in zip((0, 9), own, strict=True))
        for size in range(0, 200, 2)
    ]
    found = judged(*[(one, other) for one, other in pairs])
    figures = found.measures.figures
    shares = (figures["matched"] / figures["words_a"]).tolist()
    assert min(shares) < 0.35 < max(shares)
    assert min(share for share in shares if share >= 0.35) < 0.36
    assert max(share for share in shares if share < 0.35) > 0.34
    probable = [p >= 0.5 for p in form_probabilities(figures)]
    assert all(probable)
    assert found.outcome.tolist() == [FORM if share >= 0.35 else DERIVED for share in shares]


def notice(company: str) -> str:
    """A notice in which nothing differs from another but the company: to the model it is a copy."""
    return (
        f"{company} filed a statement with the commission for an offering of debt on terms that will be set at the "
        "time of the sale. It said that the proceeds will be used for general corporate purposes, and among these "
        "for the repayment of loans that fall due within the year. No underwriter was named for the offering, and "
        "the company said that it has no plans to name one before the market for such debt has become calm again."
    )


STORY = "The council of Brill voted on Monday to mend the old bridge over the river before the winter comes again."
JUDGED = {
    "the same text is a copy however short": ("Fire is out", "Fire is out", DERIVED),
    "a brief with another number is a form": (STORY, STORY.replace("Monday", "Friday"), FORM),
    "a brief with another plain word is nothing": (STORY, STORY.replace("mend", "close"), NOTHING),
    "a brief with a typo is a copy": (STORY, STORY.replace("bridge", "brigde"), DERIVED),
    "a stock sentence is nothing": (
        "The office of the governor did not respond to a request for comment by phone.",
        f"{bulletin(0)} The office of the governor did not respond to a request for comment by phone.",
        NOTHING,
    ),
    "the first sentences of a story are a copy": (bulletin(0)[:200], bulletin(0), DERIVED),
    "a corrected bulletin is a copy": (bulletin(0), bulletin(0).replace("7 miles", "8 miles"), DERIVED),
    "a bulletin of another day is a form": (bulletin(0), bulletin(9), FORM),
    "a notice of another company is a form": (notice("Brill Marine Corp"), notice("Vantor Mills Inc"), FORM),
    "a notice of the same company in other words is none": (
        notice("Brill Marine Corp"),
        notice("Brill Marine Corp").replace("general corporate purposes", "the purposes of the company"),
        DERIVED,
    ),
    "a report that names both companies is no other form": (
        notice("Brill Marine Corp"),
        f"{notice('Vantor Mills Inc')} Brill Marine did the same a week ago.",
        DERIVED,
    ),
    "long reports on two companies are not judged by their first words": (
        f"{notice('Brill Marine Corp')} {bulletin(0)} {bulletin(0)}",
        f"{notice('Vantor Mills Inc')} {bulletin(0)} {bulletin(0)}",
        DERIVED,
    ),
    "names without a legal form are no companies": (notice("Brill Marine"), notice("Vantor Mills"), DERIVED),
}


@pytest.mark.parametrize(("one", "other", "outcome"), JUDGED.values(), ids=JUDGED.keys())
def test_judged_texts(one: str, other: str, outcome: int) -> None:
    found = judged((one, other), (other, one))
    assert found.outcome.tolist() == [outcome, outcome]
    assert found.probability[0] == found.probability[1]
    if outcome == FORM:
        assert found.probability[0] >= 0.5


def test_pairs_are_judged_in_any_order_and_measured_once() -> None:
    """What is known of a pair is the same whether it was measured alone, before, or with the others."""
    texts = [(one, other) for one, other, _ in JUDGED.values()]
    expected = judged(*texts)
    articles = [Article(id=f"{n}{side}", text=text) for n, pair in enumerate(texts) for side, text in enumerate(pair)]
    with TextStore(1 << 30) as store:
        corpus = CorpusReader()(articles)
        store.add(corpus.buffer, corpus.offsets, corpus.furniture_bytes)
        judge = FormJudge(block_of(store, len(texts)), None)
        judge.measure(np.array([3, 5]))
        for chosen in ([5, 2], [], [0, 1, 2, 3, 4, 5, 6, 7], [7, 3]):
            found = judge.judge(np.array(chosen, np.int64))
            assert found.chosen.tolist() == chosen
            assert found.outcome.tolist() == expected.outcome[chosen].tolist()
            assert found.measures.figures.tolist() == expected.measures.figures[chosen].tolist()
            assert found.measures.slots.tolist() == expected.measures.slots[chosen].tolist()


def shipped() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files("dedup.relations").joinpath("form_model.json").read_bytes())
    return content


def test_the_model_that_ships_was_made_for_these_features() -> None:
    model = form_model()
    assert tuple(model.features) == FEATURES
    assert min(model.scales) > 0
    assert model == read_form_model(json.dumps(shipped()).encode())


DAMAGED = {
    "nothing": b"",
    "no object": b"[]",
    "no fields": b"{}",
    "cut off": json.dumps(shipped()).encode()[:-5],
    "not UTF-8": b'{"features": ["\xff"]}',
    "a weight too few": json.dumps({**shipped(), "weights": shipped()["weights"][1:]}).encode(),
    "a text for a number": json.dumps({**shipped(), "intercept": "low"}).encode(),
    "a number that is too large": json.dumps({**shipped(), "intercept": 10**400}).encode(),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_model_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"form_model\.json is damaged .*install the package again"):
        read_form_model(content)


@pytest.mark.parametrize("names", [list(reversed(FEATURES)), [*FEATURES[:-1], "other"]])
def test_a_model_for_other_features_is_refused(names: list[str]) -> None:
    with pytest.raises(FormatError, match=r"made for other features; run training/forms\.py again"):
        read_form_model(json.dumps({**shipped(), "features": names}).encode())


@given(st.lists(st.fixed_dictionaries({n: st.integers(0, 10**6) for n in FORM_FIGURES.names or ()}), max_size=4))
def test_probabilities_have_three_decimals_whatever_the_figures(drawn: list[dict[str, int]]) -> None:
    found = form_probabilities(figures_of(*drawn))
    assert [round(p, 3) for p in found] == found
    assert all(0 <= p <= 1 for p in found)
    assert found == [form_probabilities(figures_of(each))[0] for each in drawn]
