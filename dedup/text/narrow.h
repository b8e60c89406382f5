/* Code points of Python's strings as bytes, 16 at a time: narrow16_NN writes the lowest byte of each over 16 bytes and
   returns the bits of those that are not ASCII, of which the lowest is right. */
#ifndef DEDUP_NARROW_H
#define DEDUP_NARROW_H

#include "portable.h"

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint64_t dedup_narrow16_16(const uint16_t *units, uint8_t *out) {
    const __m128i beyond = _mm_set1_epi16((short)0xFF80), zero = _mm_setzero_si128();
    __m128i low = _mm_loadu_si128((const __m128i *)units), high = _mm_loadu_si128((const __m128i *)(units + 8));
    __m128i plain_low = _mm_cmpeq_epi16(_mm_and_si128(low, beyond), zero);
    __m128i plain_high = _mm_cmpeq_epi16(_mm_and_si128(high, beyond), zero);
    __m128i plain = _mm_packs_epi16(plain_low, plain_high);
    _mm_storeu_si128((__m128i *)out, _mm_packus_epi16(low, high));
    return (uint64_t)_mm_movemask_epi8(plain) ^ 0xFFFFu;
}

static inline uint64_t dedup_narrow16_32(const uint32_t *units, uint8_t *out) {
    const __m128i *quads = (const __m128i *)units;
    __m128i low = _mm_packs_epi32(_mm_loadu_si128(quads), _mm_loadu_si128(quads + 1));
    __m128i high = _mm_packs_epi32(_mm_loadu_si128(quads + 2), _mm_loadu_si128(quads + 3));
    const __m128i most = _mm_set1_epi16(127);
    __m128i odd = _mm_packs_epi16(_mm_cmpgt_epi16(low, most), _mm_cmpgt_epi16(high, most));
    _mm_storeu_si128((__m128i *)out, _mm_packus_epi16(low, high));
    return (uint64_t)_mm_movemask_epi8(odd);
}

#else

static inline uint64_t dedup_narrow16_16(const uint16_t *units, uint8_t *out) {
    uint64_t odd = 0;
    for (int at = 0; at < 16; at++) {
        odd |= (uint64_t)(units[at] >= 128) << at;
        out[at] = (uint8_t)units[at];
    }
    return odd;
}

static inline uint64_t dedup_narrow16_32(const uint32_t *units, uint8_t *out) {
    uint64_t odd = 0;
    for (int at = 0; at < 16; at++) {
        odd |= (uint64_t)(units[at] >= 128) << at;
        out[at] = (uint8_t)units[at];
    }
    return odd;
}
#endif

/* Latin-1 needs no narrowing: eight bytes at a time. */
static inline uint64_t dedup_narrow16_8(const uint8_t *units, uint8_t *out) {
    uint64_t low = dedup_load64(units) & 0x8080808080808080u, high = dedup_load64(units + 8) & 0x8080808080808080u;
    memcpy(out, units, 16);
    if (low)
        return (uint64_t)1 << (dedup_trailing_zeros(low) >> 3);
    return high ? (uint64_t)0x100 << (dedup_trailing_zeros(high) >> 3) : 0;
}

#endif
