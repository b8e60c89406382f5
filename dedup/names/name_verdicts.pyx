"""Decides from what was measured on two names whether they are one."""

from libc.stdint cimport int8_t, int64_t, uint64_t

from dedup.names.lexicon_index cimport APART, BY_ENTRY, BY_NATIVE
from dedup.names.name_doubts cimport (
    INITIALS_OF, MAYBE_OTHER_SEX, MORE_OF_BODY, ONE_NUMBER, OTHER_NAME, OTHER_NUMBERS, OTHER_SEX, SHORT, TITLE_OF_ONE,
)
from dedup.names.name_features cimport (
    GENDERED, SAME_LETTERS, NameFeatures, TokenCounts, TokenFeatures, WholeNames,
)
from dedup.names.name_tables cimport FEATURES, KnownNames, NameModel, NameTableArrays, NameTables, Prices
from dedup.names.spelling_tokens cimport slot_in

cdef enum:
    SAME = 1
    DIFFERENT = -1
    AMBIGUOUS = 0

# Both of an alignment were chosen for a precision of `same` of 0.99 on hand-written look-alikes.
cdef extern from *:
    """
    /* Log-odds of an alignment from which on an entry of the lexicon proves one name. */
    #define DEDUP_WEAK 1.5
    /* Log-odds of an alignment from which on a native form proves one name, and below which the lexicon proves two. */
    #define DEDUP_STRONG 3.0
    /* Log-odds of a token from which on names are one whose tokens pair in order: 0.99 on pairs of the OFAC list. */
    #define DEDUP_FAIR 0.75
    """
    const double WEAK "DEDUP_WEAK"
    const double STRONG "DEDUP_STRONG"
    const double FAIR "DEDUP_FAIR"


cdef struct Decision:
    double score  # log-odds
    int8_t verdict


cdef int8_t decide_token(const TokenFeatures *row, const Prices *prices) noexcept nogil:
    """Return the verdict on two names of one token."""
    if row.aligned >= SAME_LETTERS:
        return SAME
    if row.ending > 0:
        return AMBIGUOUS if row.known >= BY_NATIVE and row.ending < GENDERED else DIFFERENT
    if row.known == APART:
        return DIFFERENT if row.aligned < STRONG else AMBIGUOUS
    if row.known == BY_ENTRY and row.aligned >= WEAK:
        return SAME
    if row.known == BY_NATIVE and row.aligned >= STRONG:
        return SAME
    if row.known < APART and row.score >= prices.token_same:
        return SAME
    return DIFFERENT if row.score <= prices.token_different else AMBIGUOUS


cdef double quadratic(const double *row, const NameModel *model) noexcept nogil:
    """Return the log-odds of features by the quadratic model."""
    cdef double score = model.intercept, one
    cdef int64_t c, d
    for c in range(FEATURES):
        one = (row[c] - model.means[c]) / model.scales[c]
        score += one * model.linear[c]
        for d in range(c, FEATURES):
            score += one * (row[d] - model.means[d]) / model.scales[d] * model.products[c][d]
    return score


cdef bint is_token_by_token(const NameFeatures *row) noexcept nogil:
    """Return whether two names have as many tokens and each is likely one name with the token in its place."""
    return row.all_paired > 0 and row.inverted == 0 and row.worst_score >= FAIR


cdef Decision decide_name(
    const NameFeatures *row, bint is_same_whole, bint is_single, const NameTables *tables
) noexcept nogil:
    """Return the decision on two names of which one has several tokens."""
    cdef const Prices *prices = tables.prices
    cdef Decision made
    made.verdict = AMBIGUOUS
    made.score = min(quadratic(<const double *>row, tables.model), SAME_LETTERS)
    if row.generation_apart > 0:
        made.verdict = DIFFERENT if row.generation_apart > 1 else AMBIGUOUS
        made.score = min(made.score, prices.name_different if made.verdict else 0.0)
    elif is_same_whole:
        made.score, made.verdict = SAME_LETTERS, SAME
    elif row.initials > 0:
        made.score = min(made.score, prices.token_same)
    elif not is_single and (made.score >= prices.name_same or is_token_by_token(row)):
        made.verdict = SAME
    elif made.score <= prices.name_different and (not is_single or row.matched == 0):
        made.verdict = DIFFERENT
    return made


