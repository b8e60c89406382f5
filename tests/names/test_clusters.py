"""Forms that are spellings of one name are joined, others never."""

from collections.abc import Sequence

import numpy as np

from dedup.names.clusters import AT_ONCE, AlikeForms, Clustering, CompareSpellings, alike_forms, cluster
from dedup.names.name_blocks import FULL_BLOCK, blocks
from dedup.names.name_spans import NameKey
from dedup.names.pair_measures import AMBIGUOUS, DIFFERENT, SAME, NameVerdict, PairVerdicts
from dedup.text.tables import I64


class Company:
    """A context in which some pairs share company, some stand in one family and some in one article."""

    def __init__(self, shared: float = 1.0, together: bool = False, beside: int = 0) -> None:
        self._shared, self._together, self._beside = shared, together, beside

    def shared(self, a: int, b: int) -> float | None:
        return self._shared

    def together(self, a: int, b: int) -> bool:
        return self._together

    def beside(self, a: int, b: int) -> np.ndarray:
        return np.arange(self._beside)


NUMBERS: dict[NameVerdict, int] = {"same": SAME, "different": DIFFERENT, "ambiguous": AMBIGUOUS}
Verdicts = dict[tuple[str, str], tuple[NameVerdict, float]]


def compared(verdicts: Verdicts) -> CompareSpellings:
    def compare(spellings: Sequence[str], pairs: I64) -> PairVerdicts:
        named = [(spellings[a], spellings[b]) for a, b in pairs.tolist()]
        found = [verdicts.get((a, b)) or verdicts.get((b, a)) or ("different", -5.0) for a, b in named]
        return PairVerdicts(
            np.array([NUMBERS[verdict] for verdict, _ in found], np.int8), np.array([score for _, score in found])
        )

    return compare


def clustered(
    keys: Sequence[NameKey], compare: CompareSpellings, company: Company, settled: Sequence[str | None] | None = None
) -> Clustering:
    alike = alike_forms(keys, [1] * len(keys), compare, [False] * len(keys))
    return cluster(keys, alike, compare, company, settled or [None] * len(keys))


def joined(
    names: list[str], verdicts: Verdicts, company: Company, settled: list[str | None] | None = None
) -> set[frozenset[str]]:
    keys = [tuple(name.split()) for name in names]
    found = clustered(keys, compared(verdicts), company, settled)
    return {frozenset(names[n] for n, home in enumerate(found.home) if home == one) for one in set(found.home)}


QASSEM: Verdicts = {("qasem varga", "qassem varga"): ("same", 3.0)}


def test_letters_and_company_together_join() -> None:
    names = ["qasem varga", "qassem varga"]
    assert joined(names, QASSEM, Company(shared=0.5)) == {frozenset(names)}


def test_letters_without_company_do_not() -> None:
    """Two people may be called Steven and Stephen Miller."""
    names = ["qasem varga", "qassem varga"]
    assert joined(names, QASSEM, Company(shared=0.01)) == {frozenset({name}) for name in names}


def test_one_family_of_articles_is_company_enough() -> None:
    names = ["qasem varga", "qassem varga"]
    assert joined(names, QASSEM, Company(shared=0.0, together=True)) == {frozenset(names)}


def test_an_ambiguous_pair_needs_more_company_and_no_common_article() -> None:
    names = ["jadriah", "jadriyah"]
    verdicts: Verdicts = {("jadriah", "jadriyah"): ("ambiguous", 2.0)}
    assert joined(names, verdicts, Company(shared=0.5)) == {frozenset(names)}
    assert len(joined(names, verdicts, Company(shared=0.13))) == 2
    assert len(joined(names, verdicts, Company(shared=0.5, beside=1))) == 2


def test_a_member_that_differs_is_a_veto() -> None:
    """Complete link: Qasem is Qassem and Qassem is Qassam, but Qasem is not Qassam."""
    names = ["qasem varga", "qassem varga", "qassam varga"]
    verdicts: Verdicts = {**QASSEM, ("qassem varga", "qassam varga"): ("same", 2.5)}
    assert joined(names, verdicts, Company()) == {frozenset(names[:2]), frozenset(names[2:])}


def test_what_a_table_settles_needs_no_letters() -> None:
    names = ["kyiv", "peking", "beijing"]
    assert joined(names, {}, Company(shared=0.0), [None, "Beijing", "Beijing"]) == {
        frozenset({"kyiv"}),
        frozenset({"peking", "beijing"}),
    }


def test_numbers_tell_names_apart() -> None:
    names = ["zond 5", "zond 6"]
    assert len(joined(names, {("zond 5", "zond 6"): ("same", 6.0)}, Company())) == 2


def test_words_with_hardly_a_letter_in_common_are_not_joined() -> None:
    names = ["red school", "red shoigu"]
    assert len(joined(names, {("red school", "red shoigu"): ("same", 3.0)}, Company())) == 2


