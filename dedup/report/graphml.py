"""A report as a graph (GraphML), for Gephi, networkx and others: articles are nodes, relations edges from the article
that was copied to the one that copied, as far as that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from dedup.report.tables import COLUMNS, TableName, rows

if TYPE_CHECKING:
    from dedup.report.report import Report

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for, not even escaped."""
_TYPES: Final = {str: "string", int: "long", float: "double", bool: "boolean"}
_NODE: Final = ("title", "outlet", "published", "url", "language", "words", "family", "level", "relation", "novelty",
                "copy_family", "event_family", "verdict", "marks")  # fmt: skip
_EDGE: Final = ("relation", "probability", "direction", "coverage_a", "coverage_b", "passages", "version")
_PIECE: Final = 1 << 20


def write_graphml(report: Report, write: Callable[[bytes], object]) -> None:
    """Write the graph, in pieces of about a megabyte."""
    gathered: list[str] = []
    length = 0
    for line in _lines(report):
        gathered.append(line)
        length += len(line)
        if length >= _PIECE:
            write("".join(gathered).encode())
            gathered, length = [], 0
    write("".join(gathered).encode())


def _lines(report: Report) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    for place, names in (("node", _NODE), ("edge", _EDGE)):
        types = COLUMNS["articles" if place == "node" else "relations"]
        for name in names:
            yield f'<key id="{place[0]}_{name}" for="{place}" attr.name="{name}" attr.type="{_TYPES[types[name]]}"/>\n'
    yield '<graph id="articles" edgedefault="directed">\n'
    nodes = _node_names(report)
    for cells in _cells(report, "articles"):
        yield f"<node id={_attribute(nodes[cells['id']])}>{_data('label', cells['title'] or cells['id'])}"
        yield "".join(_data(f"n_{name}", cells[name]) for name in _NODE) + "</node>\n"
    for ident in sorted(nodes.keys() - {article.id for article in report.articles}):
        yield f"<node id={_attribute(nodes[ident])}>{_data('label', ident)}</node>\n"
    for cells in _cells(report, "relations"):
        if cells["weak"]:
            continue
        ends = (cells["b"], cells["a"]) if cells["direction"] == "a_from_b" else (cells["a"], cells["b"])
        source, target = (_attribute(nodes[end]) for end in ends)
        yield f"<edge source={source} target={target}>"
        yield "".join(_data(f"e_{name}", cells[name]) for name in _EDGE) + "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _cells(report: Report, table: TableName) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as dicts."""
    for row in rows(report, table):
        yield dict(zip(COLUMNS[table], row, strict=True))


def _node_names(report: Report) -> dict[str, str]:
    """Return the name of each article's node: its id without what XML forbids, still unique. A report of others may
    relate articles that it does not list."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    related = sorted({side for relation in report.relations for side in (relation.a, relation.b)})
    for ident in dict.fromkeys([*(article.id for article in report.articles), *related]):
        name = wanted = _clean(ident)
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}#{number}"
        taken.add(name)
        names[ident] = name
    return names


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _attribute(text: str) -> str:
    return quoteattr(text, {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})


def _data(key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    shown = str(value).lower() if isinstance(value, bool) else escape(_clean(str(value)), {"\r": "&#13;"})
    return f'<data key="{key}">{shown}</data>'
