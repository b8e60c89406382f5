"""The edits between two versions, and what each of them shows: the detectors look at those alone that may be theirs."""

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from libc.string cimport memset

from dedup.native.scratch cimport scratch
from dedup.siblings.shared_runs cimport Run, find_runs
from dedup.siblings.word_columns cimport ACRONYM, AND, CALENDAR_WORD, CAPITAL, CONTENT, FIRST, DENIES, NUMBER, NUMERAL, QUOTED, SAYS, SAYS_BEHIND, WordColumns


cdef struct Side:
    const int32_t *keys
    const int32_t *forms
    const int32_t *quotations
    const uint32_t *signs
    int64_t first  # place of the block's first word in the version
    int64_t size  # words of the block
    int32_t *content  # content words of the block before each word
    int32_t *kept  # shared words before each word


cdef struct Edit:
    int64_t a, end_a, b, end_b, left, right  # in the block; left and right are the sizes of the runs beside
    int64_t content_a, content_b  # words
    uint64_t order_a, order_b  # hashes of the content words in their order
    uint32_t signs


cdef struct Block:
    Side one, other
    Run *runs
    int64_t run_count
    Edit *edits
    int64_t edit_count


cdef int open_side(Side *side, WordColumns words, int64_t first, int64_t end, list memory) except -1:
    """Point at the words [first, end) of a version and count the content words among them."""
    cdef int64_t k
    cdef int32_t count = 0
    if not 0 <= first <= end <= words.size:
        raise IndexError(f"words {first} to {end} of {words.size}")
    side.first, side.size = first, end - first
    side.content = <int32_t *>scratch(memory, side.size + 1, sizeof(int32_t))
    side.kept = <int32_t *>scratch(memory, side.size + 1, sizeof(int32_t))
    side.content[0] = 0
    if side.size == 0:
        side.keys = side.forms = side.quotations = NULL
        side.signs = NULL
        return 0
    side.keys, side.forms = &words.keys[first], &words.forms[first]
    side.quotations, side.signs = &words.quotations[first], &words.signs[first]
    for k in range(side.size):
        count += (side.signs[k] & CONTENT) != 0
        side.content[k + 1] = count
    return 0


cdef int64_t drop_chance_runs(Run *runs, int64_t count, const Side *one) noexcept nogil:
    """Leave out a function word or two between changes, which match by chance; return the number of runs left."""
    cdef int64_t left = 0, k
    for k in range(count):
        if runs[k].size > 2 or one.content[runs[k].a + runs[k].size] > one.content[runs[k].a]:
            runs[left] = runs[k]
            left += 1
    return left


cdef void find_edits_between(Block *block) noexcept nogil:
    """Write the edits: what is between the runs."""
    cdef int64_t a = 0, b = 0, left = 0, k
    cdef Run following
    cdef Edit *edit
    block.edit_count = 0
    for k in range(block.run_count + 1):
        if k < block.run_count:
            following = block.runs[k]
        else:
            following.a, following.b, following.size = block.one.size, block.other.size, 0
        if a < following.a or b < following.b:
            edit = block.edits + block.edit_count
            edit.a, edit.end_a, edit.b, edit.end_b = a, following.a, b, following.b
            edit.left, edit.right = left, following.size
            block.edit_count += 1
        a, b, left = following.a + following.size, following.b + following.size, following.size


cdef inline uint32_t any_sign(const Side *side, int64_t begin, int64_t end) noexcept nogil:
    """Return the signs that a word of [begin, end) has."""
    cdef uint32_t found = 0
    cdef int64_t k
    for k in range(begin, end):
        found |= side.signs[k]
    return found


cdef inline bint is_name(uint32_t signs) noexcept nogil:
    """Return whether the word may be part of a name."""
    return (signs & (CAPITAL | CONTENT | CALENDAR_WORD)) == (
        CAPITAL | CONTENT
    )


cdef inline bint has_name(const Side *side, int64_t begin, int64_t end) noexcept nogil:
    """Return whether a word of [begin, end) may be part of a name."""
    cdef int64_t k
    for k in range(begin, end):
        if is_name(side.signs[k]):
            return True
    return False


