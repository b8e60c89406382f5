"""What aligned sentences show: a rewrite, passages in other words inside own texts, one event, one wire by two
languages."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ftfy import fix_encoding

from dedup.records import Passage, Relation, Sides, Similarity, Weak
from dedup.relations import cross_wire
from dedup.relations.alignment import NEVER, LinkThresholds
from dedup.relations.block import SHOWN
from dedup.relations.copies import LEAST_PROBABILITY
from dedup.relations.rewrite_model import Logistic, RewriteModel, rewrite_model
from dedup.relations.rewrites import IN_ORDER, LEAST_COVERED, MOST, SHOWN_OF_EVENT, RewriteSettings
from dedup.text.tables import F64
from dedup.text.terms import Terms

Found = tuple[list[Relation], list[Weak]]
Compared = Callable[..., Found]
Prose = Callable[[int, int], str]
CASES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases/rewordings.json").read_text(encoding="utf-8"))
STORY, REWORDED, INDEPENDENT, MUSEUM, HARVEST = (
    CASES[k] for k in ("story", "reworded", "independent", "museum", "harvest")
)
FIRST = " ".join([*MUSEUM[:6], *STORY[:3], *MUSEUM[6:]])
SECOND = " ".join([*HARVEST[:8], *REWORDED[:3], *HARVEST[8:]])


@pytest.fixture(scope="module")
def aligned(compared: Compared) -> Compared:
    """Compares texts with terms of their own."""
    return lambda texts, **way: compared(texts, terms=Terms(), **way)


def only(found: Found) -> Relation:
    ((relation,), weak) = found
    assert weak == []
    return relation


def of_story(text: str) -> bool:
    """Whether a passage is one of the story's sentences or a rewording of one, but for the full stop."""
    return any(text.strip("“”.") in sentence for sentence in [*STORY, *REWORDED])


def similarity(one: str, other: str) -> Similarity:
    """Of the sets of their runs of words."""

    def runs(text: str, size: int) -> set[tuple[str, ...]]:
        found = re.findall(r"\w+", text.lower())
        return set(zip(*[found[k:] for k in range(size)], strict=False))

    five, two = ((runs(one, size), runs(other, size)) for size in (5, 2))
    jaccard5, jaccard2 = (round(len(a & b) / len(a | b), 3) for a, b in (five, two))
    return Similarity(jaccard5, jaccard2, round(len(five[0] & five[1]) / min(map(len, five)), 3))


def test_a_text_in_other_words_is_a_rewrite(aligned: Compared) -> None:
    relation = only(aligned([" ".join(STORY), " ".join(REWORDED)]))
    assert (relation.relation, relation.direction) == ("rewrite", "unknown")
    assert relation.probability > 0.9
    assert relation.similarity == similarity(" ".join(STORY), " ".join(REWORDED))
    assert 0 < relation.similarity.jaccard5 < 0.1 < relation.similarity.jaccard2
    assert min(relation.coverage.a, relation.coverage.b) > 0.9
    assert [p.kind for p in relation.passages] == ["reworded"] * len(STORY)
    assert relation.reasons[2] == "8 sentences tell the same in other words in the same order."


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("Brace yourself for a jaw-dropping turn of events.", "are nearly all that is added: “brace"),
        ("Brace yourself: Mayor Ole Quimby arrived in Brill with 17 boats.", "count for nothing: “brace yourself”."),
    ],
)
def test_a_rewrite_tells_what_it_keeps_and_adds(aligned: Compared, added: str, told: str) -> None:
    kept = re.compile(r"\d+ of the \d+ names? and \d+ of the \d+ numbers? of [ab] are in [ab] too; ")
    plain = only(aligned([" ".join(STORY), " ".join(REWORDED)]))
    assert kept.match(plain.reasons[-1])
    relation = only(aligned([" ".join(STORY), " ".join([*REWORDED, added])]))
    assert relation.relation == "rewrite"
    assert kept.match(relation.reasons[-2])
    assert relation.reasons[-1].startswith(f"Stock phrases of language models {told}")


def test_two_reports_of_one_event_tell_what_each_adds(aligned: Compared) -> None:
    relation = only(aligned([" ".join(STORY), " ".join(INDEPENDENT)]))
    assert re.search(r" of b are in a too; b adds \d+ names?.*, a adds \d+ names?", relation.reasons[-3])


