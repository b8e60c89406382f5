"""Rule files: what is accepted, and what the message says when one is not."""

from pathlib import Path
from typing import Any

import pytest

from dedup.artifacts import Engine, Rule, load_rules
from dedup.artifacts.loading import BUILT_IN, pattern_fault
from dedup.errors import SettingsError

FIELDS = {
    "id": '"stacked-nouns"',
    "family": '"stacking"',
    "category": '"nouns"',
    "claims": '"machine"',
    "pattern": "'''\\bfish fish\\b'''",
    "message": '"Two fish: {text}."',
    "why": '"Nobody writes so."',
    "matches": '["a ⟦fish fish⟧ here", "one ⟦fish fish⟧ there", "⟦fish fish⟧"]',
    "misses": '["fish", "fishes", "a fish, fish"]',
}


def folder_with(path: Path, name: str = "mine.toml", **changed: str | None) -> Path:
    """A folder with one rule, its fields as they stand in TOML; None leaves one out."""
    fields = {k: v for k, v in {**FIELDS, **changed}.items() if v is not None}
    path.mkdir(exist_ok=True)
    (path / name).write_text("[[rule]]\n" + "\n".join(f"{k} = {v}" for k, v in fields.items()), encoding="utf-8")
    return path


def test_a_folder_of_ones_own_joins_the_built_in_rules(tmp_path: Path) -> None:
    rules = load_rules([BUILT_IN, folder_with(tmp_path)])
    assert {r.id for r in rules} == {r.id for r in load_rules()} | {"stacked-nouns"}
    assert [r.id for r in rules] == sorted(r.id for r in rules)
    assert [f.message for f in Engine(rules)("We saw a fish fish today.")] == ["Two fish: fish fish."]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"patern": '"x"'}, "'patern' is unknown; did you mean 'pattern'"),
        ({"claims": '"robot"'}, "robot"),
        ({"why": None}, "the field 'why' is missing; add it"),
        ({"id": '"Stacked_Nouns"'}, "the id must be words of a-z and 0-9 joined by hyphens"),
        ({"pattern": "'''(fish'''"}, "the pattern '(fish' is no regular expression"),
        ({"pattern": "'''(?:fish)?'''"}, "matches nothing at all"),
        ({"pattern": "'''fish((?:[a-z]|(?0)))'''"}, "calls one of its groups, which may take any memory"),
        ({"pattern": "'''(?P<a>fish|(?&a)!)'''"}, "calls one of its groups"),
        ({"antipatterns": "['(fish|(?1))']"}, "calls one of its groups"),
        ({"antipatterns": "['[a']"}, "the antipattern '[a' is no regular expression"),
        ({"pattern": '"  "'}, "its pattern is empty"),
        ({"pattern": None}, "it has neither pattern nor phrases nor check; give exactly one"),
        ({"phrases": '"two fish"'}, "it has pattern and phrases; give exactly one"),
        (
            {"pattern": None, "check": '"doubled-acronyms"'},
            "the check 'doubled-acronyms' is unknown; did you mean 'doubled-acronym'",
        ),
        ({"needs": '"fish"'}, "its 'needs' is for a check alone"),
        ({"pattern": None, "check": '"doubled-acronym"', "needs": '"(fish"'}, "'(fish' is no regular expression"),
        ({"scope": '["boddy"]'}, "'boddy' is no scope; choose from body, quotation, title"),
        ({"scope": "[]"}, "its scope is empty"),
        ({"matches": '["⟦fish fish⟧"]'}, "it has 1 matches; give at least 3 examples"),
        ({"misses": '["a", "b"]'}, "it has 2 misses; give at least 3 examples"),
        ({"matches": '["⟧fish fish⟦", "fish fish", "fish fish"]'}, "has a ⟦ or ⟧ without the other"),
        ({"literals": '["Fish"]'}, "the literal 'Fish' is not in lower case"),
        ({"literals": '[""]'}, "a literal is empty"),
        ({"languages": '["French"]'}, "'French' is no ISO 639 code"),
    ],
)
def test_a_fault_is_reported_with_the_file_and_the_rule(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_rules([folder_with(tmp_path, **changed)])
    assert told in str(error.value)
    assert str(tmp_path / "mine.toml") in str(error.value)
    assert ("Stacked_Nouns" if "id" in changed else "stacked-nouns") in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[[rule]\n", "this is no TOML"),
        (b'title = "\xff"', "is no UTF-8"),
        (b"", "it has no [[rule]] table"),
        (b"rule = 3", "it has no [[rule]] table"),
        (b"rule = [3]", "the rule in place 1"),
        (b"[[rule]]\nfamily = 'x'", "the rule in place 1"),
    ],
)
def test_a_broken_file_is_reported(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"mine\.toml") as error:
        load_rules([tmp_path])
    assert told in str(error.value)


def test_one_id_is_there_once(tmp_path: Path) -> None:
    folder_with(tmp_path)
    folder_with(tmp_path, "other.toml")
    with pytest.raises(SettingsError, match=r"other\.toml: the rule 'stacked-nouns' is in .*mine\.toml too"):
        load_rules([tmp_path])
    one = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    (tmp_path / "other.toml").unlink()
    (tmp_path / "mine.toml").write_text(f"{one}\n{one}", encoding="utf-8")
    with pytest.raises(SettingsError, match="'stacked-nouns' is there twice"):
        load_rules([tmp_path])


def test_a_folder_without_rules_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such folder"):
        load_rules([tmp_path / "missing"])
    with pytest.raises(SettingsError, match=r"no \*\.toml file"):
        load_rules([tmp_path])


def test_rules_are_chosen_by_id_or_family(tmp_path: Path) -> None:
    folder_with(tmp_path)
    folder_with(tmp_path, "other.toml", id='"lonely-noun"', family='"alone"')
    assert [r.id for r in load_rules([tmp_path], ignored=["lonely-noun"])] == ["stacked-nouns"]
    assert [r.id for r in load_rules([tmp_path], ignored=["stacking"])] == ["lonely-noun"]
    assert [r.id for r in load_rules([tmp_path], selected=["alone"])] == ["lonely-noun"]
    assert [r.id for r in load_rules([tmp_path], selected=["alone", "stacked-nouns"], ignored=["alone"])] == [
        "stacked-nouns"
    ]
    for chosen in ({"ignored": ["stackd-nouns"]}, {"selected": ["stackd-nouns"]}):
        with pytest.raises(SettingsError, match="no rule or family 'stackd-nouns'; did you mean 'stacked-nouns'"):
            load_rules([tmp_path], **chosen)


def test_an_escaped_bracket_calls_no_group(tmp_path: Path) -> None:
    rules = load_rules([folder_with(tmp_path, pattern=r"'''fish \(?0\)?'''")])
    assert [f.message for f in Engine(rules)("We saw a fish (0) today.")] == ["Two fish: fish (0)."]


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in load_rules()])
def test_the_patterns_of_a_built_in_rule_are_valid(rule: Rule) -> None:  # what loading takes for granted
    assert pattern_fault(rule) is None