cdef inline bint says_only_no(const Side *side, int64_t begin, int64_t end) noexcept nogil:
    """Return whether all content words of [begin, end) are negations."""
    cdef int64_t k
    for k in range(begin, end):
        if (side.signs[k] & (CONTENT | DENIES)) == CONTENT:
            return False
    return True


cdef inline uint64_t content_order(const Side *side, int64_t begin, int64_t end) noexcept nogil:
    """Return a hash of the content words in [begin, end) in their order."""
    cdef uint64_t found = 0
    cdef int64_t k
    for k in range(begin, end):
        if side.signs[k] & CONTENT:
            found = (found + side.keys[k] + 1) * <uint64_t>0x9E3779B97F4A7C15
    return found


cdef inline bint both_quoted(const Block *block, int64_t a, int64_t b) noexcept nogil:
    """Return whether word a of one version and word b of the other are there and quoted."""
    return (
        0 <= a < block.one.size
        and 0 <= b < block.other.size
        and block.one.quotations[a] != 0
        and block.other.quotations[b] != 0
    )


cdef uint32_t anchors_of(const Side *one, const Edit *edit) noexcept nogil:
    """Return how the edit is anchored by the content words beside it."""
    cdef int64_t left = one.content[edit.a] - one.content[edit.a - edit.left]
    cdef int64_t right = one.content[edit.end_a + edit.right] - one.content[edit.end_a]
    if max(edit.end_a - edit.a, edit.end_b - edit.b) > LONGEST_EDIT or left + right < LEAST_ANCHORS:
        return 0
    return ANCHORED_BESIDE | (ANCHORED if left and right else 0)


cdef uint32_t signs_of_anchored(const Block *block, const Edit *edit) noexcept nogil:
    """Return what an edit shows that is anchored on both sides."""
    cdef const Side *one = &block.one
    cdef const Side *other = &block.other
    cdef int64_t a = edit.a, size_a = edit.end_a - edit.a, size_b = edit.end_b - edit.b
    cdef uint32_t of_a = any_sign(one, a, edit.end_a), of_b = any_sign(other, edit.b, edit.end_b), signs = 0
    if has_name(one, a, edit.end_a) and has_name(other, edit.b, edit.end_b):
        signs |= NAMES
    if (of_a ^ of_b) & DENIES and says_only_no(one, a, edit.end_a) and says_only_no(
        other, edit.b, edit.end_b
    ):
        signs |= NEGATED
    if size_a == 1 and size_b == 0 and edit.right:
        if (of_a & (CAPITAL | FIRST | ACRONYM)) == CAPITAL:
            signs |= SECOND_TITLE if one.signs[edit.end_a] & CAPITAL else 0
    if size_a and one.signs[a] & AND and not of_b & AND:
        signs |= JOINED
    if size_a == 1 and size_b == 1 and of_a & of_b & NUMERAL:
        signs |= NUMBERS
    return signs


cdef void describe_edits(Block *block) noexcept nogil:
    """Write the content words and the signs of each edit."""
    cdef Edit *edit
    cdef Edit *last = NULL  # that has content words on both sides
    cdef int64_t k, between
    for k in range(block.edit_count):
        edit = block.edits + k
        edit.content_a = block.one.content[edit.end_a] - block.one.content[edit.a]
        edit.content_b = block.other.content[edit.end_b] - block.other.content[edit.b]
        edit.signs = anchors_of(&block.one, edit)
        if edit.signs & ANCHORED:
            edit.signs |= signs_of_anchored(block, edit)
        if not edit.content_a or not edit.content_b:
            continue
        edit.signs |= BOTH_CONTENT
        if edit.signs & ANCHORED_BESIDE and (
            both_quoted(block, edit.a - 1, edit.b - 1) or both_quoted(block, edit.end_a, edit.end_b)
        ):
            edit.signs |= IN_QUOTATION
        edit.order_a = content_order(&block.one, edit.a, edit.end_a)
        edit.order_b = content_order(&block.other, edit.b, edit.end_b)
        if last != NULL and last.order_a == edit.order_b and last.order_b == edit.order_a:
            between = edit.a - last.end_a
            if 1 <= between <= MOST_BETWEEN and block.one.content[edit.a] > block.one.content[last.end_a]:
                last.signs |= EXCHANGED
        last = edit


