"""What is shown of a derived pair beyond what proves it: what is told again, or as a part of other sentences, or with
other names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dedup.records import Relation, Weak
from dedup.relations.alignment import NEVER, REPEATED, LinkThresholds
from dedup.relations.rewrite_model import rewrite_model
from dedup.relations.rewrites import RewriteSettings
from dedup.text.tables import I32
from dedup.text.terms import Terms

Found = tuple[list[Relation], list[Weak]]
Compared = Callable[..., Found]
CASES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases/rewordings.json").read_text(encoding="utf-8"))
STORY, REWORDED, INDEPENDENT, MUSEUM, HARVEST = (
    CASES[k] for k in ("story", "reworded", "independent", "museum", "harvest")
)
GERMAN, FRENCH = " ".join(CASES["by_german"]), " ".join(CASES["by_french"])
BOULDER, NETS = 1, 5  # sentences of the story and its rewording
AGAIN = "Kofler had braked as soon as he saw the boulder on the track."
PART = "Nobody paid for steel nets."
SPELLED = "Haftar and Erdogan were told of the boulder by telephone from Nasrallah."
OTHERWISE = "Over lunch Hiftar, Ardogan and a certain Nasralla heard about it."
EVERYTHING, NOTHING = LinkThresholds(0.0, 0.0, 0.0, 0.0), LinkThresholds(NEVER, NEVER, NEVER, NEVER)


@pytest.fixture(scope="module")
def related(compared: Compared) -> Callable[..., Relation]:
    """The only relation of two texts, given as sentences."""

    def compare(
        a: list[str], b: list[str], repeated: LinkThresholds = REPEATED, terms: type[Terms] = Terms
    ) -> Relation:
        rewrites = RewriteSettings(rewrite_model(), repeated=repeated)
        ((relation,), weak) = compared([" ".join(a), " ".join(b)], terms=terms(), rewrites=rewrites)
        assert weak == []
        return relation

    return compare


def shown(relation: Relation) -> dict[tuple[str, str], float]:
    """The sentences of a and b in each passage, by their beginning."""
    return {(p.text_a.strip("“")[:12], p.text_b.strip("“")[:12]): p.similarity for p in relation.passages}


def link(a: str, b: str) -> tuple[str, str]:
    return a.strip("“")[:12], b.strip("“")[:12]


def inserted(story: list[str], *sentences: str) -> list[str]:
    return [*story[:4], *sentences, *story[4:]]


def test_what_the_rewording_tells_twice_is_shown_twice(related: Callable[..., Relation]) -> None:
    """And so from the other side."""
    longer = [*REWORDED, *HARVEST[:2], AGAIN]
    found = shown(related(STORY, longer))
    assert {pair for pair in found if pair[0] == STORY[BOULDER][:12]} == {
        link(STORY[BOULDER], each) for each in (REWORDED[BOULDER], AGAIN)
    }
    back = shown(related(longer, STORY))
    assert back == {(b, a): similarity for (a, b), similarity in found.items()}


def test_a_part_of_a_sentence_is_shown_with_it(related: Callable[..., Relation]) -> None:
    """Though the two are not much alike, because the part is short."""
    found = shown(related(STORY, [*REWORDED, *HARVEST[:2], PART]))
    assert found[link(STORY[NETS], PART)] < min(REPEATED.again, REPEATED.crossed)
    assert link(STORY[NETS], REWORDED[NETS]) in found
    back = shown(related([*STORY, *MUSEUM[:2], PART], REWORDED))
    assert back[link(PART, REWORDED[NETS])] < min(REPEATED.again, REPEATED.crossed)


def test_names_that_are_spelled_otherwise_link_their_sentences(related: Callable[..., Relation]) -> None:
    relation = related(inserted(STORY, SPELLED), inserted(REWORDED, OTHERWISE))
    assert link(SPELLED, OTHERWISE) in shown(relation)
    assert relation.coverage.a == relation.coverage.b == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # All write these alike
        ("Obama and Washington were told by telephone.", "Abama had lunch in Weshington as usual."),
        ("The ombudsman was told by telephone.", "Over lunch an ambudsman heard about it."),  # no name
    ],
)
def test_settled_names_and_ordinary_words_have_one_spelling(
    related: Callable[..., Relation], one: str, other: str
) -> None:
    found = shown(related(inserted(STORY, one), inserted(REWORDED, other)))
    assert len(found) == len(STORY)
    assert link(one, other) not in found


MORE = [
    ([*STORY, *HARVEST[:2], AGAIN], [*INDEPENDENT, REWORDED[BOULDER]]),
    (inserted(STORY, SPELLED), inserted(INDEPENDENT, OTHERWISE)),
]


@pytest.mark.parametrize(("a", "b"), MORE)
def test_reports_of_one_event_are_shown_with_what_proves(
    related: Callable[..., Relation], a: list[str], b: list[str]
) -> None:
    """No sentence twice, names as they are spelled."""
    relation = related(a, b)
    assert relation.relation == "same_event"
    found = shown(relation)
    for side in (0, 1):
        assert len({pair[side] for pair in found}) == len(found) == len(relation.passages)
    assert link(SPELLED, OTHERWISE) not in found
    assert related(a, b, EVERYTHING) == relation


@pytest.mark.parametrize("repeated", [EVERYTHING, NOTHING])
@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        (STORY, [*REWORDED, *HARVEST[:2], AGAIN], "rewrite"),
        (STORY, [*REWORDED, *HARVEST[:2], PART], "rewrite"),
        ([*MUSEUM[:6], *STORY[:3], *MUSEUM[6:]], [*HARVEST[:8], *REWORDED[:3], *HARVEST[8:]], "partial"),
        ([*STORY, *MUSEUM[:6]], [*REWORDED, *HARVEST[:6]], "partial"),
    ],
)
def test_what_is_shown_beyond_proves_nothing(
    related: Callable[..., Relation],
    repeated: LinkThresholds,
    a: list[str],
    b: list[str],
    told: str,
) -> None:
    """The relation and its probability are the same when every sentence is shown with its best, and when none is; the
    coverage is not."""
    relation = related(a, b)
    assert relation.relation == told
    again = related(a, b, repeated)
    assert (again.relation, again.probability) == (relation.relation, relation.probability)
    if repeated is EVERYTHING:
        assert set(shown(again)) > set(shown(relation))
        assert again.coverage.a >= relation.coverage.a
    else:
        assert again.coverage.a < relation.coverage.a


class EachSpellingApart(Terms):
    """Terms where no two spellings are of one name."""

    @property
    def canonical(self) -> I32:
        return np.arange(len(self), dtype=np.int32)

    @canonical.setter
    def canonical(self, numbers: I32) -> None: ...


class AllWordsOne(Terms):
    """Terms where all words are spellings of one name."""

    @property
    def canonical(self) -> I32:
        return np.zeros(len(self), np.int32)

    @canonical.setter
    def canonical(self, numbers: I32) -> None: ...


def test_the_spelling_of_names_proves_nothing(related: Callable[..., Relation]) -> None:
    """Whatever words are taken for one, only more or less is shown."""
    a, b = inserted(STORY, SPELLED), inserted(REWORDED, OTHERWISE)
    relation = related(a, b)
    apart = related(a, b, terms=EachSpellingApart)
    assert set(shown(apart)) == set(shown(relation)) - {link(SPELLED, OTHERWISE)}
    alike = related(a, b, terms=AllWordsOne)
    assert shown(alike) != shown(relation)
    for other in (apart, alike):
        assert (other.relation, other.probability) == (relation.relation, relation.probability)


def test_a_translation_is_shown_by_its_loose_links(related: Callable[..., Relation]) -> None:
    """These decide as well how much it covers; there is nothing beyond."""
    relation = related([GERMAN], [FRENCH])
    assert relation.relation == "translation"
    assert related([GERMAN], [FRENCH], NOTHING) == relation


def test_pairs_of_all_kinds_keep_their_own_passages(compared: Compared) -> None:
    """A translation, a rewrite, partial reuse and reports of one event side by side are shown as each pair alone."""
    part = " ".join([*MUSEUM[:6], *STORY[:3], *MUSEUM[6:]])
    texts = [GERMAN, " ".join(STORY), " ".join([*REWORDED, *HARVEST[:2], AGAIN]), " ".join(INDEPENDENT), part, FRENCH]
    together = {(r.a, r.b): r for r in compared(texts, terms=Terms())[0]}
    assert {r.relation for r in together.values()} == {"translation", "rewrite", "partial", "same_event"}
    for (a, b), relation in together.items():
        ((alone,), _) = compared([texts[int(a)], texts[int(b)]], terms=Terms())
        assert (alone.relation, alone.passages, alone.coverage) == (
            relation.relation,
            relation.passages,
            relation.coverage,
        )


@pytest.mark.parametrize("texts", [["", ""], ["...", "!!!"], ["... ...", "", "—"]])
def test_texts_without_a_word_are_not_related(compared: Compared, texts: list[str]) -> None:
    assert compared(texts, terms=Terms()) == ([], [])
