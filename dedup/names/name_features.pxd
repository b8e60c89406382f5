"""What is measured on two names: one row of FEATURES numbers for each pair."""

from libc.stdint cimport int64_t, uint64_t

cpdef enum:  # columns of the row that Python reads
    KNOWN = 1
    ENDING = 2
    GENERATION_APART = 16

cdef enum:
    GENDERED = 3  # the first class of endings of family names, masculine and feminine apart

cdef extern from *:
    """
    /* Log-odds of two tokens with the same letters; no alignment is worth more. */
    #define DEDUP_SAME_LETTERS 6.0
    """
    const double SAME_LETTERS "DEDUP_SAME_LETTERS"


cdef struct TokenFeatures:  # the row of two names of one token each; the rest of it is 0
    double aligned  # log-odds of the alignment
    double known  # what the lexicon knows
    double ending  # 0 where the endings are of one class, else 1, or GENDERED where both are endings of family names
    double score  # log-odds of all these


cdef struct NameFeatures:  # the row of two other names, in the order that the model was learned in
    double matched  # tokens that have a partner
    double share_of_shorter
    double share_of_longer
    double mean_score  # of partners
    double worst_score
    double unmatched_shorter
    double unmatched_longer
    double first_score  # of the first tokens of both
    double last_score
    double inverted  # whether the partners are in another order
    double initials  # partners of which one is an initial
    double rarity_matched
    double rarity_unmatched  # of the shorter name
    double equal  # partners with the same letters
    double best_unmatched  # the highest score of two tokens without partners
    double both_unmatched
    double generation_apart  # generational suffixes without partners
    double all_paired
    double is_single  # whether the shorter name is one token
    double lengths_apart
    double joined_score  # of both names written as one token


cdef struct TokenCounts:
    int64_t first
    int64_t second
    int64_t doubts  # bits of name_doubts


cdef struct WholeName:
    uint64_t hash  # without particles
    uint64_t has_capital


cdef struct WholeNames:
    WholeName first
    WholeName second
