"""Any file of rules is refused with a sentence, or its rules run over a text and end.

The first byte chooses whether the rest is a whole file or the pattern of a rule.
"""

from __future__ import annotations

from tests.fuzz.harness import Target, fuzz, scratch_folder

TEXT = (
    "Members of the European Union of EU (EU) met in Baghdad on Monday, aaaaaaaa! The 2e time “said” the minister. "
    'He added: "We will close the bridge." Читайте. 3,400 people; see translation (Reuters) http://a.b/c?d=e.\n\n'
) * 3
SECONDS = 0.05


def make_target() -> Target:
    """Return a target that reads rules and runs them."""
    from dedup.artifacts.engine import Engine
    from dedup.artifacts.loading import pattern_fault, read_rules
    from dedup.artifacts.rule import Problem, Rule
    from dedup.errors import SettingsError

    path = scratch_folder() / "own.toml"
    fields = {"id": "own", "family": "f", "category": "c", "claims": "machine", "message": "{text}", "why": "w"}

    def rules_of(data: bytes) -> list[Rule]:
        if data[:1] < b"\x80":
            path.write_bytes(data[1:])
            return read_rules(path)
        pattern, _, antipattern = data[1:].decode("utf-8", "replace").partition("\n")
        antipatterns = (antipattern,) if antipattern else ()
        rule = Rule(**fields, matches=(), misses=(), pattern=pattern, antipatterns=antipatterns)  # type: ignore[arg-type]
        return [rule] if pattern and pattern_fault(rule) is None else []

    def target(data: bytes) -> None:
        try:
            rules = rules_of(data)
        except SettingsError as error:
            assert str(error)
            return
        problems: list[Problem] = []
        for finding in Engine(rules, time_limit=SECONDS)(TEXT, "A title", problems=problems):
            assert 0 <= finding.start <= finding.end <= len(TEXT)

    return target


if __name__ == "__main__":
    fuzz(make_target)
