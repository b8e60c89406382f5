"""The vocabulary against plain Python counting."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.text.corpus import CorpusReader
from dedup.text.folding import fold
from dedup.text.skeleton import skeleton
from dedup.text.vocabulary import Vocabulary

words = st.sampled_from(["Rally", "rally", "naïve", "NAIVE", "Iraq", "21", "Müller", "北", "京", "troops"])
texts = st.lists(st.lists(words, max_size=12).map(" ".join), min_size=1, max_size=5)


@given(st.lists(texts, min_size=1, max_size=3))
def test_types_and_document_frequencies(batches: list[list[str]]) -> None:
    reader, vocabulary = CorpusReader(), Vocabulary()
    frequency: Counter[str] = Counter()
    for batch in batches:
        corpus = reader([Article(id=str(i), text=t) for i, t in enumerate(batch)])
        types, owners = vocabulary.add(corpus)
        expected = [[fold(w) for w in corpus.words(i)] for i in range(len(batch))]
        assert [vocabulary.forms[t] for t in types] == [form for forms in expected for form in forms]
        assert owners.tolist() == [i for i, forms in enumerate(expected) for _ in forms]
        for forms in expected:
            frequency.update(set(forms))
    assert dict(zip(vocabulary.forms, vocabulary.document_frequency().tolist(), strict=True)) == dict(frequency)
    assert vocabulary.articles == sum(map(len, batches))


def test_stems_skeletons_and_numbers() -> None:
    vocabulary = Vocabulary()
    vocabulary.add(CorpusReader()([Article(id="a", text="Protesters protested against Soleimani and Suleymani")]))
    assert vocabulary.stem(vocabulary.number("protesters")) == "protest"
    assert vocabulary.skeleton(vocabulary.number("soleimani")) == vocabulary.skeleton(vocabulary.number("suleymani")) == "slmn"
    assert vocabulary.number("absent") == -1


def test_skeletons_keep_apart_what_sounds_apart() -> None:
    assert skeleton("iran") != skeleton("iraq")
    assert skeleton("是") == "是"
