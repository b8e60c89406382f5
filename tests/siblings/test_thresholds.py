"""Each number that decides whether two versions differ, with a case on either side of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from dedup.records import Passage
from dedup.siblings.altered_quotations import altered_quotations, same_word, shared_quotations
from dedup.siblings.change import Change, change, run_number
from dedup.siblings.changed_meaning import appositions, negations, roles, titles
from dedup.siblings.changes import JoinedPassages, blocks_of, changes
from dedup.siblings.edit_search import ANCHORED, ANCHORED_BESIDE
from dedup.siblings.edits import Alignment, aligned
from dedup.siblings.respelled_names import respelling
from dedup.siblings.substitutions import substitutions
from dedup.siblings.version_words import VersionWords, WordTypes, quotations

_WORDS = """
copper lantern window garden river candle saddle bridge meadow pepper rocket violin walnut zebra anchor basket tunnel
harvest pencil mirror
brick cloud drum engine feather glove hammer island jacket kettle ladder magnet
apron barrel chimney desert easel fiddle goblet helmet igloo jewel kitten lemon
""".split()  # noqa: SIM905
BOTH, OWN, THEIRS = _WORDS[:20], _WORDS[20:32], _WORDS[32:]


def align(own: str, theirs: str) -> Alignment:
    types = WordTypes()
    return aligned(VersionWords(own, types), VersionWords(theirs, types))


def marked(detector: Callable[[Alignment], Iterator[Change]], own: str, theirs: str) -> list[str]:
    return [own[found.start : found.end] for found in detector(align(own, theirs))]


def both(first: int, last: int) -> str:
    return " ".join(BOTH[first:last])


def quoted(*pieces: str | int) -> tuple[str, str]:
    """A quotation in two versions: words that both have, and numbers of words that each has otherwise."""
    own, theirs, at = [], [], 0
    for piece in pieces:
        if isinstance(piece, str):
            own.append(piece)
            theirs.append(piece)
        else:
            own += OWN[at : at + piece]
            theirs += THEIRS[at : at + piece]
            at += piece
    return f"Divers said: “{' '.join(own)}”", f"Divers said: “{' '.join(theirs)}”"


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (("copper lantern", 3), True),  # two of five words in common
        (("copper lantern", 4), False),  # two of six
        (("copper", 4, "lantern", 5, "window"), True),  # three of twelve
        (("copper", 5, "lantern", 5, "window"), False),  # three of thirteen
        (("copper lantern", 1), True),
        (("copper and the", 1), False),  # one content word
        (("copper lantern window", 6), True),
        (("copper lantern window", 7), False),  # another part of what was said
    ],
)
def test_a_quotation_is_altered_where_enough_of_it_was_kept(pieces: tuple[str | int, ...], found: bool) -> None:
    assert bool(marked(altered_quotations, *quoted(*pieces))) == found


def test_a_quotation_with_one_content_word_in_common_is_another_one() -> None:
    assert shared_quotations(align("Divers said: “copper brick”", "Divers said: “copper apron”")) == set()
    assert shared_quotations(align("Divers said: “copper lantern”", "Divers said: “copper lantern”")) == {(1, 1)}


@pytest.mark.parametrize(("own", "theirs", "found"), [("red", "big", True), ("ox", "pi", False)])
def test_a_word_of_a_quotation_counts_from_three_letters(own: str, theirs: str, found: bool) -> None:
    words = f"Divers said: “{both(0, 3)} {{}}”"
    assert bool(marked(altered_quotations, words.format(own), words.format(theirs))) == found


@pytest.mark.parametrize(
    ("one", "other", "same"), [("grey", "gray", True), ("happy", "hasty", False), ("organise", "organize", True)]
)
def test_spellings_of_one_word_have_seven_tenths_of_their_letters_in_common(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) == same


@pytest.mark.parametrize(("words", "found"), [(1, True), (2, True), (3, False)])
def test_two_words_may_have_been_moved_in_a_quotation_and_more_are_a_clause(words: int, found: bool) -> None:
    own = f"Divers said: “{both(0, words)} {both(4, 12)}”"
    theirs = f"Divers said: “{both(4, 12)} {both(0, words)}”"
    assert bool(marked(altered_quotations, own, theirs)) == found


@pytest.mark.parametrize(("between", "found"), [(7, False), (8, True)])
def test_a_negation_within_eight_words_makes_up_for_another(between: int, found: bool) -> None:
    own = f"Divers not {both(0, between)} anchor basket tunnel"
    theirs = f"Divers {both(0, between)} never anchor basket tunnel"
    assert bool(marked(negations, own, theirs)) == found


@pytest.mark.parametrize(("between", "found"), [(8, True), (9, False)])
def test_roles_are_exchanged_around_eight_words_at_most(between: int, found: bool) -> None:
    own = f"violin zebra pilots {both(0, between)} farmers tunnel mirror"
    theirs = f"violin zebra farmers {both(0, between)} pilots tunnel mirror"
    assert bool(marked(roles, own, theirs)) == found


@pytest.mark.parametrize(("between", "found"), [(6, True), (7, False)])
def test_a_title_is_that_of_another_eight_words_before(between: int, found: bool) -> None:
    own = f"Voters met President Karel {both(0, between)} President Ivan anchor basket"
    theirs = f"Voters met President Karel {both(0, between)} Ivan anchor basket"
    assert bool(marked(titles, own, theirs)) == found


@pytest.mark.parametrize(
    ("explained", "found"), [("acting deputy river warden", True), ("acting deputy for river traffic", False)]
)
def test_an_explanation_moved_before_the_name_is_short(explained: str, found: bool) -> None:
    own = f"The storm surprised the captain and {explained} Iven Marsk near the pier."
    theirs = f"The storm surprised the captain, Iven Marsk, the {explained}, near the pier."
    assert bool(marked(appositions, own, theirs)) == found


@pytest.mark.parametrize(("words", "found"), [(3, True), (4, False)])
def test_a_substitution_has_three_words_at_most(words: int, found: bool) -> None:
    own = f"copper lantern {' '.join(OWN[:words])} window garden"
    theirs = f"copper lantern {' '.join(THEIRS[:words])} window garden"
    assert bool(marked(substitutions, own, theirs)) == found


@pytest.mark.parametrize(("words", "fits"), [(9, True), (10, False)])
def test_an_edit_has_nine_words_at_most(words: int, fits: bool) -> None:
    alignment = align(f"copper lantern {' '.join(OWN[:words])} window", "copper lantern apron window")
    assert [edit.shows(ANCHORED) for edit in alignment.edits] == [fits]


@pytest.mark.parametrize(("beside", "fits"), [("copper", False), ("copper lantern", True)])
def test_an_edit_needs_two_content_words_beside_it(beside: str, fits: bool) -> None:
    alignment = align(f"{beside} brick", f"{beside} apron")
    assert [edit.shows(ANCHORED_BESIDE) for edit in alignment.edits] == [fits]


@pytest.mark.parametrize(("over", "moved"), [(1, False), (2, True), (10, True), (11, False)])
def test_a_word_was_moved_over_two_to_ten_others(over: int, moved: bool) -> None:
    alignment = align(f"mirror pencil violin {both(0, over)} tunnel", f"mirror pencil {both(0, over)} violin tunnel")
    assert [abs(move.over) for move in alignment.moves] == ([over] if moved else [])


@pytest.mark.parametrize(("places", "moved"), [(8, True), (9, False)])
def test_a_word_at_more_than_eight_places_was_not_moved(places: int, moved: bool) -> None:
    far = " ".join(f"{both(0, 11)} drum {THEIRS[n]}" for n in range(places - 1))
    own = f"mirror pencil drum violin tunnel harvest {both(0, 11)} {both(0, 11)} {far.replace(' drum', '')}"
    theirs = f"mirror pencil violin tunnel drum harvest {both(0, 11)} {both(0, 11)} {far}"
    assert bool(align(own, theirs).moves) == moved


def test_a_change_is_shown_with_two_words_on_either_side_and_five_for_the_passage() -> None:
    own, theirs = f"{both(0, 7)} brick {both(7, 14)}", f"{both(0, 7)} apron {both(7, 14)}"
    found = change("sibling-substitution", align(own, theirs), (7, 8), (7, 8))
    keys = found.other.keys.tolist()
    assert found.beside == (run_number(keys[5:7]), run_number(keys[8:10]))
    assert found.passage == found.other.keys[2:13].tobytes()


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("zabkor", "zabrok", "mangled"),
        ("zabkor", "zibtuk", None),  # half of the letters in common
        ("qofi", "qafi", "respelled"),
        ("qof", "qaf", None),  # three letters are alike by chance
        ("zab" + "k" * 57, "zab" + "k" * 55 + "rk", "mangled"),
        ("zab" + "k" * 58, "zab" + "k" * 56 + "rk", None),  # longer than a name
    ],
)
def test_a_mangled_name_has_enough_letters_in_common(one: str, other: str, found: str | None) -> None:
    assert respelling([one], [other]) == found


@pytest.mark.parametrize(("size", "found"), [(1500, True), (1501, False)])
def test_a_quotation_is_bounded(size: int, found: bool) -> None:
    text = f"“{'a' * size}”"
    assert bool(quotations(text)) == found


def passage(a: int, b: int, kind: str = "edited", size: int = 100) -> Passage:
    return Passage((a, a + size), (b, b + size), "", "", kind, False, 0.9)  # type: ignore[arg-type]


@pytest.mark.parametrize(("gap", "blocks"), [(400, 1), (401, 2)])
def test_passages_are_one_block_across_four_hundred_characters(gap: int, blocks: int) -> None:
    text = "x" * 2000
    assert len(blocks_of([passage(0, 0), passage(100 + gap, 100)], text, text)) == blocks
    assert len(blocks_of([passage(0, 0), passage(100, 100 + gap)], text, text)) == blocks


@pytest.mark.parametrize(("gap", "blocks"), [(3, []), (4, [JoinedPassages(0, 204, 0, 204)])])
def test_four_characters_between_copies_are_words(gap: int, blocks: list[JoinedPassages]) -> None:
    text = "x" * 2000
    assert blocks_of([passage(0, 0, "verbatim"), passage(100 + gap, 100 + gap, "verbatim")], text, text) == blocks


def test_two_hundred_passages_of_a_pair_are_looked_at() -> None:
    text = "x" * 200_000
    assert len(blocks_of([passage(n * 600, n * 600) for n in range(201)], text, text)) == 200


@pytest.mark.parametrize(("far", "found"), [(0, True), (1, False)])
def test_a_change_behind_a_passage_is_seen_within_two_hundred_and_fifty_characters(far: int, found: bool) -> None:
    """The change is anchored by the digit behind it, the last character that is seen."""
    head = "copper lantern window "
    filler = ("garden river " * 30)[: 250 - len(" brick 7") + far]
    own, theirs = (f"{head}{filler.rstrip():{len(filler)}} {word} 7" for word in ("brick", "apron"))
    types = WordTypes()
    first, _ = changes([passage(0, 0, size=len(head))], VersionWords(own, types), VersionWords(theirs, types))
    assert [own[c.start : c.end] for c in first] == (["brick"] if found else [])