def test_three_reworded_sentences_in_own_texts_are_partial_reuse(aligned: Compared) -> None:
    relation = only(aligned([FIRST, SECOND]))
    assert relation.relation == "partial"
    assert 0.5 <= relation.probability < 1
    assert LEAST_COVERED < max(relation.coverage.a, relation.coverage.b) < 0.5
    shown = [(p.text_a, p.text_b) for p in relation.passages if of_story(p.text_a)]
    assert shown == [(a[:-1], b[:-1]) for a, b in zip(STORY[:3], REWORDED[:3], strict=True)]


def test_a_rewrite_that_covers_too_little_of_both_is_partial(aligned: Compared) -> None:
    """Half a story reworded, and as much of its own behind it on both sides."""
    relation = only(aligned([" ".join(STORY + MUSEUM), " ".join(REWORDED + HARVEST)]))
    assert relation.relation == "partial"
    assert relation.coverage.a < MOST
    relation = only(aligned([" ".join(STORY), " ".join(REWORDED + HARVEST[:6])]))
    assert relation.relation == "rewrite"
    assert relation.coverage.a > relation.coverage.b > MOST


def test_an_independent_report_with_one_shared_quotation_is_of_one_event(aligned: Compared) -> None:
    relation = only(aligned([" ".join(STORY), " ".join(INDEPENDENT)]))
    assert relation.relation == "same_event"
    assert relation.probability >= 0.5
    assert relation.quoted.a == pytest.approx(10 / len(words(" ".join(STORY))), abs=0.001)
    assert relation.reasons[-1] == "The two report one event; nothing shows that one derives from the other."
    assert any("quotations among these passages, which prove little" in reason for reason in relation.reasons)


def test_texts_on_other_matters_are_not_related(aligned: Compared) -> None:
    assert aligned([" ".join(MUSEUM), " ".join(HARVEST), " ".join(STORY)]) == ([], [])


def test_one_wire_by_two_languages_is_a_translation(aligned: Compared) -> None:
    """The same facts in another order, and names that translators romanise differently; without these it is one
    event."""
    texts = [" ".join(CASES["by_german"]), " ".join(CASES["by_french"])]
    relation = only(aligned(texts))
    assert relation.relation == "translation"
    assert relation.probability > 0.5
    assert "hachd/hashd" in relation.reasons[-1]
    assert relation.coverage == Sides(1.0, 1.0)
    alike = [
        text.replace("Hashd", "Hachd").replace("Kataib Hizbullah", "Kataëb Hezbollah").replace("Abdul", "Abdel")
        for text in texts
    ]
    alike = [text.replace("Muhandis", "Mouhandis").replace("Adil", "Adel") for text in alike]
    assert {r.relation for r in aligned(alike)[0]} == {"same_event"}


def test_the_sentences_of_a_translation_are_linked_loosely(aligned: Compared) -> None:
    """Renderings by two languages have less in common than rewordings; a pair that is no translation is linked as
    others are."""
    texts = [" ".join(CASES["by_german"]), " ".join(CASES["by_french"])]
    loosely = only(aligned(texts))
    assert loosely.relation == "translation"
    strict = RewriteSettings(rewrite_model(), loose=LinkThresholds(0.6, 0.6, NEVER, NEVER))
    strictly = only(aligned(texts, rewrites=strict))
    assert strictly.coverage.a < loosely.coverage.a
    assert len(strictly.passages) < len(loosely.passages)


def test_what_derives_by_its_sentences_is_no_translation(aligned: Compared) -> None:
    """The same renderings in one order, so parallel that the alignment alone decides."""
    french = [CASES["by_french"][k] for k in (2, 4, 1, 0)]
    texts = [
        " ".join([*MUSEUM[:6], *CASES["by_german"][:4], *STORY[:3], *MUSEUM[6:]]),
        " ".join([*HARVEST[:6], *french, *REWORDED[:3], *HARVEST[6:]]),
    ]
    assert len(cross_wire.variants(*map(cross_wire.names_of, texts))) >= cross_wire.VARIANTS
    relation = only(aligned(texts))
    assert relation.relation == "partial"
    assert relation.probability >= cross_wire.EVEN


