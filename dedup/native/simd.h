/* The functions whose speed depends on SIMD, each built for several levels of x86-64 and chosen when the package is imported. */
#ifndef DEDUP_SIMD_H
#define DEDUP_SIMD_H

#include <stdint.h>

typedef struct {
    /* Read 64 * blocks bytes of UTF-8 at `text`. Write them in ASCII lower case to `lower`; bit i of words[k] says that byte 64 * k + i
       is a letter, a digit, an underscore or not ASCII, bit i of odd[k] that it is not ASCII. */
    void (*classify)(const uint8_t *text, int64_t blocks, uint8_t *lower, uint64_t *words, uint64_t *odd);
    /* starts[k] = the number of characters that begin in bytes [64 * k, 64 * k + 64) of `text`. */
    void (*count_starts)(const uint8_t *text, int64_t blocks, int64_t *starts);
    /* row[p] = the minimum of (a[p] * h + b[p]) mod 2**32 over the `count` hashes, 2**32 - 1 where there is none. */
    void (*minhash)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b, int64_t width, uint32_t *row);
} dedup_simd;

enum { DEDUP_BASELINE, DEDUP_V3, DEDUP_V4, DEDUP_LEVELS };

/* The highest level that this processor, its operating system and this build have. */
int dedup_highest_level(void);

/* The functions of a level up to the highest one. */
dedup_simd dedup_simd_of(int level);

#endif
