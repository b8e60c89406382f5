"""The decisions of py3langid's model (Lui and Baldwin 2012) on bytes, and English by its commonest words (see
`language`)."""

from libc.math cimport log1pf
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

import numpy as np

from dedup.native.bits cimport count_ones
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cdef enum:
    BYTES = 256  # moves of each state of the automaton
    MOST_COMMON = 64  # words that `find_english` can count apart


cdef extern from *:
    """
    /* total[i] += factor * row[i]; the arrays do not overlap, which lets the compiler take several at a time. */
    static void dedup_add_scaled(float *__restrict total, const float *__restrict row, float factor, Py_ssize_t count) {
        for (Py_ssize_t i = 0; i < count; i++)
            total[i] += factor * row[i];
    }
    """
    void add_scaled "dedup_add_scaled" (float *total, const float *row, float factor, Py_ssize_t count) noexcept nogil


def count_features(
    const uint8_t[::1] buffer, const int64_t[::1] begins, const int64_t[::1] ends, model, float[:, ::1] scores
):
    """Add log(1 + count) * weights[feature] of the features that the automaton sees in bytes [begins[d], ends[d]) to
    scores[d].

    `model` is a `language_model.LanguageModel`; scores: shape (articles, labels).
    """
    cdef const uint32_t[::1] moves = model.moves
    cdef const int64_t[::1] rows = model.rows, outputs = model.outputs
    cdef const float[:, ::1] weights = model.weights
    cdef float[::1] counts = np.zeros(weights.shape[0], np.float32)
    cdef int64_t[::1] touched = np.empty(weights.shape[0], np.int64)
    cdef Py_ssize_t doc, i, found
    cdef int64_t state, feature, at
    cdef float factor
    if ends.shape[0] != begins.shape[0] or scores.shape[0] != begins.shape[0] or scores.shape[1] != weights.shape[1]:
        raise ValueError("The articles and the scores do not fit each other.")
    if weights.shape[1] == 0:
        raise ValueError("The model has no languages.")
    for doc in range(begins.shape[0]):
        if not 0 <= begins[doc] <= ends[doc] <= buffer.shape[0]:
            raise ValueError(f"The sample of article {doc} is not inside the buffer.")
    with nogil:
        for doc in range(begins.shape[0]):
            state = found = 0
            for at in range(begins[doc], ends[doc]):
                state = moves[rows[state] + buffer[at]]
                feature = outputs[state]
                if feature >= 0:
                    if counts[feature] == 0:
                        touched[found] = feature
                        found += 1
                    counts[feature] += 1
            for i in range(found):
                factor = log1pf(counts[touched[i]])
                counts[touched[i]] = 0
                add_scaled(&scores[doc, 0], &weights[touched[i], 0], factor, weights.shape[1])


def find_english(tokens, int64_t most, const uint64_t[::1] common, double share, int64_t kinds, uint8_t[::1] out):
    """Write to out[d] whether at least `share` of the first `most` words of article d, and `kinds` different ones, are
    in `common` (sorted hashes)."""
    cdef TokenArrays arrays = TokenArrays(tokens)
    cdef TokenColumns columns = arrays.columns
    cdef Py_ssize_t doc, i, low, high, middle
    cdef int64_t words, hits
    cdef uint64_t seen, h
    if common.shape[0] > MOST_COMMON or out.shape[0] < columns.articles:
        raise ValueError(f"There are at most {MOST_COMMON} common words, and a place for each article.")
    with nogil:
        for doc in range(columns.articles):
            words = min(columns.counts[doc], most)
            seen = hits = 0
            for i in range(columns.first[doc], columns.first[doc] + words):
                h = columns.hashes[i]
                low, high = 0, common.shape[0]
                while low < high:
                    middle = (low + high) // 2
                    if common[middle] < h:
                        low = middle + 1
                    else:
                        high = middle
                if low < common.shape[0] and common[low] == h:
                    hits += 1
                    seen |= <uint64_t>1 << low
            out[doc] = hits >= share * words and <int64_t>count_ones(seen) >= kinds
