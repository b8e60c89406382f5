"""The table of functions whose speed depends on SIMD: `simd.classify(...)`, and so on; simd.h says what each does."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t


cdef extern from "simd.h" nogil:
    ctypedef struct Simd "dedup_simd":
        void classify(
            const uint8_t *text, int64_t blocks, uint8_t *lower, uint64_t *words, uint64_t *odd
        ) noexcept nogil
        void count_before(
            const uint8_t *text, int64_t blocks, int64_t *before, const int64_t *places, int64_t count, int64_t *out
        ) noexcept nogil
        void shingle(const uint64_t *words, int64_t count, int64_t width, uint32_t *out) noexcept nogil
        void premix(uint32_t *hashes, int64_t count) noexcept nogil
        void minhash(
            const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b, int64_t width, uint32_t *row
        ) noexcept nogil

    const uint32_t SHINGLE_FACTOR "DEDUP_SHINGLE_FACTOR"
    int highest_level "dedup_highest_level" ()
    Simd simd_of "dedup_simd_of" (int level)


cdef Simd simd
