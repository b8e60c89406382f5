"""Gate: a record of whatever tool in, the decision whether it passes out. The index is opened where it is first
asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from dedup.article import Article
from dedup.filter.choice import ONE_STORY, KeptInstead, RemovalRule, VersionPolicy
from dedup.records import NOTHING_NEW
from dedup.sources.fields import article_of, field_names, row_reader

if TYPE_CHECKING:
    from dedup.index import Prefilter, Verdict


class GateDecision(msgspec.Struct, frozen=True):
    """The verdict on an article, and the one that it is left out for, None if it passes."""

    verdict: Verdict
    kept_instead: KeptInstead | None


class Gate:
    """Asks one index about records, and decides which to leave out: those related by one of `remove` to an article that
    came before, with at most the share `novelty` of their words new. `versions` says what becomes of later versions of
    one article: "keep" passes each that changed, "latest" lets the index forget the one before, "drop" passes the
    first.

    `text_field`, `id_field` and `fields` ({"title": "head"}) name fields of the records, else the names that scrapers
    use are tried. `settings` go to
    `Prefilter`. A gate can be pickled, and used by the threads and the forks of a process; each process opens the index
    for itself. Raises SettingsError where a relation, the novelty or `versions` means nothing.
    """

    def __init__(
        self,
        index: str | os.PathLike[str],
        *,
        remove: Sequence[str] = ONE_STORY,
        novelty: float = NOTHING_NEW,
        versions: VersionPolicy = "keep",
        text_field: str | None = None,
        id_field: str | None = None,
        fields: Mapping[str, str] | Iterable[str] = (),
        **settings: Any,
    ) -> None:
        self._index = os.fspath(index)
        self._rule = RemovalRule(remove=tuple(remove), novelty=novelty, versions=versions)
        self._fields = field_names(text_field, id_field, fields)
        self._settings = settings
        self._seen: Prefilter | None = None
        self._process = 0

    def __getstate__(self) -> dict[str, Any]:
        """Return the settings; an open file does not travel."""
        return {**self.__dict__, "_seen": None, "_process": 0}

    def open(self) -> Prefilter:
        """Return the index, opened in this process."""
        if self._seen is None or self._process != os.getpid():
            from dedup.index import Prefilter

            # One that was opened before a fork belongs to the other process, which closes it.
            self._seen, self._process = Prefilter(self._index, **self._settings), os.getpid()
        return self._seen

    def close(self) -> None:
        """Close the index; it is opened again at the next question."""
        if self._seen is not None and self._process == os.getpid():
            self._seen.close()
        self._seen = None

    def article(self, record: Mapping[str, Any]) -> Article | None:
        """Return the article in a record, None where it holds no text. Without an id it is called by its url, else the
        index names it."""
        return article_of(row_reader(self._fields)(record), None, None)

    def __call__(self, record: Mapping[str, Any]) -> GateDecision | None:
        """Return the decision on the article in a record, which the index holds from now on; None where there is no
        text to decide on."""
        article = self.article(record)
        if article is None:
            return None
        verdict = self.open().check_and_add(article)
        if self._rule.versions == "latest" and verdict.version_of is not None and not verdict.known:
            self.open().forget(verdict.version_of)
        return GateDecision(verdict, self._rule.kept_instead(verdict))
