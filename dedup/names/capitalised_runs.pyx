"""Finds runs of capitalised words: what may be a name, before any word of it is looked at."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from dedup.names.letter_case cimport TITLE_CASE
from dedup.names.run_ends cimport (
    AREA, BEFORE_HYPHEN, DOTTED, HYPHEN, LOOSELY_PLACED, OF, PLACED, RELATION, SAYS, SPACE, TAKES_ORDINAL, WHO, Article,
    WordClasses, class_of, end_of_run, gap_before, is_capital, is_ordinal, length_of,
)
from dedup.native.fnv cimport FNV_BASIS, fnv1a
from dedup.native.hashing cimport GOLDEN
from dedup.text.token_arrays cimport TokenArrays, TokenColumns
from dedup.text.token_flags cimport CAPITALS, NUMBER, PARAGRAPH, SENTENCE

cdef enum:
    MOST_AGE = 3  # digits of an age

cpdef enum:  # what is known of a run, bits
    AT_START = 1  # its first word begins a sentence
    BRACKETED = 2  # the run is all that is in a pair of brackets
    SPEAKS = 4  # a verb of saying is right behind or before it
    IN_PLACE = 8  # a preposition of place is right before it
    IN_TITLE = 16  # it is in a line in title case
    AGED = 32  # an age is behind it between commas, or "who"
    IN_AREA = 64  # a state or country is behind it and a comma, or a dateline's dash
    RELATED = 128  # a noun of persons is right before it
    LOOSELY_IN_PLACE = 256


cdef struct Run:
    int64_t begin  # bytes of the article
    int64_t end
    int64_t bits


cdef int64_t bits_behind(
    const Article *article, int64_t begin, int64_t end, int64_t last, const WordClasses *classes
) noexcept nogil:
    """Return what the words behind a run say of it: an age, "who", a state, or a dateline's dash."""
    cdef const uint8_t *gap = article.text + last
    cdef int64_t size = <int64_t>article.starts[end] - last
    cdef uint32_t kind = class_of(article, end, classes)
    cdef uint8_t following
    if size < 1:
        return 0
    if kind & WHO and (gap[0] == 32 or (gap[0] == 44 and size == 2)):
        return AGED
    if gap[0] == 44 and size == 2:
        following = article.text[article.ends[end]]
        if article.flags[end] & NUMBER and length_of(article, end) <= MOST_AGE:
            if following == 44 or following == 46 or following == 59 or following == 41:
                return AGED
            return AGED if end + 1 < article.last and class_of(article, end + 1, classes) & OF else 0
        return IN_AREA if kind & AREA and is_capital(article, end) else 0
    if article.flags[begin] & PARAGRAPH and size >= 3:
        if gap[0] == 32 and (gap[1] == 45 or (gap[1] == 0xE2 and gap[2] == 0x80)):
            return IN_AREA
        if gap[0] == 32 and gap[1] == 40 and article.flags[begin] & CAPITALS:
            return IN_AREA  # BAGHDAD (AFP)
    return 0


cdef Run read_run(const Article *article, int64_t begin, int64_t end, const WordClasses *classes) noexcept nogil:
    """Return the bounds of a run of words, and what is known of it."""
    cdef const uint8_t *text = article.text
    cdef uint32_t before
    cdef Run run
    run.begin, run.end = article.starts[begin], article.ends[end - 1]
    run.bits = AT_START if article.flags[begin] & SENTENCE else 0
    if article.flags[begin] & TITLE_CASE:
        run.bits |= IN_TITLE
    if text[run.end] == 46:
        if class_of(article, end - 1, classes) & DOTTED:
            run.end += 1  # Jr.
        elif run.end >= 2 and text[run.end - 2] == 46 and length_of(article, end - 1) == 1:
            run.end += 1  # U.S.
    if run.begin > 0 and text[run.begin - 1] == 40 and text[run.end] == 41:
        run.bits |= BRACKETED
    if end < article.last and class_of(article, end, classes) & SAYS:
        run.bits |= SPEAKS
    if begin > article.first and gap_before(article, begin) == SPACE:
        before = class_of(article, begin - 1, classes)
        if before & SAYS:
            run.bits |= SPEAKS
        if before & PLACED:
            run.bits |= IN_PLACE
        if before & LOOSELY_PLACED:
            run.bits |= LOOSELY_IN_PLACE
        if before & RELATION and not is_capital(article, begin - 1):
            run.bits |= RELATED
    if end < article.last:
        run.bits |= bits_behind(article, begin, end, run.end, classes)
    return run


