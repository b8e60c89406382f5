import numpy as np
from numpy.typing import NDArray

from dedup.text.tables import U64

def shared_shingles(
    left: U64, right: U64, width: int, origins: NDArray[np.int32] | None = None
) -> tuple[int, int, int]: ...