def test_a_nickname_needs_company_and_no_common_article() -> None:
    names = ["bill varga", "william e varga"]
    open_: Verdicts = {(names[0], names[1]): ("ambiguous", -1.4)}
    apart = {frozenset({name}) for name in names}
    assert joined(names, open_, Company(shared=0.5)) == {frozenset(names)}
    assert joined(names, open_, Company(shared=0.1)) == apart
    assert joined(names, open_, Company(shared=0.5, beside=1)) == apart
    assert joined(names, {(names[0], names[1]): ("different", -1.4)}, Company(shared=0.5)) == apart
    assert joined(["bill varga", "robert varga"], {("bill varga", "robert varga"): ("ambiguous", -1.4)}, Company()) == {
        frozenset({"bill varga"}), frozenset({"robert varga"}),
    }  # fmt: skip


def test_a_nickname_that_stays_apart_is_reported() -> None:
    keys = [("bill", "varga"), ("william", "varga")]
    verdicts: Verdicts = {("bill varga", "william varga"): ("ambiguous", -1.4)}
    found = clustered(keys, compared(verdicts), Company(shared=0.0))
    assert found.ambiguous == [(0, 1)]


def test_short_companies_have_no_letters_to_spare() -> None:
    sure: NameVerdict = "same"
    for names, together in (
        (["boston corp", "bsn corp"], False),
        (["amex inc", "amix inc"], False),
        (["varganova inc", "varganowa inc"], True),
    ):
        found = joined(names, {(names[0], names[1]): (sure, 3.0)}, Company(shared=0.5))
        assert (frozenset(names) in found) == together


def test_pairs_that_stay_apart_are_reported() -> None:
    keys = [("qasem", "varga"), ("qassem", "varga")]
    found = clustered(keys, compared(QASSEM), Company(shared=0.0))
    assert found.home == [0, 1]
    assert found.ambiguous == [(0, 1)]


def test_blocks_hold_names_with_the_same_consonants_or_all_but_one() -> None:
    keys = [("soleimani",), ("suleymani",), ("soeimani",), ("haddadin",)]
    assert set(map(tuple, blocks(keys, [1] * 4).tolist())) == {(0, 1), (0, 2), (1, 2)}


def test_blocks_hold_what_greek_romanisations_begin_with() -> None:
    assert blocks([("giorgos", "varga"), ("yorgos", "varga")], [1, 1]).tolist() == [[0, 1]]


def test_single_words_are_not_compared_with_names_of_several() -> None:
    assert blocks([("varga",), ("var", "ga")], [1, 1]).shape == (0, 2)


def test_a_full_block_is_compared_with_its_most_frequent_names() -> None:
    keys = [(f"b{'aeiou'[n % 5]}{'aeiou'[n // 5 % 5]}{'aeiou'[n // 25 % 5]}r{'aeiou'[n // 125]}t",) for n in range(300)]
    pairs = blocks(keys, range(300)).tolist()
    assert len(pairs) == sum(min(n, FULL_BLOCK) for n in range(300))
    assert all(b >= 300 - FULL_BLOCK for _, b in pairs)


def test_clusters_that_differ_stay_apart_when_they_grow() -> None:
    """Of two clusters that are known to differ, no later pair is compared again, whatever has joined them since."""
    keys = [(name, "varga") for name in ("kasem", "kassem", "kesim", "kessim", "kisem")]
    same: NameVerdict = "same"
    spelled = [" ".join(key) for key in keys]
    verdicts: Verdicts = {
        (spelled[a], spelled[b]): (same, score)
        for a, b, score in ((0, 1, 9.0), (2, 3, 8.0), (1, 2, 7.0), (0, 4, 6.0), (3, 4, 5.0), (1, 3, 4.0), (1, 4, 3.0))
    }
    verdicts[spelled[2], spelled[4]] = "ambiguous", 0.0
    asked: list[frozenset[str]] = []
    compare = compared(verdicts)

    def watched(spellings: Sequence[str], pairs: I64) -> PairVerdicts:
        asked.extend(frozenset((spellings[a], spellings[b])) for a, b in pairs.tolist())
        return compare(spellings, pairs)

    alike = alike_forms(keys, [1] * len(keys), compare, [False] * len(keys))
    found = cluster(keys, alike, watched, Company(), [None] * len(keys))
    assert found.home == [0, 0, 2, 2, 0]
    assert asked.count(frozenset((spelled[0], spelled[2]))) == 1


def test_an_unknown_pair_of_two_clusters_is_compared() -> None:
    names = ["qasem varga", "qassem varga", "qassam varga"]
    verdicts: Verdicts = {**QASSEM, (names[1], names[2]): ("same", 2.5), (names[0], names[2]): ("ambiguous", 0.0)}
    assert joined(names, verdicts, Company()) == {frozenset(names)}


def test_more_pairs_than_are_read_at_a_time_are_all_joined() -> None:
    pairs = np.arange(2 * (AT_ONCE + 1), dtype=np.int32).reshape(-1, 2)
    alike = AlikeForms(pairs, np.full(len(pairs), SAME, np.int8), np.full(len(pairs), 3.0))
    keys = [(f"varga{number}",) for number in range(pairs.size)]
    found = cluster(keys, alike, compared({}), Company(), [None] * len(keys))
    assert found.home == np.repeat(pairs[:, 0], 2).tolist()
