"""The table of what the built-in patterns need has what reading them gives, and a pattern that is not in it is read."""

from collections import Counter

from dedup.artifacts import load_rules
from dedup.artifacts.needed_literals import share_of_literals
from dedup.artifacts.pattern_table import key_of, known_needs, read_needs, rows

PATTERNS = {
    (pattern, rule.ignore_case)
    for rule in load_rules()
    for pattern in (rule.filtering, *rule.antipatterns)
    if pattern is not None
}


def test_the_table_is_that_of_the_patterns_that_exist() -> None:
    """Else run `python training/artifact_literals.py`."""
    assert set(rows()) == {key_of(pattern, ignore_case) for pattern, ignore_case in PATTERNS}
    for pattern, ignore_case in PATTERNS:
        known, read = (function(pattern, ignore_case=ignore_case) for function in (known_needs, read_needs))
        assert (known.width, known.share) == (read.width, read.share), pattern
        assert (known.literals is None) == (read.literals is None), pattern
        assert Counter(known.literals or ()) == Counter(read.literals or ()), pattern


def test_another_pattern_is_read() -> None:
    known = known_needs("zebra|quagga")
    assert [literal.text for literal in known.literals or ()] == ["zebra", "quagga"]
    assert known.width == len("quagga")
    assert known.share == share_of_literals(known.literals)
    assert key_of("zebra", True) != key_of("zebra", False)
