"""The table of what the built-in patterns need says what reading them says, and a pattern that is not in it is read."""

from collections import Counter

from dedup.artifacts import load_rules
from dedup.artifacts.compiled_rule import key_of, known_part, rows
from dedup.artifacts.regex_reader import read_pattern

RULES = [rule for rule in load_rules() if rule.filtering is not None]


def test_the_table_is_that_of_the_patterns_that_exist() -> None:
    """Else run `python training/artifact_literals.py`."""
    assert set(rows()) == {key_of(rule.filtering or "", rule.ignore_case) for rule in RULES}
    for rule in RULES:
        known = known_part(rule.filtering or "", ignore_case=rule.ignore_case)
        read = read_pattern(rule.filtering or "", ignore_case=rule.ignore_case)
        assert known.width == read.width, rule.id
        assert (known.needs is None) == (read.needs is None), rule.id
        assert Counter(known.needs or ()) == Counter(read.needs or ()), rule.id


def test_another_pattern_is_read() -> None:
    assert known_part("zebra|quagga").needs == read_pattern("zebra|quagga").needs
    assert key_of("zebra", True) != key_of("zebra", False)
