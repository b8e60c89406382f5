"""Measures pairs of spellings: aligns their tokens, pairs those of one name with those of the other."""

from libc.math cimport log1p
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memcmp

from dedup.names.lexicon_index cimport BY_ENTRY, UNKNOWN, form_in, known_of
from dedup.names.name_doubts cimport (
    INITIALS_OF, MORE_OF_BODY, ONE_NUMBER, OTHER_NUMBERS, SHORT, TITLE_OF_ONE, doubts_of_given, is_initials_of,
    is_other_name, is_short,
)
from dedup.names.name_features cimport (
    GENDERED, SAME_LETTERS, NameFeatures, TokenCounts, TokenFeatures, WholeNames,
)
from dedup.names.name_tables cimport FEATURES, NameTableArrays, NameTables, Prices
from dedup.names.spelling_alignment cimport Alignment, Graphemes, align, read_graphemes
from dedup.names.spelling_tokens cimport (
    BODY, GENERATION, INITIAL, MOST_READ, TOKENS, OpenTable, Spelling, Token, hash_of, is_legal_form, join_tokens,
    read_spelling, slot_in,
)
from dedup.native.bits cimport count_ones

IDENTICAL = SAME_LETTERS

cdef enum:
    LONGEST_ENDING = 6
    SHORTEST_STEM = 3
    LONGER = 5  # letters that one of two tokens may have more than the other
    HOPELESS = -4  # score of tokens that are not aligned
    OTHER_GENERATION = -8  # score of a generational suffix and anything else

# Kinds of consonants as bits, by letter from a = 1 on: 1 lips, 2 tongue tip, 4 hissing, 8 throat (c and x are two
# kinds), l, m, n, r.
cdef uint8_t[27] SOUNDS = [0, 0, 1, 12, 2, 0, 1, 8, 0, 0, 0, 8, 16, 32, 64, 0, 1, 8, 128, 4, 2, 0, 1, 0, 12, 0, 4]


cdef struct TokenFacts:  # of one token
    int64_t form  # its number in the lexicon, -1 for none
    uint64_t sounds  # the kinds of its consonants
    double rarity  # 1 for a form that the lexicon does not have, less the more lines it is in
    bint is_read  # whether the two fields below are filled
    int64_t ending  # its class, 0 for none
    Graphemes graphemes


cdef struct Name:
    Spelling spelling
    TokenFacts facts[MOST_READ + 1]


cdef struct Pair:  # the name of fewer tokens, and the other one
    Name *one
    Name *other
    int64_t n
    int64_t m
    double[TOKENS][TOKENS] scores
    int64_t[TOKENS] mate  # of each token of `one`, -1 for none


cdef int64_t ending_of(const Token *token, const OpenTable *endings) noexcept nogil:
    """Return the class of the longest ending that the table has and that leaves three letters, 0 where there is
    none."""
    cdef int64_t k
    cdef uint64_t slot
    for k in range(min(LONGEST_ENDING, token.size - SHORTEST_STEM), 0, -1):
        slot = slot_in(endings.keys, endings.mask, hash_of(&token.letters[token.size - k], k))
        if endings.keys[slot] != 0:
            return endings.values[slot]
    return 0


cdef void look_up(Name *name, const NameTables *tables, bint known) noexcept nogil:
    """Fill what is needed of all tokens of a name; the rest is filled where two tokens are aligned."""
    cdef int64_t t, i, form, lines
    cdef const Token *token
    cdef TokenFacts *facts
    for t in range(name.spelling.count):
        token, facts = &name.spelling.tokens[t], &name.facts[t]
        form = form_in(&tables.lexicon, token.hash) if known else -1
        facts.form, facts.is_read, facts.rarity, facts.sounds = form, False, 1.0, 0
        if form >= 0:
            lines = tables.lexicon.offsets[form + 1] - tables.lexicon.offsets[form]
            facts.rarity = 1.0 / (1.0 + log1p(<double>lines))
        for i in range(token.size):
            facts.sounds |= SOUNDS[token.letters[i]]


cdef void read_token(const Token *token, TokenFacts *facts, const NameTables *tables) noexcept nogil:
    """Find a token's graphemes and its ending, once."""
    if not facts.is_read:
        read_graphemes(token.letters, token.size, tables.weights.trie, &facts.graphemes)
        facts.ending = ending_of(token, &tables.endings)
        facts.is_read = True


