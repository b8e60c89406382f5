"""What an edit between two versions shows, and the bounds by which edits are read."""

cpdef enum:
    ANCHORED = 1  # short, with content words on both sides of it that both versions have
    ANCHORED_BESIDE = 2  # short, with such words on either side
    NAMES = 4  # both sides have words that may be of a name
    NEGATED = 8  # function words, with a negation on one side only
    SECOND_TITLE = 16  # a capitalised word that the other lacks, before another one
    JOINED = 32  # an "and" that the other lacks
    NUMBERS = 64  # one number on either side
    IN_QUOTATION = 128  # content words on both sides, beside words that are quoted in both versions
    BOTH_CONTENT = 256  # content words on both sides
    EXCHANGED = 512  # the content words of the edit and those of the next one changed places

cpdef enum:
    LONGEST_EDIT = 9  # words of one side; a longer change is another sentence and says nothing of the words in it
    LEAST_ANCHORS = 2  # content words beside an edit that both versions have
    MOST_PLACES = 8  # changed places of a block that have one word; more are taken for unmoved, which bounds the work
    FEWEST_OVER = 2  # shared words that a word was moved over: fewer is no move,
    MOST_OVER = 10  # more is another mention
    MOST_BETWEEN = 8  # words between two edits that were exchanged
    MOST_SUBSTITUTED = 3  # content words on either side; more is a sentence in other words
