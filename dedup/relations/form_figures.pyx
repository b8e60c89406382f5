"""Facts, and where two articles of like wording differ in them.

The words that a pair has in common are those of its copied passages (see `copied_passages`), and those that the gaps
between them have in common in the same order. What is left of a gap are slots: words of one article in the place of
other words of the other.
"""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memset

from dedup.native.bits cimport load64
from dedup.native.hashing cimport holds
from dedup.native.scratch cimport scratch
from dedup.native.sorting cimport sort_keys
from dedup.native.utf8 cimport Character, read_character
from dedup.relations.copied_passages cimport PassageSearch, find_passages, index_left, prepare_search
from dedup.text.token_arrays cimport TokenArrays, TokenColumns
from dedup.text.token_classes cimport Letters, flags_of, letters_of
from dedup.text.token_flags cimport CAPITAL, SENTENCE

cpdef enum:
    NUMBER = 1  # of a fact
    NAME = 2
    SHOWN_SLOTS = 6  # slots of a pair that are returned

cdef enum:
    USUAL_NAME = 1  # NAME of `text.terms`
    LEAST_COPIED = 7  # see `measure.LEAST_COPIED`
    GAP = 120  # words of a gap, on each side, that are aligned
    SLOT = 12  # words of a slot, on each side; more are another text, unless half of them are facts, as in a table
    FACT_WORDS = 4  # words of a fact at most: a slot with more facts on both sides counts as several
    TYPO = 5  # letters of a word from which one that differs by one letter is the same word
    LETTERS_A_TYPO = 4
    LONGEST = 32  # letters of a word that is compared letter by letter
    ALIKE = 3  # bytes with which two spellings of a name begin
    SHOUTED = 60  # percent of an article's words with a capital letter from which no capital letter shows a name


def _dtype(nothing, kind):
    return np.dtype([(name, kind) for name in nothing])  # a struct becomes a dict of its members


def _figures():
    cdef FormFigures nothing
    memset(&nothing, 0, sizeof(FormFigures))
    return _dtype(nothing, np.int64)


def _slot():
    cdef FactSlot nothing
    memset(&nothing, 0, sizeof(FactSlot))
    return _dtype(nothing, np.int32)


FORM_FIGURES = _figures()
FACT_SLOT = _slot()


cdef extern from *:
    """
    #define ZEROS ((uint64_t)0x3030303030303030u)
    #define LOW_BITS ((uint64_t)0x7F7F7F7F7F7F7F7Fu)
    #define UP_TO_TEN ((uint64_t)0x7676767676767676u)
    #define HIGH_BITS ((uint64_t)0x8080808080808080u)
    """
    const uint64_t ZEROS  # as digits, in each byte
    const uint64_t LOW_BITS
    const uint64_t UP_TO_TEN  # what ten lacks to the high bit of a byte
    const uint64_t HIGH_BITS


cdef inline bint is_digit(uint8_t byte) noexcept nogil:
    return 48 <= byte <= 57


cdef bint has_digit(const uint8_t *text, int64_t begin, int64_t end, int64_t size) noexcept nogil:
    """Return whether one of the bytes [begin, end) of a text of `size` bytes is a digit."""
    cdef int64_t at = begin, left
    cdef uint64_t bytes
    while end - at > 0 and at + 8 <= size:  # eight bytes a step
        bytes = load64(text + at) ^ ZEROS  # a digit is below 10 now
        bytes = ~(((bytes & LOW_BITS) + UP_TO_TEN) | bytes) & HIGH_BITS  # the high bit of each such byte
        left = end - at
        if left < 8:
            return (bytes << (8 * (8 - left))) != 0
        if bytes:
            return True
        at += 8
    for at in range(at, end):
        if is_digit(text[at]):
            return True
    return False


cdef struct Marker:
    TokenColumns columns
    Letters letters
    const uint64_t *number_words
    uint64_t mask
    const int32_t *terms  # of each place, or NULL
    const uint8_t *classes  # by term
    int64_t known  # terms