def test_two_translations_beside_one_another_are_told_as_alone(aligned: Compared) -> None:
    german, french = " ".join(CASES["by_german"]), " ".join(CASES["by_french"])
    before = " ".join([*MUSEUM[:2], *CASES["by_german"]])
    relations, _ = aligned([before, german, french])
    found = {(r.a, r.b): r for r in relations}
    assert found["000", "002"].relation == found["001", "002"].relation == "translation"
    assert msgspec.structs.replace(found["001", "002"], a="000", b="001") == only(aligned([german, french]))
    assert msgspec.structs.replace(found["000", "002"], b="001") == only(aligned([before, french]))


def words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\w+", text)]


def inside(spans: list[tuple[int, int]], text: str) -> int:
    return sum(any(start <= begin and end <= stop for start, stop in spans) for begin, end in words(text))


MIXED = (
    " ".join([MUSEUM[0], STORY[0], MUSEUM[1], STORY[4], STORY[3], MUSEUM[2], STORY[5], *MUSEUM[3:7]]),
    " ".join(
        [
            HARVEST[0],
            STORY[5].replace("slope above", "hill over"),
            REWORDED[0],
            HARVEST[1],
            STORY[4],
            HARVEST[2],
            STORY[3],
        ]
    ),
)


@pytest.mark.parametrize("texts", [(" ".join(STORY), " ".join(REWORDED)), (FIRST, SECOND), MIXED, MIXED[::-1]])
def test_passages_are_the_texts_they_name(aligned: Compared, texts: tuple[str, str]) -> None:
    """In the order of a; the coverage is the share of words that lie in them, each counted once."""
    relation = only(aligned(texts))
    a, b = texts
    for p in relation.passages:
        assert (p.text_a, p.text_b) == (a[slice(*p.a)][:SHOWN], b[slice(*p.b)][:SHOWN])
        assert 0 < p.similarity <= 1
        assert (p.kind == "verbatim") == (p.kind != "reworded" and p.text_a.lower() == p.text_b.lower())
    assert all(before.a <= behind.a for before, behind in pairwise(relation.passages))
    for text, side in ((a, "a"), (b, "b")):
        spans = [getattr(p, side) for p in relation.passages]
        assert getattr(relation.coverage, side) == round(inside(spans, text) / len(words(text)), 3)
        quotations = [found.span() for found in re.finditer("“[^”]*”", text)]
        both = [(max(s, q), min(e, r)) for s, e in spans for q, r in quotations if max(s, q) < min(e, r)]
        assert getattr(relation.quoted, side) == round(inside(both, text) / len(words(text)), 3)


def test_copied_edited_and_reworded_passages_stand_side_by_side(aligned: Compared) -> None:
    relation = only(aligned(MIXED))
    kinds = {p.text_a.strip("“”")[:12]: (p.kind, p.quoted) for p in relation.passages if of_story(p.text_a)}
    assert kinds[STORY[0][:12]] == ("reworded", False)
    assert kinds[STORY[5][:12]] == ("edited", False)
    assert "verbatim" in {p.kind for p in relation.passages if STORY[4][:-1] in p.text_a}
    longer = [text.replace("line to Slovenia", "scenic line to Slovenia") for text in MIXED[1:]]
    (passage,) = (p for p in only(aligned([MIXED[0], *longer])).passages if STORY[4][:-1] in p.text_a)
    assert (passage.kind, "scenic" in passage.text_b) == ("edited", True)


def test_a_passage_that_is_mostly_quotation_says_so(aligned: Compared) -> None:
    long = (
        "“We were lucky that the wind blew towards the lake, "
        "and luckier still that nobody was at school at that hour,” he said."
    )
    relation = only(aligned([" ".join([*STORY[:3], long]), " ".join([*REWORDED[:3], long])]))
    told = {p.text_a.strip("“")[:12]: p.quoted for p in relation.passages}
    assert told == {STORY[0][:12]: False, STORY[1][:12]: False, STORY[2][:12]: False, "We were luck": True}


