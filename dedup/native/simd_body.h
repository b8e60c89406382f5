/* The functions of simd.h for one LEVEL (0, 3 or 4): NAME(f) is the name of f at this level, TARGET what it is compiled
   for. */

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
                 | _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, zero), ten)
                 | _mm512_cmpeq_epi8_mask(bytes, underscore);
    }
}

#define ONES(bits) ((int64_t)_mm_popcnt_u64(bits))
TARGET static inline uint64_t NAME(starts)(const uint8_t *text) {
    return _mm512_cmpge_epi8_mask(_mm512_loadu_si512(text), _mm512_set1_epi8((char)0xC0));
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

#define ONES(bits) ((int64_t)_mm_popcnt_u64(bits))
TARGET static inline uint64_t NAME(starts)(const uint8_t *text) {
    const __m256i last_tail = _mm256_set1_epi8((char)0xBF);
    __m256i low = _mm256_loadu_si256((const __m256i *)text), high = _mm256_loadu_si256((const __m256i *)(text + 32));
    uint32_t one = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(low, last_tail));
    uint32_t other = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(high, last_tail));
    return (uint64_t)other << 32 | one;
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

#define ONES(bits) ((int64_t)dedup_count_ones(bits))
static inline uint64_t NAME(starts)(const uint8_t *text) {
    const __m128i last_tail = _mm_set1_epi8((char)0xBF);
    uint64_t bits = 0;
    for (int part = 0; part < 4; part++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(text + 16 * part));
        bits |= (uint64_t)_mm_movemask_epi8(_mm_cmpgt_epi8(bytes, last_tail)) << (16 * part);
    }
    return bits;
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

#define ONES(bits) ((int64_t)dedup_count_ones(bits))
static inline uint64_t NAME(starts)(const uint8_t *text) {
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++)
        bits |= (uint64_t)((text[i] & 0xC0) != 0x80) << i;
    return bits;
}
#endif

TARGET static void NAME(count_before)(const uint8_t *text, int64_t blocks, int64_t *before, const int64_t *places,
                                      int64_t count, int64_t *out) {
    int64_t total = 0;
    for (int64_t k = 0; k < blocks; k++) {
        before[k] = total;
        total += ONES(NAME(starts)(text + 64 * k));
    }
    for (int64_t i = 0; i < count; i++) {
        int64_t k = places[i] / 64;
        out[i] = before[k] + ONES(NAME(starts)(text + 64 * k) & (((uint64_t)1 << (places[i] % 64)) - 1));
    }
}
#undef ONES

/* Plain loops, which the compiler vectorises for the level. */
TARGET static void NAME(shingle)(const uint64_t *words, int64_t count, int64_t width, uint32_t *out) {
    const uint32_t p1 = DEDUP_SHINGLE_FACTOR, p2 = p1 * p1, p3 = p2 * p1, p4 = p3 * p1;
    for (int64_t i = 0; i < count; i++)
        out[i] = (uint32_t)words[i];
    int64_t shingles = count - width + 1;
    if (width == 5) {
        for (int64_t i = 0; i < shingles; i++)
            out[i] = out[i] * p4 + out[i + 1] * p3 + out[i + 2] * p2 + out[i + 3] * p1 + out[i + 4];
    } else {
        for (int64_t i = 0; i < shingles; i++) {
            uint32_t hash = out[i];
            for (int64_t j = i + 1; j < i + width; j++)
                hash = hash * p1 + out[j];
            out[i] = hash;
        }
    }
}

TARGET static void NAME(premix)(uint32_t *hashes, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        uint32_t hash = hashes[i];
        hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
        hashes[i] = hash ^ hash >> 16;
    }
}

#if DEDUP_X86 && LEVEL == 4
/* The slots of `vectors` registers, the last ones masked out where less than all of them are asked for. */
TARGET static inline void NAME(minhash_slots)(const uint32_t *hashes, int64_t count, const uint32_t *a,
                                              const uint32_t *b, int64_t slots, uint32_t *row, const int vectors) {
    __mmask16 asked[4];
    __m512i factor[4], summand[4], least[4];
    for (int k = 0; k < vectors; k++) {
        int64_t left = slots - 16 * k;
        asked[k] = left >= 16 ? 0xFFFF : left <= 0 ? 0 : (__mmask16)((1u << left) - 1);
        factor[k] = _mm512_maskz_loadu_epi32(asked[k], a + 16 * k);
        summand[k] = _mm512_maskz_loadu_epi32(asked[k], b + 16 * k);
        least[k] = _mm512_set1_epi32(-1);
    }
    for (int64_t i = 0; i < count; i++) {
        __m512i hash = _mm512_set1_epi32((int)hashes[i]);
        for (int k = 0; k < vectors; k++)
            least[k] = _mm512_min_epu32(least[k], _mm512_add_epi32(_mm512_mullo_epi32(factor[k], hash), summand[k]));
    }
    for (int k = 0; k < vectors; k++)
        _mm512_mask_storeu_epi32(row + 16 * k, asked[k], least[k]);
}