cdef void mark_article(const Marker *here, int64_t doc, uint8_t *out) noexcept nogil:
    """Write the kind of fact of each token of an article."""
    cdef const TokenColumns *own = &here.columns
    cdef const uint8_t *text = own.buffer + own.offsets[doc]
    cdef int64_t first = own.first[doc], last = own.first[doc] + own.counts[doc], token, capitals = 0
    cdef int64_t size = own.offsets[doc + 1] - own.offsets[doc]
    cdef uint8_t flags, lead
    for token in range(first, last):
        lead = text[own.starts[token]]
        flags = 0  # of most words, which begin with a small letter
        if not 97 <= lead <= 122:
            flags = flags_of(own, doc, token, &here.letters)
        capitals += flags & CAPITAL != 0
        out[token] = 0
        if has_digit(text, own.starts[token], own.ends[token], size) or holds(
            here.number_words, here.mask, own.hashes[token]
        ):
            out[token] = NUMBER
        elif flags & CAPITAL and (not flags & SENTENCE or (
            here.terms != NULL and 0 <= here.terms[token] < here.known and here.classes[here.terms[token]] & USUAL_NAME
        )):
            out[token] = NAME
    if 100 * capitals < SHOUTED * own.counts[doc]:
        return
    for token in range(first, last):
        if out[token] == NAME:
            out[token] = 0


def mark_facts(
    batch,
    const int64_t[::1] articles,
    letters,
    const uint64_t[::1] number_words,
    words,
    uint8_t[::1] out,
):
    """Write the kind of fact of each token of these articles to out[place]: NUMBER, NAME or 0.

    `batch` are `tokens.Columns`. A number has a digit or is one of `number_words`, an open-addressing table of hashes. A
    name has a capital letter inside a sentence, or at its beginning where it is a term that usually has one; for that
    `words` are `alignment.TermColumns`, or None. `letters` are the tables of `sentences.letter_tables`. Raises
    ValueError where the arrays do not fit one another.
    """
    cdef TokenArrays arrays = TokenArrays(batch.tokens, batch.buffer, batch.offsets)
    cdef const uint8_t[::1] capital = letters[0]
    cdef const uint64_t[::1] short = letters[1]
    cdef const int32_t[::1] terms
    cdef const uint8_t[::1] classes
    cdef Marker here
    cdef Py_ssize_t k
    here.columns, here.letters, here.terms, here.known = arrays.columns, letters_of(capital, short), NULL, 0
    here.mask = number_words.shape[0] - 1
    if number_words.shape[0] == 0 or number_words.shape[0] & here.mask:
        raise ValueError("A hash table has a power of two of slots.")
    here.number_words = &number_words[0]
    if words is not None:
        terms, classes = words.terms, words.classes
        if terms.shape[0] < arrays.places:
            raise ValueError("There is no term for each word.")
        if arrays.places and classes.shape[0]:
            here.terms, here.classes, here.known = &terms[0], &classes[0], classes.shape[0]
    if out.shape[0] < arrays.places:
        raise ValueError("There is no room for the facts.")
    for k in range(articles.shape[0]):
        if not 0 <= articles[k] < here.columns.articles:
            raise ValueError(f"There is no article {articles[k]}.")
    with nogil:
        for k in range(articles.shape[0]):
            mark_article(&here, articles[k], &out[0])


cdef struct Article:
    const uint8_t *text
    const uint64_t *hashes
    const uint8_t *facts
    const uint32_t *starts
    const uint32_t *ends
    int64_t size


cdef struct Counter:
    TokenColumns columns
    const uint8_t *facts
    PassageSearch search
    int64_t indexed  # the article whose seeds are indexed, or -1
    uint64_t *left  # sorted distinct facts of an article
    uint64_t *right


cdef struct Walk:
    # The last of the matched words so far, in the order of b.
    int64_t last_a
    int64_t last  # its place in b
    bint in_fact  # whether that was a fact


cdef inline Article article_of(const Counter *here, int64_t number) noexcept nogil:
    cdef Article found
    cdef int64_t first = here.columns.first[number]
    found.text = here.columns.buffer + here.columns.offsets[number]
    found.hashes, found.facts = here.columns.hashes + first, here.facts + first
    found.starts, found.ends = here.columns.starts + first, here.columns.ends + first
    found.size = here.columns.counts[number]
    return found


cdef int64_t distinct_facts(const Article *article, int kind, uint64_t *out) noexcept nogil:
    """Write the sorted distinct hashes of an article's facts of one kind; return their number."""
    cdef int64_t size = 0, kept = 0, k
    for k in range(article.size):
        if article.facts[k] == kind:
            out[size] = article.hashes[k]
            size += 1
    sort_keys(out, size)
    for k in range(size):
        if kept == 0 or out[k] != out[kept - 1]:
            out[kept] = out[k]
            kept += 1
    return kept


cdef int64_t count_marked_facts(const Article *article) noexcept nogil:
    cdef int64_t found = 0, k
    for k in range(article.size):
        found += article.facts[k] != 0
    return found