def test_spans_of_a_mended_text_stand_in_the_text_as_read(aligned: Compared) -> None:
    clean = only(aligned([" ".join(STORY), " ".join(REWORDED)]))
    broken = " ".join(STORY).replace("“", "â€œ").replace("”", "â€\x9d").replace("Slovenia and", "Slovenia â€” and")
    relation = only(aligned([broken, " ".join(REWORDED)]))
    assert [p.text_b for p in relation.passages] == [p.text_b for p in clean.passages]
    assert [fix_encoding(broken[slice(*p.a)]) for p in relation.passages] == [p.text_a for p in relation.passages]
    assert [p.text_a.replace(" — ", " ") for p in relation.passages] == [p.text_a for p in clean.passages]
    assert relation.passages[-1].a[0] > clean.passages[-1].a[0]


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    return sorted(passages, key=lambda p: (p.a, p.b, p.kind))


def mirrored(relation: Relation) -> Relation:
    passages = in_order(
        Passage(p.b, p.a, p.text_b, p.text_a, p.kind, p.quoted, p.similarity) for p in relation.passages
    )
    sides = {name: Sides(getattr(relation, name).b, getattr(relation, name).a) for name in ("coverage", "quoted")}
    return msgspec.structs.replace(relation, passages=passages, reasons=[], **sides)


@pytest.mark.parametrize(
    "texts",
    [
        (" ".join(STORY), " ".join(REWORDED)),
        (FIRST, SECOND),
        MIXED,
        (" ".join(STORY), " ".join(INDEPENDENT)),
        (" ".join(CASES["by_german"]), " ".join(CASES["by_french"])),
    ],
)
def test_a_and_b_may_change_places(aligned: Compared, texts: tuple[str, str]) -> None:
    there, back = only(aligned(texts)), only(aligned(texts[::-1]))
    assert mirrored(there) == msgspec.structs.replace(back, passages=in_order(back.passages), reasons=[])


def test_one_name_in_two_spellings_makes_no_translation_from_either_side(aligned: Compared) -> None:
    """Hachd in one text, Hashd and Hashid in the other; all else is spelled alike."""
    german = " ".join([*CASES["by_german"], "Later the Hachd left."])
    for name, spelled in (
        ("Abou", "Abu"),
        ("Kataëb Hezbollah", "Kataib Hizbullah"),
        ("Mouhandis", "Muhandis"),
        ("Adel Abdel", "Adil Abdul"),
    ):
        german = german.replace(name, spelled)
    french = " ".join([*CASES["by_french"], "Leaders of the Hashd and the Hashid spoke."])
    ((there,), weak), ((back,), turned) = aligned([german, french]), aligned([french, german])
    assert (there.relation, there.probability) == (back.relation, back.probability)
    assert there.relation == "same_event"
    assert [pair.probability for pair in weak] == [pair.probability for pair in turned]


@pytest.mark.parametrize("length", [500, 1_500])
def test_reworded_sentences_that_are_a_small_part_of_both_are_weak_at_most(
    aligned: Compared, compared: Compared, prose: Prose, length: int
) -> None:
    """Three of them in 500 words are a relation, in 1,500 they are not; five that are copied word for word are one in
    both."""
    own = prose(1, length), prose(2, length)
    reworded = [f"{own[0]}\n\n{' '.join(STORY[:3])}", f"{' '.join(REWORDED[:3])}\n\n{own[1]}"]
    relations, weak = aligned(reworded)
    if length == 500:
        assert [r.relation for r in relations] == ["partial"]
        assert weak == []
    else:  # they name the same people and places
        assert [r.relation for r in relations] == ["same_event"]
        assert [w.relation for w in weak] == ["partial"]
        assert LEAST_PROBABILITY <= weak[0].probability < 0.5
    copied = [f"{own[0]}\n\n{' '.join(STORY[:5])}", f"{' '.join(STORY[:5])}\n\n{own[1]}"]
    relation = only(aligned(copied))
    assert relation.relation == "partial"
    assert (max(relation.coverage.a, relation.coverage.b) < LEAST_COVERED) == (length == 1_500)
    assert only(compared(copied)).probability <= relation.probability


