"""Finds runs of capitalised words: what may be a name, before any word of it is looked at."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from dedup.names.letter_case cimport TITLE_CASE
from dedup.native.fnv cimport FNV_BASIS, fnv1a
from dedup.native.hashing cimport GOLDEN, slot_of
from dedup.text.token_arrays cimport TokenArrays, TokenColumns
from dedup.text.token_flags cimport CAPITAL, CAPITALS, NUMBER, PARAGRAPH, SENTENCE

cdef enum:
    LONGEST = 10  # words of a run; a longer one is cut
    SYLLABLE = 6  # bytes of the syllables that Korean and Chinese given names tie with a hyphen
    NUMERAL = 3  # digits of a number that is part of a name, at most: Channel 4, Boeing 737
    ORDINAL = 5  # bytes of an ordinal number, at most: 105th
    LISTED = 14  # words of a run with a list in it
    AHEAD = 3  # words looked at for the noun that makes a body of what is before it
    TIGHT = 4  # bytes of an abbreviation that begins a name, at most: St., Mt.
    MOST_AGE = 3  # digits of an age

cdef enum Gap:  # what is between two words
    OTHER
    SPACE
    HYPHEN
    APOSTROPHE
    DOT
    AMPERSAND

cpdef enum:  # classes of words that matter within a run, bits
    PARTICLE = 1
    OWNER = 2
    CONTRACTED = 4
    BEFORE_HYPHEN = 8
    OF = 16
    THE = 32
    SAYS = 64
    PLACED = 128
    TIED_ARTICLE = 256
    AND = 512
    BODY = 1024  # nouns of bodies: what is before "and" or an apostrophe may belong to them
    DOTTED = 2048  # abbreviations whose full stop is part of the name
    LEADING = 4096  # abbreviations that begin a name: St. Louis
    TAKES_NUMBER = 8192  # Channel 4
    TAKES_ORDINAL = 16384  # 2nd Avenue
    SECOND = 32768  # the second half of a name with "and": Bosnia and Herzegovina
    ON = 65536
    TAKES_ON = 131072  # Committee on Foreign Relations
    ELIDED = 262144  # Côte d'Ivoire
    RELATION = 524288  # what a person is, before a name: the chairman Jane Doe
    AREA = 1048576  # what a town is in, behind a comma: Akron, Ohio
    WHO = 2097152
    BRANDED = 8388608  # whose owner's s is part of the name: Moody's
    TAIL = 16777216  # a noun in lower case that belongs to the town before it: Baghdad airport
    BEFORE_TAIL = 33554432
    LOOSELY_PLACED = 4194304  # "of" and others, before persons too

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


cdef struct Article:
    const uint8_t *text
    int64_t first  # place of its first token in the columns below
    int64_t last  # place behind its last token
    const uint32_t *starts
    const uint32_t *ends
    const uint64_t *hashes
    const uint8_t *flags


cdef struct WordClasses:
    const uint64_t *keys
    const uint32_t *bits
    uint64_t mask


cdef struct Run:
    int64_t begin  # bytes of the article
    int64_t end
    int64_t bits


cdef inline Gap gap_before(const Article *article, int64_t place) noexcept nogil:
    """Return what is between a word and the one before it; a line feed within a sentence is a space."""
    cdef int64_t size = <int64_t>article.starts[place] - <int64_t>article.ends[place - 1]
    cdef const uint8_t *gap = article.text + article.ends[place - 1]
    if size == 1:
        if gap[0] == 32 or (gap[0] == 10 and not article.flags[place] & SENTENCE):
            return SPACE
        if gap[0] == 38:
            return AMPERSAND
        if gap[0] == 45:
            return HYPHEN
        if gap[0] == 39 or gap[0] == 96:
            return APOSTROPHE
        return DOT if gap[0] == 46 else OTHER
    if size == 2:
        if gap[0] == 0xC2 and gap[1] == 0xA0:
            return SPACE
        if gap[0] == 46 and (gap[1] == 32 or (gap[1] == 10 and not article.flags[place] & SENTENCE)):
            return DOT
        return OTHER
    if size == 3:
        if gap[0] == 0xE2 and gap[1] == 0x80:
            if gap[2] == 0x98 or gap[2] == 0x99:  # single quotation marks
                return APOSTROPHE
            return HYPHEN if 0x90 <= gap[2] <= 0x92 else OTHER
        return AMPERSAND if gap[0] == 32 and gap[1] == 38 and gap[2] == 32 else OTHER
    return OTHER


cdef inline uint32_t class_of(const Article *article, int64_t place, const WordClasses *classes) noexcept nogil:
    """Return the bits of a word, 0 where it is in no class."""
    cdef uint64_t key = article.hashes[place], slot = slot_of(classes.keys, classes.mask, key)
    return classes.bits[slot] if classes.keys[slot] == key else 0


cdef inline bint is_capital(const Article *article, int64_t place) noexcept nogil:
    return article.flags[place] & CAPITAL != 0


cdef inline int64_t length_of(const Article *article, int64_t place) noexcept nogil:
    return <int64_t>article.ends[place] - <int64_t>article.starts[place]


cdef int64_t end_of_name(const Article *article, int64_t end, const WordClasses *classes) noexcept nogil:
    """Return the end of a run with the particle or "of" at `end` and the capitalised word behind it, -1 without one."""
    cdef int64_t ahead = end + 1
    cdef uint32_t kind = class_of(article, end, classes)
    cdef Gap tied
    if kind & ELIDED and ahead < article.last and is_capital(article, ahead):
        return end + 2 if gap_before(article, ahead) == APOSTROPHE else -1
    if not kind & (PARTICLE | OF):
        # The article in its assimilated forms, which are English words too, counts where a hyphen follows (Harun
        # ar-Rashid).
        if not kind & TIED_ARTICLE or ahead >= article.last or not is_capital(article, ahead):
            return -1
        return end + 2 if gap_before(article, ahead) == HYPHEN else -1
    while ahead < article.last and ahead - end < 3 and not article.flags[ahead] & (CAPITAL | SENTENCE):
        tied = gap_before(article, ahead)
        if not class_of(article, ahead, classes) & (PARTICLE | THE) or (tied != SPACE and tied != HYPHEN):
            break
        ahead += 1
    if ahead >= article.last or not is_capital(article, ahead) or article.flags[ahead] & SENTENCE:
        return -1
    tied = gap_before(article, ahead)
    return ahead + 1 if tied == SPACE or tied == HYPHEN or tied == APOSTROPHE else -1


cdef bint has_body(const Article *article, int64_t begin, const WordClasses *classes) noexcept nogil:
    """Return whether the capitalised words from `begin` on soon have the noun of a body among them."""
    cdef int64_t at
    for at in range(begin, min(begin + AHEAD, article.last)):
        if not is_capital(article, at) or article.flags[at] & SENTENCE:
            return False
        if at > begin and gap_before(article, at) != SPACE:
            return False
        if class_of(article, at, classes) & BODY:
            return True
    return False


cdef bint is_list_of_one(const Article *article, int64_t begin, int64_t end, const WordClasses *classes) noexcept nogil:
    """Return whether a run has "of" or "on" behind a word that takes it: what follows "and" may belong to it."""
    cdef int64_t at
    cdef uint32_t kind
    for at in range(begin + 1, end):
        kind = class_of(article, at, classes)
        if not is_capital(article, at) and kind & (OF | ON) and class_of(article, at - 1, classes) & (BODY | TAKES_ON):
            return True
    return False


cdef inline bint is_letter(const Article *article, int64_t place) noexcept nogil:
    return length_of(article, place) == 1 and is_capital(article, place)


cdef int64_t end_behind_and(
    const Article *article, int64_t begin, int64_t end, const WordClasses *classes
) noexcept nogil:
    """Return the end of a run with the "and" at `end` and the word behind it, -1 where they are two names.

    One are "Bosnia and Herzegovina", "S and P", "Food and Drug Administration", "Department of Health and Human
    Services".
    """
    cdef int64_t ahead = end + 1
    if ahead >= article.last or not is_capital(article, ahead) or article.flags[ahead] & SENTENCE:
        return -1
    if gap_before(article, ahead) != SPACE:
        return -1
    if class_of(article, ahead, classes) & SECOND:
        return end + 2
    if is_letter(article, ahead):
        return end + 2 if end - begin == 1 and is_letter(article, begin) else -1
    if has_body(article, ahead, classes) or is_list_of_one(article, begin, end, classes):
        return end + 2
    return -1


cdef inline bint is_behind_comma(const Article *article, int64_t place) noexcept nogil:
    """Return whether a comma and a space are before a word."""
    cdef const uint8_t *gap = article.text + article.ends[place - 1]
    return article.starts[place] - article.ends[place - 1] == 2 and gap[0] == 44 and gap[1] == 32


cdef int64_t end_behind_comma(
    const Article *article, int64_t begin, int64_t end, const WordClasses *classes
) noexcept nogil:
    """Return the end of a run with the list behind the comma before `end`, up to the word behind its "and"; `end` where
    there is none that may belong to a name.

    Such lists are "Bureau of Alcohol, Tobacco, Firearms and Explosives" and "Goldman, Sachs and Co".
    """
    cdef int64_t at = end
    cdef bint one = is_list_of_one(article, begin, end, classes), behind_comma = True
    while at + 1 < article.last and at + 1 - begin < LISTED:
        if article.flags[at] & SENTENCE or (at > end and not behind_comma and gap_before(article, at) != SPACE):
            return end
        if not is_capital(article, at):
            if at == end or not class_of(article, at, classes) & AND:
                return end
            if not is_capital(article, at + 1) or gap_before(article, at + 1) != SPACE:
                return end
            return at + 2 if one or (class_of(article, at + 1, classes) & SECOND and at == end + 1) else end
        at += 1
        behind_comma = is_behind_comma(article, at)
        if behind_comma and not one:
            return end
    return end


cdef inline bint is_ordinal(const Article *article, int64_t place) noexcept nogil:
    """Return whether a number ends in a letter: 2nd, 105th."""
    cdef int64_t size = length_of(article, place)
    cdef uint8_t last = article.text[article.ends[place] - 1]
    return article.flags[place] & NUMBER and 2 < size <= ORDINAL and 97 <= last <= 122


cdef int64_t end_behind_number(
    const Article *article, int64_t end, const WordClasses *classes, bint *is_last
) noexcept nogil:
    """Return the end of a run with the number at `end`, and the word behind it: Channel 4, East 105th Street, WESH 2
    News."""
    cdef int64_t ahead = end + 1
    cdef uint32_t kind
    if ahead < article.last and is_capital(article, ahead) and not article.flags[ahead] & SENTENCE:
        kind = class_of(article, ahead, classes)
        if gap_before(article, ahead) == SPACE:
            if is_ordinal(article, end) and kind & (TAKES_ORDINAL | BODY):
                return end + 2
            if length_of(article, end) <= NUMERAL and kind & TAKES_NUMBER and not is_ordinal(article, end):
                return end + 2
    if length_of(article, end) <= NUMERAL and class_of(article, end - 1, classes) & TAKES_NUMBER:
        is_last[0] = True
        return end + 1
    return end


cdef int64_t next_end(
    const Article *article, int64_t begin, int64_t end, const WordClasses *classes, bint *is_last
) noexcept nogil:
    """Return the end of a run with the next words of it, `end` where there are none; `is_last` where none can follow
    them."""
    cdef const uint8_t *flags = article.flags
    cdef Gap gap = gap_before(article, end)
    cdef uint32_t before
    is_last[0] = False
    if gap == DOT:
        # An initial (George W. Bush, U.S.), or St. Louis; any other full stop ends the run.
        if flags[end] & SENTENCE or not is_capital(article, end):
            return end
        if length_of(article, end - 1) == 1 and is_capital(article, end - 1):
            return end + 1
        before = class_of(article, end - 1, classes)
        if before & LEADING and length_of(article, end - 1) <= TIGHT:
            return end + 1
        # "Co. Ltd.", "MLK Jr. Way"
        return end + 1 if before & DOTTED and class_of(article, end, classes) & (DOTTED | TAKES_ORDINAL) else end
    if flags[end] & SENTENCE:
        return end
    if gap == OTHER:
        return end_behind_comma(article, begin, end, classes) if is_behind_comma(article, end) else end
    if gap == APOSTROPHE:
        if not class_of(article, end, classes) & CONTRACTED:
            return end + 1
        if (
            end + 1 < article.last
            and is_capital(article, end + 1)
            and gap_before(article, end + 1) == SPACE
            and (class_of(article, end - 1, classes) & OWNER or has_body(article, end + 1, classes))
        ):
            return end + 2  # People's Mobilization Force
        if class_of(article, end - 1, classes) & BRANDED:
            is_last[0] = True
            return end + 1
        return end
    if is_capital(article, end):
        return end + 1
    if gap == HYPHEN:
        if flags[end] & NUMBER:
            is_last[0] = True
            return end + 1  # COVID-19
        if end + 1 < article.last and class_of(article, end, classes) & PARTICLE:
            if is_capital(article, end + 1) and gap_before(article, end + 1) == HYPHEN:
                return end + 2  # Ashab-al-Kahf
            return end
        if end - begin > 1 and length_of(article, end) <= SYLLABLE and length_of(article, end - 1) <= SYLLABLE:
            is_last[0] = True
            return end + 1  # Lee Ju-ho
        return end
    if flags[end] & NUMBER:
        return end_behind_number(article, end, classes, is_last) if gap == SPACE else end
    before = class_of(article, end, classes)
    if before & AND and gap == SPACE:
        return max(end, end_behind_and(article, begin, end, classes))
    if before & (TAIL | BEFORE_TAIL) and gap == SPACE:
        is_last[0] = True
        if before & TAIL:
            return end + 1
        if end + 1 < article.last and class_of(article, end + 1, classes) & TAIL and not is_capital(article, end + 1):
            return end + 2 if gap_before(article, end + 1) == SPACE else end
        return end
    if before & ON:
        if not class_of(article, end - 1, classes) & TAKES_ON or end + 1 >= article.last or flags[end + 1] & SENTENCE:
            return end
        return end + 2 if is_capital(article, end + 1) and gap_before(article, end + 1) == SPACE else end
    return max(end, end_of_name(article, end, classes))


cdef int64_t end_of_run(const Article *article, int64_t begin, const WordClasses *classes) noexcept nogil:
    """Return the place behind the last word of the run that begins at a place."""
    cdef int64_t end = begin + 1 if is_capital(article, begin) else begin + 2, following
    cdef bint is_last = False
    while end < article.last and end - begin < LONGEST and not is_last:
        following = next_end(article, begin, end, classes, &is_last)
        if following == end:
            break
        end = following
    return end


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
