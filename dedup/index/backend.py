"""What the index loop asks of the place where articles are kept: a file, or a server of Redis."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from dedup.errors import FormatError
from dedup.index.article_store import ArticleStore, Matches
from dedup.index.contents import IndexStats
from dedup.index.keys import ArticleKeys
from dedup.index.learned_furniture import LearnedFurniture, LearnedLine
from dedup.index.outlet_style import OutletMarks


class MissingSegmentError(FormatError):
    """A file that the list of segments names is missing: another process replaced it, so the call is made again."""


class KeyLookUp(Protocol):
    """The articles that share keys with one article, at one moment.

    `last` is the largest number that an article had at that moment; `may_be_stored` is False where no article had the
    id of the one that was looked up.
    """

    @property
    def last(self) -> int: ...  # noqa: D102

    @property
    def may_be_stored(self) -> bool: ...  # noqa: D102

    def nearest(self, above: int) -> list[int]:
        """Return the numbers of at most LOOKED_UP articles with a number larger than `above`, the nearest first."""


class Addition(NamedTuple):
    """An article to take in, under `id`, which is made of the `given_id` where that is taken or empty.

    `matches` are what its verdict rests on, the nearest first, and `look_up` is where they were found. Without a
    look-up the article is taken in uncompared. `marks` are counted for the style of its outlet.
    """

    given_id: str
    id: str
    seen: int
    body: bytes
    keys: ArticleKeys
    matches: Matches
    look_up: Any = None
    marks: OutletMarks | None = None


class AddedArticle(NamedTuple):
    """An article that was taken in: its number, its id, and the id of the first member of its copy family (its own
    where it is alone)."""

    number: int
    id: str
    family: str


class IndexBackend(Protocol):
    """An open index. Not safe for threads."""

    @property
    def store(self) -> ArticleStore:
        """The articles."""

    @property
    def furniture(self) -> LearnedFurniture:
        """The lines that are left out of comparison, as of the last look-up."""

    def look_up(self, keys: ArticleKeys, article: str) -> KeyLookUp:
        """Look up the keys of an article with this id. Raises MissingSegmentError where the call must be made again."""

    def writing(self) -> AbstractContextManager[None]:
        """Return a context for `add`, in which nobody else writes where the backend can do that."""

    def add(self, addition: Addition) -> AddedArticle | None:
        """Take an article in; None where something has come since its look-up that may bear on its verdict."""

    def forget(self, article: str) -> int:
        """Take the article of this id out; return how many there were."""

    def forget_before(self, seen: int) -> int:
        """Take the articles out that came in before (milliseconds since 1970); return how many there were."""

    def learned_lines(self) -> list[LearnedLine]:
        """Return the lines that were learned to be furniture, by outlet."""

    def unlearn(self, line: int) -> bool:
        """Let a learned line count again; return whether there was one with this number."""

    def stats(self) -> IndexStats:
        """Return figures of the index."""

    def find_damage(self) -> list[str]:
        """Return a sentence for everything that is damaged."""

    def close(self) -> None:
        """Finish what is under way, and close."""
