"""From what a scorer prints to figures: one function for each kind of scorer, JSON object to figures by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from figures import Figures, count, share

INNOCENT: Final = frozenset({"same_story", "same_event", "unrelated_near", "unrelated"})
"""Labels of pairs that are not derived."""
ONE_SOURCE_SETS: Final = frozenset({"templates", "templates2", "templates3", "boilerplate", "short"})
"""Hard sets without partial copies: a wire family of several stories is wrong there."""

TRANSLATORS: Final = "human translation"
"""Translations by people read as those by machines do: that they are separated is no aim."""
VERDICTS: Final = ("machine_translated", "spun", "assistant", "translated", "clean", "insufficient")

Scored = Mapping[str, Any]
"""The JSON object of a scorer."""


def pair_figures(scored: Scored) -> Figures:
    """Labelled pairs: precision, recall and F1 of "derived", and the share called derived by label."""
    figures = {key: share(scored[key]) for key in ("f1", "precision", "recall", "relation_named_right")}
    if scored["partial_share_mae"] is not None:
        figures["partial_share_mae"] = share(scored["partial_share_mae"], "lower")
    for label, flagged in scored["flagged_by_label"].items():
        innocent = label in INNOCENT
        figures[f"{label} called derived"] = share(flagged, "lower" if innocent else "higher")
    return figures


def named_figures(scored: Scored) -> Figures:
    """Copies that are named copies, by kind; neighbours should not be."""
    return {
        f"named a copy: {kind.partition('/')[2]}": count(
            named, asked, better="lower" if kind.partition("/")[0] in INNOCENT else "higher"
        )
        for kind, (named, asked, _) in scored["named_copy_by_kind"].items()
    }


def group_figures(scored: Scored) -> Figures:
    """Copy families against the true ones."""
    return {key: share(scored[key]) for key in ("ari", "bcubed_precision", "bcubed_recall", "bcubed_f1", "pair_f1")}


def event_figures(scored: Scored) -> Figures:
    """The widest families against the events."""
    return {f"events, {key}": share(scored[key]) for key in ("bcubed_precision", "bcubed_recall", "bcubed_f1")}


def incident_figures(scored: Scored) -> Figures:
    """Derived pairs and families that join two incidents, or two companies."""
    figures = {
        "derived across incidents": share(scored["across_share"], "lower"),
        "derived within an incident": count(sum(scored["derived_within_an_incident"].values())),
    }
    for level, found in scored["families"].items():
        mixed, families = found["of_more_than_one_incident"], found["families"]
        figures[f"{level} families of several incidents"] = count(mixed, families, better="lower")
        figures[f"largest {level} family"] = count(found["largest"], better=None)
    return figures


def removed_figures(scored: Scored) -> Figures:
    """What `dedup filter` removed for an article of another incident or company, and of the same."""
    return {
        "removed for another incident, share": share(scored["share"], "lower"),
        "removed for another incident": count(
            scored["of_another_incident"], scored["with_both_incidents"], better="lower"
        ),
        "removed for the same incident": count(sum(scored["same"].values()), scored["with_both_incidents"]),
        "removed": count(scored["removed"], better=None),
    }


def hard_figures(name: str, scored: Scored) -> Figures:
    """A hard set: copies found, others called derived, and copy families that mix stories or split one."""
    recall, false = scored["derived_recall"], scored["false_derived"]["all"]
    named = sum(right for right, *_ in recall["named_right"].values())
    figures = {
        "copies found": share(recall["all"][2]),
        "copies named right": share(named / recall["all"][1]),
        "called derived": share(false[2] or 0, "lower"),
        "derived pairs that nobody listed": count(scored["unlisted_derived"]["number"], better="lower"),
    }
    if "hard" in scored:
        correction, other_day = scored["hard"]["correction_found"], scored["hard"]["other_day_taken_for_derived"]
        figures["corrections of one number found"] = count(*correction[:2])
        figures["another day's bulletin called derived"] = count(*other_day[:2], better="lower")
    families = scored["copy_families"]
    figures["mixed copy families"] = count(families["mixed_families"], families["copy_families"], better="lower")
    figures["true families split"] = count(
        families["true_families_split"], families["true_families_of_several"], better="lower"
    )
    if name in ONE_SOURCE_SETS:
        figures["mixed wire families"] = count(families["mixed_wire_families"], better="lower")
    if "digests_in_a_copy_family" in families:
        figures["digests in a copy family"] = count(*families["digests_in_a_copy_family"][:2], better="lower")
    return figures


def filter_figures(scored: Scored) -> Figures:
    """What `dedup filter` lost of a hard set, and what it should not have passed on."""
    return {
        "filter: must stay, lost": count(*scored["must_stay_but_lost"][:2], better="lower"),
        "filter: must go, stayed": count(*scored["must_go_but_stayed"][:2], better="lower"),
    }


def case_figures(scored: Scored) -> Figures:
    """Cases by kind: how many are right. Raises ValueError where the scorer could not run them."""
    if "error" in scored:
        raise ValueError(scored["error"])
    kinds = {kind: count(right["right"], right["total"]) for kind, right in scored["kinds"].items()}
    return {"right": count(scored["right"], scored["total"]), **kinds}


def seed_relation_figures(scored: Scored) -> Figures:
    """The ten pairs of the seed articles, where nothing may get worse, and their linked sentences."""
    right, false = scored["relations"]["derived_right"], scored["relations"]["derived_false"]
    return {
        "derived pairs right": count(*right, tolerance=0),
        "other pairs called derived": count(*false, better="lower", tolerance=0),
        "linked sentences found": count(*scored["sentence_links"]["found"][:2]),
    }


def seed_figures(scored: Scored) -> Figures:
    """Relations, marks and names of the seed articles."""
    artifacts, names = scored["artifacts"], scored["names"]
    marks = {
        f"marks found, {kind.replace('/', ', ')}": count(found, asked)
        for kind, (found, asked, _) in artifacts["recall"].items()
    }
    return {
        **seed_relation_figures(scored),
        **marks,
        "findings that lie on a mark": share(artifacts["findings_on_a_mark"][2]),
        "traps hit": count(len(artifacts["traps_hit"]), better="lower"),
        "findings in clean seeds": count(sum(artifacts["findings_in_clean_seeds"].values()), better="lower"),
        "spellings of names joined": count(*names["spellings"][:2]),
        "aliases of names joined": count(*names["aliases"][:2]),
        "names wrongly merged": count(len(names["wrong_merges"]), better="lower"),
    }


def artifact_figures(scored: Scored) -> Figures:
    """Accusations of articles by people, and how well machine translations are separated from them."""
    guesses = scored["source_language_first_guess"]
    return {
        **{f"{label} accused": share(rate / 1000, "lower") for label, rate in scored["accused_per_1000"].items()},
        "articles of 120 words and more that are scored": share(scored["scored_share_of_120_words_and_more"]),
        **{
            f"AUC of machine translations against {humans}": share(area, None if humans == TRANSLATORS else "higher")
            for humans, area in scored["machine_auc_against"].items()
        },
        **{
            f"AUC of machine translations from {language}": share(area)
            for language, area in scored["machine_auc_by_language_against_wmt_originals"].items()
        },
        "first guess of the source language, mean": share(sum(guesses.values()) / len(guesses)),
    }


def verdict_figures(scored: Scored) -> Figures:
    """Texts that a machine made: how many are accused, and their verdicts."""
    verdicts = {
        verdict.replace("_", " "): count(scored["verdicts"].get(verdict, 0), scored["articles"], better=None)
        for verdict in VERDICTS
    }
    return {"accused": share(scored["accused"]), **verdicts}


def name_figures(scored: Scored) -> Figures:
    """Labelled pairs of spellings."""
    judged = ("auc", "same_precision", "same_recall", "different_precision")
    return {
        **{key: share(scored[key]) for key in judged},
        "ambiguous": share(scored["ambiguous"], None),
        **{f"auc, {script}": share(area) for script, area in scored["auc_by_script"].items()},
    }


def corpus_figures(scored: Scored) -> Figures:
    """Planted copies by kind and rate, and derived pairs that nobody planted."""
    return {
        **{f"{kind} found": share(found) for kind, found in scored["recall"].items()},
        "derived pairs that nobody planted": count(scored["unplanted"], scored["derived_pairs"], better="lower"),
    }


def candidate_figures(scored: Scored) -> Figures:
    """Candidate pairs: how many an article, and the share of the derived pairs that is among them."""
    figures = {"pairs an article": share(scored["an_article"], None)}
    return {**figures, "derived pairs among them": share(scored["recall"])} if "recall" in scored else figures
