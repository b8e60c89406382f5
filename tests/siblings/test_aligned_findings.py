"""What one version of a story alone changed, and which version that is."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import msgspec
import pytest

from dedup.siblings import sibling_findings
from dedup.siblings.aligned_findings import MOST_FINDINGS
from tests.siblings.conftest import OPENING, OTHER_CLOSING, OTHER_OPENING, Story, hard, related

Tell = Callable[..., Story]

QUOTATION = (
    "The mayor told reporters: “We will rebuild the weak wall before the autumn rains.”",
    "The mayor told reporters: “We will rebuild the fragile wall before the autumn rains.”",
)
STRONG = [
    pytest.param("sibling-quotation", *QUOTATION, "weak", "fragile", id="a word inside a quotation"),
    pytest.param(
        "sibling-quotation",
        "The pilot said: “No ship leaves this harbour today without my signature.”",
        "The pilot said: “No ship leaves today this harbour without my signature.”",
        "today",
        "today",
        id="a word moved inside a quotation",
    ),
    pytest.param(
        "sibling-name",
        "The harbour master Dorvil Kastrebi ordered divers to search the wreck.",
        "The harbour master Dorvilo Kastrabani ordered divers to search the wreck.",
        "Dorvil Kastrebi",
        "Dorvilo Kastrabani",
        id="a mangled name",
    ),
    pytest.param(
        "sibling-negation",
        "The ministry said the old lighthouse was in danger of collapse.",
        "The ministry said the old lighthouse was not in danger of collapse.",
        "was in",
        "not",
        id="a negation that was lost",
    ),
    pytest.param(
        "sibling-role",
        "Witnesses said the fishermen attacked the guards behind the market hall.",
        "Witnesses said the guards attacked the fishermen behind the market hall.",
        "fishermen attacked the guards",
        "guards attacked the fishermen",
        id="actor and object exchanged",
    ),
]
WEAK = [
    pytest.param(
        "sibling-spelling",
        "The harbour master Mehdi Qashtani ordered divers to search the wreck.",
        "The harbour master Mahdi Kashtany ordered divers to search the wreck.",
        "Mehdi Qashtani",
        "Mahdi Kashtany",
        id="a name romanised otherwise",
    ),
    pytest.param(
        "sibling-title",
        "Divers found Captain Iven Marsk and Captain Olof Brandt near the wreck.",
        "Divers found Captain Iven Marsk and Olof Brandt near the wreck.",
        "Captain Olof",
        "Olof",
        id="a title before a second name",
    ),
    pytest.param(
        "sibling-apposition",
        "The storm surprised the captain and acting harbour deputy Iven Marsk near the pier.",
        "The storm surprised the captain, Iven Marsk, the acting harbour deputy, near the pier.",
        "acting harbour deputy Iven Marsk",
        "Iven Marsk",
        id="a second person made of what stood behind a name",
    ),
    pytest.param(
        "sibling-apposition",
        "The storm surprised the captain and deputy Iven Marsk near the pier.",
        "The storm surprised the captain, Iven Marsk, the deputy, near the pier.",
        "deputy",
        "deputy",
        id="a second person made of a short name",
    ),
    pytest.param(
        "sibling-scope",
        "The report blames decades of poor maintenance between rival owners of the port.",
        "The report blames poor maintenance between rival owners of decades in the port.",
        "decades",
        "decades",
        id="a word that belongs to another",
    ),
    pytest.param(
        "sibling-number",
        "Divers brought 36 containers ashore before the night fell.",
        "Divers brought 63 containers ashore before the night fell.",
        "36",
        "63",
        id="another number",
    ),
    pytest.param(
        "sibling-number",
        "Divers brought six containers ashore before the night fell.",
        "Divers brought 5 containers ashore before the night fell.",
        "six",
        "5",
        id="another number, spelled out",
    ),
    pytest.param(
        "sibling-plural",
        "The captain answered the attack on the harbour pilots with a letter.",
        "The captain answered the attacks on the harbour pilots with a letter.",
        "attack",
        "attacks",
        id="a plural that was lost",
    ),
    pytest.param(
        "sibling-substitution",
        "The wreck now lies under the state safety machine and its divers.",
        "The wreck now lies under the state safety apparatus and its divers.",
        "machine",
        "apparatus",
        id="a set phrase with another word in it",
    ),
]


def found(story: Story, **others: Any) -> dict[str, list[tuple[str, str, str]]]:
    """Rule, own words and words of the sibling, by article; the places are checked against the texts on the way."""
    told = sibling_findings(story.relations, story.texts.__getitem__, others.pop("findings", {}), **others)
    for article, findings in told.items():
        for f in findings:
            assert story.texts[article][f.start : f.end] == f.text
            assert story.texts[f.sibling][f.sibling_start : f.sibling_end] == f.sibling_text
    return {article: [(f.rule, f.text, f.sibling_text) for f in findings] for article, findings in told.items()}


@pytest.mark.parametrize(("rule", "odd", "others", "own", "theirs"), [*STRONG, *WEAK])
def test_what_changed_is_reported_in_the_version_in_which_rules_found_something(
    story: Tell, rule: str, odd: str, others: str, own: str, theirs: str
) -> None:
    assert found(story(odd, others), findings={"odd": [hard()]}) == {"odd": [(rule, own, theirs)]}


@pytest.mark.parametrize(("rule", "odd", "others", "own", "theirs"), STRONG)
def test_two_newsrooms_that_agree_show_what_a_third_version_altered(
    story: Tell, rule: str, odd: str, others: str, own: str, theirs: str
) -> None:
    assert found(story(odd, others)) == {"odd": [(rule, own, theirs)]}


@pytest.mark.parametrize(("rule", "odd", "others", "own", "theirs"), WEAK)
def test_votes_alone_mark_no_change_that_newsrooms_make(
    story: Tell, rule: str, odd: str, others: str, own: str, theirs: str
) -> None:
    assert found(story(odd, others)) == {}


def test_a_version_that_altered_a_quotation_is_marked_for_lesser_changes_too(story: Tell) -> None:
    told = found(
        story(
            f"{QUOTATION[0]}\nDivers brought 36 containers ashore.",
            f"{QUOTATION[1]}\nDivers brought 63 containers ashore.",
        )
    )
    assert told == {"odd": [("sibling-quotation", "weak", "fragile"), ("sibling-number", "36", "63")]}


def test_of_two_versions_neither_is_marked_without_a_reason(story: Tell) -> None:
    two = story(*QUOTATION, versions=("odd", "one"))
    assert found(two) == {}
    assert found(two, findings={"odd": [hard()], "one": [hard("doubled")]}) == {}
    assert found(two, style={"odd": 0.97, "one": 0.8}) == {}


def test_a_hard_finding_shows_which_of_two_departs_and_what_is_claimed(story: Tell) -> None:
    two = story(*QUOTATION, versions=("odd", "one"))
    told = sibling_findings(two.relations, two.texts.__getitem__, {"odd": [hard("lexicon", "spun")]})
    assert [(name, f.claims, f.sibling) for name, findings in told.items() for f in findings] == [
        ("odd", "spun", "one")
    ]
    told = sibling_findings(two.relations, two.texts.__getitem__, {"one": [hard()]})
    assert [(name, f.claims, f.sibling) for name, findings in told.items() for f in findings] == [
        ("one", "machine", "odd")
    ]
    assert found(two, findings={"odd": [hard("calques", "translated")]}) == {}


def test_style_shows_which_of_two_departs_but_accuses_nobody(story: Tell) -> None:
    two = story(*QUOTATION, versions=("odd", "one"))
    told = sibling_findings(two.relations, two.texts.__getitem__, {}, style={"odd": 0.97, "one": 0.2})
    assert [(name, f.claims) for name, findings in told.items() for f in findings] == [("odd", "translated")]
    assert found(two, style={"odd": 0.97, "one": None}) == {}
    assert found(two, style={"odd": 0.6, "one": 0.05}) == {}


def test_a_rule_against_the_style_of_the_other_version_shows_nothing(story: Tell) -> None:
    two = story(*QUOTATION, versions=("odd", "one"))
    assert found(two, findings={"one": [hard()]}, style={"odd": 0.97, "one": 0.2}) == {}
    assert list(found(two, findings={"one": [hard()]}, style={"odd": 0.4, "one": 0.2})) == ["one"]


def test_a_weak_change_of_words_needs_a_second_version_that_agrees(story: Tell) -> None:
    _, odd, others, _, _ = WEAK[-1].values
    assert found(story(odd, others, versions=("odd", "one")), findings={"odd": [hard()]}) == {}


def test_copies_of_one_another_are_one_voice(story: Tell) -> None:
    three = story(*QUOTATION)
    copies = [
        msgspec.structs.replace(r, relation="trimmed") if (r.a, r.b) == ("one", "two") else r for r in three.relations
    ]
    assert sibling_findings(copies, three.texts.__getitem__, {}) == {}


def test_renderings_that_all_differ_mark_nobody() -> None:
    """Two agree against the third at one place, and differ from each other elsewhere as much."""
    frame = (
        "The mayor said: “We will {} the {} wall before the {} rains begin in {} weeks.” "
        "She spoke beside the {} quay of Port Selda."
    )
    texts = {
        "a": frame.format("rebuild", "weak", "autumn", "several", "northern"),
        "b": frame.format("rebuild", "fragile", "coming", "several", "upper"),
        "c": frame.format("restore", "fragile", "autumn", "twenty", "outer"),
    }
    relations = [related("a", "b", texts), related("a", "c", texts), related("b", "c", texts)]
    assert sibling_findings(relations, texts.__getitem__, {}) == {}


def test_voices_that_differ_from_each_other_as_much_mark_nobody() -> None:
    """They have one quotation alike, and word the rest each in its own way."""
    frame = (
        "{} The mayor told the {} council on Monday: “We will rebuild the {} wall before the autumn rains.” "
        "She {} at the {} quay."
    )
    texts = {
        "a": frame.format(OPENING, "full", "weak", "stood alone", "northern"),
        "b": frame.format(OPENING, "whole", "fragile", "waited alone", "upper"),
        "c": frame.format(OPENING, "entire", "fragile", "smoked alone", "outer"),
    }
    relations = [related("a", "b", texts), related("a", "c", texts), related("b", "c", texts)]
    assert sibling_findings(relations, texts.__getitem__, {}) == {}
    texts["c"] = f"{OTHER_OPENING} {texts['b']} {OTHER_CLOSING}"
    relations = [related("a", "b", texts), related("a", "c", texts), related("b", "c", texts)]
    assert list(sibling_findings(relations, texts.__getitem__, {})) == ["a"]


def test_a_place_where_each_version_has_its_own_words_shows_nothing(story: Tell) -> None:
    three = story(*QUOTATION)
    three.texts["two"] = three.texts["two"].replace("fragile", "crumbling")
    relations = [related(a, b, three.texts) for a, b in (("odd", "one"), ("odd", "two"), ("one", "two"))]
    assert sibling_findings(relations, three.texts.__getitem__, {"odd": [hard()]}) == {}


def test_a_version_in_which_rules_found_something_is_no_voice(story: Tell) -> None:
    assert found(story(*QUOTATION), findings={"one": [hard()]}) == {}
    assert found(story(*QUOTATION), findings={"two": [hard()]}) == {}


def test_the_sibling_with_most_in_common_is_shown(story: Tell) -> None:
    texts = story(*QUOTATION).texts
    for nearest in ("one", "two"):
        relations = [related("odd", name, texts, coverage=0.9 if name == nearest else 0.5) for name in ("one", "two")]
        told = sibling_findings(relations, texts.__getitem__, {"odd": [hard()]})
        assert [f.sibling for f in told["odd"]] == [nearest]


def test_a_spelling_is_reported_once_and_not_where_the_version_has_the_other_as_well(story: Tell) -> None:
    twice = "The pilot {} steered the tug.\nLater the pilot {} thanked the crew."
    told = found(
        story(twice.format("Mehdi Qashtani", "Qashtani"), twice.format("Mahdi Kashtany", "Kashtany")),
        findings={"odd": [hard()]},
    )
    assert told == {"odd": [("sibling-spelling", "Mehdi Qashtani", "Mahdi Kashtany")]}
    mixed = story(twice.format("Mehdi Qashtani", "Mahdi Kashtany"), twice.format("Mahdi Kashtany", "Mahdi Kashtany"))
    assert found(mixed, findings={"odd": [hard()]}) == {}


@pytest.mark.parametrize(
    ("odd", "others"),
    [
        pytest.param(
            "The office reopened its big gate for pilots yesterday behind the pier.",
            "The office reopened yesterday its big gate for pilots behind the pier.",
            id="a day moved",
        ),
        pytest.param(
            "The harbour office has reopened early.", "The harbour office early has reopened.", id="two words exchanged"
        ),
        pytest.param(
            "The town gathered to remember the lost ferry.",
            "The town gathered to mark the lost ferry.",
            id="no set phrase",
        ),
        pytest.param(
            "The judge said: “In the past two years the inquiry has brought no clarity at all.”",
            "The judge said: “The inquiry has brought no clarity at all in the past two years.”",
            id="a clause moved in a quotation",
        ),
        pytest.param(
            '"I saw the mast fall...\nI saw smoke over the pier, " testified Ana Berg, the cook on a green deck, '
            "seen beside the boat.",
            '"I saw the mast fall...\nI saw smoke over the pier, " said Ana Berg, the pilot on a grey deck, '
            "seen beside the boat.",
            id="a quotation whose opening mark is lost",
        ),
    ],
)
def test_what_newsrooms_do_is_no_change_in_an_accused_version_either(story: Tell, odd: str, others: str) -> None:
    assert "sibling-quotation" not in {
        rule for rule, _, _ in found(story(odd, others), findings={"odd": [hard()]}).get("odd", [])
    }
    if '"' not in odd:
        assert found(story(odd, others), findings={"odd": [hard()]}) == {}


def test_a_reading_that_another_newsroom_has_is_no_departure(story: Tell) -> None:
    three = story(*QUOTATION)
    three.texts["four"] = three.texts["odd"] + " The council thanked the divers."
    relations = [*three.relations, *(related("four", name, three.texts) for name in ("odd", "one", "two"))]
    assert sibling_findings(relations, three.texts.__getitem__, {}) == {}


@pytest.mark.parametrize(
    ("odd", "others"),
    [
        pytest.param(
            "He said: “We will rebuild the wall.”",
            "He said: “We will rebuild the wall before the rains.”",
            id="shortened",
        ),
        pytest.param(
            "The mayor said they would rebuild the weak wall before winter.",
            "The mayor said: “We will rebuild the fragile wall before winter.”",
            id="reported speech",
        ),
        pytest.param(
            "She said: “The labour party will organise the harvest.”",
            "She said: “The labor party will organize the harvest.”",
            id="another English",
        ),
        pytest.param(
            "He said: “The [mayor] will open the gate tonight.”",
            "He said: “The old lady will open the gate tonight.”",
            id="editor’s brackets",
        ),
        pytest.param(
            "She said: “The IMF wants more money.”", "She said: “The Monetary Fund wants more money.”", id="acronym"
        ),
        pytest.param("Divers brought five crates ashore.", "Divers brought 5 crates ashore.", id="numeral"),
        pytest.param(
            "The guards attacked the crew at dawn.", "The crew was attacked by the guards at dawn.", id="passive"
        ),
        pytest.param(
            "The Selda-born pilot Jon Ferrant resigned.", "The Seldan pilot Jon Ferrant resigned.", id="demonym"
        ),
        pytest.param(
            "The harbour office reopened Tuesday for pilots.",
            "The harbour office on Tuesday reopened for pilots.",
            id="day moved",
        ),
        pytest.param(
            "No crew was ever found alive there.", "The crew was never found alive there.", id="denied in other words"
        ),
    ],
)
def test_what_newsrooms_do_is_no_change(story: Tell, odd: str, others: str) -> None:
    assert found(story(odd, others)) == {}
    strong = {"sibling-quotation", "sibling-name", "sibling-negation", "sibling-role", "sibling-number"}
    assert not strong & {rule for rule, _, _ in found(story(odd, others), findings={"odd": [hard()]}).get("odd", [])}


def test_the_order_and_the_names_of_the_versions_do_not_matter(story: Tell) -> None:
    three = story(*QUOTATION)
    told = [sibling_findings(order, three.texts.__getitem__, {}) for order in permutations(three.relations)]
    assert all(t == told[0] for t in told) and list(told[0]) == ["odd"]
    names = {"odd": "z", "one": "b", "two": "a"}
    texts = {names[name]: text for name, text in three.texts.items()}
    again = sibling_findings([related(a, b, texts) for a, b in ("zb", "za", "ab")], texts.__getitem__, {})
    assert [(f.start, f.end) for f in again["z"]] == [(f.start, f.end) for f in told[0]["odd"]]
    assert list(again) == ["z"]


def test_only_derived_pairs_above_the_threshold_are_compared(story: Tell) -> None:
    three = story(*QUOTATION)
    for change in ({"relation": "same_event"}, {"relation": "translation"}, {"probability": 0.4}):
        relations = [msgspec.structs.replace(r, **change) for r in three.relations]
        assert sibling_findings(relations, three.texts.__getitem__, {"odd": [hard()]}) == {}
    relations = [msgspec.structs.replace(r, probability=0.4) for r in three.relations]
    assert sibling_findings(relations, three.texts.__getitem__, {"odd": [hard()]}, min_probability=0.3)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 300_000, id="one giant word"),
        pytest.param("“" * 50_000, id="marks alone"),
        pytest.param("a " * 100_000, id="one word repeated"),
        pytest.param("\x00\ufeff\n" * 1000, id="no words"),
        pytest.param("", id="nothing"),
    ],
)
def test_hostile_texts_are_read_and_not_marked(story: Tell, text: str) -> None:
    texts = {"odd": text, "one": "He said “no” and left the harbour of Port Selda. " * 2000}
    relation = related("odd", "one", texts)
    wild = msgspec.structs.replace(
        relation, passages=relation.passages * 500 + [msgspec.structs.replace(relation.passages[0], a=(5, 10**9))]
    )
    assert sibling_findings([relation, wild], texts.__getitem__, {"odd": [hard()]}) == {}


def test_a_version_that_changed_everything_is_shown_by_some_of_it() -> None:
    sentences = [
        (f"Pilot {chr(65 + n % 26)}{n} said: “The {word} wall of the harbour number {n} will stand for years.”")
        for word in ("weak", "fragile")
        for n in range(200)
    ]
    texts = {"odd": "\n".join(sentences[:200]), "one": "\n".join(sentences[200:])}
    relation = related("odd", "one", texts)
    places = [[0], [0]]
    for side, lines in zip(places, (sentences[:200], sentences[200:]), strict=True):
        for line in lines:
            side.append(side[-1] + len(line) + 1)
    passages = [
        msgspec.structs.replace(
            relation.passages[0], a=(places[0][n], places[0][n + 1] - 1), b=(places[1][n], places[1][n + 1] - 1)
        )
        for n in range(200)
    ]
    told = sibling_findings(
        [msgspec.structs.replace(relation, passages=passages)], texts.__getitem__, {"odd": [hard()]}
    )
    assert len(told["odd"]) == MOST_FINDINGS
    assert {f.text for f in told["odd"]} == {"weak"}
