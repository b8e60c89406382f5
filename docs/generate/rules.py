"""Reference pages of the rules, made from their TOML: one page for each family, and one for the rules that compare
versions."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from dedup.artifacts import Rule, load_rules
from dedup.artifacts.rule import RuleRate, read_rates
from dedup.cli.explain import CLAIMS, LABELS
from dedup.cli.rules import SIBLINGS
from dedup.siblings.aligned_rules import ALIGNED, AlignedRule

FOLDER: Final = "reference/rules"


def rule_pages() -> dict[str, str]:
    """Return the Markdown of the list of rules and of a page for each family, by path under docs/."""
    families: dict[str, list[Rule]] = defaultdict(list)
    for rule in load_rules():
        families[rule.family].append(rule)
    rates = read_rates().rules
    pages = {f"{FOLDER}/index.md": "\n".join(_list(families))}
    for family in sorted(families):
        rules = families[family]
        lines = [f"# {family}", "", _count(rules), ""]
        for rule in rules:
            lines += _rule(rule, rates.get(rule.id))
        pages[f"{FOLDER}/{family}.md"] = "\n".join(lines) + "\n"
    pages[f"{FOLDER}/{SIBLINGS}.md"] = "\n".join(_versions()) + "\n"
    return pages


def _list(families: dict[str, list[Rule]]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield (
        f"There are {sum(map(len, families.values()))} rules in {len(families)} families, and {len(ALIGNED)} rules "
        "that compare versions of a story. Two findings of one family are one piece of evidence. `dedup explain RULE` "
        "prints what these pages show. The guide says how to write [rules of your own](../../guide/own-rules.md)."
    )
    yield from ("", "| family | rules | claims |", "|---|---|---|")
    for family in sorted(families):
        names = ", ".join(f"[{rule.id}]({family}.md#{rule.id})" for rule in families[family])
        claims = ", ".join(f"`{claim}`" for claim in sorted({rule.claims for rule in families[family]}))
        yield f"| [{family}]({family}.md) | {names} | {claims} |"
    names = ", ".join(f"[{rule.id}]({SIBLINGS}.md#{rule.id})" for rule in ALIGNED)
    yield f"| [{SIBLINGS}]({SIBLINGS}.md) | {names} | `machine`, `spun`, `translated` |"
    yield ""


def _count(rules: list[Rule]) -> str:
    one = len(rules) == 1
    return f"{len(rules)} rule{'' if one else 's'}. A verdict counts the findings of the family once."


def _rule(rule: Rule, rate: RuleRate | None) -> Iterator[str]:
    languages = f", from {', '.join(rule.languages)}" if rule.languages else ""
    yield from (f"## {rule.id}", "", f"*{_safe(rule.category)}.* ", "")
    yield f"Claims `{rule.claims}`{languages}: {CLAIMS[rule.claims]}. Looked for in: {', '.join(rule.scope)}."
    yield from ("", f"<p>{_safe(rule.why)}</p>", "")
    yield from ("Marked:", "", _examples(rule.matches), "", "Left alone:", "", _examples(rule.misses), "")
    yield from _sources(rule)
    if rate is None:
        yield "How often it hits was not measured. It weighs nothing in P(translated)."
    elif not any(rate.hits.values()):
        yield "It hit none of the articles that it was measured on. It weighs nothing in P(translated)."
    else:
        hits = ", ".join(f"{LABELS.get(label, label)} {rate.hits[label]:.1f}" for label in rate.hits)
        yield f"Of 1,000 articles it hits: {hits}. Weight: {rate.weight:+.2f}."
    yield ""


def _sources(rule: Rule) -> Iterator[str]:
    """What the rule looks for, as its file has it."""
    if rule.check is not None:
        yield from (f"It is the check `{rule.check}`, which is a function.", "")
    for title, patterns in (("Pattern", [rule.pattern]), ("Antipatterns", rule.antipatterns)):
        given = [pattern for pattern in patterns if pattern]
        if given:
            yield from (f"{title}:", "", _code(given), "")
    if rule.phrases is not None:
        yield from ("Phrases:", "", _code([line.strip() for line in rule.phrases.strip().splitlines()]), "")


def _versions() -> Iterator[str]:
    yield from (f"# {SIBLINGS}", "")
    yield "`dedup scan` compares the versions of a story and marks what one of them alone changed."
    yield ""
    for rule in ALIGNED:
        yield from _aligned(rule)


def _aligned(rule: AlignedRule) -> Iterator[str]:
    claims = "`machine`, or `spun` beside the marks of a spinner" if rule.strong else "`translated`"
    yield from (f"## {rule.id}", "", f"*{_safe(rule.category)}.* Claims {claims}.", "", f"<p>{_safe(rule.why)}</p>", "")
    yield from ("Marked:", "", _examples([rule.own]), "", "Another version has:", "", _examples([rule.theirs]), "")


def _examples(texts: Iterable[str]) -> str:
    """A list as HTML, in which no character of an example is taken for Markdown."""
    items = "".join(f"<li>{_safe(text)}</li>" for text in texts)
    return f"<ul>{items.replace('⟦', '<mark>').replace('⟧', '</mark>')}</ul>"


def _code(lines: Iterable[str]) -> str:
    return "<pre><code>" + "\n".join(_safe(line).replace("<br>", "\n") for line in lines) + "</code></pre>"


def _safe(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")