cdef bint is_plain(const Side *side, int64_t begin, int64_t end) noexcept nogil:
    """Return whether there are one to three content words, none of them quoted, capitalised, a number or a verb of
    saying."""
    cdef uint32_t not_plain = NUMBER | QUOTED | CAPITAL | SAYS
    cdef int64_t k
    if not 1 <= side.content[end] - side.content[begin] <= MOST_SUBSTITUTED:
        return False
    for k in range(begin, end):
        if side.signs[k] & CONTENT and side.signs[k] & not_plain:
            return False
    return True


cdef list find_substitutes(const Block *block):
    """Return the anchored edits, those with a single word between put together, in which plain words changed."""
    cdef list found = []
    cdef Edit joined
    cdef const Edit *edit
    cdef bint is_open = False
    cdef int64_t k
    joined.a = joined.end_a = joined.b = joined.end_b = 0
    for k in range(block.edit_count + 1):
        edit = block.edits + k
        if k < block.edit_count and not edit.signs & ANCHORED:
            continue
        if k < block.edit_count and is_open and edit.a - joined.end_a == 1 and edit.b - joined.end_b == 1:
            joined.end_a, joined.end_b = edit.end_a, edit.end_b
            continue
        if is_open and is_plain(&block.one, joined.a, joined.end_a):
            if is_plain(&block.other, joined.b, joined.end_b):
                found.append((
                    block.one.first + joined.a, block.one.first + joined.end_a,
                    block.other.first + joined.b, block.other.first + joined.end_b,
                ))
        if k < block.edit_count:
            joined = edit[0]
            is_open = True
    return found


cdef list find_other_forms(const Block *block):
    """Return the places of shared content words, not capitalised, that the other version has in another form."""
    cdef list found = []
    cdef int64_t k, n, a, b
    for k in range(block.run_count):
        for n in range(block.runs[k].size):
            a, b = block.runs[k].a + n, block.runs[k].b + n
            if block.one.forms[a] != block.other.forms[b]:
                if (block.one.signs[a] & (CONTENT | CAPITAL)) == CONTENT:
                    found.append((block.one.first + a, block.other.first + b))
    return found


cdef void count_kept(Side *side, const Run *runs, int64_t count, bint is_other) noexcept nogil:
    """Count the shared words before each word of a side."""
    cdef int64_t k, at = 0, begin
    cdef int32_t kept = 0
    for k in range(count):
        begin = runs[k].b if is_other else runs[k].a
        while at <= begin:
            side.kept[at] = kept
            at += 1
        while at <= begin + runs[k].size:
            kept += 1
            side.kept[at] = kept
            at += 1
    while at <= side.size:
        side.kept[at] = kept
        at += 1


cdef list find_moves(Block *block):
    """Return the runs of content words of edits (first, last, place in the other version, shared words that they were
    moved over) that are there once within reach."""
    cdef list memory = []
    cdef list found = []
    cdef int64_t words = block.other.size, mask = 4, k, a, b, slot, near, count, over, place
    cdef int64_t first = -1, last = 0, last_b = 0, last_over = 0
    while mask < 2 * words:
        mask *= 2
    # Of each key, its places in edits of the other version: the last one by slot, and each one before by place.
    cdef int32_t *heads = <int32_t *>scratch(memory, mask, sizeof(int32_t))
    cdef int32_t *before = <int32_t *>scratch(memory, words + 1, sizeof(int32_t))
    memset(heads, 0xFF, mask * sizeof(int32_t))
    mask -= 1
    count_kept(&block.one, block.runs, block.run_count, False)
    count_kept(&block.other, block.runs, block.run_count, True)
    for k in range(block.edit_count):
        for b in range(block.edits[k].b, block.edits[k].end_b):
            if block.other.signs[b] & CONTENT:
                slot = place_of(heads, block.other.keys, mask, block.other.keys[b])
                before[b] = heads[slot]
                heads[slot] = <int32_t>b
    for k in range(block.edit_count):
        for a in range(block.edits[k].a, block.edits[k].end_a):
            if not block.one.signs[a] & CONTENT:
                continue
            b = heads[place_of(heads, block.other.keys, mask, block.one.keys[a])]
            near, count, over, place = 0, 0, 0, 0
            while b >= 0 and count <= MOST_PLACES:
                count += 1
                if abs(block.one.kept[a] - block.other.kept[b]) <= MOST_OVER:
                    near += 1
                    over = block.one.kept[a] - block.other.kept[b]
                    place = b
                b = before[b]
            if near != 1 or count > MOST_PLACES or abs(over) < FEWEST_OVER:
                continue
            if first >= 0 and not (a - last <= FEWEST_OVER and over == last_over):
                found.append((block.one.first + first, block.one.first + last, block.other.first + last_b, last_over))
                first = -1
            first = a if first < 0 else first
            last, last_b, last_over = a, place, over
    if first >= 0:
        found.append((block.one.first + first, block.one.first + last, block.other.first + last_b, last_over))
    return found