def test_less_coverage_never_makes_a_pair_more_probable(aligned: Compared, prose: Prose) -> None:
    told: list[float] = []
    for length in (900, 1_100, 1_300, 1_500):
        relations, weak = aligned(
            [f"{prose(1, length)}\n\n{' '.join(STORY[:3])}", f"{' '.join(REWORDED[:3])}\n\n{prose(2, length)}"]
        )
        told += [r.probability for r in relations if r.relation != "same_event"] + [w.probability for w in weak]
    assert len(told) == 4
    assert told == sorted(told, reverse=True)
    assert told[-1] < cross_wire.EVEN


def test_without_terms_copied_words_alone_count(compared: Compared, aligned: Compared) -> None:
    assert compared([" ".join(STORY), " ".join(REWORDED)]) == ([], [])
    copies = [" ".join(STORY), " ".join(STORY), " ".join(STORY[:5])]
    assert compared(copies) == aligned(copies)
    relation = only(compared([FIRST, " ".join([*HARVEST, *STORY[:3]])]))
    assert (relation.relation, {p.kind for p in relation.passages}) == ("partial", {"verbatim"})


def test_a_short_text_of_reworded_sentences_is_told_whatever_the_length_of_the_other(
    aligned: Compared, prose: Prose
) -> None:
    """They cover little of one, and the whole of the other."""
    relation = only(aligned([f"{prose(1, 1_500)}\n\n{' '.join(STORY)}", " ".join(REWORDED)]))
    assert relation.coverage.a < 1.1 * LEAST_COVERED < relation.coverage.b
    shorter = only(aligned([f"{prose(1, 2_500)}\n\n{' '.join(STORY)}", " ".join(REWORDED)]))
    assert shorter.coverage.a < LEAST_COVERED
    assert shorter.probability > 0.5


def test_copied_words_count_where_sentences_say_nothing(aligned: Compared, compared: Compared) -> None:
    """And the other way round: the larger of the two probabilities counts."""
    texts = [FIRST, " ".join([*HARVEST, *STORY[:3]])]
    by_copies, by_both = only(compared(texts)).probability, only(aligned(texts)).probability
    assert by_both >= by_copies
    for shift, probability in ((-1e9, by_copies), (1e9, 1.0)):
        model = msgspec.structs.replace(rewrite_model(), shift=shift)
        assert only(aligned(texts, rewrites=RewriteSettings(model))).probability == probability


def certain(probability: float) -> RewriteModel:
    """The model that ships, where every derived pair is a rewrite of the whole with this probability."""
    whole = rewrite_model().whole
    odds = math.log(probability / (1 - probability)) if probability < 1 else 1e9
    weights = [0.0] * len(whole.weights)
    return msgspec.structs.replace(
        rewrite_model(), whole=Logistic(whole.features, whole.means, whole.scales, weights, odds)
    )


def test_reports_of_one_event_in_like_words_are_not_said_to_show_nothing(aligned: Compared) -> None:
    """Here the models take no pair for derived."""
    model = rewrite_model()
    strict = RewriteSettings(msgspec.structs.replace(model, shift=-50.0))
    alike = only(aligned([" ".join(STORY), " ".join(REWORDED)], rewrites=strict))
    assert alike.relation == "same_event"
    assert min(alike.coverage.a, alike.coverage.b) > IN_ORDER
    assert alike.reasons[-1].startswith("The two report one event, and say much of it in like words;")
    assert len(alike.passages) == SHOWN_OF_EVENT
    apart = only(aligned([" ".join(STORY + MUSEUM), " ".join(REWORDED + HARVEST)], rewrites=strict))
    assert min(apart.coverage.a, apart.coverage.b) < IN_ORDER
    assert "nothing shows" in apart.reasons[-1]


SHARES_ASKED: list[list[list[float]]] = []


class RecordingModel(RewriteModel, frozen=True):
    """The model that ships, which notes the shares of the pairs that it is asked for."""

    def rewrites(self, rows: F64, shares: F64) -> list[float]:
        SHARES_ASKED.append(shares.tolist())
        return super().rewrites(rows, shares)


