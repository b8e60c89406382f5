"""A scan: the whole flow in one call (`scan_run` has its stages), and parts of it for those who want a part."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import structs

from dedup.article import Article
from dedup.describe import ScanSettings
from dedup.engines.local import LocalEngine
from dedup.limits import NO_LIMITS, Limits, ProgressCallback, limits_of, silent
from dedup.records import Relation, Weak
from dedup.relations.calibration import Calibrator, least_probability, read_calibration
from dedup.relations.relation_store import restored
from dedup.report import Report
from dedup.scan_reading import Inputs, ScanReading
from dedup.scan_run import ScanRun, scan_stages
from dedup.sources.fields import field_names
from dedup.text.tables import I64
from dedup.text.text_store import TextStore


def scan(
    inputs: Inputs,
    *,
    only: str | Sequence[str] = (),
    jobs: int | None = None,
    memory: int = 1 << 30,
    text_field: str | None = None,
    id_field: str | None = None,
    fields: Mapping[str, str] | Iterable[str] = (),
    strict: bool = False,
    min_probability: float | None = None,
    model: str | os.PathLike[str] | None = None,
    rules: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    ignore: str | Sequence[str] = (),
    house_style: bool = True,
    progress: ProgressCallback | None = None,
    on_article: Callable[[Article], object] | None = None,
) -> Report:
    """Find which articles are copies or reuse parts of one another, and group them into families.

    `inputs` are paths of files and folders ("-" is standard input), texts, dicts, Articles, any iterable of these, or a
    table: a DataFrame of pandas or polars, a pyarrow Table, a dataset of Hugging Face. A string that holds a line
    break, or many words and is no path, is a text. `only="copies"` finds near-duplicates alone, several times faster.
    `text_field` and `id_field` name fields of records, `fields` any of them ({"title": "head"}); `strict` stops at the
    first record that cannot be used. `model` is a file that `dedup calibrate` wrote. Pairs below `min_probability` are
    weak; without it the threshold is that of the model, else 0.5. `rules` are folders with artifact rules besides the
    built-in ones, `ignore` rules to leave out, by id or family. With `house_style`, marks of a translation that an
    outlet has in a large part of its articles are no evidence. `jobs` are worker processes, which are started where
    more than about two seconds of work are expected, and threads (default: the processors); `memory` bounds in bytes
    the texts that are held in memory, the rest goes to a temporary file. `progress` is called with a stage ("reading",
    "sketching", "pairing", "versions", "names"), what is done and the whole (bytes, articles, pairs, parts, steps; None
    where unknown). `on_article` is called with each article as it was read, with the id that the report has. Raises
    InputError, also where no article could be read, SettingsError, and FormatError for a model that is damaged or for
    another version.

    >>> texts = ["The bridge over the river will be closed on Monday until the end of the year, the city said."] * 2
    >>> [(r.a, r.b, r.relation) for r in scan(texts).relations]
    [('article:1', 'article:2', 'identical')]
    """
    settings = scan_settings(
        only=only, text_field=text_field, id_field=id_field, fields=fields, min_probability=min_probability,
        model=model, rules=rules, ignore=ignore, house_style=house_style,
    )  # fmt: skip
    limits = limits_of(memory, jobs)
    return scan_within(inputs, settings, limits, strict=strict, progress=progress, on_article=on_article)


def scan_settings(
    *,
    only: str | Sequence[str] = (),
    text_field: str | None = None,
    id_field: str | None = None,
    fields: Mapping[str, str] | Iterable[str] = (),
    min_probability: float | None = None,
    model: str | os.PathLike[str] | None = None,
    rules: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    ignore: str | Sequence[str] = (),
    house_style: bool = True,
) -> ScanSettings:
    """Return the settings of a scan; see `scan`."""
    calibration = None if model is None else read_calibration(model)
    names = field_names(text_field, id_field, fields)
    return ScanSettings(
        only=tuple(sorted(set(_listed(only)))),
        min_probability=least_probability(min_probability, calibration),
        calibration=calibration,
        text_field=names.text,
        id_field=names.id,
        fields={part: name for part, name in names.given.items() if part not in ("text", "id")},
        rules=tuple(os.fspath(folder) for folder in _listed(rules)),
        ignore=tuple(sorted(set(_listed(ignore)))),
        house_style=house_style,
    )


def scan_within(
    inputs: Inputs,
    settings: ScanSettings,
    limits: Limits = NO_LIMITS,
    *,
    strict: bool = False,
    progress: ProgressCallback | None = None,
    on_article: Callable[[Article], object] | None = None,
) -> Report:
    """Scan within all limits; see `scan`. The report is the same whatever the limits, but for texts that are too
    long."""
    with TextStore(limits.memory) as store, LocalEngine(settings, store, limits.jobs, limits.worth_workers) as engine:
        return scan_stages(
            inputs, settings, limits, store, engine, strict=strict, progress=progress or silent, observer=on_article
        )


def candidate_pairs(
    inputs: Inputs, *, jobs: int | None = None, memory: int = NO_LIMITS.memory
) -> tuple[list[str], I64]:
    """Return the ids of the articles, and the pairs (rows of places in these) that a default scan compares.

    A pair that is not among them is never found.
    """
    limits, settings = limits_of(memory, jobs), ScanSettings(only=("relations",))
    with TextStore(memory) as store, LocalEngine(settings, store, limits.jobs) as engine:
        reading = ScanReading(settings, limits, store, engine, silent)
        reading.read(inputs, strict=False)
        return [record.id for record in reading.articles.records], reading.candidate_pairs()


class ArticleComparison:
    """Compares chosen pairs of articles that were read as a scan reads them, as often as asked for."""

    def __init__(self, run: ScanRun) -> None:
        """Use a run that has read its articles."""
        self._run = run
        self.records = run.articles.records

    def __call__(
        self, pairs: I64, calibrate: Calibrator | None = None, min_probability: float = 0.5
    ) -> tuple[list[Relation], list[Weak]]:
        """Return the relations, and the weak ones, of rows of two places in `records`."""
        self._run.settings = structs.replace(self._run.settings, min_probability=min_probability)
        relations, weak = self._run.compare(pairs.copy(), silent, calibrate)
        return restored(relations), weak


@contextmanager
def open_comparison(
    inputs: Inputs, settings: ScanSettings, limits: Limits = NO_LIMITS, progress: ProgressCallback | None = None
) -> Iterator[ArticleComparison]:
    """Read articles as a scan does, and yield what compares pairs of them; raises as `scan` does."""
    with TextStore(limits.memory) as store, LocalEngine(settings, store, limits.jobs, math.inf) as engine:
        reading = ScanReading(settings, limits, store, engine, progress or silent)
        reading.read(inputs, strict=False)
        reading.learn_furniture()
        with ScanRun(reading.articles, settings, store, engine, silent, ()) as run:
            yield ArticleComparison(run)


def _listed(given: Any) -> Sequence[Any]:
    """Return one string or path as a list of it."""
    return [given] if isinstance(given, (str, os.PathLike)) else given