cdef inline int64_t place_of(const int32_t *heads, const int32_t *keys, int64_t mask, int32_t key) noexcept nogil:
    """Return the slot of the key, else the empty one (-1) where it belongs."""
    cdef int64_t slot = (<uint64_t>key * <uint64_t>0x9E3779B97F4A7C15 >> 32) & mask
    while heads[slot] >= 0 and keys[heads[slot]] != key:
        slot = (slot + 1) & mask
    return slot


cdef int64_t words_of_quotation(const Side *side, int32_t quotation) noexcept nogil:
    """Return the number of words of the block in a quotation; 0 where it begins in the block with a verb of saying:
    really what follows a quotation whose mark was lost."""
    cdef int64_t count = 0, k
    for k in range(side.size):
        if side.quotations[k] == quotation:
            count += 1
            if k and side.signs[k] & SAYS_BEHIND:
                return 0
    return count


cdef list find_quotations(const Block *block):
    """Return the pairs of quotations that share words: their numbers in the two versions, the shared words, those with
    content, and the words of the smaller one."""
    cdef list found = []
    cdef dict at = {}
    cdef int64_t k, n, a, b
    for k in range(block.run_count):
        for n in range(block.runs[k].size):
            a, b = block.runs[k].a + n, block.runs[k].b + n
            if not both_quoted(block, a, b):
                continue
            pair = block.one.quotations[a], block.other.quotations[b]
            shared = at.setdefault(pair, [0, 0])
            shared[0] += 1
            shared[1] += (block.one.signs[a] & CONTENT) != 0
    for pair, shared in at.items():
        words = min(words_of_quotation(&block.one, pair[0]), words_of_quotation(&block.other, pair[1]))
        if words:
            found.append((pair[0], pair[1], shared[0], shared[1], words))
    return found


def search_edits(
    WordColumns one, Py_ssize_t first, Py_ssize_t end, WordColumns other, Py_ssize_t first_b, Py_ssize_t end_b
):
    """Align the words [first, end) of one version with [first_b, end_b) of another; return lists of rows.

    They are the runs that both have (a, b, size), the edits (a, end_a, b, end_b, left, right, signs), the moves,
    the substitutes, the other forms and the pairs of quotations; all places are those in the versions. Raises
    IndexError for words that a version does not have.
    """
    cdef list memory = []
    cdef Block block
    cdef int64_t k, most
    cdef Run *run
    cdef Edit *edit
    open_side(&block.one, one, first, end, memory)
    open_side(&block.other, other, first_b, end_b, memory)
    most = min(block.one.size, block.other.size)
    block.runs = <Run *>scratch(memory, most, sizeof(Run))
    block.edits = <Edit *>scratch(memory, most + 1, sizeof(Edit))
    block.run_count = find_runs(
        block.one.keys, block.one.size, block.other.keys, block.other.size, memory, block.runs
    ) if most else 0
    block.run_count = drop_chance_runs(block.runs, block.run_count, &block.one)
    find_edits_between(&block)
    describe_edits(&block)
    runs, edits = [], []
    for k in range(block.run_count):
        run = block.runs + k
        runs.append((first + run.a, first_b + run.b, run.size))
    for k in range(block.edit_count):
        edit = block.edits + k
        edits.append((
            first + edit.a, first + edit.end_a, first_b + edit.b, first_b + edit.end_b,
            edit.left, edit.right, edit.signs,
        ))
    return (
        runs, edits, find_moves(&block), find_substitutes(&block), find_other_forms(&block), find_quotations(&block)
    )
