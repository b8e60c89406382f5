"""`make same`: check that a refactoring changes nothing in what is found.

usage: python benchmarks/same.py [--input NAME]... [--dump FILE] [--against FILE] [--write]

Each input is scanned through the library. The records of each kind are hashed, and the hashes are compared with the
committed `same.json`. The exit code is 1 if one differs. Only `seeds` is always there; an input that is not at hand is
skipped.

| input | what is run |
|---|---|
| `seeds`, `real`, `grouping`, `pairs` | a scan with everything on |
| `copies` | `real` again: a scan with `only=["copies"]`, and an index that keeps no texts |
| `index` | `real`, one article at a time through a new index, with translation verdicts and names |

`FIELDS` lists what is hashed. Header, settings and summary are left out, and so are fields that a later version adds.
Sentences (reasons, messages) are a kind of their own, `sentences`, so that a new wording changes no other kind.

For a change that is meant to change something: write the records of the old commit with `--dump`, then run the new code
with `--against` to count the records that were added, removed and changed.

The number of jobs, PYTHONHASHSEED and DEDUP_SIMD must not matter. The library reads DEDUP_SIMD (baseline, v3, v4) when
it is imported, so run this script once for each level.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import corpora
import msgspec

import dedup

COMMITTED: Final = Path(__file__).with_name("same.json")
FIRST_SEEN: Final = 1_600_000_000
"""When the first article of an index came in, in seconds since 1970; each later one comes a minute later."""

Record = Mapping[str, Any]
RecordsByKind = dict[str, list[Record]]
FieldTree = Mapping[str, Any]
"""Fields by name. None takes the whole value, a tree takes fields of the record or the records inside."""

_PASSAGES: Final = (
    "passages.a",
    "passages.b",
    "passages.text_a",
    "passages.text_b",
    "passages.kind",
    "passages.quoted",
    "passages.similarity",
)
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": (
        *("id", "path", "line", "url", "title", "published", "outlet", "language", "words"),
        *("families.copy", "families.wire", "families.event"),
        *("furniture.start", "furniture.end", "furniture.kind"),
        *("credits.field", "credits.kind", "credits.source", "credits.start", "credits.end", "credits.text"),
    ),
    "verdicts": ("id", "verdict", "probability", "source_languages.language", "source_languages.probability"),
    "marks": (
        *("article", "rule", "claims", "evidence", "field", "start", "end", "text"),
        *("sibling.article", "sibling.start", "sibling.end", "sibling.text"),
    ),
    "names": (
        *("name", "kind", "ambiguous_with"),
        *("spellings.text", "spellings.count", "spellings.articles"),
        *("spellings.conventions.convention", "spellings.conventions.probability"),
        *("aliases.text", "aliases.relation", "aliases.articles"),
    ),
    "relations": (
        *("a", "b", "relation", "probability", "direction", "coverage.a", "coverage.b", "quoted.a", "quoted.b"),
        *("similarity.jaccard5", "similarity.jaccard2", "similarity.containment", "version"),
        *_PASSAGES,
    ),
    "weak": ("a", "b", "relation", "probability"),
    "families": (
        *("id", "level", "members", "root.article", "root.source", "root.probability", "bridges.a", "bridges.b"),
        *("omitted_pairs", "member_facts.id", "member_facts.novelty", "member_facts.supersedes"),
    ),
    "matches": (
        *("id", "decision", "family", "known", "verified", "novelty", "supersedes", "version_of", "changed"),
        *("matches.id", "matches.score", "matches.relation", "matches.direction", "matches.first_seen"),
        *("matches.coverage.a", "matches.coverage.b", "matches.copied.a", "matches.copied.b"),
        *("matches.proves", "matches.version", "matches.changed"),
        *(f"matches.{field}" for field in _PASSAGES),
    ),
    "mentions": (
        *("article", "name", "kind"),
        *("spellings.text", "spellings.relation", "spellings.places"),
        *("elsewhere.text", "elsewhere.relation", "elsewhere.articles"),
    ),
}
"""What was found, by kind. A dot leads into a record or each record of a list. `mentions` are names in an index.

