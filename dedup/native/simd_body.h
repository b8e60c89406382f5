/* The functions of simd.h for one LEVEL (0, 3 or 4): NAME(f) is the name of f at this level, TARGET what it is compiled for. */

#if LEVEL == 4
TARGET static void NAME(classify)(const uint8_t *text, int64_t blocks, uint8_t *lower, uint64_t *words, uint64_t *odd) {
    const __m512i capital = _mm512_set1_epi8('A'), letter = _mm512_set1_epi8('a'), zero = _mm512_set1_epi8('0');
    const __m512i underscore = _mm512_set1_epi8('_'), few = _mm512_set1_epi8(26), ten = _mm512_set1_epi8(10);
    const __m512i case_bit = _mm512_set1_epi8(32);
    for (int64_t k = 0; k < blocks; k++) {
        __m512i bytes = _mm512_loadu_si512(text + 64 * k);
        __mmask64 upper = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, capital), few);
        __m512i small = _mm512_mask_add_epi8(bytes, upper, bytes, case_bit);
        __mmask64 beyond = _mm512_movepi8_mask(bytes);
        _mm512_storeu_si512(lower + 64 * k, small);
        odd[k] = beyond;
        words[k] = beyond | _mm512_cmplt_epu8_mask(_mm512_sub_epi8(small, letter), few)
                 | _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, zero), ten) | _mm512_cmpeq_epi8_mask(bytes, underscore);
    }
}

TARGET static void NAME(count_starts)(const uint8_t *text, int64_t blocks, int64_t *starts) {
    const __m512i first_tail = _mm512_set1_epi8((char)0xC0);
    for (int64_t k = 0; k < blocks; k++) {
        __m512i bytes = _mm512_loadu_si512(text + 64 * k);
        starts[k] = (int64_t)_mm_popcnt_u64(_mm512_cmpge_epi8_mask(bytes, first_tail));
    }
}

#elif LEVEL == 3
TARGET static inline uint32_t NAME(below)(__m256i values, uint8_t bound) {
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_min_epu8(values, _mm256_set1_epi8((char)(bound - 1))), values));
}

TARGET static void NAME(classify)(const uint8_t *text, int64_t blocks, uint8_t *lower, uint64_t *words, uint64_t *odd) {
    for (int64_t k = 0; k < 2 * blocks; k++) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(text + 32 * k));
        __m256i from_a = _mm256_sub_epi8(bytes, _mm256_set1_epi8('A'));
        __m256i upper = _mm256_cmpeq_epi8(_mm256_min_epu8(from_a, _mm256_set1_epi8(25)), from_a);
        __m256i small = _mm256_or_si256(bytes, _mm256_and_si256(upper, _mm256_set1_epi8(32)));
        uint32_t beyond = (uint32_t)_mm256_movemask_epi8(bytes);
        uint32_t word = beyond | NAME(below)(_mm256_sub_epi8(small, _mm256_set1_epi8('a')), 26)
                      | NAME(below)(_mm256_sub_epi8(bytes, _mm256_set1_epi8('0')), 10)
                      | (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('_')));
        _mm256_storeu_si256((__m256i *)(lower + 32 * k), small);
        if (k & 1) {
            words[k >> 1] |= (uint64_t)word << 32;
            odd[k >> 1] |= (uint64_t)beyond << 32;
        } else {
            words[k >> 1] = word;
            odd[k >> 1] = beyond;
        }
    }
}

TARGET static void NAME(count_starts)(const uint8_t *text, int64_t blocks, int64_t *starts) {
    const __m256i last_tail = _mm256_set1_epi8((char)0xBF);
    for (int64_t k = 0; k < blocks; k++) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(text + 64 * k));
        __m256i high = _mm256_loadu_si256((const __m256i *)(text + 64 * k + 32));
        uint32_t one = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(low, last_tail));
        uint32_t other = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(high, last_tail));
        starts[k] = (int64_t)_mm_popcnt_u64((uint64_t)other << 32 | one);
    }
}

#elif DEDUP_X86
static inline uint64_t NAME(below)(__m128i values, uint8_t bound) {
    return (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8((char)(bound - 1))), values));
}

static void NAME(classify)(const uint8_t *text, int64_t blocks, uint8_t *lower, uint64_t *words, uint64_t *odd) {
    for (int64_t k = 0; k < blocks; k++) {
        uint64_t word = 0, beyond = 0;
        for (int part = 0; part < 4; part++) {
            __m128i bytes = _mm_loadu_si128((const __m128i *)(text + 64 * k + 16 * part));
            __m128i from_a = _mm_sub_epi8(bytes, _mm_set1_epi8('A'));
            __m128i upper = _mm_cmpeq_epi8(_mm_min_epu8(from_a, _mm_set1_epi8(25)), from_a);
            __m128i small = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(32)));
            uint64_t high = (uint64_t)_mm_movemask_epi8(bytes);
            _mm_storeu_si128((__m128i *)(lower + 64 * k + 16 * part), small);
            beyond |= high << (16 * part);
            word |= (high | NAME(below)(_mm_sub_epi8(small, _mm_set1_epi8('a')), 26)
                     | NAME(below)(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), 10)
                     | (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')))) << (16 * part);
        }
        words[k] = word;
        odd[k] = beyond;
    }
}

