"""How alike the sentences of two articles are, for the kernel that aligns pairs."""

from libc.stdint cimport int32_t, int64_t, uint8_t

cpdef enum:  # bits of a token's flags
    SENTENCE = 1  # it begins one
    QUOTED = 2

cpdef enum:  # bits of a term's class, as in `text.terms`
    NAME = 1
    NUMBER = 2
    UNKNOWN = 4

cpdef enum:
    MOST_SENTENCES = 500  # of an article that are aligned; the matrix grows with their product


cdef enum:  # the weights of a term
    PLAIN  # how rare it is in news
    WORDING  # the same, where names and numbers count little
    WEIGHTS


cdef struct Sentences:
    # Those of one article; the first arrays are by word, the others by sentence.
    int64_t words
    int32_t *terms  # numbers within the pair
    uint8_t *hidden  # 1 for words that do not count
    int64_t count
    int64_t *begins  # first words, and behind them the end of the last sentence
    double *norms[WEIGHTS]  # squared weights of the words that count
    double *kept  # the number of words that count


cdef struct Term:
    double squared[WEIGHTS]
    int32_t term  # of the vocabulary
    int32_t shared  # whether both articles have it
    int32_t sentence  # the last one that had it, those of both articles counted
    int32_t head  # the last of its entries, or -1


cdef struct Entry:
    # A term in a sentence of the left article.
    int32_t row  # of the sums
    int32_t following  # entry of the same term, or -1


cdef struct PairTerms:
    # The terms of two articles, numbered in the order in which they occur.
    int32_t *numbers  # by term of the vocabulary: its number, or -1; it is -1 for all between two pairs
    int64_t count
    Term *terms
    Entry *entries
    int32_t *met  # shared terms of a sentence


cdef struct TermFeatures:
    double containment  # by weight, of the article whose terms weigh less
    double jaccard  # by weight
    double numbers
    double names
    double shared_weight  # its logarithm


cdef struct Vocabulary:
    # By term.
    const double *weights[WEIGHTS]
    const uint8_t *classes


cdef int64_t split_sentences(const uint8_t *flags, Sentences *article) noexcept nogil
cdef void number_terms(
    const int32_t *left, Sentences *a, const int32_t *right, Sentences *b, const Vocabulary *vocabulary,
    PairTerms *terms, TermFeatures *found,
) noexcept nogil
cdef void forget_terms(PairTerms *terms) noexcept nogil
cdef void add_shared(Sentences *a, Sentences *b, PairTerms *terms, double *sums) noexcept nogil
cdef void write_cosines(
    const Sentences *a, const Sentences *b, const double *sums, int view, double floor, double *cosines
) noexcept nogil
cdef int prepare_sentences(Sentences *article, list memory, int64_t longest) except -1
cdef int prepare_terms(PairTerms *terms, list memory, int64_t longest, int64_t vocabulary) except -1
