"""The cells of the terminal summary: an article, a share, a relation, and the table of one family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from dedup.records import RELATIONS, ArticleRecord, Family, Relation
from dedup.report.printable import printable, printable_id

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


class FamilyLink(msgspec.Struct, frozen=True):
    """A relation seen from one side: the other article, the share of this side's words covered, and whether this side
    derives."""

    other: str
    relation: Relation
    coverage: float
    derives: bool


def _links_of(relation: Relation) -> tuple[tuple[str, FamilyLink], tuple[str, FamilyLink]]:
    a = FamilyLink(relation.b, relation, relation.coverage.a, relation.direction == "a_from_b")
    b = FamilyLink(relation.a, relation, relation.coverage.b, relation.direction == "b_from_a")
    return (relation.a, a), (relation.b, b)


def family_links(families: Iterable[Family], relations: Iterable[Relation]) -> dict[str, list[FamilyLink]]:
    """The links of every member of `families`, in one pass over the relations, however many there are."""
    wanted = {member for family in families for member in family.members}
    links: dict[str, list[FamilyLink]] = defaultdict(list)
    for relation in relations:
        if relation.a in wanted or relation.b in wanted:
            for member, link in _links_of(relation):
                links[member].append(link)
    return links


def nearest(root: str | None, links: Sequence[FamilyLink], members: Container[str]) -> FamilyLink | None:
    """The link to show: the one to the root, else that of the closest kind with the largest coverage, the smaller id
    first."""
    inside = [link for link in links if link.other in members]
    to_root = [link for link in inside if link.other == root]
    return min(
        to_root or inside,
        key=lambda link: (RELATIONS.index(link.relation.relation), -link.coverage, link.other),
        default=None,
    )


MEMBERS_SHOWN: Final = 12


class Layout(msgspec.Struct, frozen=True):
    """What fits the console: columns of a bar, whether titles and words have columns of their own, and the marks of a
    bar; `ids` are the columns that no id may have less than, 0 where ids may be cut."""

    bar: int
    titles: bool
    words: bool
    full: str
    half: str
    ids: int = 0

    @staticmethod
    def fitting(width: int, encoding: str, titles: bool, ids: int = 0) -> Layout:
        """The layout for `width` columns; `titles` is whether any article to show has a title or an outlet."""
        full, half = "━╸" if encoding.lower().startswith("utf") else "=-"
        columns = 10 if width >= 100 else 6 if width >= 72 else 0
        wide = width - ids >= 76 if ids else width >= 100
        return Layout(bar=columns, titles=titles and wide, words=width >= 60, full=full, half=half, ids=ids)


def line(*parts: str | tuple[str, str]) -> Text:
    """One line, cut at the width of the console."""
    from rich.text import Text

    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def table(header: bool) -> Table:
    """A table without rules, as wide as the console."""
    from rich.table import Table

    return Table(box=None, show_header=header, header_style="dim", padding=(0, 2, 0, 0), expand=True, pad_edge=False)


def bar(share: float, layout: Layout) -> Text:
    """A share as a bar and in per cent; neither is full where anything is left out."""
    halves = min(2 * layout.bar, max(1 if share else 0, round(share * 2 * layout.bar)))
    percent = round(share * 100)
    if share < 1:
        halves, percent = min(halves, max(0, 2 * layout.bar - 1)), min(percent, 99)
    marks = layout.full * (halves // 2) + layout.half * (halves % 2)
    return line((marks, "green"), " " * (layout.bar - len(marks)), f"{percent:4d} %")


def about(article: ArticleRecord | None) -> tuple[str, str]:
    """Outlet and day, and the title, of an article."""
    if article is None:
        return "", ""
    origin = (article.outlet or "", (article.published or "")[:10])
    return " ".join(printable(part) for part in origin if part), printable(article.title or "")


def article_cells(member: str, article: ArticleRecord | None, layout: Layout) -> list[Text]:
    """The id and what is known of the article: in two columns where there is room, else title over outlet, day and
    id."""
    origin, title = about(article)
    name = printable_id(member)
    if layout.titles:
        return [line(name), line((origin, "cyan"), "  " if origin and title else "", title)]
    if not title and not origin:
        return [line(name)]
    if not title:
        return [line((origin, "cyan"), "\n" if layout.ids else "  ", name)]
    if layout.ids:
        return [line(title, "\n", (origin, "cyan"), "\n" if origin else "", (name, "dim"))]
    return [line(title, "\n", (origin, "cyan"), "  " if origin else "", (name, "dim"))]


def relation_cell(link: FamilyLink | None, places: Mapping[str, int], is_root: bool) -> Text:
    """The relation and the number of the other member; "from" where this one is known to derive from it."""
    if is_root:
        return line(("root", "bold green"))
    if link is None:
        return line(("indirect", "dim"))
    origin = "from" if link.derives else "with"
    return line((link.relation.relation.replace("_", " "), "yellow"), (f" {origin} {places[link.other]}", "dim"))


def _columns(layout: Layout) -> Table:
    grid = table(header=True)
    grid.add_column("", justify="right", style="dim", min_width=2, no_wrap=True)
    grid.add_column("article", ratio=3, no_wrap=True, overflow="ellipsis", min_width=layout.ids or None)
    if layout.titles:
        grid.add_column("title", ratio=5, no_wrap=True, overflow="ellipsis")
    grid.add_column("relation", no_wrap=True, overflow="ellipsis")
    grid.add_column("covered", min_width=layout.bar + 6, no_wrap=True)
    if layout.words:
        grid.add_column("words", justify="right", min_width=6, no_wrap=True)
    return grid


def ordered(family: Family, articles: Mapping[str, ArticleRecord]) -> list[str]:
    """The root first, then the members by date, those without one last, and by id."""

    def place(member: str) -> tuple[bool, bool, str, str]:
        article = articles.get(member)
        published = (article.published if article else None) or ""
        return member != family.root.article, not published, published, member

    return sorted(family.members, key=place)


def family_table(
    family: Family, articles: Mapping[str, ArticleRecord], links: Mapping[str, Sequence[FamilyLink]], layout: Layout
) -> Table:
    """The first members of a family, numbered, each with its relation to the root or to its nearest relative."""
    grid = _columns(layout)
    members = ordered(family, articles)
    places = {member: place for place, member in enumerate(members, 1)}
    for member in members[:MEMBERS_SHOWN]:
        article = articles.get(member)
        is_root = member == family.root.article
        link = None if is_root else nearest(family.root.article, links.get(member, ()), places.keys())
        cells = [
            line(str(places[member])),
            *article_cells(member, article, layout),
            relation_cell(link, places, is_root),
        ]
        cells.append(bar(link.coverage, layout) if link else line())
        if layout.words:
            cells.append(line(f"{article.words:,}" if article else ""))
        grid.add_row(*cells)
    return grid
