"""What each artifact rule hits: articles per 1,000 of each label, and examples of the hits; with --write, the table of
the rules' weights.

    python training/artifact_rates.py ../shared/bench [--rule ID] [--family F] [--show LABEL] [--every N] [--rules
    FOLDER] [--write]

One group of articles in four is kept apart and not looked at here. The table, dedup/artifacts/rates.json, is generated
and never typed; what it changes is reviewed together with the rules.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from articles import Labelled, labelled, native

from dedup.article import Article
from dedup.artifacts import Engine, Finding, Rule, load_rules
from dedup.artifacts.loading import BUILT_IN
from dedup.artifacts.rule import TABLE
from dedup.text.corpus import CorpusReader

BATCH: Final = 500  # articles
# Articles without a hit that are added to a label: one hit among the 18 spun texts must not tell much
PRIOR: Final = 50
FLOOR: Final = 0.002  # a rate that the human articles at hand cannot tell from none
CAP: Final = 4.0  # of a weight either way: one rule never settles a matter alone
HUMAN: Final = ("human", "human_nonnative", "real", "stations", "reuters", "formal")
# Which labels a claim is true of, and which it is false of; each label counts the same, however many articles it has.
TRUE_OF: Final = {
    "machine": ("machine", "crude", "returned"),
    "translated": ("human_translation", "machine", "crude", "returned"),
    "spun": ("spun", "returned"),
    "assistant": (),
}
FALSE_OF: Final = {
    "machine": (*HUMAN, "human_translation"),
    "translated": HUMAN,
    "spun": (*HUMAN, "human_translation", "machine"),
    "assistant": (*HUMAN, "human_translation", "machine"),
}


def findings(engine: Engine, texts: Sequence[Labelled]) -> Iterator[tuple[Labelled, list[Finding]]]:
    """Each text with what the rules find in it."""
    reader = CorpusReader()
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        yield from zip(batch, engine.batch(reader([Article(text=one.text) for one in batch])), strict=True)


def weight(rule: Rule, hits: Mapping[str, int], size: Mapping[str, int]) -> float:
    """The logarithm of how many times likelier the rule hits an article that its claim is true of; 0 for a rule that
    hits none.

    The rate of a label is hits / (articles + PRIOR), that of some labels the mean of theirs, and FLOOR is added to both
    sides.
    """

    def rate(labels: Sequence[str]) -> float:
        known = [label for label in labels if size.get(label)]
        return FLOOR + sum(hits.get(n, 0) / (size[n] + PRIOR) for n in known) / max(1, len(known))

    ratio = math.log(rate(TRUE_OF[rule.claims]) / rate(FALSE_OF[rule.claims]))
    return round(max(-CAP, min(CAP, ratio)), 2)


def table(rules: Sequence[Rule], hits: Mapping[str, Mapping[str, int]], size: Mapping[str, int]) -> dict[str, object]:
    """The content of the table."""
    about = {
        "what": "Articles per 1,000 that each rule hits, by label, and the weight: log likelihood ratio of its claim, "
        "smoothed and capped.",
        "script": "training/artifact_rates.py --write",
        "data": "WMT 2021-22 news and its translations, BBC 2004-05, Indian and Pakistani press, ECB+ and Giveme5W1H "
        "(real), police reports (stations), a wire of 1987 (reuters), speeches (formal), Apertium translations (crude) "
        "and round trips (returned), WMT 2023 spun blocks; one group in four left out",
        "articles": dict(sorted(size.items())),
        "accused_by_two_families": {},
    }
    rows = {
        rule.id: {
            "weight": weight(rule, hits.get(rule.id, {}), size),
            "hits": {
                label: round(1000 * hits.get(rule.id, {}).get(label, 0) / size[label], 1) for label in sorted(size)
            },
        }
        for rule in rules
    }
    return {"about": about, "rules": rows}


def written(content: Mapping[str, object]) -> str:
    """The table as JSON with a line for each rule, so that a change can be reviewed."""
    rules = content["rules"]
    assert isinstance(rules, dict)
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(rules.items()))
    return f'{{\n  "about": {json.dumps(content["about"], indent=2)},\n  "rules": {{\n{lines}\n  }}\n}}\n'


def main() -> None:
    """Print a table; with --show, the hits in articles of one label."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--rule", action="append", default=[], help="only rules whose id begins so")
    parser.add_argument("--family", action="append", default=[])
    parser.add_argument("--show", help="print the hits in the articles of this label")
    parser.add_argument("--every", type=int, default=1, help="take one article in so many")
    parser.add_argument("--rules", type=Path, action="append", default=[], help="another folder of rules")
    parser.add_argument("--write", action="store_true", help="write the table of all built-in rules")
    asked = parser.parse_args()
    if asked.write and (asked.rule or asked.family or asked.rules or asked.every > 1):
        parser.error("--write takes all built-in rules and all articles; leave the other options out")
    rules = load_rules([BUILT_IN, *asked.rules])
    rules = [
        r
        for r in rules
        if (not asked.rule or r.id.startswith(tuple(asked.rule))) and (not asked.family or r.family in asked.family)
    ]
    registers = [one for one in native(asked.bench) if one.label in HUMAN and not one.held_out]
    texts = [*labelled(asked.bench), *registers][:: asked.every]
    size: Counter[str] = Counter(t.label for t in texts)
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    two: Counter[str] = Counter()
    for one, found in findings(Engine(rules), texts):
        for name in {f.rule for f in found}:
            hits[name][one.label] += 1
        if len({f.family for f in found if f.accuses}) > 1:
            two[one.label] += 1
        if asked.show == one.label:
            for f in found:
                around = one.text[max(0, f.start - 60) : f.end + 60].replace("\n", "⏎")
                print(f"{one.id} {one.language} {f.rule} “{f.text}” … {around}")
    labels = sorted(size)
    print(f"{'articles per 1,000':34} claims     weight " + " ".join(f"{label[:11]:>11}" for label in labels))
    for rule in rules:
        row = " ".join(f"{1000 * hits[rule.id][label] / size[label]:11.1f}" for label in labels)
        print(f"{rule.id[:33]:34} {rule.claims:10} {weight(rule, hits[rule.id], size):6.2f} {row}")
    accused = {label: round(1000 * two[label] / size[label], 1) for label in labels}
    print(f"{'two hard families':34} {'':10} {'':6} " + " ".join(f"{accused[label]:11.1f}" for label in labels))
    if asked.write:
        content = table(rules, hits, size)
        about = content["about"]
        assert isinstance(about, dict)
        about["accused_by_two_families"] = accused
        TABLE.write_text(written(content), encoding="utf-8")


if __name__ == "__main__":
    main()
