"""Annotated lines: JSON again, with one key more, whatever stands in the line."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from dedup.filter.annotate import annotate_line, verdict_summary
from dedup.index.verdict import ArticleName, SpellingInArticle, Verdict
from dedup.records import Translation
from dedup.relations.changed_words import Change

TOLD = {"decision": "new"}


@pytest.mark.parametrize(
    "raw",
    [
        b'{"id": 1.50, "text": "a"}',
        b'  {"text":"a"  }  \r\n',
        '{"text": "“été”"}\n'.encode(),
        b'{"text": "the \\"dedup\\" key"}\n',
        b'{"text": "a", "n": NaN}\n',
        b'{"text": "\\ud800"}\n',
    ],
)
def test_the_bytes_of_a_line_stay(raw: bytes) -> None:
    line = annotate_line(raw, TOLD)
    assert line == raw.strip()[:-1].rstrip() + b',"dedup":{"decision":"new"}}\n'
    assert json.loads(line)["dedup"] == TOLD


@pytest.mark.parametrize(
    ("raw", "other"),
    [
        (b'{"dedup": {"old": [1]}, "n": 1.50}', b'"n":1.50'),
        (b'{"n": 1, "inner": {"dedup": 2}}', b'"inner":{"dedup": 2}'),
        (b'{"dedup": 1, "n": ' + b"7" * 5000 + b"}", b"7" * 5000),
        (b'{"dedup": 1, "n": NaN, "m": ' + b"7" * 5000 + b"}", b'"' + b"7" * 5000 + b'"'),
        (b'{"dedup": 1, "n": NaN}', b"NaN"),
        (b'{"dedup": 1, "n": "\\ud800"}', b'"\\ud800"'),
        (b'\xef\xbb\xbf{"dedup": 1, "n": 2}', b'"n":2'),
    ],
)
def test_the_key_of_an_earlier_run_is_replaced(raw: bytes, other: bytes) -> None:
    line = annotate_line(raw, TOLD)
    assert other in line
    assert line.endswith(b"}\n")
    assert json.loads(line, parse_int=str)["dedup"] == TOLD
    assert line.count(b'"dedup"') == raw.count(b'"dedup"') + (b"inner" in raw)


def test_a_line_in_another_encoding_becomes_utf_8() -> None:
    text = "Le président a déclaré lundi que l'été serait très chaud à l'étranger"
    assert json.loads(annotate_line(f'{{"text": "{text}"}}'.encode("cp1252"), TOLD)) == {"text": text, "dedup": TOLD}


def test_a_summary_tells_what_was_asked_for_and_no_more() -> None:
    verdict = Verdict(id="a", decision="new", matches=[], family="copy:a", first_seen="2024-03-01T00:00:00.000Z")
    plain: dict[str, Any] = {"decision": "new", "family": "copy:a", "matches": [], "novelty": None, "supersedes": []}
    assert verdict_summary(verdict) == plain
    named = ArticleName("Petra Osgood", "person", [SpellingInArticle("Petra Osgood", "spelling", [(0, 12)])], [])
    told = msgspec.structs.replace(verdict, names=[named], translation=Translation())
    assert verdict_summary(told) == plain | {
        "translation": {"verdict": "insufficient", "probability": None, "source_languages": [], "reasons": []},
        "names": [
            {
                "name": "Petra Osgood",
                "kind": "person",
                "spellings": [{"text": "Petra Osgood", "relation": "spelling", "places": [(0, 12)]}],
                "elsewhere": [],
            }
        ],
    }
    assert verdict_summary(msgspec.structs.replace(verdict, names=[])) == plain | {"names": []}


def test_a_summary_marks_a_later_version() -> None:
    verdict = Verdict(
        id="a#2", decision="near_verbatim", matches=[], family="copy:a", first_seen="2024-03-01T00:00:00.000Z",
        novelty=0.02, version_of="a", changed=[Change("eighty", "ninety", 6, 12)],
    )  # fmt: skip
    summary = verdict_summary(verdict)
    assert (summary["version_of"], summary["changed"]) == ("a", [("eighty", "ninety", 6, 12)])
    assert "changed" not in verdict_summary(msgspec.structs.replace(verdict, version_of=None))
