"""The search for copied passages, for the kernel that measures pairs."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

cpdef enum:
    SEED_WORDS = 4  # a passage grows from this many words running
    GAP_WORDS = 3  # words between two copied runs of one passage (report format: "gaps of at most three words")
    CHAIN = 12  # places of a repeated seed that are tried


cdef struct CopiedPassage:
    # See `measure.CopiedPassage`; the spans count words of the articles.
    int32_t start_a
    int32_t end_a
    int32_t start_b
    int32_t end_b
    int32_t copied_words
    int32_t longest_run
    int32_t quoted_a
    int32_t quoted_b


cdef struct Text:
    const uint64_t *words  # hashes
    int64_t size
    uint8_t *used  # the words that are in a passage, or in a run too short to be one


cdef struct PassageSearch:
    Text left
    Text right
    int32_t *origins  # the place of left that each word of right was copied from, or -1
    # The seeds of left, an open-addressing table: a free slot has the head -1.
    uint64_t mask
    uint64_t *keys
    int32_t *heads  # the first place of the seed
    int32_t *chain  # by place of left: the next place of the same seed, or -1
    uint64_t *sieve  # FEW bits for each slot; one of them is set for each seed


cdef int prepare_search(PassageSearch *search, list memory, int64_t longest) except -1
cdef void index_left(PassageSearch *search, const uint64_t *words, int64_t size) noexcept nogil
cdef int64_t find_passages(
    PassageSearch *search, const uint64_t *right, int64_t size, int64_t least, CopiedPassage *passages, int64_t room
) noexcept nogil