cdef double token_score(
    Name *one, int64_t i, Name *other, int64_t j, const NameTables *tables, Alignment *alignment, TokenFeatures *found
) noexcept nogil:
    """Return the log-odds that two tokens spell one name; writes what they were made of."""
    cdef const Token *a = &one.spelling.tokens[i]
    cdef const Token *b = &other.spelling.tokens[j]
    cdef TokenFacts *first = &one.facts[i]
    cdef TokenFacts *second = &other.facts[j]
    cdef const Prices *prices = tables.prices
    cdef int64_t known
    cdef bint parted
    cdef double score
    if a.size == b.size and memcmp(a.letters, b.letters, a.size) == 0:
        found.aligned, found.known, found.ending = SAME_LETTERS, BY_ENTRY, 0.0
        return SAME_LETTERS
    known = known_of(&tables.lexicon, first.form, second.form)
    read_token(a, first, tables)
    read_token(b, second, tables)
    found.aligned = align(&first.graphemes, a.size, &second.graphemes, b.size, &tables.weights, alignment) + prices.bias
    parted = first.ending >= 0 and second.ending >= 0 and first.ending != second.ending
    found.known, found.ending = known, 0.0
    if parted:
        found.ending = 1.0 if min(first.ending, second.ending) < GENDERED else GENDERED
    score = prices.alignment * found.aligned + prices.known[known] + (prices.endings if parted else 0.0)
    return min(score, SAME_LETTERS - 0.01)


cdef bint is_hopeless(const Name *one, int64_t i, const Name *other, int64_t j) noexcept nogil:
    """Return whether two tokens have too little in common to be aligned: kinds of consonants, or numbers of letters."""
    cdef int64_t longer = one.spelling.tokens[i].size - other.spelling.tokens[j].size
    cdef uint64_t a = one.facts[i].sounds, b = other.facts[j].sounds
    return longer > LONGER or longer < -LONGER or 2 * count_ones(a & b) < count_ones(a | b)


cdef inline bint is_one_generation(const Token *a, const Token *b) noexcept nogil:
    """Return whether two tokens are one generational suffix: jr and junior, but not ii and iii."""
    if a.role != b.role:
        return False
    if a.size == b.size and memcmp(a.letters, b.letters, a.size) == 0:
        return True
    return a.letters[0] == b.letters[0] and a.letters[0] not in (9, 12, 22, 24)  # i, l, v, x


cdef void fill_scores(Pair *pair, const NameTables *tables, Alignment *alignment, TokenFeatures *found) noexcept nogil:
    """Fill the log-odds that each two tokens spell one name; `found` is left with those of the last two."""
    cdef int64_t i, j
    cdef const Token *a
    cdef const Token *b
    for i in range(pair.n):
        a = &pair.one.spelling.tokens[i]
        for j in range(pair.m):
            b = &pair.other.spelling.tokens[j]
            if a.role == INITIAL or b.role == INITIAL:
                pair.scores[i][j] = HOPELESS
                if a.letters[0] == b.letters[0]:
                    pair.scores[i][j] = SAME_LETTERS if a.role == b.role else 1.0
                found.aligned, found.known, found.ending = pair.scores[i][j], UNKNOWN, 0.0
            elif (a.role == GENERATION or b.role == GENERATION) and not is_one_generation(a, b):
                pair.scores[i][j] = OTHER_GENERATION
                found.aligned = found.known = found.ending = 0.0
            elif is_legal_form(a) and a.role == b.role:
                pair.scores[i][j] = SAME_LETTERS
            elif pair.m > 1 and is_hopeless(pair.one, i, pair.other, j):
                pair.scores[i][j] = HOPELESS
            else:
                pair.scores[i][j] = token_score(pair.one, i, pair.other, j, tables, alignment, found)


cdef void assign(Pair *pair) noexcept nogil:
    """Pair tokens one to one, the likeliest pair first. Pairs below zero stay apart."""
    cdef bint[TOKENS] taken
    cdef double best, score
    cdef int64_t i, j, at, to
    for i in range(pair.n):
        pair.mate[i] = -1
    for j in range(pair.m):
        taken[j] = False
    for _ in range(pair.n):
        best, at, to = 0.0, -1, -1
        for i in range(pair.n):
            if pair.mate[i] >= 0:
                continue
            for j in range(pair.m):
                # a small price for a change of place, so that equal tokens pair in order
                score = pair.scores[i][j] - 0.01 * <double>(i - j if i > j else j - i)
                if not taken[j] and score > best:
                    best, at, to = score, i, j
        if at < 0:
            return
        pair.mate[at] = to
        taken[to] = True