TARGET static void NAME(minhash)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b,
                                 int64_t width, uint32_t *row) {
    int64_t done = 0;
    for (; width - done > 32; done += 64)
        NAME(minhash_slots)(hashes, count, a + done, b + done, width - done, row + done, 4);
    for (; width - done > 0; done += 16)
        NAME(minhash_slots)(hashes, count, a + done, b + done, width - done, row + done, 1);
}

#elif DEDUP_X86 && LEVEL == 3
#define SLOTS_AT_ONCE 32
TARGET static void NAME(minhash_slots)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b,
                                       uint32_t *row) {
    __m256i factor[4], summand[4], least[4];
    for (int k = 0; k < 4; k++) {
        factor[k] = _mm256_loadu_si256((const __m256i *)(a + 8 * k));
        summand[k] = _mm256_loadu_si256((const __m256i *)(b + 8 * k));
        least[k] = _mm256_set1_epi32(-1);
    }
    for (int64_t i = 0; i < count; i++) {
        __m256i hash = _mm256_set1_epi32((int)hashes[i]);
        for (int k = 0; k < 4; k++)
            least[k] = _mm256_min_epu32(least[k], _mm256_add_epi32(_mm256_mullo_epi32(factor[k], hash), summand[k]));
    }
    for (int k = 0; k < 4; k++)
        _mm256_storeu_si256((__m256i *)(row + 8 * k), least[k]);
}

#elif DEDUP_X86
/* SSE2 has neither a 32-bit product nor an unsigned minimum. Two products of 32 to 64 bits give those of the even and
   of the odd slots, and one shuffle puts their lower halves together, in the order 0, 2, 1, 3, in which the summands
   and the minima are kept. With the highest bit flipped, which the summands do, a signed comparison orders unsigned
   numbers. */
#define SLOTS_AT_ONCE 16
#define IN_ORDER _MM_SHUFFLE(3, 1, 2, 0) /* from 0, 1, 2, 3 to 0, 2, 1, 3 and back */
static void NAME(minhash_slots)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b,
                                uint32_t *row) {
    const __m128i highest = _mm_set1_epi32((int)0x80000000u);
    __m128i even[4], odd[4], summand[4], least[4];
    for (int k = 0; k < 4; k++) {
        even[k] = _mm_loadu_si128((const __m128i *)(a + 4 * k));
        odd[k] = _mm_srli_epi64(even[k], 32);
        summand[k] = _mm_xor_si128(_mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(b + 4 * k)), IN_ORDER), highest);
        least[k] = _mm_set1_epi32(0x7FFFFFFF);
    }
    for (int64_t i = 0; i < count; i++) {
        __m128i hash = _mm_set1_epi32((int)hashes[i]);
        for (int k = 0; k < 4; k++) {
            __m128 low = _mm_castsi128_ps(_mm_mul_epu32(even[k], hash));
            __m128 high = _mm_castsi128_ps(_mm_mul_epu32(odd[k], hash));
            __m128i product = _mm_castps_si128(_mm_shuffle_ps(low, high, _MM_SHUFFLE(2, 0, 2, 0)));
            __m128i value = _mm_add_epi32(product, summand[k]);
            __m128i less = _mm_cmplt_epi32(value, least[k]);
            least[k] = _mm_or_si128(_mm_and_si128(less, value), _mm_andnot_si128(less, least[k]));
        }
    }
    for (int k = 0; k < 4; k++)
        _mm_storeu_si128((__m128i *)(row + 4 * k), _mm_shuffle_epi32(_mm_xor_si128(least[k], highest), IN_ORDER));
}

#else
static void NAME(minhash)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b, int64_t width,
                          uint32_t *row) {
    for (int64_t p = 0; p < width; p++) {
        uint32_t least = 0xFFFFFFFFu;
        for (int64_t i = 0; i < count; i++) {
            uint32_t value = a[p] * hashes[i] + b[p];
            least = value < least ? value : least;
        }
        row[p] = least;
    }
}
#endif

#ifdef SLOTS_AT_ONCE
TARGET static void NAME(minhash)(const uint32_t *hashes, int64_t count, const uint32_t *a, const uint32_t *b,
                                 int64_t width, uint32_t *row) {
    int64_t done = 0;
    for (; done + SLOTS_AT_ONCE <= width; done += SLOTS_AT_ONCE)
        NAME(minhash_slots)(hashes, count, a + done, b + done, row + done);
    if (done < width) { /* the rest in a row of its own, filled up with zeros */
        uint32_t rest_a[SLOTS_AT_ONCE] = {0}, rest_b[SLOTS_AT_ONCE] = {0}, rest_row[SLOTS_AT_ONCE];
        size_t bytes = (size_t)(width - done) * sizeof *row;
        memcpy(rest_a, a + done, bytes);
        memcpy(rest_b, b + done, bytes);
        NAME(minhash_slots)(hashes, count, rest_a, rest_b, rest_row);
        memcpy(row + done, rest_row, bytes);
    }
}
#endif
#undef SLOTS_AT_ONCE
#undef IN_ORDER
#undef LEVEL
#undef NAME
#undef TARGET
