/* One body, simd_body.h, for each level: plain loops and SSE2 everywhere, AVX2 (x86-64-v3) and AVX-512 (x86-64-v4) by
   GCC and Clang. */
#include "simd.h"
#include "portable.h"

#if (defined(__x86_64__) || defined(__amd64__)) && (defined(__GNUC__) || defined(__clang__))
#define DEDUP_X86 1
#include <cpuid.h>
#include <immintrin.h>
#else
#define DEDUP_X86 0
#endif

#define LEVEL 0
#define NAME(function) function##_baseline
#define TARGET
#include "simd_body.h"

#if DEDUP_X86
#define LEVEL 3
#define NAME(function) function##_v3
#define TARGET __attribute__((target("avx,avx2,bmi,bmi2,lzcnt,popcnt")))
#include "simd_body.h"

#define LEVEL 4
#define NAME(function) function##_v4
#define TARGET __attribute__((target("avx,avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")))
#include "simd_body.h"
#endif

#if DEDUP_X86
/* Asked of the processor itself: the compiler's own function answers no to all where zig has built it. */
static int has(uint32_t bits, uint32_t wanted) {
    return (bits & wanted) == wanted;
}

static uint64_t saved_by_the_system(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

int dedup_highest_level(void) {
    uint32_t a, b, c, d, extended_b, extended_c, extended_d;
    uint64_t saved;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !has(c, bit_OSXSAVE | bit_AVX | bit_POPCNT))
        return DEDUP_BASELINE;
    if (!__get_cpuid_count(7, 0, &a, &extended_b, &extended_c, &extended_d))
        return DEDUP_BASELINE;
    if (!has(extended_b, bit_AVX2 | bit_BMI | bit_BMI2))
        return DEDUP_BASELINE;
    if (!__get_cpuid(0x80000001u, &a, &b, &c, &d) || !has(c, bit_LZCNT))
        return DEDUP_BASELINE;
    saved = saved_by_the_system();
    if ((saved & 0x6) != 0x6) /* the registers of SSE and AVX */
        return DEDUP_BASELINE;
    const uint32_t avx512 = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
    if (has(extended_b, avx512) && (saved & 0xE6) == 0xE6)
        return DEDUP_V4;
    return DEDUP_V3;
}
#else
int dedup_highest_level(void) {
    return DEDUP_BASELINE;
}
#endif

dedup_simd dedup_simd_of(int level) {
    dedup_simd table = {classify_baseline, count_before_baseline, shingle_baseline, premix_baseline, minhash_baseline};
#if DEDUP_X86
    if (level == DEDUP_V3) {
        dedup_simd v3 = {classify_v3, count_before_v3, shingle_v3, premix_v3, minhash_v3};
        table = v3;
    } else if (level == DEDUP_V4) {
        dedup_simd v4 = {classify_v4, count_before_v4, shingle_v4, premix_v4, minhash_v4};
        table = v4;
    }
#else
    (void)level;
#endif
    return table;
}
