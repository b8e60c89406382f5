/* Single instructions that each compiler spells in its own way. All integers are little-endian, as on every platform
   supported. */
#ifndef DEDUP_PORTABLE_H
#define DEDUP_PORTABLE_H

#include <stdint.h>
#include <string.h>

#if defined(_MSC_VER)
#include <intrin.h>
#endif

/* The eight bytes at `address`, the first one lowest; any alignment. */
static inline uint64_t dedup_load64(const uint8_t *address) {
    uint64_t value;
    memcpy(&value, address, sizeof value);
    return value;
}

/* Have the memory at `address` fetched, for one who reads it soon. */
static inline void dedup_prefetch(const void *address) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

/* The number of zero bits below the lowest set bit; `value` is not 0. */
static inline uint64_t dedup_trailing_zeros(uint64_t value) {
#if defined(_MSC_VER)
    unsigned long place;
    _BitScanForward64(&place, value);
    return place;
#else
    return (uint64_t)__builtin_ctzll(value);
#endif
}

/* The number of set bits, without the instruction that the x86-64 baseline lacks. */
static inline uint64_t dedup_count_ones(uint64_t value) {
    value -= (value >> 1) & 0x5555555555555555u;
    value = (value & 0x3333333333333333u) + ((value >> 2) & 0x3333333333333333u);
    value = (value + (value >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (value * 0x0101010101010101u) >> 56;
}

#endif