cdef void write_features(const Pair *pair, NameFeatures *out) noexcept nogil:
    """Write the features of two names whose tokens are assigned."""
    cdef bint[TOKENS] taken
    cdef int64_t n = pair.n, m = pair.m, matched = 0, equal = 0, initials = 0, generation = 0, last = -1, i, j
    cdef double total = 0.0, worst = SAME_LETTERS, rare = 0.0, own_rare = 0.0, left_over = -8.0
    cdef bint inverted = False
    for j in range(m):
        taken[j] = False
    for i in range(n):
        j = pair.mate[i]
        if j < 0:
            own_rare += pair.one.facts[i].rarity
            generation += pair.one.spelling.tokens[i].role == GENERATION
            continue
        taken[j] = True
        matched += 1
        total += pair.scores[i][j]
        worst = min(worst, pair.scores[i][j])
        equal += pair.scores[i][j] >= SAME_LETTERS
        initials += pair.one.spelling.tokens[i].role == INITIAL or pair.other.spelling.tokens[j].role == INITIAL
        rare += min(pair.one.facts[i].rarity, pair.other.facts[j].rarity)
        inverted |= j < last
        last = j
    for j in range(m):
        if taken[j]:
            continue
        generation += pair.other.spelling.tokens[j].role == GENERATION
        for i in range(n):
            if pair.mate[i] < 0:
                left_over = max(left_over, pair.scores[i][j])
    out.matched = <double>matched
    out.share_of_shorter, out.share_of_longer = <double>matched / <double>n, <double>matched / <double>m
    out.mean_score, out.worst_score = total / <double>max(1, matched), worst if matched else -1.0
    out.unmatched_shorter, out.unmatched_longer = <double>(n - matched), <double>(m - matched)
    out.first_score, out.last_score = max(-3.0, pair.scores[0][0]), max(-3.0, pair.scores[n - 1][m - 1])
    out.inverted, out.initials, out.equal = inverted, <double>initials, <double>equal
    out.rarity_matched, out.rarity_unmatched = rare, own_rare
    out.both_unmatched = matched < n and matched < m
    out.best_unmatched = max(-4.0, left_over) if matched < n and matched < m else 0.0
    out.generation_apart = <double>generation
    out.all_paired, out.is_single = n == m and matched == n, n == 1
    out.lengths_apart = <double>(m - n)


cdef double joined_score(
    Pair *pair, const NameTables *tables, Alignment *alignment, TokenFeatures *found
) noexcept nogil:
    """Return the log-odds of both names written as one token, at least 0: one may join what the other separates."""
    cdef Name *name
    cdef int64_t longer, side
    for side in range(2):
        name = pair.other if side else pair.one
        join_tokens(&name.spelling)
        name.facts[MOST_READ].form, name.facts[MOST_READ].is_read = -1, False
    longer = pair.one.spelling.tokens[MOST_READ].size - pair.other.spelling.tokens[MOST_READ].size
    if longer > LONGER or longer < -LONGER:
        return 0.0
    return max(0.0, token_score(pair.one, MOST_READ, pair.other, MOST_READ, tables, alignment, found))


cdef struct PairRows:  # of the measures
    double *features
    TokenCounts *tokens
    WholeNames *wholes


cdef void measure(
    Name *names, const NameTables *tables, Alignment *alignment, TokenFeatures *found, PairRows out
) noexcept nogil:
    """Write what there is to say of two names that were read."""
    cdef Pair pair
    cdef int64_t i
    cdef bint swapped = names[0].spelling.count > names[1].spelling.count
    out.tokens.first, out.tokens.second = names[0].spelling.count, names[1].spelling.count
    out.wholes.first.hash, out.wholes.first.has_capital = names[0].spelling.whole, names[0].spelling.has_capital
    out.wholes.second.hash, out.wholes.second.has_capital = names[1].spelling.whole, names[1].spelling.has_capital
    pair.one, pair.other = &names[swapped], &names[not swapped]
    pair.n, pair.m = pair.one.spelling.count, pair.other.spelling.count
    out.tokens.doubts = 0
    if pair.n == 0:
        for i in range(FEATURES):
            out.features[i] = -1.0
        return
    fill_scores(&pair, tables, alignment, found)
    if pair.m == 1:
        found.score = pair.scores[0][0]
        (<TokenFeatures *>out.features)[0] = found[0]
        out.tokens.doubts = doubts_of(names, &pair, tables)
        return
    assign(&pair)
    out.tokens.doubts = doubts_of(names, &pair, tables)
    write_features(&pair, <NameFeatures *>out.features)
    if pair.n != pair.m:
        (<NameFeatures *>out.features).joined_score = joined_score(&pair, tables, alignment, found)