static void NAME(count_starts)(const uint8_t *text, int64_t blocks, int64_t *starts) {
    const __m128i last_tail = _mm_set1_epi8((char)0xBF);
    for (int64_t k = 0; k < blocks; k++) {
        uint64_t bits = 0;
        for (int part = 0; part < 4; part++) {
            __m128i bytes = _mm_loadu_si128((const __m128i *)(text + 64 * k + 16 * part));
            bits |= (uint64_t)_mm_movemask_epi8(_mm_cmpgt_epi8(bytes, last_tail)) << (16 * part);
        }
        starts[k] = (int64_t)dedup_count_ones(bits);
    }
}

#else
static void NAME(classify)(const uint8_t *text, int64_t blocks, uint8_t *lower, uint64_t *words, uint64_t *odd) {
    for (int64_t k = 0; k < blocks; k++) {
        uint64_t word = 0, beyond = 0;
        for (int i = 0; i < 64; i++) {
            uint8_t byte = text[64 * k + i];
            uint8_t small = (uint8_t)(byte - 'A') < 26 ? (uint8_t)(byte | 32) : byte;
            int is_word = (uint8_t)(small - 'a') < 26 || (uint8_t)(byte - '0') < 10 || byte == '_' || byte >= 128;
            lower[64 * k + i] = small;
            word |= (uint64_t)is_word << i;
            beyond |= (uint64_t)(byte >> 7) << i;
        }
        words[k] = word;
        odd[k] = beyond;
    }
}

static void NAME(count_starts)(const uint8_t *text, int64_t blocks, int64_t *starts) {
    for (int64_t k = 0; k < blocks; k++) {
        int64_t count = 0;
        for (int i = 0; i < 64; i++)
            count += (text[64 * k + i] & 0xC0) != 0x80;
        starts[k] = count;
    }
}
#endif

/* Vector types let the compiler use what the level has: 16 lanes are one register of AVX-512, two of AVX2, four of SSE2. */
#define MINHASH_TAIL(from)                                           \
    for (int64_t p = (from); p < width; p++) {                       \
        uint32_t least = 0xFFFFFFFFu;                                \
        for (int64_t i = 0; i < count; i++) {                        \
            uint32_t value = a[p] * hashes[i] + b[p];                \
            least = value < least ? value : least;                   \
        }                                                            \
        row[p] = least;                                              \
    }

#if DEDUP_X86 && LEVEL == 4
TARGET static void NAME(minhash)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b, int64_t width,
                                 uint32_t *row) {
    int64_t done = 0;
    for (; done + 64 <= width; done += 64) {
        __m512i m0 = _mm512_loadu_si512(a + done), m1 = _mm512_loadu_si512(a + done + 16);
        __m512i m2 = _mm512_loadu_si512(a + done + 32), m3 = _mm512_loadu_si512(a + done + 48);
        __m512i c0 = _mm512_loadu_si512(b + done), c1 = _mm512_loadu_si512(b + done + 16);
        __m512i c2 = _mm512_loadu_si512(b + done + 32), c3 = _mm512_loadu_si512(b + done + 48);
        __m512i r0 = _mm512_set1_epi32(-1), r1 = r0, r2 = r0, r3 = r0;
        for (int64_t i = 0; i < count; i++) {
            __m512i h = _mm512_set1_epi32((int)hashes[i]);
            r0 = _mm512_min_epu32(r0, _mm512_add_epi32(_mm512_mullo_epi32(m0, h), c0));
            r1 = _mm512_min_epu32(r1, _mm512_add_epi32(_mm512_mullo_epi32(m1, h), c1));
            r2 = _mm512_min_epu32(r2, _mm512_add_epi32(_mm512_mullo_epi32(m2, h), c2));
            r3 = _mm512_min_epu32(r3, _mm512_add_epi32(_mm512_mullo_epi32(m3, h), c3));
        }
        _mm512_storeu_si512(row + done, r0);
        _mm512_storeu_si512(row + done + 16, r1);
        _mm512_storeu_si512(row + done + 32, r2);
        _mm512_storeu_si512(row + done + 48, r3);
    }
    MINHASH_TAIL(done)
}

#elif DEDUP_X86 && LEVEL == 3
TARGET static void NAME(minhash)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b, int64_t width,
                                 uint32_t *row) {
    int64_t done = 0;
    for (; done + 32 <= width; done += 32) {
        __m256i m[4], c[4], r[4];
        for (int k = 0; k < 4; k++) {
            m[k] = _mm256_loadu_si256((const __m256i *)(a + done + 8 * k));
            c[k] = _mm256_loadu_si256((const __m256i *)(b + done + 8 * k));
            r[k] = _mm256_set1_epi32(-1);
        }
        for (int64_t i = 0; i < count; i++) {
            __m256i h = _mm256_set1_epi32((int)hashes[i]);
            for (int k = 0; k < 4; k++)
                r[k] = _mm256_min_epu32(r[k], _mm256_add_epi32(_mm256_mullo_epi32(m[k], h), c[k]));
        }
        for (int k = 0; k < 4; k++)
            _mm256_storeu_si256((__m256i *)(row + done + 8 * k), r[k]);
    }
    MINHASH_TAIL(done)
}

#else
/* SSE2 has neither a 32-bit product nor an unsigned minimum: plain loops, eight hashes a pass, that a compiler vectorises as it can. */
static void NAME(minhash)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b, int64_t width, uint32_t *row) {
    MINHASH_TAIL(0)
}
#endif
#undef MINHASH_TAIL
#undef LEVEL
#undef NAME
#undef TARGET
