from numpy import int32, int64, uint8
from numpy.typing import NDArray

from dedup.literals.literal_finder import Automaton, LiteralArrays

def build_automaton(
    text: NDArray[uint8],
    places: NDArray[int64],
    classes: NDArray[uint8],
    width: int,
) -> tuple[NDArray[int32], NDArray[int32], NDArray[int32], NDArray[int32]]: ...

class LiteralSearch:
    def __init__(self, automaton: Automaton, literals: LiteralArrays) -> None: ...
    def find(
        self,
        buffer: NDArray[uint8],
        offsets: NDArray[int64],
        begin: int,
        rows: NDArray[int64],
    ) -> tuple[int, int]: ...
