"""What is learned of a scan's sentences is what the rule says, written once more in plain Python."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.returning_texts import learn, rest, unlike_word


def plainly_learned(articles: Sequence[Sequence[str]], outlets: Sequence[str]) -> dict[int, set[str]]:
    """The rule in plain Python: the sentences of each article that are furniture."""
    places: dict[str, list[int]] = {}
    for n, sentences in enumerate(articles):
        for sentence in sentences:
            if len(sentence.split()) >= 4:
                places.setdefault(sentence, []).append(n)
    known = {sentence for sentence, owners in places.items() if len(owners) >= 3}
    outside = [[k for k, s in enumerate(sentences) if s not in known] for sentences in articles]
    long = [
        {w for k in own for w in sentences[k].lower().split() if len(w) >= 5}
        for own, sentences in zip(outside, articles, strict=True)
    ]

    own_long = []  # in sentences that return at other outlets as well
    for n, sentences in enumerate(articles):
        at_outlet = {s for s in sentences if sum(outlets[other] == outlets[n] for other in places.get(s, ())) >= 3}
        left = [s for s in sentences if s not in known or (outlets[n] and s not in at_outlet)]
        own_long.append({w for w in " ".join(left).lower().split() if len(w) >= 5})

    def unlike(owners: Sequence[int], least: int, sentence: str, words: Sequence[set[str]]) -> bool:
        kept: list[set[str]] = []
        for n in sorted(set(owners)):
            if len(words[n]) >= 8 and all(len(words[n] & k) < 0.45 * min(len(words[n]), len(k)) for k in kept):
                kept.append(words[n])
        own = {w for w in sentence.lower().split() if len(w) >= 5}
        return len(kept) >= least and sum(len(own & k) for k in kept) <= 0.15 * len(kept) * max(1, len(own))

    def at_an_edge(n: int, place: int) -> bool:
        words = sum(len(s.split()) for s in articles[n])
        left = sum(len(articles[n][k].split()) for k in outside[n])
        return bool(outside[n]) and left >= 0.4 * words and not outside[n][0] < place < outside[n][-1]

    learned: dict[int, set[str]] = {}
    for sentence in known:
        owners = places[sentence]
        edge = [n for n in set(owners) for k, s in enumerate(articles[n]) if s == sentence and at_an_edge(n, k)]
        if unlike(edge, 6 if any(outlets[n] for n in owners) else 3, sentence, long):
            chosen = set(owners)
        else:
            chosen = set()
            for name in {outlets[n] for n in owners} - {""}:
                own = [n for n in owners if outlets[n] == name]
                chosen |= set(own) if unlike(own, 3, sentence, own_long) else set()
        for n in chosen:
            learned.setdefault(n, set()).add(sentence)
    return learned


SENTENCES = [
    " ".join(unlike_word(s // 3, k) if k % 3 < 2 else unlike_word(s, k)[:4] for k in range(size)).capitalize()
    for s, size in enumerate([3, 4, 4, 5, 9, 9, 12, 12, 15, 15, 15, 15, 15, 15])
]
stories = st.builds(
    lambda own, seed: [s.rstrip(".") for s in rest(seed, 12 * own).split(". ") if own],
    st.integers(0, 2),
    st.integers(0, 12),
)


@st.composite
def scans(draw: st.DrawFn) -> tuple[list[list[str]], list[str]]:
    """Articles of some sentences that return, around a story of their own or another's."""
    count = draw(st.integers(2, 14))
    shared = st.lists(st.sampled_from(SENTENCES[: draw(st.sampled_from([3, 14]))]), max_size=2)
    articles = [draw(shared) + draw(stories) + draw(shared) for _ in range(count)]
    names = draw(
        st.sampled_from([[""], ["post"], ["post", "globe"], ["", "post", "globe"], [f"o{n}" for n in range(9)]])
    )
    return articles, draw(st.lists(st.sampled_from(names), min_size=count, max_size=count))


@settings(max_examples=300)
@given(scans(), st.sampled_from([1, 3, 1000]))
def test_what_is_learned_is_what_the_plain_rule_says(scan: tuple[list[list[str]], list[str]], batch: int) -> None:
    articles, outlets = scan
    texts = ["".join(f"{sentence}. " for sentence in sentences) for sentences in articles]
    learned = learn(texts, outlets, batch)
    assert {n: set(found) for n, found in learned.items()} == plainly_learned(articles, outlets)
