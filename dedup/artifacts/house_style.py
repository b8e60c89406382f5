"""House style: a mark that an outlet has in a large part of its articles is how it writes, and no evidence.

"mln" is in nearly every item of one wire; a scraper that loses the space behind full stops loses it in all articles of
a site. Learned by outlet, from the articles that were seen, and only for rules that claim no more than a translation:
an outlet that spins four of five articles does not become innocent by that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from dedup.artifacts.rule import Finding
from dedup.artifacts.translation_verdict import TextEvidence

LEAST: Final = 20  # articles of an outlet from which its style is known
SHARE: Final = 0.3  # of its articles that have a mark of a rule; translations have few formulas so often
MOST_OUTLETS: Final = 100_000  # that a scan counts; what comes later has no style
SHOWN: Final = 8  # rules that a reason names

NO_RULES: Final[frozenset[str]] = frozenset()


class HouseStyle:
    """Counts, by outlet, the English articles and those that have marks of each rule.

    >>> style = HouseStyle()
    >>> for _ in range(20): style.add("wire", TextEvidence())
    >>> style.rules_of("wire")
    frozenset()
    """

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._hits: dict[str, Counter[str]] = {}

    def add(self, outlet: str, evidence: TextEvidence) -> None:
        """Count one article of an outlet; an article without an outlet, or in another language, counts nowhere."""
        if not outlet or not evidence.english:
            return
        if outlet not in self._articles and len(self._articles) >= MOST_OUTLETS:
            return
        self._articles[outlet] += 1
        if rules := style_rules(evidence):
            self._hits.setdefault(outlet, Counter()).update(rules)

    def add_counts(self, articles: Mapping[str, int], marks: Mapping[str, Mapping[str, int]]) -> None:
        """Add what was counted elsewhere: by outlet its English articles, and of these those with marks of each
        rule."""
        for outlet, count in articles.items():
            if outlet in self._articles or len(self._articles) < MOST_OUTLETS:
                self._articles[outlet] += count
                if outlet in marks:
                    self._hits.setdefault(outlet, Counter()).update(marks[outlet])

    @property
    def outlets(self) -> list[str]:
        """The outlets that were counted."""
        return list(self._articles)

    def rules_of(self, outlet: str) -> frozenset[str]:
        """Return the rules whose marks are the outlet's style."""
        return style_of(self._articles[outlet], self._hits.get(outlet, {}))


def style_of(articles: int, marks: Mapping[str, int]) -> frozenset[str]:
    """Return the rules whose marks are the style of an outlet with so many English articles, of which so many have
    marks of each rule.

    >>> style_of(20, {"spaced-colon": 6, "linked-hyphen": 5}), style_of(19, {"spaced-colon": 19})
    (frozenset({'spaced-colon'}), frozenset())
    """
    if articles < LEAST:
        return NO_RULES
    return frozenset(rule for rule, marked in marks.items() if marked >= SHARE * articles)


def style_rules(evidence: TextEvidence) -> set[str]:
    """Return the rules whose marks on an article may be the style of its outlet."""
    return {finding.rule for finding in evidence.findings if _may_be_style(finding)}


def _may_be_style(finding: Finding) -> bool:
    return finding.claims == "translated" and finding.status == "counted"


def without_style(evidence: TextEvidence, rules: frozenset[str]) -> TextEvidence:
    """Return the evidence in which the marks of these rules are house style."""
    if not any(finding.rule in rules and _may_be_style(finding) for finding in evidence.findings):
        return evidence
    findings = [
        msgspec.structs.replace(f, status="house_style") if f.rule in rules and _may_be_style(f) else f
        for f in evidence.findings
    ]
    return msgspec.structs.replace(evidence, findings=findings)


def apply_house_style(outlets: Iterable[str], evidence: Sequence[TextEvidence]) -> list[TextEvidence]:
    """Return the evidence on articles of these outlets, one each, without what is an outlet's style among them."""
    style, names = HouseStyle(), list(outlets)
    for outlet, each in zip(names, evidence, strict=True):
        style.add(outlet, each)
    learned: Mapping[str, frozenset[str]] = {outlet: style.rules_of(outlet) for outlet in set(names)}
    return [without_style(each, learned[outlet]) for outlet, each in zip(names, evidence, strict=True)]


def style_reason(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the sentence that says which marks are house style, if any are."""
    rules = sorted({finding.rule for finding in findings if finding.status == "house_style"})
    if not rules:
        return ()
    more = f" and {len(rules) - SHOWN} more" if len(rules) > SHOWN else ""
    return (f"House style of its outlet, and no evidence: {', '.join(rules[:SHOWN])}{more}.",)
