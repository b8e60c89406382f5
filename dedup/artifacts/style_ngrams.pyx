"""Counts the n-grams that a style model knows in streams of symbols, and sums their weights."""

from libc.math cimport sqrt
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint64_t

import numpy as np

from dedup.native.hashing cimport MIX, slot_of

cpdef enum:
    BITS = 10  # of a symbol in the key of an n-gram
    SIEVE_BITS = 15  # of a mixed key, that say whether it may be known; the sieve stays in the nearest cache


cdef struct Known:
    const uint8_t *sieve
    const uint64_t *keys
    const int64_t *values
    uint64_t mask


cdef struct NgramCounts:
    int64_t *where  # the entry of each n-gram in the last text that had it, -1 for none
    int32_t *found
    int32_t *times
    int64_t size


cdef inline uint64_t mix(uint64_t key) noexcept nogil:
    """Return one integer as `mixed` has it."""
    key *= MIX
    return key ^ (key >> 32)


cdef void count_text(
    const uint16_t *stream, int64_t size, int64_t longest, const Known *known, NgramCounts *counts
) noexcept nogil:
    """Count the n-grams of one text behind those of the texts before it."""
    cdef int64_t place, back, feature, begin = counts.size
    cdef uint64_t key, mixed, slot
    for place in range(size):
        key = 0
        for back in range(min(longest, place + 1)):
            key |= <uint64_t>stream[place - back] << (BITS * back)
            mixed = mix(key)
            if known.sieve[mixed >> (64 - SIEVE_BITS)] == 0:
                continue
            slot = slot_of(known.keys, known.mask, mixed)
            if known.keys[slot] != mixed:
                continue
            feature = known.values[slot]
            if counts.where[feature] < begin:
                counts.where[feature] = counts.size
                counts.found[counts.size] = <int32_t>feature
                counts.times[counts.size] = 0
                counts.size += 1
            counts.times[counts.where[feature]] += 1


def mixed(const uint64_t[::1] keys):
    """Return the integers of n-grams mixed one to one, so that any few bits of them differ for n-grams that differ."""
    cdef Py_ssize_t i
    out = np.empty(keys.shape[0], np.uint64)
    cdef uint64_t[::1] view = out
    for i in range(keys.shape[0]):
        view[i] = mix(keys[i])
    return out


def count_ngrams(streams, int64_t longest, ngrams, int64_t[::1] rows, int32_t[::1] found, int32_t[::1] times):
    """Write sparse rows: text d has n-gram found[i] times[i] times, rows[d] <= i < rows[d + 1], in the order of first
    occurrence.

    An n-gram of up to `longest` symbols is looked up by the integer that they make, BITS each, the last one lowest, as
    `mixed` has it. `streams` and `ngrams` are those of `style_features`. Return the number of entries.
    """
    cdef const int64_t[::1] begins = streams.begins
    cdef const uint16_t[::1] stream = streams.stream
    cdef const uint8_t[::1] sieve = ngrams.sieve
    cdef const uint64_t[::1] keys = ngrams.keys
    cdef const int64_t[::1] values = ngrams.values
    cdef int64_t features = ngrams.size, texts = begins.shape[0] - 1, doc, room = 0
    cdef int64_t[::1] where = np.full(features + 1, -1, np.int64)
    cdef Known known
    cdef NgramCounts counts
    if not 0 < longest * BITS <= 64 or sieve.shape[0] != 1 << SIEVE_BITS or not 0 < keys.shape[0] == values.shape[0]:
        raise ValueError("The table of n-grams has a wrong shape.")
    for doc in range(texts):
        if begins[doc] < 0 or begins[doc + 1] < begins[doc] or begins[doc + 1] > stream.shape[0]:
            raise ValueError(f"The symbols of text {doc} are not inside the stream.")
        room += min(longest * (begins[doc + 1] - begins[doc]), features)
    if rows.shape[0] != texts + 1 or found.shape[0] < room or times.shape[0] < room:
        raise ValueError(f"There is room for {min(found.shape[0], times.shape[0])} counts, not for {room}.")
    known.sieve, known.keys, known.values, known.mask = &sieve[0], &keys[0], &values[0], <uint64_t>keys.shape[0] - 1
    counts.where, counts.size = &where[0], 0
    counts.found = &found[0] if room else NULL
    counts.times = &times[0] if room else NULL
    with nogil:
        for doc in range(texts):
            rows[doc] = counts.size
            if begins[doc + 1] > begins[doc]:
                count_text(&stream[begins[doc]], begins[doc + 1] - begins[doc], longest, &known, &counts)
        rows[texts] = counts.size
    return counts.size


cdef void weigh_text(
    const int32_t *found, const int32_t *times, int64_t size, const double *scales, const double[:, ::1] weights,
    double *out,
) noexcept nogil:
    """Add the weights of the n-grams of one text to `out`."""
    cdef double squares = 0.0, length, x
    cdef const double *row
    cdef int64_t i, k, columns = weights.shape[1]
    for i in range(size):
        squares += times[i] * scales[found[i]] * scales[found[i]]
    if squares == 0.0:
        return
    length = sqrt(squares)
    for i in range(size):
        if scales[found[i]] == 0.0:
            continue
        x = scales[found[i]] * sqrt(<double>times[i]) / length
        row = &weights[found[i], 0]
        for k in range(columns):
            out[k] += x * row[k]


def weigh(const int64_t[::1] texts, counts, const double[::1] scales, const double[:, ::1] weights, double[:, ::1] out):
    """Add to out[t, k] the sum of weights[f, k] * x(f) over the n-grams f of the t-th of `texts`.

    x = scales[f] * sqrt(times of f) over the Euclidean length of all x of the text; n-grams of scale 0 do not count.
    `counts` is a `style_features.NgramCounts`.
    """
    cdef const int64_t[::1] rows = counts.rows
    cdef const int32_t[::1] found = counts.found, times = counts.times
    cdef Py_ssize_t t, i
    cdef int64_t begin, size
    if weights.shape[0] != scales.shape[0] or not 0 < weights.shape[1] == out.shape[1]:
        raise ValueError("The scales, the weights or the sums have a wrong shape.")
    if out.shape[0] != texts.shape[0]:
        raise ValueError(f"There are sums of {out.shape[0]} texts, not of {texts.shape[0]}.")
    for t in range(texts.shape[0]):
        if not 0 <= texts[t] < rows.shape[0] - 1:
            raise ValueError(f"There are no counts of text {texts[t]}.")
        begin, size = rows[texts[t]], rows[texts[t] + 1] - rows[texts[t]]
        if begin < 0 or size < 0 or begin + size > min(found.shape[0], times.shape[0]):
            raise ValueError(f"The counts of text {texts[t]} are not inside their rows.")
    for i in range(found.shape[0]):
        if not 0 <= found[i] < scales.shape[0]:
            raise ValueError(f"There are {scales.shape[0]} weights, and none for n-gram {found[i]}.")
    with nogil:
        for t in range(texts.shape[0]):
            begin, size = rows[texts[t]], rows[texts[t] + 1] - rows[texts[t]]
            if size:
                weigh_text(&found[begin], &times[begin], size, &scales[0], weights, &out[t, 0])
