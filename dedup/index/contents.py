"""What an index reports of its contents: figures, families, records."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dedup.article import Article
from dedup.families import build_families
from dedup.index.article_store import ArticleStore
from dedup.index.header import IndexHeader
from dedup.index.settings import format_time
from dedup.index.stored_article import ArticlePacker, TextSketch, sketch_token, unpack_sketch
from dedup.records import Family


class IndexStats(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of an index: `articles` held, `families` of copies, `relations` between articles, `bytes` on the disk in
    all, of which `key_bytes` in `segments`; `in_tail` articles whose keys no segment holds yet; lines `learned` to be
    furniture of their outlets; `outlets` whose house style is counted; times of the first and the last article.

    Of an index in Redis `bytes` are the memory of the whole server, `key_bytes` those of the entries, without what
    holds them."""

    path: str
    articles: int
    families: int
    relations: int
    bytes: int
    key_bytes: int
    segments: int
    in_tail: int
    learned: int
    outlets: int
    first_seen: str | None
    last_seen: str | None
    header: IndexHeader


class IndexRecord(msgspec.Struct, frozen=True):
    """One article held: the article (its text empty where the index keeps none), when it came in, and its copy family.

    `sketch` is what an index without texts keeps; None where it came in when less was kept than an export needs, and
    beside a text. `token` is what `check_and_add` was given with the article.
    """

    article: Article
    first_seen: str
    family: str
    sketch: TextSketch | None = None
    holds_text: bool = True
    token: bytes = b""


def families_of(store: ArticleStore) -> list[Family]:
    """See `Prefilter.families`."""
    with store.reading():
        relations = store.relations()
        names = store.names({int(side) for r in relations for side in (r.a, r.b)})
    relations = [r for r in relations if int(r.a) in names and int(r.b) in names]
    families = build_families({side for r in relations for side in (r.a, r.b)}, relations)
    named = []
    for family in families:
        level, _, first = family.id.partition(":")
        bridges = [
            msgspec.structs.replace(b, a=names[int(b.a)], b=names[int(b.b)], why=_plain(b.why, names))
            for b in family.bridges
        ]
        members = sorted(names[int(member)] for member in family.members)
        named.append(
            msgspec.structs.replace(family, id=f"{level}:{names[int(first)]}", members=members, bridges=bridges)
        )
    return named


def _plain(why: str, names: dict[int, str]) -> str:
    """Return a reason with ids in the place of numbers."""
    return " ".join(
        names.get(int(word), word) if word.isdecimal() and len(word) == 15 else word for word in why.split(" ")
    )


def records_of(store: ArticleStore, *, texts: bool) -> Iterator[IndexRecord]:
    """See `Prefilter.records`."""
    bodies = ArticlePacker(store.dictionary())
    for row in store.rows():
        family = f"copy:{row.id if row.family is None else store.first_of(row.family)}"
        if texts:
            stored = bodies.unpack(row)
            yield IndexRecord(stored.article, format_time(row.seen), family, token=stored.token)
        else:
            small = unpack_sketch(row)
            yield IndexRecord(
                Article(id=row.id, text=""),
                format_time(row.seen),
                family,
                small if small.whole else None,
                holds_text=False,
                token=sketch_token(row),
            )