cdef int64_t in_common(const uint64_t *one, int64_t size, const uint64_t *other, int64_t other_size) noexcept nogil:
    cdef int64_t i = 0, j = 0, found = 0
    while i < size and j < other_size:
        if one[i] == other[j]:
            found += 1
            i += 1
            j += 1
        elif one[i] < other[j]:
            i += 1
        else:
            j += 1
    return found


cdef inline uint8_t lower(uint8_t byte) noexcept nogil:
    return byte + 32 if 65 <= byte <= 90 else byte


cdef int64_t read_letters(const Article *article, int64_t word, int64_t *letters) noexcept nogil:
    """Write the code points of a word, ASCII letters in lower case and German letters spelled out; return their number,
    or 0 for more than LONGEST."""
    cdef const uint8_t *at = article.text + article.starts[word]
    cdef const uint8_t *stop = article.text + article.ends[word]
    cdef int64_t count = 0
    cdef Character character
    while at < stop:
        if count == LONGEST:
            return 0
        character = read_character(at)
        letters[count] = lower(<uint8_t>character.point) if character.point < 128 else character.point
        if character.point in (0xE4, 0xC4, 0xF6, 0xD6, 0xFC, 0xDC, 0xDF):  # "ae", "oe", "ue" and "ss"
            if count + 1 == LONGEST:
                return 0
            letters[count] = 97 if character.point in (0xE4, 0xC4) else 111 if character.point in (0xF6, 0xD6) else (
                117 if character.point in (0xFC, 0xDC) else 115
            )
            count += 1
            letters[count] = 115 if character.point == 0xDF else 101
        count += 1
        at += character.size
    return count


