from dedup.text.tables import I32, U32

CONTENT: int
CAPITAL: int
ACRONYM: int
NUMBER: int
NUMERAL: int
DENIES: int
SAYS: int
CALENDAR_WORD: int
AND: int
FIRST: int
QUOTED: int
SAYS_BEHIND: int

class WordColumns:
    size: int
    def __init__(self, keys: I32, forms: I32, quotations: I32, signs: U32) -> None: ...
