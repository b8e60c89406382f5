"""TextSpool: the texts of a scan as they were read, kept beside the scan for the pages that show them."""

from __future__ import annotations

import tempfile
from types import TracebackType
from typing import Final, Protocol, Self

from dedup.article import Article

IN_MEMORY: Final = 64 * 2**20
"""Bytes of text from which they are kept in a temporary file: some 20,000 articles."""


class Texts(Protocol):
    """Texts by the id of the article, as a `dict` or a `TextSpool` has them."""

    def get(self, ident: str, /) -> str | None:
        """Return the text of an article, None where it is not known."""
        ...


class TextSpool:
    """Texts by id, in memory up to a limit and in a temporary file without a name from there on.

    >>> with TextSpool() as texts:
    ...     texts.add(Article(id="a17", text="The bridge is closed."))
    ...     texts.get("a17"), texts.get("b")
    ('The bridge is closed.', None)
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 closed by __exit__
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def add(self, article: Article, ident: str | None = None) -> None:
        """Keep the text of an article under its id, or under `ident`; the first of two with one id counts."""
        ident = article.id if ident is None else ident
        if ident in self._places:
            return
        data = article.text.encode("utf-8", "surrogatepass")
        self._file.seek(self._end)
        self._file.write(data)
        self._places[ident] = self._end, len(data)
        self._end += len(data)

    def get(self, ident: str, /) -> str | None:
        """Return the text of an article, None where none was added."""
        place = self._places.get(ident)
        if place is None:
            return None
        self._file.seek(place[0])
        return self._file.read(place[1]).decode("utf-8", "surrogatepass")
