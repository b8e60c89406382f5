import numpy as np
from numpy.typing import NDArray

def sort_array(keys: NDArray[np.uint64], bits: int = 0) -> None: ...
