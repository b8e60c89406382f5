"""Files of labels, and what a label says of a pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.calibrate import labels as module
from dedup.calibrate.labels import Judgement, Label, Truth, read_labels, truth_of
from dedup.errors import InputError
from dedup.records import RelationKind


def read(path: Path, content: str | bytes) -> list[Label]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_labels(path)


def test_json_lines_and_csv_say_the_same(tmp_path: Path) -> None:
    lines = read(
        tmp_path / "one",
        '\ufeff{"a": "x", "b": "y, z", "judgement": "wrong", "relation": "same_event", "note": 1}\n\n'
        '{"judgement": "unsure", "b": "q", "a": "p"}\r\n',
    )
    assert lines == [Label("x", "y, z", "wrong", "same_event", 1), Label("p", "q", "unsure", None, 3)]
    table = read(tmp_path / "two", 'Note, B ,judgement,a,relation\n1,"y, z",wrong,x,same_event\n,q,unsure,p,\n,,,,\n')
    assert [label._replace(line=0) for label in table] == [label._replace(line=0) for label in lines]
    assert read(tmp_path / "three", "a,b,judgement\nx,y,right\n") == [Label("x", "y", "right", None, 2)]


def test_of_labels_of_one_pair_the_last_counts(tmp_path: Path) -> None:
    found = read(tmp_path / "labels", "a,b,judgement\nx,y,right\nx,z,right\ny,x,wrong\n")
    assert found == [Label("x", "z", "right", None, 3), Label("y", "x", "wrong", None, 4)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "has no column 'a'"),
        ("a,b\nx,y\n", "has no column 'judgement'"),
        ("a,b,judgement\nx,y,maybe\n", "line 2: this is no label"),
        ("a,b,judgement\nx,,right\n", "line 2: this is no label"),
        ("a,b,judgement,relation\nx,y,right,cousin\n", "line 2: this is no label"),
        ('{"a": "x", "b": "x", "judgement": "right"}', "line 1: a and b are one article"),
        ('{"a": "x", "b": "y", "judgement": "right"}\n[', "line 2: this is no label"),
        ('{"a": "x", "b": "y", "judgement": "right"}\n' + "[" * 100_000, "line 2: this is no label"),
        ('{"a": 1, "b": "y", "judgement": "right"}', "line 1: this is no label"),
        ('{"a": "' + "x" * 5000 + '", "b": "y", "judgement": "right"}', "line 1: this is no label"),
        ("a,b,judgement\n" + "x" * 200_000 + ",y,right\n", "is no CSV that can be read"),
        (b"a,b,judgement\n\xff,y,right\n", "is not in UTF-8"),
    ],
)
def test_what_is_no_label_is_named_with_its_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path / "labels", content)
    assert message in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_labels(tmp_path / "missing")
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(module.LARGEST_FILE + 1)
    with pytest.raises(InputError, match="more than 67,108,864 bytes"):
        read_labels(large)


@pytest.mark.parametrize(
    ("judgement", "relation", "called", "truth"),
    [
        # Without a relation the judgement is of what the pair is called
        ("right", None, "rewrite", Truth(True, True)),
        ("wrong", None, "rewrite", Truth(False, None)),
        ("right", None, "same_event", Truth(False, True)),
        ("wrong", None, "same_event", Truth(False, False)),
        ("right", None, "template", Truth(False, False)),
        ("wrong", None, "template", Truth(None, None)),
        ("right", None, None, Truth(True, True)),
        ("wrong", None, None, Truth(False, None)),
        # With one the pair is that
        ("wrong", "same_event", "rewrite", Truth(False, True)),
        ("wrong", "partial", "rewrite", Truth(True, True)),
        ("wrong", "unrelated", "rewrite", Truth(False, False)),
        ("right", "unrelated", None, Truth(False, False)),
        ("wrong", "rewrite", "same_event", Truth(True, True)),
        ("right", "template", None, Truth(False, False)),
        ("unsure", None, "rewrite", Truth(None, None)),
        ("unsure", "rewrite", "rewrite", Truth(None, None)),
    ],
)
def test_what_a_label_says(
    judgement: Judgement, relation: RelationKind | None, called: RelationKind | None, truth: Truth
) -> None:
    assert truth_of(Label("a", "b", judgement, relation), called) == truth
