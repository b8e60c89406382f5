"""Rule files: TOML with one `[[rule]]` table for each rule, in the built-in folder or in one of the user's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import msgspec

from dedup.artifacts.checks import CHECKS
from dedup.artifacts.rule import SCOPES, BuiltInRule, Rule
from dedup.errors import SettingsError

BUILT_IN: Final = Path(__file__).with_name("rules")
LEAST_EXAMPLES: Final = 3
LARGEST_FILE: Final = 4 << 20  # bytes; a thousand rules take about one
SECONDS_ON_NOTHING: Final = 1.0  # for a pattern of the user on the empty text

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BRACKETED: Final = re.compile(r"[^⟦⟧]*(?:⟦[^⟦⟧]+⟧[^⟦⟧]*)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)
_CALL: Final = re.compile(r"\(\?(?:R|[+-]?\d|&|P>)")


def load_rules(
    folders: Iterable[Path] = (BUILT_IN,), *, ignored: Sequence[str] = (), selected: Sequence[str] = ()
) -> list[Rule]:
    """Return the rules of all `*.toml` files in these folders, by id.

    `selected` are ids or families: the others are left out (none: all stay); `ignored` ids or families are left out in
    any case. Raises SettingsError, which names the file, the rule and the way out. The patterns of the built-in rules
    are taken to be valid.

    >>> [rule.id for rule in load_rules(selected=["acronyms"])][:1]
    ['acronym-head-lost']
    """
    rules: dict[str, Rule] = {}
    files: dict[str, Path] = {}
    for folder in folders:
        for path in _files(folder):
            for rule in read_rules(path, built_in=folder == BUILT_IN):
                if rule.id in rules:
                    raise SettingsError(
                        f"{path}: the rule {rule.id!r} is in {files[rule.id]} too; give one of them another id."
                    )
                rules[rule.id], files[rule.id] = rule, path
    return _chosen([rules[i] for i in sorted(rules)], ignored, selected)


def read_rules(path: Path, *, built_in: bool = False) -> list[Rule]:
    """Return the rules of one file; the patterns of others than `built_in` ones are compiled as a test. Raises
    SettingsError."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise SettingsError(f"{path}: the file has more than {LARGEST_FILE >> 20} MB; split it.")
        tables = tomllib.loads(data.decode("utf-8")).get("rule")
    except OSError as error:
        raise SettingsError(f"{path}: it cannot be read ({error.strerror}); check its rights.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: byte {error.start} is no UTF-8; save the file as UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path}: this is no TOML ({error}); mend it there.") from error
    if not isinstance(tables, list) or not tables:
        raise SettingsError(f"{path}: it has no [[rule]] table; add one, or remove the file.")
    rules: list[Rule] = []
    for number, table in enumerate(tables, 1):
        rule = _converted(path, number, table, BuiltInRule if built_in else Rule)
        fault = rule_fault(rule) or (None if built_in else pattern_fault(rule))
        if fault is not None:
            raise SettingsError(f"{path}: rule {rule.id!r}: {fault}")
        if any(rule.id == other.id for other in rules):
            raise SettingsError(f"{path}: the rule {rule.id!r} is there twice; give one of them another id.")
        rules.append(rule)
    return rules


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SettingsError(f"{folder}: there is no such folder of rules; name a folder with *.toml files.")
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise SettingsError(
            f"{folder}: there is no *.toml file in this folder of rules; name another, or leave it out."
        )
    return files


def _converted(path: Path, number: int, table: Any, kind: type[Rule]) -> Rule:
    name = (
        f"rule {table['id']!r}"
        if isinstance(table, dict) and isinstance(table.get("id"), str)
        else f"the rule in place {number}"
    )
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        reason = str(error)
        unknown = re.search(r"unknown field `(.+?)`", reason)
        if unknown is not None:
            raise SettingsError(
                f"{path}: {name}: the field {unknown[1]!r} is unknown; {suggestion(unknown[1], _FIELDS)}."
            ) from error
        missing = re.search(r"missing required field `(.+?)`", reason)
        if missing is not None:
            raise SettingsError(f"{path}: {name}: the field {missing[1]!r} is missing; add it.") from error
        raise SettingsError(f"{path}: {name}: {reason[0].lower()}{reason[1:]}; correct the field.") from error