cdef uint64_t hash_run(const Article *article, const Run *run) noexcept nogil:
    """Return the hash of a run's bytes and of where it is (FNV-1a with a finisher); never 0."""
    cdef uint64_t value = FNV_BASIS ^ (<uint64_t>(run.bits & (AT_START | IN_TITLE)) * GOLDEN)
    cdef int64_t at
    for at in range(run.begin, run.end):
        value = fnv1a(value, article.text[at])
    value ^= value >> 29
    value *= GOLDEN
    value ^= value >> 32
    return value if value else 1


cdef inline bint begins_run(const Article *article, int64_t place, const WordClasses *classes) noexcept nogil:
    """Return whether a word has a capital, or ties itself to the capitalised word behind it: al-Ameri, pro-Iranian."""
    if is_capital(article, place):
        return True
    if is_ordinal(article, place):
        return (
            place + 1 < article.last
            and is_capital(article, place + 1)
            and gap_before(article, place + 1) == SPACE
            and class_of(article, place + 1, classes) & TAKES_ORDINAL != 0
        )
    return (
        place + 1 < article.last
        and is_capital(article, place + 1)
        and class_of(article, place, classes) & BEFORE_HYPHEN
        and gap_before(article, place + 1) == HYPHEN
    )


cdef Article article_of(const TokenColumns *columns, int64_t doc, const uint8_t *flags) noexcept nogil:
    cdef Article article
    article.text = columns.buffer + columns.offsets[doc]
    article.first, article.last = columns.first[doc], columns.first[doc] + columns.counts[doc]
    article.starts, article.ends, article.hashes, article.flags = columns.starts, columns.ends, columns.hashes, flags
    return article


def find_runs(columns, const uint8_t[::1] flags, classes, int64_t[:, ::1] rows, uint64_t[::1] keys):
    """Write rows (article, first byte, end byte, bits) of all runs of a batch, and the hash of each run's bytes and
    bits.

    A run begins with a capitalised word, or with a particle that a hyphen ties to one (al-Ameri, pro-Iranian), and
    takes what follows behind a space, a hyphen, an apostrophe or an initial's full stop: capitalised words, the rest of
    a word behind an apostrophe (Sha'abi), and particles and "of" where a capitalised word follows. Bytes are counted
    from the beginning of the article. Return the number of runs; of them only as many as `rows` and `keys` have room
    for are written.
    """
    cdef TokenArrays arrays = TokenArrays(columns.tokens, columns.buffer, columns.offsets)
    cdef TokenColumns batch = arrays.columns
    cdef const uint64_t[::1] words = classes.keys
    cdef const uint32_t[::1] bits = classes.bits
    cdef WordClasses table
    cdef Article article
    cdef Run run
    cdef int64_t doc, place, end, found = 0, room = min(rows.shape[0], keys.shape[0])
    cdef const uint8_t *flag = &flags[0] if flags.shape[0] else NULL
    if flags.shape[0] != arrays.places or rows.shape[1] != 4 or words.shape[0] == 0 or bits.shape[0] != words.shape[0]:
        raise ValueError("The flags, the words or the rows have a wrong shape.")
    table.keys, table.bits, table.mask = &words[0], &bits[0], <uint64_t>words.shape[0] - 1
    with nogil:
        for doc in range(batch.articles):
            article = article_of(&batch, doc, flag)
            place = article.first
            while place < article.last:
                if not begins_run(&article, place, &table):
                    place += 1
                    continue
                end = end_of_run(&article, place, &table)
                if found < room:
                    run = read_run(&article, place, end, &table)
                    rows[found, 0], rows[found, 1], rows[found, 2], rows[found, 3] = doc, run.begin, run.end, run.bits
                    keys[found] = hash_run(&article, &run)
                found += 1
                place = end
    return found
