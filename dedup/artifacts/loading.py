"""Rule files: TOML with one `[[rule]]` table a rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from dedup.artifacts.rule import Rule
from dedup.errors import SettingsError

BUILT_IN = Path(__file__).with_name("rules")


def load_rules(folders: Iterable[Path] = (BUILT_IN,)) -> list[Rule]:
    """The rules of all `*.toml` files in these folders, by id. Raises SettingsError with the file and the rule."""
    rules: dict[str, Rule] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                tables = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
                found = msgspec.convert(tables, list[Rule])
            except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError, UnicodeDecodeError) as error:
                raise SettingsError(f"{path}: {error}; see `dedup explain` for what a rule file holds.") from error
            for rule in found:
                if rule.id in rules:
                    raise SettingsError(f"{path}: the rule {rule.id!r} stands in another file too; give it an id of its own.")
                rules[rule.id] = rule
    return [rules[i] for i in sorted(rules)]