def test_a_rewrite_takes_the_model_and_most_of_one_article(aligned: Compared, compared: Compared) -> None:
    whole, part = [" ".join(STORY), " ".join(REWORDED)], [FIRST, SECOND]
    for probability, kinds in ((1.0, ["rewrite", "partial"]), (0.5, ["rewrite", "partial"]), (0.49, ["partial"] * 2)):
        told = [
            only(aligned(texts, rewrites=RewriteSettings(certain(probability)))).relation for texts in (whole, part)
        ]
        assert told == kinds
    model = RecordingModel(**{name: getattr(rewrite_model(), name) for name in RewriteModel.__struct_fields__})
    coverage = only(aligned(MIXED, rewrites=RewriteSettings(model))).coverage
    copied = only(compared(MIXED)).coverage
    ((first, *_),) = SHARES_ASKED
    assert first == pytest.approx(
        [max(coverage.a, coverage.b), min(coverage.a, coverage.b), max(copied.a, copied.b)], abs=0.001
    )


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """A story in several forms: reworded, in parts, copied, mended, by two languages, reported by another, and what is
    not related."""
    made = [
        " ".join(STORY),
        " ".join(REWORDED),
        " ".join(INDEPENDENT),
        FIRST,
        SECOND,
        *MIXED,
        " ".join(STORY[:6]),
        "",
        " ".join(STORY),
    ]
    made += [
        " ".join(MUSEUM + STORY[:1]),
        " ".join(HARVEST + REWORDED[:1]),
        " ".join(CASES["by_german"]),
        " ".join(CASES["by_french"]),
    ]
    made.append(
        " ".join(REWORDED).replace("“", "â€œ").replace("”", "â€\x9d") + "\n\nAdvertisement\n\n" + " ".join(MUSEUM[:3])
    )
    return made


@pytest.fixture(scope="module")
def expected(aligned: Compared, texts: list[str]) -> Found:
    relations, weak = aligned(texts)
    assert {r.relation for r in relations} >= {
        "identical",
        "trimmed",
        "rewrite",
        "partial",
        "translation",
        "same_event",
    }
    assert LEAST_PROBABILITY <= min(w.probability for w in weak) < 0.2
    return relations, weak


@pytest.mark.parametrize(
    "way", [{"jobs": 2}, {"limit": 1}, {"batch": 1}, {"batch": 4, "limit": 2_000}, {"jobs": 3, "limit": 1, "batch": 5}]
)
def test_spilled_texts_and_threads_give_the_same(
    aligned: Compared, texts: list[str], expected: Found, way: dict[str, int]
) -> None:
    assert aligned(texts, **way) == expected


@pytest.mark.parametrize("size", [1, 3_000, 20_000])
def test_small_blocks_give_the_same(aligned: Compared, texts: list[str], expected: Found, size: int) -> None:
    relations, weak = aligned(texts, block_bytes=size)
    assert sorted(relations, key=lambda r: (r.a, r.b)) == sorted(expected[0], key=lambda r: (r.a, r.b))
    assert sorted(weak, key=lambda w: (w.a, w.b)) == sorted(expected[1], key=lambda w: (w.a, w.b))


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.7, 0.97, 1.0])
def test_the_threshold_moves_pairs_between_relations_and_weak(
    aligned: Compared, texts: list[str], threshold: float
) -> None:
    """A pair that is set aside may still tell of the same event; it is never called one where it is derived."""
    everything, nothing = aligned(texts, min_probability=0.0)
    assert nothing == []
    derived = {(r.a, r.b): r for r in everything if r.relation != "same_event"}
    assert min(r.probability for r in derived.values()) >= LEAST_PROBABILITY
    relations, weak = aligned(texts, min_probability=threshold)
    assert {(r.a, r.b): r for r in relations if r.relation != "same_event"} == {
        pair: r for pair, r in derived.items() if r.probability >= threshold
    }
    assert {(w.a, w.b): w for w in weak} == {
        pair: Weak(r.a, r.b, r.relation, r.probability) for pair, r in derived.items() if r.probability < threshold
    }
    events = {(r.a, r.b): r for r in relations if r.relation == "same_event"}
    assert all(r.probability >= max(0.5, threshold) for r in events.values())
    assert not events.keys() & {(r.a, r.b) for r in relations if r.relation != "same_event"}
    before = {(r.a, r.b): r for r in everything if r.relation == "same_event" and r.probability >= threshold}
    assert before.items() <= events.items()
