"""The style score: when it abstains, what it depends on and what not, and how other evidence joins it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.artifacts.style import LEAST_WORDS, NOTABLE, StyleScore, style_model, style_of, style_scores, weigh_languages
from dedup.text.corpus import CorpusReader

TRANSLATED = """
On the 14th, the spokesman of the regional administration said at the press conference that the construction of the
new bridge will be completed in the second half of the year. According to him, the implementation of the project is
carried out in accordance with the plan approved by the government of the region, and the amount of the funds
allocated for these purposes is 300 million. In addition, he emphasised that, in order to ensure the safety of the
population, the movement of the transport on the territory of the district will be limited until the end of the works.
It is necessary to note that the question of the reconstruction of the bridge was raised by the residents of the city
in the past, however, due to the lack of the financing, the decision was not taken. At the same time, according to the
representative of the ministry, the number of the people who use the bridge has increased in the recent years,
therefore the reconstruction of the object is of great importance for the development of the economy of the region.
"""
PLAIN = """
Lena Whitlow was halfway through her shift when the roof came off. "I just heard this huge bang and looked up, and
there was sky," she said on Friday, still brushing plaster out of her hair. The storm had blown in off the estuary a
little after nine, ripping tiles from homes along Tanner Street and bringing down a crane at the docks before heading
inland. Nobody was badly hurt. But with more wind on its way, crews have been working flat out to shore up what's
left, and some families may not be back in their houses before Christmas, the council's housing chief, Martin Okafor,
told reporters. "We're doing what we can," he said. "It's a mess, and it'll take weeks." Whitlow's boss has put her up
at a guest house down the road while she looks for somewhere else to live. She isn't complaining. "Could've been
worse," she said, laughing. "I'd only just moved my desk."
"""
TEXTS = [TRANSLATED, PLAIN, "Too short.", "", TRANSLATED[:400], PLAIN + TRANSLATED]


def scores_of(texts: list[str]) -> list[StyleScore]:
    return style_scores(CorpusReader()([Article(text=text) for text in texts]).columns)


def test_a_heavy_translation_and_a_plain_report_are_distinguished() -> None:
    """By a wide margin: the probability itself is the model's affair, not the tests'."""
    translated, plain = style_of(TRANSLATED), style_of(PLAIN)
    assert translated.probability is not None and translated.probability > 0.9
    assert plain.probability is not None and plain.probability < 0.2
    assert translated.languages and not plain.languages


@pytest.mark.parametrize("words", [0, 1, LEAST_WORDS - 1])
def test_a_short_text_is_not_judged(words: int) -> None:
    assert style_of("of " * words) == StyleScore(None)


def test_a_text_that_is_long_enough_is_judged() -> None:
    assert style_of("of " * LEAST_WORDS).probability is not None


FOREIGN = {
    "de": "Die Stadt hat am Montag beschlossen, die alte Brücke für den Verkehr zu sperren, "
    "was viele Anwohner überrascht hat. ",
    "fr": "La mairie a décidé lundi de fermer le vieux pont à la circulation, "
    "ce qui a surpris beaucoup de riverains du quartier. ",
    "ru": "Мост через реку закрыли для движения, и многие жители города узнали об этом только в понедельник утром. ",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_in_another_language_is_not_judged(language: str) -> None:
    """Russian "мост" is folded to the letters of "most", and is none."""
    assert style_of(FOREIGN[language] * 10) == StyleScore(None)


def test_a_batch_is_scored_as_its_texts_alone() -> None:
    """Whatever stands beside a text, and in whatever order."""
    alone = [style_of(text) for text in TEXTS]
    assert scores_of(TEXTS) == alone
    assert scores_of(TEXTS[::-1]) == alone[::-1]
    assert scores_of([*TEXTS, *TEXTS]) == alone * 2
    assert scores_of([]) == []


def test_furniture_is_not_read() -> None:
    text = (
        TRANSLATED
        + "\nRead more: Ten ways to spend a weekend in the hills\nSign up for our newsletter\nAll rights reserved.\n"
    )
    corpus = CorpusReader()([Article(text=text)])
    assert corpus.furniture[0]
    assert style_scores(corpus.columns) == [style_of(TRANSLATED)]


@pytest.mark.parametrize("text", [TRANSLATED, PLAIN])
def test_the_layout_of_a_page_changes_nothing(text: str) -> None:
    """One paragraph or a sentence a line, straight quotes or curly, other sums of money."""
    joined = " ".join(text.split())
    lines = joined.replace(". ", ".\n\n").replace('." ', '."\n')
    curly = joined.replace("'", "’").replace("300 million", "$4.5bn")
    assert style_of(joined) == style_of(lines) == style_of(curly) == style_of(text)


@given(st.floats(-5, 5), st.floats(0, 2), st.integers(LEAST_WORDS, 100_000))
def test_the_probability_rises_with_the_score(score: float, more: float, words: int) -> None:
    calibration = style_model().calibration
    assert calibration.probability(score, words) <= calibration.probability(score + more, words)


def test_the_probability_spans_all_of_its_range() -> None:
    calibration = style_model().calibration
    assert calibration.probability(-50.0, 300) < 0.01 < 0.99 < calibration.probability(50.0, 300)


HOSTILE = {
    "one word": "a" * 1_000_000,
    "one word often": "the " * 250_000,
    "nulls": "\0 " * 5_000,
    "ideographs": "是" * 5_000,
    "signs": ", . ; " * 5_000,
    "surrogates": "\ud800 of " * 500,
    "digits": "1 " * 5_000,
    "marks": "A" * 200 + " a\u0301" * 500,
    "capitals": "Of The " * 500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_scored_or_left(text: str) -> None:
    """And leave their neighbours as they are."""
    told, beside = scores_of([text, TRANSLATED])
    assert told.probability is None or 0 <= told.probability <= 1
    assert beside == style_of(TRANSLATED)


def test_languages_are_named_where_a_translation_is_probable() -> None:
    for style in scores_of(TEXTS):
        assert bool(style.languages) <= (style.probability is not None and style.probability >= NOTABLE)
        told = [p for _, p in style.languages]
        assert told == sorted(told, reverse=True)
        assert sum(told) < 1


def test_no_language_is_certain() -> None:
    """A language that the model was not taught stays possible, however strong the scores."""
    seen, codes = style_model().seen, style_model().codes
    flat = seen.languages(codes, [0.0] * len(codes))
    strong = seen.languages(codes, [4.0] + [0.0] * (len(codes) - 1))
    assert sum(p for _, p in flat) < 0.5
    assert strong[0][0] == codes[0]
    assert flat[0][1] < strong[0][1] < 1
    assert sum(p for _, p in strong) < 1


class TestEvidence:
    """Log-odds that other findings give to languages."""

    STYLE = (("ru", 0.6), ("cs", 0.2))

    def test_none_changes_nothing(self) -> None:
        assert weigh_languages(self.STYLE, {}) == [("ru", 0.6), ("cs", 0.2)]

    def test_odds_are_multiplied(self) -> None:
        told = dict(weigh_languages(self.STYLE, {"cs": math.log(9)}))
        assert told["cs"] / told["ru"] == pytest.approx(9 * 0.2 / 0.6, rel=0.01)

    def test_a_language_beyond_the_model_wins_by_strong_evidence(self) -> None:
        assert weigh_languages(self.STYLE, {"fr": 6.0})[0][0] == "fr"
        assert weigh_languages(self.STYLE, {"fr": 1.0})[0][0] == "ru"

    def test_evidence_against_a_language(self) -> None:
        told = dict(weigh_languages(self.STYLE, {"ru": -5.0}))
        assert told["ru"] < told["cs"]

    def test_evidence_alone(self) -> None:
        """Where style names no language."""
        told = weigh_languages((), {"fr": 4.0, "es": 2.0})
        assert [code for code, _ in told] == ["fr", "es"]
        assert 0.5 < told[0][1] < 0.9

    @given(
        st.dictionaries(st.sampled_from(["cs", "de", "fr", "ru"]), st.floats(0, 0.25), max_size=4),
        st.dictionaries(st.sampled_from(["de", "es", "fr", "tr"]), st.floats(-1e9, 1e9), max_size=4),
    )
    def test_probabilities_stay_probabilities(self, languages: dict[str, float], evidence: dict[str, float]) -> None:
        told = weigh_languages(list(languages.items()), evidence)
        values = [p for _, p in told]
        assert all(0 <= p <= 1 for p in values)
        assert sum(values) <= 1 + 0.001 * len(values)
        assert values == sorted(values, reverse=True)
        assert {code for code, _ in told} == {*languages, *evidence}
