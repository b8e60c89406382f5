"""datatrove: a filter block that leaves out the documents which the index has seen.

>>> from datatrove.data import Document
>>> from dedup.integrations.datatrove import DedupFilter
>>> block = DedupFilter("seen.db", only=("copies",))
>>> block.name
'dedup-news'
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dedup.errors import MissingExtraError
from dedup.filter.annotate import requested_parts, version_parts
from dedup.filter.choice import ONE_STORY, VersionPolicy
from dedup.integrations.gate import Gate
from dedup.records import NOTHING_NEW

try:
    from datatrove.pipeline.filters.base_filter import BaseFilter
except ImportError as error:
    raise MissingExtraError("the datatrove filter", "datatrove") from error

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter


class DedupFilter(BaseFilter):  # type: ignore[misc] # datatrove has no types
    """Leaves out documents that repeat one that came before, by one of the relations of `remove`, and of whose words at
    most the share `novelty` is new. `versions` says which later versions of one article pass: "keep", "latest", "drop".

    `settings` go to `dedup.Prefilter`. All tasks may share one index on one machine; which version of a story comes
    first is then a matter of their order. What is left out goes to `exclusion_writer`, with the article that stays in
    its metadata under `dedup`; the reason, as datatrove counts it, is the relation. With `translation=True` or
    `names=True` the metadata of each document say that as well, under `dedup`, as they do of a later version of an
    article and of a text that supersedes others.
    """

    name = "dedup-news"

    def __init__(
        self,
        index: str | os.PathLike[str],
        *,
        remove: Sequence[str] = ONE_STORY,
        novelty: float = NOTHING_NEW,
        versions: VersionPolicy = "keep",
        exclusion_writer: DiskWriter | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(exclusion_writer)
        self._gate = Gate(index, remove=remove, novelty=novelty, versions=versions, **settings)

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Return whether the document stays; one without text does."""
        passage = self._gate({**doc.metadata, "text": doc.text, "id": doc.id})
        if passage is None:
            return True
        removed, verdict = passage.kept_instead, passage.verdict
        more = {**version_parts(verdict), **requested_parts(verdict)}
        if removed is None and verdict.supersedes:
            more = {"supersedes": verdict.supersedes, **more}
        if removed is not None:
            more = {"kept": removed.other, "relation": removed.relation, "score": removed.score, **more}
        if more:
            doc.metadata["dedup"] = more
        return True if removed is None else (False, removed.relation)