cdef Decision as_known(
    Decision made, const WholeNames *wholes, const KnownNames *known, const Prices *prices
) noexcept nogil:
    """Return the decision in the light of the hand-kept names, where both are among them."""
    cdef uint64_t one = slot_in(known.keys, known.mask, wholes.first.hash)
    cdef uint64_t other = slot_in(known.keys, known.mask, wholes.second.hash)
    if known.keys[one] == 0 or known.keys[other] == 0 or one == other:
        return made
    if known.numbers[one] != known.numbers[other]:
        made.score, made.verdict = min(made.score - SAME_LETTERS, prices.token_different), DIFFERENT
    elif known.acronym[one] != known.acronym[other]:
        made.score, made.verdict = max(made.score, prices.token_same), AMBIGUOUS
    else:
        made.score, made.verdict = SAME_LETTERS, SAME
    return made


cdef Decision with_doubts(Decision made, int64_t doubts, const Prices *prices) noexcept nogil:
    """Return the decision in the light of what the features do not have: numbers, sex, titles, initials."""
    if doubts & (OTHER_NUMBERS | OTHER_SEX | OTHER_NAME):
        made.score, made.verdict = min(made.score - SAME_LETTERS, prices.token_different), DIFFERENT
    elif made.verdict == SAME and doubts & (ONE_NUMBER | MAYBE_OTHER_SEX | TITLE_OF_ONE | SHORT | MORE_OF_BODY):
        made.score, made.verdict = min(made.score, prices.token_same), AMBIGUOUS
    elif made.verdict == DIFFERENT and doubts & INITIALS_OF:
        made.score, made.verdict = 0.0, AMBIGUOUS
    return made


cdef Decision decide(
    const double *row, const TokenCounts *tokens, const WholeNames *wholes, const NameTables *tables, bint known
) noexcept nogil:
    """Return the decision on two names."""
    cdef int64_t n = min(tokens.first, tokens.second), m = max(tokens.first, tokens.second)
    cdef Decision made
    if n == 0:
        made.score, made.verdict = 0.0, AMBIGUOUS
        return made
    if m == 1:
        made.score = (<const TokenFeatures *>row).score
        made.verdict = decide_token(<const TokenFeatures *>row, tables.prices)
    else:
        made = decide_name(<const NameFeatures *>row, wholes.first.hash == wholes.second.hash, n == 1, tables)
    made = with_doubts(made, tokens.doubts, tables.prices)
    if known:
        made = as_known(made, wholes, &tables.whole, tables.prices)
        if made.verdict == SAME and wholes.first.has_capital != wholes.second.has_capital:
            made.verdict = AMBIGUOUS  # one of them may be a word
    if made.verdict == DIFFERENT:
        made.score = min(made.score, tables.prices.token_different)
    return made


def decide_pairs(NameTableArrays arrays, bint known, measures):
    """Fill scores (log-odds) and verdicts (1 same, -1 different, 0 ambiguous) of a `pair_measures.NamePairMeasures`."""
    cdef const double[:, ::1] features = measures.features
    cdef const int64_t[:, ::1] tokens = measures.tokens
    cdef const uint64_t[:, :, ::1] wholes = measures.wholes
    cdef double[::1] scores = measures.scores
    cdef int8_t[::1] verdicts = measures.verdicts
    cdef Py_ssize_t pairs = features.shape[0], r
    cdef Decision made
    if not pairs == tokens.shape[0] == wholes.shape[0] == scores.shape[0] == verdicts.shape[0]:
        raise ValueError("There are not as many rows of each kind.")
    if features.shape[1] != FEATURES or tokens.shape[1] != 3 or wholes.shape[1] != 2 or wholes.shape[2] != 2:
        raise ValueError("The rows of pairs have a wrong shape.")
    with nogil:
        for r in range(pairs):
            made = decide(
                &features[r, 0], <const TokenCounts *>&tokens[r, 0], <const WholeNames *>&wholes[r, 0, 0],
                &arrays.tables, known,
            )
            scores[r], verdicts[r] = made.score, made.verdict
