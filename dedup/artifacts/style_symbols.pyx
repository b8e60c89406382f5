"""Spells texts as streams of symbols: function words, classes of all other words, sentence borders and commas."""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint64_t

from dedup.native.hashing cimport slot_of
from dedup.native.utf8 cimport read_character
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cpdef enum:  # symbols that are no function words, in the order of `style_features.CLASSES`
    SENTENCE = 1
    COMMA = 2
    NAME = 3
    NUMBER = 4
    DATE = 5
    SHORT = 6
    LONG = 7
    FOREIGN = 8

cdef enum:
    FEW_LETTERS = 5  # of a word that is `short`
    LEAST_STEM = 3  # letters before an ending
    LAST_BYTES = 6  # the longest ending

cdef enum Gap:  # what is between two words
    OTHER
    A_COMMA
    APOSTROPHE  # alone
    ONE_BYTE  # that is no space


cdef struct Ending:
    int64_t size  # letters
    int64_t letters  # the last one in the lowest byte
    int64_t symbol


cdef struct SymbolTables:
    const uint64_t *keys
    const int64_t *values
    uint64_t mask
    const int64_t *words  # the symbol of each value
    const Ending *endings
    int64_t ending_count
    int64_t may  # the symbol of that word
    int64_t clitic  # the first symbol that is a clitic
    const uint8_t *capital  # whether a code point is a capital letter
    int64_t points  # of `capital`


cdef struct Word:
    const uint8_t *text
    int64_t size
    uint64_t key
    Gap gap  # before it
    bint opens  # a sentence
    int64_t before  # the symbol before it, 0 at the beginning


cdef inline bint is_capital(const uint8_t *text, const SymbolTables *tables) noexcept nogil:
    """Return whether a character is a capital letter; of what lies beyond the basic plane nothing is."""
    cdef int64_t point = text[0]
    if point >= 0xC0:
        point = read_character(text).point
    return point < tables.points and tables.capital[point] != 0


cdef inline Gap gap_of(const uint8_t *gap, int64_t size) noexcept nogil:
    """Return what is in the `size` bytes between two words."""
    cdef int64_t at
    if size == 1:
        if gap[0] == 39:
            return APOSTROPHE
        if gap[0] == 44:
            return A_COMMA
        return ONE_BYTE if gap[0] != 32 else OTHER
    if size == 3 and gap[0] == 0xE2 and gap[1] == 0x80 and gap[2] == 0x99:
        return APOSTROPHE
    for at in range(min(size, 8)):
        if gap[at] == 44:
            return A_COMMA
    return OTHER


cdef inline bint is_beyond_ascii(const uint8_t *text, int64_t size) noexcept nogil:
    """Return whether one of the first 32 bytes of a word belongs to a letter beyond ASCII."""
    cdef uint8_t highest = 0
    cdef int64_t at
    for at in range(min(size, 32)):
        highest |= text[at]
    return highest >= 128


cdef int64_t class_of(const uint8_t *text, int64_t size, const SymbolTables *tables) noexcept nogil:
    """Return the symbol of a word that is no name, number or function word: its ending, or its length."""
    cdef int64_t last = 0, at, _
    cdef const Ending *ending = tables.endings
    if is_beyond_ascii(text, size):
        return FOREIGN
    for at in range(max(0, size - LAST_BYTES), size):
        last = (last << 8) | (text[at] | 32)
    for _ in range(tables.ending_count):
        if size >= ending.size + LEAST_STEM and (last & ((<int64_t>1 << (8 * ending.size)) - 1)) == ending.letters:
            return ending.symbol
        ending += 1
    return SHORT if size <= FEW_LETTERS else LONG


cdef int64_t symbol_of(const Word *word, const uint8_t *following, const SymbolTables *tables) noexcept nogil:
    """Return the symbol of a word; `following` is the next one where that is in the same sentence, else NULL."""
    cdef uint64_t slot = slot_of(tables.keys, tables.mask, word.key)
    cdef int64_t symbol = tables.words[tables.values[slot]] if tables.keys[slot] == word.key else 0
    cdef bint upper
    if 48 <= word.text[0] <= 57:
        return NUMBER
    if symbol != 0 and ((symbol >= tables.clitic and word.gap != APOSTROPHE) or is_beyond_ascii(word.text, word.size)):
        symbol = 0  # the tokens are folded: Russian "мост" has the hash of "most"
    upper = is_capital(word.text, tables)
    if symbol == DATE and not upper:
        symbol = 0  # "march", "sun"
    if symbol == tables.may and upper and not word.opens:
        return DATE
    if symbol != 0:
        return symbol
    # At the beginning of a sentence only a second capitalised word shows that the first is a name.
    if upper and (not word.opens or (following != NULL and is_capital(following, tables))):
        return NAME
    return class_of(word.text, word.size, tables)


