"""A folder with an article in every format under every compression: all are read, their fields are right, and what was
left out is listed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dedup.article import Article
from dedup.sources import Sources
from tests.sources.every_format import FORMATS, PACKED


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Article]], Sources]:
    """The articles by the name of the file that they are in."""
    folder = tmp_path_factory.mktemp("mixed")
    for name, (make, _) in FORMATS.items():
        data = make()
        for ending, pack in PACKED.items():
            (folder / f"{name}{ending}").write_bytes(pack(name, data))
    sources = Sources([folder])
    found: dict[str, list[Article]] = {}
    for article in sources:
        assert article.path is not None
        found.setdefault(article.path.split("/")[0], []).append(article)
    return found, sources


def base(ident: str) -> str:
    """The id as it was before it was made unique."""
    return ident.partition("#")[0]


@pytest.mark.parametrize("ending", PACKED)
@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_read_under_a_compression(
    read: tuple[dict[str, list[Article]], Sources], name: str, ending: str
) -> None:
    articles = read[0][f"{name}{ending}"]
    expected = FORMATS[name][1]
    assert len(articles) == len(expected)
    for article, fields in zip(articles, expected, strict=True):
        for part, value in fields.items():
            given = base(article.id) if part == "id" else getattr(article, part)
            assert given == value, part


def test_only_what_is_no_article_is_listed(read: tuple[dict[str, list[Article]], Sources]) -> None:
    """The picture in the web archive is no page."""
    listed = {entry.path.split("/")[0] for entry in read[1].skipped}
    assert listed == {f"a.warc{ending}" for ending in PACKED}
    assert len(read[1].skipped) == len(PACKED)


@pytest.mark.parametrize("name", FORMATS)
def test_standard_input_has_no_name_and_is_read_by_its_content(name: str) -> None:
    make, expected = FORMATS[name]
    sources = Sources(["-"], stdin=io.BytesIO(make()))
    assert [article.text for article in sources] == [fields["text"] for fields in expected]


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith(".md")])
def test_a_name_that_lies_changes_nothing(tmp_path: Path, name: str) -> None:
    make, expected = FORMATS[name]
    (tmp_path / "lie.txt").write_bytes(make())
    assert [article.text for article in Sources([tmp_path])] == [fields["text"] for fields in expected]