The `first_seen` of a verdict is left out; matches have the time given.
"""
SENTENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "verdicts": ("reasons",),
    "marks": ("category", "message"),
    "relations": ("reasons",),
    "families": ("root.why", "bridges.why"),
}
"""The wording of these kinds. Together it is the kind `sentences`."""
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("id",),
    "verdicts": ("id",),
    "marks": ("article", "field", "start", "rule"),
    "names": ("name", "kind"),
    "relations": ("a", "b"),
    "weak": ("a", "b"),
    "families": ("id",),
    "matches": ("id",),
    "mentions": ("article", "name", "kind"),
}
"""The fields that name a record. Records of two runs are matched by them."""


def field_tree(fields: Iterable[str]) -> FieldTree:
    """Return dotted names of fields as a tree."""
    inner: defaultdict[str, list[str]] = defaultdict(list)
    for field in fields:
        name, _, rest = field.partition(".")
        inner[name].append(rest)
    return {name: field_tree(rests) if all(rests) else None for name, rests in inner.items()}


def select_fields(value: Any, fields: FieldTree | None) -> Any:
    """Return the fields of a record, or of each record of a list. Raises KeyError if a record lacks one."""
    if fields is None or value is None:
        return value
    if isinstance(value, list):
        return [select_fields(item, fields) for item in value]
    return {name: select_fields(value[name], inner) for name, inner in fields.items()}


@dataclass(frozen=True)
class KindHashes:
    """A short hash of each record of one kind, by the record's key, and a hash of all of them."""

    records: Mapping[str, str]
    sha256: str

    @property
    def committed_form(self) -> dict[str, Any]:
        """What `same.json` has of it."""
        return {"records": len(self.records), "sha256": self.sha256}


def hash_records(records: Iterable[tuple[str, Any]]) -> KindHashes:
    """Hash records, each given with its key. Their order does not matter; a key that comes again is numbered."""
    lines = sorted((key, json.dumps(record, sort_keys=True, separators=(",", ":"))) for key, record in records)
    whole = hashlib.sha256()
    short: dict[str, str] = {}
    times: defaultdict[str, int] = defaultdict(int)
    for key, line in lines:
        whole.update(f"{line}\n".encode())
        times[key] += 1
        unique = key if times[key] == 1 else f"{key}#{times[key]}"
        short[unique] = hashlib.sha256(line.encode()).hexdigest()[:16]
    return KindHashes(short, whole.hexdigest())


def hash_kinds(found: RecordsByKind) -> dict[str, KindHashes]:
    """Return the hashes of each kind of one input. Raises KeyError if a record lacks a field that is listed above."""
    hashes: dict[str, KindHashes] = {}
    sentences: list[tuple[str, Any]] = []
    for kind, records in found.items():
        keyed = [("|".join(str(record[field]) for field in KEYS[kind]), record) for record in records]
        fields = field_tree(FIELDS[kind])
        hashes[kind] = hash_records((key, select_fields(record, fields)) for key, record in keyed)
        if kind in SENTENCES:
            fields = field_tree(SENTENCES[kind])
            sentences += [(f"{kind}|{key}", select_fields(record, fields)) for key, record in keyed]
    return {**hashes, "sentences": hash_records(sentences)}


def scan_all(source: Path, jobs: int | None) -> RecordsByKind:
    """Scan an input with everything on. The records are those of the report's JSON, which its readers rely on."""
    report = json.loads(dedup.scan(source, jobs=jobs).to_json())
    articles = report["articles"]
    return {
        "articles": articles,
        "verdicts": [{"id": article["id"], **article["translation"]} for article in articles],
        "marks": [{"article": article["id"], **mark} for article in articles for mark in article["artifacts"]],
        "names": report["names"],
        **pairs_of(report),
    }


def scan_copies(source: Path, jobs: int | None) -> RecordsByKind:
    """Look for copies alone: in a scan, and in an index that keeps sketches and no texts."""
    report = json.loads(dedup.scan(source, jobs=jobs, only=["copies"]).to_json())
    return {**pairs_of(report), "matches": feed_index(source, everything=False)["matches"]}


def pairs_of(report: Record) -> RecordsByKind:
    """Return what a report has of pairs and families."""
    return {kind: report[kind] for kind in ("relations", "weak", "families") if kind in report}


def ask_index(source: Path, jobs: int | None) -> RecordsByKind:
    """Ask an index for everything. It works on one article at a time, whatever the number of jobs."""
    found = feed_index(source, everything=True)
    verdicts = found["matches"]
    return {
        **found,
        "verdicts": [{"id": verdict["id"], **verdict["translation"]} for verdict in verdicts],
        "mentions": [{"article": verdict["id"], **name} for verdict in verdicts for name in verdict["names"]],
    }


def feed_index(source: Path, *, everything: bool) -> RecordsByKind:
    """Feed an input to a new index, article by article. Return the verdicts, and the families at the end.

    The index keeps texts and is asked for everything, or keeps sketches alone.
    """
    verdicts: list[Record] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seen.db"
        with dedup.Prefilter(path, text=everything, translation=everything, names=everything) as seen:
            for number, article in enumerate(read_articles(source)):
                verdict = seen.check_and_add(article, first_seen=FIRST_SEEN + 60 * number)
                verdicts.append(msgspec.to_builtins(verdict))
            return {"matches": verdicts, "families": msgspec.to_builtins(seen.families())}


