import numpy as np
from numpy.typing import NDArray

from dedup.provenance.first_pass import Bounds, CreditTables, WordTable
from dedup.text.tables import I64, U8

SHORT_LINE: int
BEFORE: int
ATTRIBUTION_BEFORE: int
AFTER: int
SIDE: int
MANY: int
DATELINES: int
PHRASES: int
URLS: int
AGENCY: int
TOLD: int
INTERVIEW: int
TO_VERB: int
SAID_TO: int
TO: int
BY_VERB: int
BY: int
REPORTS: int
PUBLISHED: int
COPYRIGHT: int
MARK: int
SOURCE: int
VIA: int
EDITING: int
INPUTS: int
WITH: int
SAID: int
ROLE: int
CONTRIBUTED: int
ADVERB: int
NAMED: int
CREDIT_PLACE: np.dtype[np.void]

def fill_words(letters: U8, offsets: I64, bits: I64, backward: bool, table: WordTable) -> None: ...
def find_places(
    buffer: U8, offsets: I64, tables: CreditTables, bounds: Bounds, parts: I64, places: NDArray[np.void]
) -> int: ...
