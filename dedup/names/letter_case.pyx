"""Reads how articles write their words: lines that were wrapped at a fixed width, headings in title case, and how often
each word has a capital letter."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from dedup.names.letter_case cimport TITLE_CASE
from dedup.text.token_arrays cimport TokenArrays, TokenColumns
from dedup.text.token_flags cimport CAPITAL, CAPITALS, NUMBER, SENTENCE

cdef enum:
    LEAST_TITLE = 4  # words of a line in title case
    MOST_TITLE = 30
    BEHIND = 4  # bytes behind a line in which its full stop is: brackets and quotation marks may come before it
    LEAST_LINES = 4  # of an article whose lines were wrapped
    FULL_LINE = 45  # bytes from which a line may have been wrapped
    SHORT_LINE = 20  # the same in an article whose lines were: a dateline was cut from the first line
    LONGEST_LINE = 100  # bytes; one longer line shows that the article's lines are its paragraphs

# Share of a title's words with a capital letter, at least: prepositions and articles often have none.
cdef double TITLE_SHARE = 0.65


cdef bint is_wrapped(const uint8_t *text, int64_t size) noexcept nogil:
    """Return whether an article's lines were wrapped at a fixed width: there are several, all short, most of them
    full."""
    cdef int64_t at, begin = 0, lines = 0, full = 0
    for at in range(size + 1):
        if at < size and text[at] != 10:
            continue
        if at - begin > LONGEST_LINE:
            return False
        if at > begin:
            lines += 1
            full += at - begin >= FULL_LINE
        begin = at + 1
    return lines >= LEAST_LINES and 2 * full >= lines


cdef inline bint ends_sentence(uint8_t char) noexcept nogil:
    return char == 46 or char == 33 or char == 63 or char == 58


cdef inline bint is_short(const uint8_t *text, int64_t end) noexcept nogil:
    """Return whether the word that ends here is an abbreviation of two letters: St., Mr."""
    if end < 3 or not (97 <= text[end - 1] <= 122 and 65 <= text[end - 2] <= 90):
        return False
    return text[end - 3] == 32 or text[end - 3] == 10


cdef bint goes_on(const uint8_t *text, int64_t end, int64_t begin) noexcept nogil:
    """Return whether the word at `begin` goes on with the sentence of the word before it, which ended at `end` on a
    full line."""
    cdef int64_t at, size
    cdef int64_t last = begin - 1
    while last > end and (text[last] == 60 or text[last] == 40 or text[last] == 34 or text[last] == 39):
        last -= 1
    if text[last] != 10:
        return False  # an indented line begins a paragraph
    for at in range(end, last):
        if text[at] == 10 or (ends_sentence(text[at]) and not (at == end and is_short(text, end))):
            return False
    at = last - 1
    size = 0
    while at >= 0 and text[at] != 10 and size < SHORT_LINE:
        at -= 1
        size += 1
    return size >= SHORT_LINE


def unwrap_lines(columns, uint8_t[::1] flags):
    """Take SENTENCE from the flags of words that begin a line in the middle of a sentence, where the lines of an article
    were wrapped at a fixed width."""
    cdef TokenArrays arrays = TokenArrays(columns.tokens, columns.buffer, columns.offsets)
    cdef TokenColumns batch = arrays.columns
    cdef const uint8_t *text
    cdef int64_t doc, place
    if flags.shape[0] != arrays.places:
        raise ValueError("There are more or fewer flags than tokens.")
    with nogil:
        for doc in range(batch.articles):
            text = batch.buffer + batch.offsets[doc]
            if not is_wrapped(text, batch.offsets[doc + 1] - batch.offsets[doc]):
                continue
            for place in range(batch.first[doc] + 1, batch.first[doc] + batch.counts[doc]):
                if flags[place] & SENTENCE and goes_on(text, batch.ends[place - 1], batch.starts[place]):
                    flags[place] &= ~SENTENCE


cdef bint has_full_stop(const uint8_t *text, int64_t begin, int64_t end) noexcept nogil:
    """Return whether there is a full stop in [begin, end), and no line feed before it."""
    cdef int64_t at
    for at in range(begin, end):
        if text[at] == 46:
            return True
        if text[at] == 10:
            return False
    return False


def mark_title_case(columns, uint8_t[::1] flags):
    """Add TITLE_CASE to the flags of the words of headings: no full stop ends them, and most have a capital."""
    cdef TokenArrays arrays = TokenArrays(columns.tokens, columns.buffer, columns.offsets)
    cdef TokenColumns batch = arrays.columns
    cdef int64_t doc, place, begin, last, size, capital, stop, at
    if flags.shape[0] != arrays.places:
        raise ValueError("There are more or fewer flags than tokens.")
    with nogil:
        for doc in range(batch.articles):
            place, last = batch.first[doc], batch.first[doc] + batch.counts[doc]
            while place < last:
                begin = place
                capital = size = 0
                while place < last and (place == begin or not flags[place] & SENTENCE):
                    size += flags[place] & NUMBER == 0
                    capital += flags[place] & CAPITAL != 0
                    place += 1
                if size < LEAST_TITLE or place - begin > MOST_TITLE or <double>capital < TITLE_SHARE * <double>size:
                    continue
                stop = min(<int64_t>batch.ends[place - 1] + BEHIND, batch.offsets[doc + 1] - batch.offsets[doc])
                if has_full_stop(batch.buffer + batch.offsets[doc], batch.ends[place - 1], stop):
                    continue
                for at in range(begin, place):
                    flags[at] |= TITLE_CASE


def count_cases(tokens, const uint8_t[::1] flags, uint32_t[::1] lower, uint32_t[::1] capital):
    """Count by hash, in tables of a power of two, how often a word is in lower case and, within a sentence, has a
    capital letter.

    Headings in title case and words all in capitals are not counted.
    """
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns batch = arrays.columns
    cdef uint64_t slot, mask = <uint64_t>lower.shape[0] - 1
    cdef int64_t doc, place
    if flags.shape[0] != arrays.places or lower.shape[0] == 0 or lower.shape[0] != capital.shape[0]:
        raise ValueError("The flags or the counters have a wrong shape.")
    with nogil:
        for doc in range(batch.articles):
            for place in range(batch.first[doc], batch.first[doc] + batch.counts[doc]):
                if flags[place] & TITLE_CASE:
                    continue
                slot = (batch.hashes[place] >> 8) & mask
                if not flags[place] & CAPITAL:
                    lower[slot] += 1
                elif not flags[place] & (SENTENCE | CAPITALS):
                    capital[slot] += 1
