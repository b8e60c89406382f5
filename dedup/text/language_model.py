"""py3langid's model, and how the processes of a scan share it.

Unpacked it takes 95 MB, and half a second of computing. So the first process that needs it writes it into their folder,
where all map it.
"""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_ARRAYS: Final = ("moves", "rows", "outputs", "weights", "priors")
_WAITED: Final = 10.0  # seconds for another process that unpacks the model
_LOOKED: Final = 0.02  # seconds between two looks


class LanguageModel(NamedTuple):
    """The automaton of py3langid and the weights of its features, as `count_features` reads them."""

    moves: NDArray[np.uint32]
    rows: NDArray[np.int64]
    outputs: NDArray[np.int64]
    weights: NDArray[np.float32]
    priors: NDArray[np.float32]
    labels: list[str]


@cache
def unpacked_model() -> LanguageModel:
    """Return the model in the memory of this process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    own = LanguageIdentifier.from_model_file(MODEL_FILE)
    return LanguageModel(
        np.asarray(own.tk_nextmove, np.uint32),
        np.asarray(own.tk_row, np.int64) << 8,
        np.asarray(own.tk_output, np.int64),
        np.asarray(own.nb_ptc, np.float32),
        np.asarray(own.nb_pc, np.float32),
        list(own.nb_classes),
    )


@cache
def shared_model(folder: Path, seconds: float = _WAITED) -> LanguageModel:
    """Return the model in a folder that nobody but the processes of this scan may write to; where it is not there, put
    it there, or wait so long for the one who does."""
    whole = folder / "language"
    try:
        (folder / "language.begun").touch(exist_ok=False)
    except FileExistsError:
        latest = time.monotonic() + seconds
        while not whole.is_dir() and time.monotonic() < latest:
            time.sleep(_LOOKED)
        if not whole.is_dir():
            return unpacked_model()
    except OSError:  # no place is left
        return unpacked_model()
    else:
        model = unpacked_model.__wrapped__()
        if not _write(model, whole):
            return model
    moves, rows, outputs, weights, priors = (np.load(whole / f"{name}.npy", mmap_mode="r") for name in _ARRAYS)
    labels = (whole / "labels").read_text("utf-8").split()
    return LanguageModel(moves, rows, outputs, weights, priors, labels)


def _write(model: LanguageModel, whole: Path) -> bool:
    """Write a model, which is there when it is whole; return whether there was room for it."""
    begun = whole.with_name("language.part")
    try:
        begun.mkdir()
        for name in _ARRAYS:
            np.save(begun / f"{name}.npy", getattr(model, name))
        (begun / "labels").write_text(" ".join(model.labels), "utf-8")
        begun.rename(whole)
    except OSError:
        return False
    return True