cdef int64_t spell_article(
    const TokenColumns *columns, int64_t doc, int64_t last, const uint8_t *sentence, const SymbolTables *tables,
    uint16_t *out,
) noexcept nogil:
    """Write the symbols of the words of an article up to the place `last`; return how many there are."""
    cdef const uint8_t *text = columns.buffer + columns.offsets[doc]
    cdef const uint8_t *following
    cdef int64_t first = columns.first[doc], place, symbol, begin, end = 0, written = 0
    cdef Word word
    word.before = 0
    for place in range(first, last):
        begin = columns.starts[place]
        word.gap = gap_of(text + end, begin - end) if place > first else OTHER
        end = columns.ends[place]
        word.text, word.size, word.key = text + begin, end - begin, columns.hashes[place]
        word.opens = sentence[place] != 0
        if word.gap == ONE_BYTE and word.before == NUMBER and 48 <= word.text[0] <= 57:
            word.opens = False  # 1.5
        if 97 <= word.text[0] <= 122 and place > first:
            word.opens = False  # a line of a text that was wrapped at some width
        following = text + columns.starts[place + 1] if place + 1 < last and sentence[place + 1] == 0 else NULL
        symbol = symbol_of(&word, following, tables)
        if word.opens:
            out[written] = SENTENCE
            written += 1
        elif word.gap == A_COMMA and not (symbol == NUMBER and word.before == NUMBER):
            out[written] = COMMA
            written += 1
        elif symbol == word.before and (symbol == NAME or symbol == NUMBER or symbol == FOREIGN):
            continue
        out[written] = <uint16_t>symbol
        written += 1
        word.before = symbol
    return written


def spell(
    columns, const uint8_t[::1] sentence, const uint8_t[::1] capital, symbols, int64_t most, int64_t[::1] begins,
    uint16_t[::1] out,
):
    """Write the symbols of the first `most` words of article d to out[begins[d] : begins[d + 1]]; return the number of
    all symbols.

    Runs of names, of numbers and of foreign words are one symbol. `sentence` says of each token whether it begins a
    sentence, `capital` of each code point whether it is a capital letter; `symbols` is a `style_features.Symbols`. A word
    is at most two symbols.
    """
    cdef TokenArrays arrays = TokenArrays(columns.tokens, columns.buffer, columns.offsets)
    cdef TokenColumns batch = arrays.columns
    cdef const uint64_t[::1] keys = symbols.keys
    cdef const int64_t[::1] values = symbols.values, words = symbols.words
    cdef const int64_t[:, ::1] endings = symbols.endings
    cdef const uint8_t *opens = &sentence[0] if sentence.shape[0] else NULL
    cdef SymbolTables tables
    cdef int64_t doc, last, room = 0, at = 0
    if sentence.shape[0] != arrays.places or begins.shape[0] != batch.articles + 1:
        raise ValueError("The sentences or the streams are not those of the columns.")
    if not 0 < keys.shape[0] == values.shape[0] or words.shape[0] == 0 or endings.size == 0 or endings.shape[1] != 3:
        raise ValueError("The tables of symbols have a wrong shape.")
    for doc in range(batch.articles):
        room += 2 * min(batch.counts[doc], most)
    if out.shape[0] < room:
        raise ValueError(f"There is room for {out.shape[0]} symbols, not for {room}.")
    tables.keys, tables.values, tables.mask = &keys[0], &values[0], <uint64_t>keys.shape[0] - 1
    tables.words, tables.endings, tables.ending_count = &words[0], <const Ending *>&endings[0, 0], endings.shape[0]
    tables.may, tables.clitic = symbols.may, symbols.clitic
    tables.capital, tables.points = &capital[0], capital.shape[0]
    with nogil:
        for doc in range(batch.articles):
            begins[doc] = at
            last = batch.first[doc] + min(batch.counts[doc], most)
            if last > batch.first[doc]:
                at += spell_article(&batch, doc, last, opens, &tables, &out[at])
        begins[batch.articles] = at
    return at
