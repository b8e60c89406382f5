/* The functions whose speed depends on SIMD, each built for several levels of x86-64 and chosen when the package is
   imported. */
#ifndef DEDUP_SIMD_H
#define DEDUP_SIMD_H

#include <stdint.h>

/* The prime next to 2**32 over the golden ratio (Knuth's multiplicative hashing). */
#define DEDUP_SHINGLE_FACTOR 0x9E3779B1u

typedef struct {
    /* Read 64 * blocks bytes of UTF-8 at `text`. Write them in ASCII lower case to `lower`; bit i of words[k] says that
       byte 64 * k + i is a letter, a digit, an underscore or not ASCII, bit i of odd[k] that it is not ASCII. */
    void (*classify)(const uint8_t *text, int64_t blocks, uint8_t *lower, uint64_t *words, uint64_t *odd);
    /* out[i] = the number of characters that begin before byte places[i] of the 64 * blocks bytes at `text`; `before`
       has room for a number a block. */
    void (*count_before)(
        const uint8_t *text, int64_t blocks, int64_t *before, const int64_t *places, int64_t count, int64_t *out);
    /* Hash the runs of `width` words of a text, 1 <= width <= count: out[i] = the polynomial in DEDUP_SHINGLE_FACTOR
       modulo 2**32 over the lower halves of words[i] .. words[i + width - 1], for i up to count - width. `out` has room
       for `count`. */
    void (*shingle)(const uint64_t *words, int64_t count, int64_t width, uint32_t *out);
    /* Replace each hash by its mix: the 32-bit finaliser of MurmurHash3, which datasketch 2 applies before it
       permutes. */
    void (*premix)(uint32_t *hashes, int64_t count);
    /* row[p] = the minimum of (a[p] * h + b[p]) mod 2**32 over the `count` hashes, 2**32 - 1 where there is none. */
    void (*minhash)(
        const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b, int64_t width, uint32_t *row);
} dedup_simd;

enum { DEDUP_BASELINE, DEDUP_V3, DEDUP_V4, DEDUP_LEVELS };

/* The highest level that this processor, its operating system and this build have. */
int dedup_highest_level(void);

/* The functions of a level up to the highest one. */
dedup_simd dedup_simd_of(int level);

#endif