cdef int64_t doubts_of(const Name *names, const Pair *pair, const NameTables *tables) noexcept nogil:
    """Return the bits of what the features do not have."""
    cdef const Spelling *one = &names[0].spelling
    cdef const Spelling *other = &names[1].spelling
    cdef int64_t doubts = 0, matched = 0, i, j
    cdef bint has_body = False
    if one.digits != other.digits:
        doubts |= OTHER_NUMBERS if one.digits and other.digits else ONE_NUMBER
    if one.count == 1 and other.count == 1 and one.whole == other.whole and (one.titles == 0) != (other.titles == 0):
        doubts |= TITLE_OF_ONE
    if one.whole == other.whole:
        return doubts
    if pair.m == 1:
        return doubts | is_other_name(&pair.one.spelling.tokens[0], &pair.other.spelling.tokens[0], &tables.apart)
    for i in range(pair.n):
        j = pair.mate[i]
        if j >= 0:
            doubts |= is_other_name(&pair.one.spelling.tokens[i], &pair.other.spelling.tokens[j], &tables.apart)
            has_body |= pair.one.spelling.tokens[i].role == BODY
            matched += 1
    if has_body and matched < pair.m:
        doubts |= MORE_OF_BODY
    if pair.n > 1:
        if pair.mate[0] == 0:
            doubts |= doubts_of_given(&pair.one.spelling.tokens[0], &pair.other.spelling.tokens[0], &tables.sexes)
        for i in range(pair.n):
            j = pair.mate[i]
            if j >= 0 and is_short(&pair.one.spelling.tokens[i], &pair.other.spelling.tokens[j]):
                doubts |= SHORT
    return doubts


def measure_pairs(
    const uint8_t[::1] buffer,
    const int64_t[::1] bounds,
    const int64_t[:, ::1] pairs,
    NameTableArrays arrays,
    bint known,
    measures,
):
    """Measure the `pairs` (pairs, 2) of spellings; spelling k is buffer[bounds[k] : bounds[k + 1] - 1].

    Fill `features` (pairs, FEATURES), which is zero, `tokens` (pairs, 3) and `wholes` (pairs, 2, 2) of the
    `pair_measures.NamePairMeasures`: of two names of one token each its TokenFeatures, else its NameFeatures; the tokens
    of each spelling and the bits of doubts; the hash of each name and whether it has a capital. Without `known` the lexicon is not asked.
    """
    cdef double[:, ::1] features = measures.features
    cdef int64_t[:, ::1] tokens = measures.tokens
    cdef uint64_t[:, :, ::1] wholes = measures.wholes
    cdef Py_ssize_t rows = features.shape[0], spellings = bounds.shape[0] - 1, r, k
    cdef const NameTables *tables = &arrays.tables
    cdef Name[2] names
    cdef const uint8_t *text[2]
    cdef int64_t[2] size
    cdef Alignment alignment
    cdef TokenFeatures found
    cdef PairRows out
    if pairs.shape[0] != rows or pairs.shape[1] != 2 or tokens.shape[0] != rows or wholes.shape[0] != rows:
        raise ValueError("There are not as many pairs as rows.")
    if features.shape[1] != FEATURES or tokens.shape[1] != 3 or wholes.shape[1] != 2 or wholes.shape[2] != 2:
        raise ValueError("The rows of pairs have a wrong shape.")
    for k in range(spellings):
        if bounds[k] < 0 or bounds[k + 1] <= bounds[k] or bounds[k + 1] > buffer.shape[0]:
            raise ValueError(f"Spelling {k} is not inside the buffer.")
    for r in range(rows):
        if not (0 <= pairs[r, 0] < spellings and 0 <= pairs[r, 1] < spellings):
            raise ValueError(f"Pair {r} has a spelling that is not there.")
    found.aligned = found.known = found.ending = found.score = 0.0
    with nogil:
        for r in range(rows):
            for k in range(2):
                text[k] = &buffer[bounds[pairs[r, k]]]
                size[k] = bounds[pairs[r, k] + 1] - 1 - bounds[pairs[r, k]]
                read_spelling(text[k], size[k], &tables.roles, &names[k].spelling)
                look_up(&names[k], tables, known)
            out.features, out.tokens = &features[r, 0], <TokenCounts *>&tokens[r, 0]
            out.wholes = <WholeNames *>&wholes[r, 0, 0]
            measure(names, tables, &alignment, &found, out)
            if is_initials_of(text[0], size[0], text[1], size[1]) or is_initials_of(text[1], size[1], text[0], size[0]):
                out.tokens.doubts |= INITIALS_OF