cdef int64_t edit_distance(const int64_t *one, int64_t size, const int64_t *other, int64_t other_size) noexcept nogil:
    """Return how many letters must be changed, added, left out or swapped with the next (optimal string alignment)."""
    cdef int64_t[LONGEST + 1][LONGEST + 1] steps
    cdef int64_t i, j
    for i in range(size + 1):
        steps[i][0] = i
    for j in range(other_size + 1):
        steps[0][j] = j
    for i in range(1, size + 1):
        for j in range(1, other_size + 1):
            steps[i][j] = min(
                min(steps[i - 1][j], steps[i][j - 1]) + 1, steps[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                steps[i][j] = min(steps[i][j], steps[i - 2][j - 2] + 1)
    return steps[size][other_size]


cdef bint is_typo(const Article *a, int64_t i, const Article *b, int64_t j) noexcept nogil:
    """Return whether two words of at least TYPO letters, without a digit, are one word: of each LETTERS_A_TYPO letters
    one may be another, as in misprints, in text read by a machine, and where letters are written without their marks.
    """
    cdef int64_t[LONGEST] one
    cdef int64_t[LONGEST] other
    cdef int64_t size, other_size
    if a.facts[i] == NUMBER or b.facts[j] == NUMBER:
        return False
    size, other_size = read_letters(a, i, one), read_letters(b, j, other)
    if min(size, other_size) == 0 or max(size, other_size) < TYPO:
        return False
    return edit_distance(one, size, other, other_size) <= max(1, max(size, other_size) // LETTERS_A_TYPO)


cdef bint is_respelled(const Article *a, int64_t i, const Article *b, int64_t j) noexcept nogil:
    """Return whether two names begin alike, as spellings, forms and derivations of one name do (Spain, Spanish)."""
    cdef const uint8_t *one = a.text + a.starts[i]
    cdef const uint8_t *other = b.text + b.starts[j]
    cdef int64_t size = a.ends[i] - a.starts[i], other_size = b.ends[j] - b.starts[j], head = 0
    if a.facts[i] != NAME or b.facts[j] != NAME:
        return False
    while head < min(size, other_size) and lower(one[head]) == lower(other[head]):
        head += 1
    return head >= ALIKE and 2 * head >= min(size, other_size)


cdef bint is_same_fact(const Article *a, const Article *b, const FactSlot *slot) noexcept nogil:
    """Return whether a slot has a name in two spellings, or a number once in words and once in digits."""
    cdef int64_t i, j
    cdef bint words_a = False, digits_a = False, words_b = False, digits_b = False, digits
    for i in range(slot.start_a, slot.end_a):
        if a.facts[i] == NUMBER:
            digits = is_digit(a.text[a.starts[i]])
            words_a, digits_a = words_a or not digits, digits_a or digits
        for j in range(slot.start_b, slot.end_b):
            if is_respelled(a, i, b, j):
                return True
    for j in range(slot.start_b, slot.end_b):
        if b.facts[j] == NUMBER:
            digits = is_digit(b.text[b.starts[j]])
            words_b, digits_b = words_b or not digits, digits_b or digits
    return (words_a and not digits_a and digits_b and not words_b) or (
        words_b and not digits_b and digits_a and not words_a
    )


cdef inline void match(
    FormFigures *out, Walk *walk, const Article *a, int64_t i, const Article *b, int64_t j
) noexcept nogil:
    """Count a word that both have."""
    cdef bint fact = a.facts[i] != 0 or b.facts[j] != 0
    out.matched += 1
    out.matched_facts += fact
    out.runs += not (i == walk.last_a + 1 and j == walk.last + 1)
    if fact and not (walk.in_fact and j == walk.last + 1):
        out.kept_facts += 1
    walk.in_fact, walk.last_a, walk.last = fact, i, j


cdef void fill_slot(
    FormFigures *out, FactSlot *slots, const Article *a, const Article *b, const FactSlot *slot
) noexcept nogil:
    """Count a place where the articles have other words."""
    cdef int64_t size = slot.end_a - slot.start_a, other_size = slot.end_b - slot.start_b, facts = 0, others = 0, k
    cdef bint typos = size == other_size
    if size == 0 or other_size == 0:
        return
    for k in range(size):
        typos = typos and is_typo(a, slot.start_a + k, b, slot.start_b + k)
        facts += a.facts[slot.start_a + k] != 0
    if typos:
        out.respelled += size
        return
    for k in range(other_size):
        others += b.facts[slot.start_b + k] != 0
    if (size > SLOT or other_size > SLOT) and (2 * facts < size or 2 * others < other_size):
        return
    if facts == 0 or others == 0 or is_same_fact(a, b, slot):
        out.plain_slots += 1
        return
    out.fact_slots += (min(facts, others) + FACT_WORDS - 1) // FACT_WORDS
    if out.shown < SHOWN_SLOTS:
        slots[out.shown] = slot[0]
        out.shown += 1


cdef void align_gap(
    FormFigures *out, FactSlot *slots, Walk *walk, const Article *a, const Article *b, const FactSlot *gap
) noexcept nogil:
    """Match the words of a gap in order, as many as can be, and count the slots between them."""
    cdef uint8_t longest[GAP + 1][GAP + 1]  # by place in the gap: words that the rests have in common
    cdef int64_t size = gap.end_a - gap.start_a, other_size = gap.end_b - gap.start_b, i, j
    cdef FactSlot slot
    for i in range(size, -1, -1):
        for j in range(other_size, -1, -1):
            if i == size or j == other_size:
                longest[i][j] = 0
            elif a.hashes[gap.start_a + i] == b.hashes[gap.start_b + j]:
                longest[i][j] = longest[i + 1][j + 1] + 1
            else:
                longest[i][j] = max(longest[i + 1][j], longest[i][j + 1])
    slot.start_a, slot.start_b = gap.start_a, gap.start_b
    i = j = 0
    while i < size and j < other_size:
        if a.hashes[gap.start_a + i] == b.hashes[gap.start_b + j]:
            slot.end_a, slot.end_b = <int32_t>(gap.start_a + i), <int32_t>(gap.start_b + j)
            fill_slot(out, slots, a, b, &slot)
            match(out, walk, a, slot.end_a, b, slot.end_b)
            slot.start_a, slot.start_b = slot.end_a + 1, slot.end_b + 1
            i += 1
            j += 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    slot.end_a, slot.end_b = gap.end_a, gap.end_b
    fill_slot(out, slots, a, b, &slot)


cdef bint comes_second(const Counter *here, int64_t left, int64_t right) noexcept nogil:
    """Return whether the left article is the longer one, or the one with the larger first hash that differs: what the
    two have in common is looked for from one of them, and must not depend on which is a."""
    cdef Article a = article_of(here, left), b = article_of(here, right)
    cdef int64_t k
    if a.size != b.size:
        return a.size > b.size
    for k in range(a.size):
        if a.hashes[k] != b.hashes[k]:
            return a.hashes[k] > b.hashes[k]
    return False


cdef void count_in_either_order(
    Counter *here, int64_t left, int64_t right, FormFigures *out, FactSlot *slots
) noexcept nogil:
    cdef FactSlot slot
    cdef int64_t k
    if not comes_second(here, left, right):
        count_pair(here, left, right, out, slots)
        return
    count_pair(here, right, left, out, slots)
    out.words_a, out.words_b = out.words_b, out.words_a
    out.facts_a, out.facts_b = out.facts_b, out.facts_a
    out.numbers_a, out.numbers_b = out.numbers_b, out.numbers_a
    out.names_a, out.names_b = out.names_b, out.names_a
    for k in range(out.shown):
        slot = slots[k]
        slots[k].start_a, slots[k].end_a = slot.start_b, slot.end_b
        slots[k].start_b, slots[k].end_b = slot.start_a, slot.end_a


cdef void count_pair(Counter *here, int64_t left, int64_t right, FormFigures *out, FactSlot *slots) noexcept nogil:
    cdef Article a = article_of(here, left), b = article_of(here, right)
    cdef Walk walk
    cdef FactSlot gap
    cdef int64_t[2] sizes
    cdef int64_t[2] others
    cdef int64_t[2] common
    cdef int64_t i, j, at_a = -1, at_b = -1
    cdef int kind
    memset(out, 0, sizeof(FormFigures))
    out.words_a, out.words_b = a.size, b.size
    walk.last_a, walk.last, walk.in_fact = -2, -2, False
    if left != here.indexed:
        index_left(&here.search, a.hashes, a.size)
        here.indexed = left
    memset(here.search.origins, 0xFF, b.size * sizeof(int32_t))
    find_passages(&here.search, b.hashes, b.size, LEAST_COPIED, NULL, 0)
    for j in range(b.size + 1):
        i = here.search.origins[j] if j < b.size else a.size
        if i < 0:
            continue
        if i > at_a and i - at_a <= GAP + 1 and j - at_b <= GAP + 1 and (i - at_a > 1 or j - at_b > 1):
            gap.start_a, gap.end_a, gap.start_b, gap.end_b = (
                <int32_t>(at_a + 1), <int32_t>i, <int32_t>(at_b + 1), <int32_t>j
            )
            align_gap(out, slots, &walk, &a, &b, &gap)
        if j < b.size:
            match(out, &walk, &a, i, &b, j)
        at_a, at_b = i, j
    for kind in range(2):
        sizes[kind] = distinct_facts(&a, kind + 1, here.left)
        others[kind] = distinct_facts(&b, kind + 1, here.right)
        common[kind] = in_common(here.left, sizes[kind], here.right, others[kind])
    out.numbers_a, out.names_a, out.numbers_b, out.names_b = sizes[0], sizes[1], others[0], others[1]
    out.own_numbers = min(sizes[0], others[0]) - common[0]
    out.own_names = min(sizes[1], others[1]) - common[1]
    out.facts_a, out.facts_b = count_marked_facts(&a), count_marked_facts(&b)
    out.distinct_facts = min(sizes[0] + sizes[1], others[0] + others[1])


def count_facts(
    const int64_t[:, :] pairs,
    const uint8_t[::1] buffer,
    const int64_t[::1] offsets,
    tokens,
    const uint8_t[::1] facts,
    FormFigures[::1] out,
    FactSlot[:, ::1] slots,
):
    """Write the figures of each pair of articles (rows of `pairs`, numbers in the token columns) to `out`.

    `facts` come from `mark_facts`. `out` has the shape (pairs,) and the type FORM_FIGURES; `slots`, of the type
    FACT_SLOT and the shape (pairs, SHOWN_SLOTS), gets the first slots with facts. Raises ValueError where the arrays do
    not fit one another.
    """
    cdef TokenArrays arrays = TokenArrays(tokens, buffer, offsets)
    cdef Counter here
    cdef list memory = []
    cdef int64_t k, a, b, longest = 1
    here.columns, here.indexed = arrays.columns, -1
    if pairs.shape[1] != 2 or facts.shape[0] < arrays.places:
        raise ValueError("There are no two articles for each pair, or no facts for each word.")
    if out.shape[0] < pairs.shape[0] or slots.shape[0] < pairs.shape[0] or slots.shape[1] != SHOWN_SLOTS:
        raise ValueError("There is no room for the figures of each pair.")
    for k in range(pairs.shape[0]):
        a, b = pairs[k, 0], pairs[k, 1]
        if not (0 <= a < here.columns.articles and 0 <= b < here.columns.articles):
            raise ValueError(f"Pair {k} is of articles {a} and {b}, and there are {here.columns.articles}.")
        longest = max(longest, here.columns.counts[a], here.columns.counts[b])
    here.facts = &facts[0] if facts.shape[0] else NULL
    prepare_search(&here.search, memory, longest)
    here.left = <uint64_t *>scratch(memory, longest, sizeof(uint64_t))
    here.right = <uint64_t *>scratch(memory, longest, sizeof(uint64_t))
    with nogil:
        for k in range(pairs.shape[0]):
            count_in_either_order(&here, pairs[k, 0], pairs[k, 1], &out[k], &slots[k, 0])