_FIELDS: Final = [field.encode_name for field in msgspec.structs.fields(Rule)]


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return what to do about an unknown name: the name that was probably meant, or those that there are."""
    names = sorted(known)
    near = get_close_matches(name, names, 1)
    return (
        f"did you mean {near[0]!r}?"[:-1]
        if near
        else f"choose from {', '.join(names[:20])}{' ...' if len(names) > 20 else ''}"
    )


def rule_fault(rule: Rule) -> str | None:
    """Return what is wrong with a rule apart from its patterns, with what to do, or None."""
    given = [name for name in ("pattern", "phrases", "check") if getattr(rule, name) is not None]
    if not _ID.fullmatch(rule.id):
        return "the id must be words of a-z and 0-9 joined by hyphens, such as 'doubled-word'; rename it."
    if len(given) != 1:
        return f"it has {' and '.join(given) or 'neither pattern nor phrases nor check'}; give exactly one of them."
    if not getattr(rule, given[0]).strip():
        return f"its {given[0]} is empty and would match everywhere; fill it in."
    if rule.needs is not None and rule.check is None:
        return "its 'needs' is for a check alone; use the pattern itself, or literals."
    if rule.check is not None and rule.check not in CHECKS:
        return f"the check {rule.check!r} is unknown; {suggestion(rule.check, CHECKS)}."
    wrong = next((scope for scope in rule.scope if scope not in SCOPES), None)
    if wrong is not None or not rule.scope:
        return (
            f"{wrong!r} is no scope; choose from {', '.join(SCOPES)}."
            if wrong is not None
            else "its scope is empty; leave the field out."
        )
    for name in ("matches", "misses"):
        if len(getattr(rule, name)) < LEAST_EXAMPLES:
            return f"it has {len(getattr(rule, name))} {name}; give at least {LEAST_EXAMPLES} examples."
    for example in rule.matches:
        if _BRACKETED.fullmatch(example) is None:
            return f"the example {example[:60]!r} has a ⟦ or ⟧ without the other; put them around what the rule marks."
    literal = next((text for text in rule.literals if not text or text != text.lower()), None)
    if literal is not None:
        return (
            f"the literal {literal!r} is not in lower case; write it so, case is ignored."
            if literal
            else "a literal is empty; remove it."
        )
    code = next((code for code in rule.languages if not _LANGUAGE.fullmatch(code)), None)
    if code is not None:
        return f"{code!r} is no ISO 639 code of a language; write two or three small letters."
    return None


def pattern_fault(rule: Rule) -> str | None:
    """Return what is wrong with the patterns of a rule, with what to do, or None."""
    import regex

    for name, source in [("pattern", rule.filtering), *(("antipattern", source) for source in rule.antipatterns)]:
        if source is None:
            continue
        if _CALL.search(_ESCAPED.sub("", source)) is not None:
            return (
                f"the {name} {source[:80]!r} calls one of its groups, which may take any memory; write the group out."
            )
        try:
            compiled = regex.compile(source, regex.VERSION1)
            is_empty = compiled.fullmatch("", timeout=SECONDS_ON_NOTHING) is not None
        except (regex.error, RecursionError, OverflowError, MemoryError, TimeoutError) as error:
            reason = str(error) or type(error).__name__
            return f"the {name} {source[:80]!r} is no regular expression that can be run ({reason}); correct it."
        if is_empty:
            return f"the {name} {source[:80]!r} matches nothing at all; make a part of it necessary."
    return None


def _chosen(rules: list[Rule], ignored: Sequence[str], selected: Sequence[str]) -> list[Rule]:
    names = {name for rule in rules for name in (rule.id, rule.family)}
    for name in (*ignored, *selected):
        if name not in names:
            raise SettingsError(f"There is no rule or family {name!r}; {suggestion(name, names)}.")
    wanted = [rule for rule in rules if not selected or rule.id in selected or rule.family in selected]
    return [rule for rule in wanted if rule.id not in ignored and rule.family not in ignored]


def find_rule(rules: Sequence[Rule], name: str, besides: Sequence[str] = ()) -> Rule:
    """Return the rule of this id. Raises SettingsError, which names the nearest of the rules and of the names
    `besides`."""
    for rule in rules:
        if rule.id == name:
            return rule
    raise SettingsError(f"There is no rule {name!r}; {suggestion(name, [*(rule.id for rule in rules), *besides])}.")
