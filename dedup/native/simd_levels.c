/* One body, simd_body.h, for each level: plain loops and SSE2 everywhere, AVX2 (x86-64-v3) and AVX-512 (x86-64-v4) by GCC and Clang. */
#include "simd.h"
#include "portable.h"

#if (defined(__x86_64__) || defined(__amd64__)) && (defined(__GNUC__) || defined(__clang__))
#define DEDUP_X86 1
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

int dedup_highest_level(void) {
#if DEDUP_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt")) {
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
            return DEDUP_V4;
        return DEDUP_V3;
    }
#endif
    return DEDUP_BASELINE;
}

dedup_simd dedup_simd_of(int level) {
    dedup_simd table = {classify_baseline, count_starts_baseline, shingle_baseline, premix_baseline, minhash_baseline};
#if DEDUP_X86
    if (level == DEDUP_V3) {
        dedup_simd v3 = {classify_v3, count_starts_v3, shingle_v3, premix_v3, minhash_v3};
        table = v3;
    } else if (level == DEDUP_V4) {
        dedup_simd v4 = {classify_v4, count_starts_v4, shingle_v4, premix_v4, minhash_v4};
        table = v4;
    }
#else
    (void)level;
#endif
    return table;
}
