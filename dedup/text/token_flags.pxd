"""The flags of a token (see `text.sentences`)."""

cdef enum:
    PARAGRAPH = 1
    SENTENCE = 2
    CAPITAL = 4
    CAPITALS = 8
    NUMBER = 16