def read_articles(source: Path) -> Iterator[dedup.Article]:
    """Yield the articles of a file of labelled data."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            read = json.loads(line)
            optional = {"title": read.get("title"), "published": read.get("date"), "outlet": read.get("outlet")}
            yield dedup.Article(id=read["id"], text=read["text"], **optional)


INPUTS: Final[Mapping[str, tuple[str, Callable[[Path, int | None], RecordsByKind]]]] = {
    "seeds": ("", scan_all),
    "real": ("real/articles.jsonl.gz", scan_all),
    "grouping": ("families/grouping.jsonl.gz", scan_all),
    "pairs": ("families/pairs_articles.jsonl.gz", scan_all),
    "copies": ("real/articles.jsonl.gz", scan_copies),
    "index": ("real/articles.jsonl.gz", ask_index),
}
"""The file of each input in the folder of labelled data, and how it is run. The seeds are in the repository."""

Dump = Mapping[str, Mapping[str, Mapping[str, str]]]
"""A short hash of each record, by input, kind and key."""


def read_dump(path: Path) -> Dump:
    """Return the records that `write_dump` wrote."""
    dump: dict[str, dict[str, dict[str, str]]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            dump.setdefault(row["input"], {}).setdefault(row["kind"], {})[row["key"]] = row["hash"]
    return dump


def write_dump(path: Path, runs: Mapping[str, Mapping[str, KindHashes]]) -> None:
    """Write one line for each record."""
    with path.open("w", encoding="utf-8") as out:
        for name, run in runs.items():
            for kind, hashes in run.items():
                for key, short in hashes.records.items():
                    out.write(json.dumps({"input": name, "kind": kind, "key": key, "hash": short}) + "\n")


def count_differences(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return how many records were added, removed and changed, and the key of the first one."""
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    changed = sorted(key for key in new.keys() & old.keys() if new[key] != old[key])
    counts = f"{len(added):,} added, {len(removed):,} removed, {len(changed):,} changed"
    return ", first ".join([counts, *[*changed, *added, *removed][:1]])


def print_row(name: str, kind: str, records: str, result: str) -> None:
    """Print a row of the table."""
    print(f"{name:<10}{kind:<11}{records:>9}  {result}", flush=True)


def compare(name: str, run: Mapping[str, KindHashes], committed: Record, dump: Dump | None) -> bool:
    """Print the rows of one input. Return whether every hash is the committed one."""
    all_same = True
    for kind in dict.fromkeys([*run, *committed]):
        before = committed.get(kind)
        new = run.get(kind, KindHashes({}, "none"))
        same = before == new.committed_form
        all_same &= same
        result = "same" if same else "not committed" if before is None else f"changed (before: {before['records']:,})"
        if dump is not None:
            result += f"; {count_differences(dump[name].get(kind, {}), new.records) if name in dump else 'not dumped'}"
        print_row(name, kind, f"{len(new.records):,}", result)
    return all_same


def write_committed(committed: Record, runs: Mapping[str, Mapping[str, KindHashes]]) -> None:
    """Write `same.json` again; inputs that were not run keep their hashes."""
    written = {name: {kind: hashes.committed_form for kind, hashes in run.items()} for name, run in runs.items()}
    every = {**committed, **written}
    ordered = {name: every[name] for name in INPUTS if name in every}
    COMMITTED.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", action="append", choices=INPUTS, help="run this input alone; may be given again")
    parser.add_argument("--bench", type=Path, default=corpora.BENCH, help="the folder of the labelled data")
    parser.add_argument("--jobs", type=int, help="threads of a scan (default: the processors)")
    parser.add_argument("--dump", type=Path, metavar="FILE", help="write a short hash of each record to FILE")
    parser.add_argument("--against", type=Path, metavar="FILE", help="count the records that differ from a dump")
    parser.add_argument("--write", action="store_true", help="write same.json again, for the inputs that were run")
    arguments = parser.parse_args()
    committed: Record = json.loads(COMMITTED.read_text(encoding="utf-8")) if COMMITTED.is_file() else {}
    dump = None if arguments.against is None else read_dump(arguments.against)
    runs: dict[str, Mapping[str, KindHashes]] = {}
    all_same = True
    print_row("input", "kind", "records", "result")
    for name, (file, find) in INPUTS.items():
        if arguments.input and name not in arguments.input:
            continue
        source = arguments.bench / file if file else corpora.ROOT / "seeds"
        if not source.exists():
            print_row(name, "-", "-", "not at hand, skipped")
            continue
        found = find(source, arguments.jobs)
        try:
            runs[name] = hash_kinds(found)
        except KeyError as error:
            sys.exit(f"Some records of {name} lack the field {error}, which FIELDS, SENTENCES or KEYS lists.")
        all_same &= compare(name, runs[name], committed.get(name, {}), dump)
    if arguments.dump:
        write_dump(arguments.dump, runs)
    if arguments.write:
        write_committed(committed, runs)
    return 0 if all_same or arguments.write else 1


if __name__ == "__main__":
    sys.exit(main())
