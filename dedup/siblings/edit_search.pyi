from dedup.siblings.word_columns import WordColumns

ANCHORED: int
ANCHORED_BESIDE: int
NAMES: int
NEGATED: int
SECOND_TITLE: int
JOINED: int
NUMBERS: int
IN_QUOTATION: int
BOTH_CONTENT: int
EXCHANGED: int

LONGEST_EDIT: int
LEAST_ANCHORS: int
MOST_PLACES: int
FEWEST_OVER: int
MOST_OVER: int
MOST_BETWEEN: int
MOST_SUBSTITUTED: int

def search_edits(
    one: WordColumns, first: int, end: int, other: WordColumns, first_b: int, end_b: int
) -> tuple[
    list[tuple[int, int, int]],
    list[tuple[int, int, int, int, int, int, int]],
    list[tuple[int, int, int, int]],
    list[tuple[int, int, int, int]],
    list[tuple[int, int]],
    list[tuple[int, int, int, int, int]],
]: ...
