"""The flags of a token (see `text.segments`)."""


cpdef enum:
    PARAGRAPH = 1
    SENTENCE = 2
    CAPITAL = 4
    CAPITALS = 8
    NUMBER = 16
