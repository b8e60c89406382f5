"""What is measured of a pair of articles by its words."""

cpdef enum:  # the columns of a pair's figures
    FIVES_A  # different shingles of five words
    FIVES_B
    FIVES_BOTH
    TWOS_A
    TWOS_B
    TWOS_BOTH
    WORDS_A
    WORDS_B
    FIRST_PASSAGE  # row of the passages
    PASSAGES  # their number
    SAME  # whether the texts have the same words
    FIGURES
