"""Finds where a run of capitalised words ends: which words behind it are tied to it."""

from libc.stdint cimport int64_t, uint8_t, uint32_t

from dedup.names.run_ends cimport (
    AND, APOSTROPHE, BEFORE_TAIL, BODY, BRANDED, CONTRACTED, DOT, DOTTED, ELIDED, HYPHEN, LEADING, OF, ON, OTHER,
    OWNER, PARTICLE, SECOND, SPACE, TAIL, TAKES_NUMBER, TAKES_ON, TAKES_ORDINAL, THE, TIED_ARTICLE, Article, Gap,
    WordClasses, class_of, gap_before, is_capital, is_ordinal, length_of,
)
from dedup.text.token_flags cimport CAPITAL, NUMBER, SENTENCE

cdef enum:
    LONGEST = 10  # words of a run; a longer one is cut
    SYLLABLE = 6  # bytes of the syllables that Korean and Chinese given names tie with a hyphen
    NUMERAL = 3  # digits of a number that is part of a name, at most: Channel 4, Boeing 737
    LISTED = 14  # words of a run with a list in it
    AHEAD = 3  # words looked at for the noun that makes a body of what is before it
    TIGHT = 4  # bytes of an abbreviation that begins a name, at most: St., Mt.


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


cdef bint is_behind_owners(const Article *article, int64_t place, const WordClasses *classes) noexcept nogil:
    """Return whether a word of a body's name is behind the apostrophe of several owners: Workers' Party."""
    cdef const uint8_t *gap = article.text + article.ends[place - 1]
    cdef int64_t size = <int64_t>article.starts[place] - <int64_t>article.ends[place - 1]
    if not class_of(article, place - 1, classes) & OWNER or gap[size - 1] != 32:
        return False
    if article.text[article.ends[place - 1] - 1] != 115:  # s
        return False
    if not (size == 2 and gap[0] == 39) and not (size == 4 and gap[0] == 0xE2 and gap[1] == 0x80 and gap[2] == 0x99):
        return False
    return has_body(article, place, classes)


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
        if is_behind_owners(article, end, classes):
            return end + 1
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
            if end + 1 < article.last and gap_before(article, end + 1) == HYPHEN and not is_capital(article, end + 1):
                return end + 2 if length_of(article, end + 1) <= SYLLABLE else end + 1  # Prayut Chan-o-cha
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
