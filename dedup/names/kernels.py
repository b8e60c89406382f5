"""Kernels of the spelling comparison: tokens of a spelling, the best alignment of two tokens grapheme by grapheme (a weighted edit
distance; Ristad and Yianilos 1998), the best assignment of the tokens of two names, and what is decided by.

A token is a row of letters 1..26, at most WIDTH of them; a spelling has at most TOKENS tokens. `trie` maps up to four letters in base 27
to a grapheme, 0 where there is none. `weights` has the shape (4, graphemes, graphemes): the log-likelihood ratio of an operation at the
beginning, inside, at the end of both tokens, or at places that differ; grapheme 0 is nothing, so that [.., g, 0] is a deletion.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.text.jit import kernel

WIDTH = 24
TOKENS = 8
LONGEST = 4
STEP = LONGEST + 1
ROW = 1 + 3 * LONGEST  # of the graphemes at one letter: their number, then (letters, grapheme, place) of each
LONGEST_LOST = 2  # letters left out at once
LETTERS = 27
FIRST, INSIDE, LAST, MIXED = 0, 1, 2, 3
NEVER = -1e9
LONGEST_ENDING, SHORTEST_STEM = 6, 3
# Roles of tokens, as the table of roles has them; 0 is a token of the name itself.
PARTICLE, TITLE, GENERATION, JOINED, INITIAL = 1, 2, 3, 4, 5
SEED, PRIME, MIX = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3), np.uint64(0xD6E8FEB86659FD93)
SHIFT, SPACE = np.uint64(32), np.uint64(32)
# Log-odds of an alignment: from WEAK on an entry of the lexicon proves one name, from STRONG on a native form does, and below it the
# lexicon proves two. Both were chosen for a precision of `same` of 0.99 on hand-written look-alikes.
WEAK, STRONG = 1.5, 3.0
FAIR = 0.75  # log-odds of a token, from which on names are one whose tokens pair in order: precision 0.99 on pairs of the OFAC list
GENDERED = 3  # the first class of endings of family names, masculine and feminine apart
IDENTICAL = 6.0  # log-odds of two tokens with the same letters; no alignment is worth more
HOPELESS, LONGER = -4.0, 5  # score of tokens that are not aligned; letters that one may have more
# Kinds of consonants as bits, by letter from a = 1 on: lips, tongue tip, hissing, throat (c and x are two kinds), l, m, n, r.
SOUND_BITS = np.array([0, 0, 1, 12, 2, 0, 1, 8, 0, 0, 0, 8, 16, 32, 64, 0, 1, 8, 128, 4, 2, 0, 1, 0, 12, 0, 4], np.int64)
# What the lexicon knows of two tokens.
UNKNOWN, ONE_KNOWN, APART, BY_NATIVE, BY_ENTRY = 0, 1, 2, 3, 4
# Prices: bias and weight of the alignment, then one for each of the five above, one for endings that differ, and four thresholds.
TOKEN_SAME, TOKEN_DIFFERENT, NAME_SAME, NAME_DIFFERENT = 8, 9, 10, 11
# Columns of the features of two tokens.
ALIGNED, KNOWN, ENDING, SCORE = 0, 1, 2, 3
FEATURES = 21  # of two names of several tokens
WORST_PAIR, INVERTED, INITIALS, GENERATION_APART, ALL_PAIRED = 4, 9, 10, 16, 17


@kernel
def graphemes_of(row: Any, length: int, trie: Any, out: Any) -> None:
    """Write in out[i] the graphemes that begin at letter i: how many, then rows (letters, grapheme, place)."""
    for i in range(length):
        code, count = 0, 0
        for k in range(1, min(LONGEST, length - i) + 1):
            code = code * LETTERS + row[i + k - 1]
            found = trie[code]
            if found > 0:
                out[i, 1 + 3 * count] = k
                out[i, 2 + 3 * count] = found
                out[i, 3 + 3 * count] = FIRST if i == 0 else (LAST if i + k == length else INSIDE)
                count += 1
        out[i, 0] = count
    out[length, 0] = 0


@kernel
def align(first: Any, n: int, second: Any, m: int, weights: Any, best: Any, back: Any) -> float:
    """The weight of the best alignment of two tokens given their graphemes; `best` and `back` are filled on the way.

    The first axis of `best` tells what came last: a substitution, a deletion, an insertion. A deletion and an insertion never stand
    side by side: together they would be a substitution at a price that was learned for something else.
    """
    for i in range(n + 1):
        for j in range(m + 1):
            best[0, i, j] = best[1, i, j] = best[2, i, j] = NEVER
    best[0, 0, 0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            paired, deleted, inserted = best[0, i, j], best[1, i, j], best[2, i, j]
            came = 0
            top = paired
            if deleted > top:
                top, came = deleted, 1
            if inserted > top:
                top, came = inserted, 2
            if top <= NEVER:
                continue
            for c in range(first[i, 0]):
                k, g, place = first[i, 1 + 3 * c], first[i, 2 + 3 * c], first[i, 3 + 3 * c]
                for d in range(second[j, 0]):
                    p = second[j, 1 + 3 * d]
                    other = second[j, 3 + 3 * d]
                    gain = top + weights[place if place == other else MIXED, g, second[j, 2 + 3 * d]]
                    if gain > best[0, i + k, j + p]:
                        best[0, i + k, j + p] = gain
                        back[0, i + k, j + p] = (k * STEP + p) * 3 + came
                if k <= LONGEST_LOST:
                    gain = max(paired, deleted) + weights[place, g, 0]
                    if gain > best[1, i + k, j]:
                        best[1, i + k, j] = gain
                        back[1, i + k, j] = k * STEP * 3 + (0 if paired >= deleted else 1)
            for d in range(second[j, 0]):
                p = second[j, 1 + 3 * d]
                if p <= LONGEST_LOST:
                    gain = max(paired, inserted) + weights[second[j, 3 + 3 * d], 0, second[j, 2 + 3 * d]]
                    if gain > best[2, i, j + p]:
                        best[2, i, j + p] = gain
                        back[2, i, j + p] = p * 3 + (0 if paired >= inserted else 2)
    return float(max(best[0, n, m], best[1, n, m], best[2, n, m]))


@kernel
def operations(first: Any, n: int, second: Any, m: int, best: Any, back: Any, out: Any) -> int:
    """Write the operations of the alignment last made as rows (place, grapheme, grapheme), from the end; return how many."""
    count, i, j = 0, n, m
    kind = int(np.argmax(best[:, n, m]))
    while i + j > 0:
        code = int(back[kind, i, j])
        kind, k, p = code % 3, code // 3 // STEP, code // 3 % STEP
        i -= k
        j -= p
        out[count, 0], out[count, 1], out[count, 2] = -1, 0, 0
        for c in range(first[i, 0] if k else 0):
            if first[i, 1 + 3 * c] == k:
                out[count, 1], out[count, 0] = first[i, 2 + 3 * c], first[i, 3 + 3 * c]
        for d in range(second[j, 0] if p else 0):
            if second[j, 1 + 3 * d] == p:
                out[count, 2] = second[j, 2 + 3 * d]
                out[count, 0] = second[j, 3 + 3 * d] if k == 0 or out[count, 0] == second[j, 3 + 3 * d] else MIXED
        count += 1
    return count


@kernel
def hashed(row: Any, length: int) -> Any:
    """The hash of a token's letters (FNV-1a, its high bits mixed in)."""
    value = SEED
    for i in range(length):
        value = (value ^ np.uint64(row[i])) * PRIME
    value = (value ^ (value >> SHIFT)) * MIX
    return value ^ (value >> SHIFT)


@kernel
def slot_of(keys: Any, key: Any) -> int:
    """The slot of a key in an open table whose size is a power of two; of the empty slot where it belongs when it is not there."""
    mask = np.uint64(len(keys) - 1)
    slot = key & mask
    while keys[slot] != 0 and keys[slot] != key:
        slot = (slot + np.uint64(1)) & mask
    return int(slot)


@kernel
def index_forms(text: Any, keys: Any, values: Any, counts: Any) -> int:
    """Number the distinct words of `text` (lower case letters, spaces, line feeds) in an open table; count the lines of each."""
    row = np.empty(WIDTH, np.uint8)
    size, forms = 0, 0
    for at in range(len(text)):
        if text[at] > 96:
            if size < WIDTH:
                row[size] = text[at] - 96
                size += 1
        elif size:
            key = hashed(row, size)
            slot = slot_of(keys, key)
            if keys[slot] == 0:
                keys[slot] = key
                values[slot] = forms
                forms += 1
            counts[values[slot]] += 1
            size = 0
    return forms


@kernel
def fill_lines(text: Any, keys: Any, values: Any, cursor: Any, lines: Any, starts: Any) -> int:
    """Write for each form the numbers of its lines from cursor[form] on, and where each line begins; return the number of lines."""
    row = np.empty(WIDTH, np.uint8)
    size, line = 0, 0
    starts[0] = 0
    for at in range(len(text)):
        if text[at] > 96:
            if size < WIDTH:
                row[size] = text[at] - 96
                size += 1
            continue
        if size:
            form = values[slot_of(keys, hashed(row, size))]
            lines[cursor[form]] = line
            cursor[form] += 1
            size = 0
        if text[at] == 10:
            line += 1
            starts[line] = at + 1
    return line


@kernel
def form_of(keys: Any, values: Any, key: Any) -> int:
    """The number of a form, -1 where the table has none of this hash."""
    slot = slot_of(keys, key)
    return int(values[slot]) if keys[slot] == key else -1


@kernel
def known_of(one: int, other: int, offsets: Any, lines: Any, entries: int) -> int:
    """What the lexicon says of two forms: lines below `entries` are of native forms, the others of entries and of the hand-kept table."""
    if one < 0 or other < 0:
        return ONE_KNOWN if one >= 0 or other >= 0 else UNKNOWN
    i, j = offsets[one], offsets[other]
    found = APART
    while i < offsets[one + 1] and j < offsets[other + 1]:
        if lines[i] == lines[j]:
            if lines[i] >= entries:
                return BY_ENTRY
            found = BY_NATIVE
            i += 1
            j += 1
        elif lines[i] < lines[j]:
            i += 1
        else:
            j += 1
    return found


@kernel
def read_tokens(buffer: Any, begin: int, end: int, roles: Any, role_of: Any, rows: Any, sizes: Any, kinds: Any, whole: Any) -> int:
    """Split a spelling (ASCII) into tokens; whole[0] is the hash of the name without its particles, whole[1] whether it has a capital.

    Apostrophes and full stops are dropped, what is no letter parts tokens. Titles and particles go unless nothing else is left; `abd`
    and `abu` join the next token, an article with it, and `din` or `allah` the token before.
    """
    count, size, dotted = 0, 0, False
    whole[1] = np.uint64(0)
    for at in range(begin, end + 1):
        char = buffer[at] if at < end else np.uint8(32)
        if 65 <= char <= 90:
            whole[1] = np.uint64(1)
            char += 32
        if 97 <= char <= 122:
            if size < WIDTH and count < 2 * TOKENS:
                rows[count, size] = char - 96
                size += 1
        elif char == 39 or char == 96 or char == 46:  # apostrophes and full stop
            dotted = dotted or char == 46
        elif size:
            sizes[count] = size
            count += 1
            size = 0
    for t in range(count):
        slot = slot_of(roles, hashed(rows[t], sizes[t]))
        kinds[t] = role_of[slot]
        if sizes[t] == 1 and kinds[t] == 0:
            kinds[t] = INITIAL
    kept = keep_tokens(rows, sizes, kinds, count)
    whole[0] = SEED
    for t in range(kept):
        whole[0] = (whole[0] * MIX) ^ hashed(rows[t], sizes[t])
    return int(kept)


@kernel
def keep_tokens(rows: Any, sizes: Any, kinds: Any, count: int) -> int:
    """Drop titles and particles where something else is left, and join what is one name; return the number of tokens."""
    names = 0
    for t in range(count):
        names += kinds[t] == 0 or kinds[t] == INITIAL
    kept, joining = 0, False
    for t in range(count):
        if names and (kinds[t] == TITLE or kinds[t] == PARTICLE):
            continue
        tail = kept > 0 and kinds[t] == 0 and kinds[kept - 1] == 0 and is_tail(rows[t], sizes[t])
        if (joining or tail) and kinds[t] == 0:
            for i in range(min(sizes[t], WIDTH - sizes[kept - 1])):
                rows[kept - 1, sizes[kept - 1]] = rows[t, i]
                sizes[kept - 1] += 1
            joining = False
            continue
        if kept >= TOKENS:
            break
        joining = kinds[t] == JOINED and t + 1 < count
        for i in range(sizes[t]):
            rows[kept, i] = rows[t, i]
        sizes[kept] = sizes[t]
        kinds[kept] = 0 if kinds[t] == JOINED else kinds[t]
        kept += 1
    return kept


@kernel
def is_tail(row: Any, size: int) -> bool:
    """Whether a token is the second half of a compound: din, deen, dine, dyn."""
    if size < 3 or size > 4 or row[0] != 4:
        return False
    return bool((row[size - 1] == 14) or (row[3] == 5 and row[2] == 14))


@kernel
def ending(row: Any, size: int, endings: Any, class_of: Any) -> int:
    """The class of the longest ending that the table has and that leaves three letters, 0 where there is none."""
    for k in range(min(LONGEST_ENDING, size - SHORTEST_STEM), 0, -1):
        slot = slot_of(endings, hashed(row[size - k :], k))
        if endings[slot] != 0:
            return int(class_of[slot])
    return 0


@kernel
def same_letters(row: Any, size: int, other: Any, other_size: int) -> bool:
    """Whether two tokens have the same letters."""
    if size != other_size:
        return False
    return bool(np.all(row[:size] == other[:size]))


@kernel
def distance(row: Any, size: int, other: Any, other_size: int, line: Any) -> int:
    """The edit distance of two tokens (Wagner and Fischer 1974)."""
    for j in range(other_size + 1):
        line[j] = j
    for i in range(1, size + 1):
        corner = line[0]
        line[0] = i
        for j in range(1, other_size + 1):
            above = line[j]
            line[j] = min(above + 1, line[j - 1] + 1, corner + (row[i - 1] != other[j - 1]))
            corner = above
    return int(line[other_size])


@kernel
def token_score(
    a: Any, n: int, b: Any, m: int, form_a: int, form_b: int, trie: Any, weights: Any, offsets: Any, lines: Any, entries: int,
    endings: Any, class_of: Any, prices: Any, first: Any, second: Any, best: Any, back: Any, out: Any,
) -> float:  # fmt: skip
    """The log-odds that two tokens spell one name; out = (alignment, what the lexicon knows, whether the endings part them)."""
    known = known_of(form_a, form_b, offsets, lines, entries)
    out[KNOWN] = known
    out[ENDING] = 0.0
    if same_letters(a, n, b, m):
        out[ALIGNED] = IDENTICAL
        out[KNOWN] = BY_ENTRY
        return IDENTICAL
    graphemes_of(a, n, trie, first)
    graphemes_of(b, m, trie, second)
    aligned = prices[0] + align(first, n, second, m, weights, best, back)
    one, other = ending(a, n, endings, class_of), ending(b, m, endings, class_of)
    parted = one >= 0 and other >= 0 and one != other
    out[ALIGNED], out[ENDING] = aligned, (1.0 if min(one, other) < GENDERED else float(GENDERED)) if parted else 0.0
    score = prices[1] * aligned + prices[2 + known] + (prices[7] if parted else 0.0)
    return float(min(score, IDENTICAL - 0.01))


@kernel
def sounds_of(row: Any, size: int) -> int:
    """The kinds of consonants in a token as bits."""
    out = 0
    for i in range(size):
        out |= SOUND_BITS[row[i]]
    return out


@kernel
def is_hopeless(one: int, other: int, longer: int) -> bool:
    """Whether two tokens of a name have too little in common to be aligned: half of the kinds of consonants, or much more letters."""
    both, all_kinds, shared, total = one & other, one | other, 0, 0
    while all_kinds:
        total += all_kinds & 1
        shared += both & 1
        all_kinds >>= 1
        both >>= 1
    return 2 * shared < total or abs(longer) > LONGER


@kernel
def assign(table: Any, n: int, m: int, mate: Any) -> None:
    """Pair tokens one to one, the likeliest pair first; mate[i] is the partner of token i or -1. Pairs below zero stay apart."""
    taken = np.zeros(2 * TOKENS, np.bool_)
    mate[:n] = -1
    for _ in range(min(n, m)):
        best, at, to = 0.0, -1, -1
        for i in range(n):
            if mate[i] >= 0:
                continue
            for j in range(m):
                # a small price for a change of place, so that equal tokens pair in order
                if not taken[j] and table[i, j] - 0.01 * abs(i - j) > best:
                    best, at, to = table[i, j] - 0.01 * abs(i - j), i, j
        if at < 0:
            return
        mate[at] = to
        taken[to] = True


@kernel
def name_features(table: Any, n: int, m: int, mate: Any, kinds_a: Any, kinds_b: Any, rarity_a: Any, rarity_b: Any, out: Any) -> None:
    """The features of two names of several tokens, in the order of `names.FEATURES`; n <= m."""
    total, worst, matched, equal, initials, rare, inverted, last = 0.0, IDENTICAL, 0, 0, 0, 0.0, 0, -1
    generation = 0
    taken = np.zeros(2 * TOKENS, np.bool_)
    for i in range(n):
        j = mate[i]
        if j < 0:
            continue
        taken[j] = True
        matched += 1
        total += table[i, j]
        worst = min(worst, table[i, j])
        equal += table[i, j] >= IDENTICAL
        initials += kinds_a[i] == INITIAL or kinds_b[j] == INITIAL
        rare += min(rarity_a[i], rarity_b[j])
        inverted += j < last
        last = j
    left_over, own_rare = -8.0, 0.0
    for i in range(n):
        generation += kinds_a[i] == GENERATION and mate[i] < 0
        if mate[i] >= 0:
            continue
        own_rare += rarity_a[i]
        for j in range(m):
            if not taken[j]:
                left_over = max(left_over, table[i, j])
    for j in range(m):
        generation += kinds_b[j] == GENERATION and not taken[j]
    out[0] = matched
    out[1] = matched / n
    out[2] = matched / m
    out[3] = total / max(1, matched)
    out[4] = worst if matched else -1.0
    out[5] = n - matched
    out[6] = m - matched
    out[7] = max(-3.0, table[0, 0])
    out[8] = max(-3.0, table[n - 1, m - 1])
    out[9] = inverted > 0
    out[10] = initials
    out[11] = rare
    out[12] = own_rare
    out[13] = equal
    out[14] = max(-4.0, left_over) if matched < n and matched < m else 0.0
    out[15] = matched < n and matched < m
    out[16] = generation
    out[17] = n == m and matched == n
    out[18] = n == 1
    out[19] = m - n


@kernel
def judge(
    buffer: Any, bounds: Any, trie: Any, weights: Any, keys: Any, values: Any, offsets: Any, lines: Any, entries: int, roles: Any,
    role_of: Any, endings: Any, class_of: Any, prices: Any, use_known: bool, features: Any, tokens: Any, wholes: Any,
) -> None:  # fmt: skip
    """Compare pairs of spellings: the spellings r*2 and r*2+1 stand in `buffer` between `bounds`.

    Writes tokens[r] = (tokens of the first, of the second), wholes[r] = (hash, capital) of both, and features[r]: of two names in one
    token (alignment, what the lexicon knows, parted by the ending, score), of others `name_features` and last the score of both names
    written in one.
    """
    rows = np.empty((2, 2 * TOKENS + 1, WIDTH), np.uint8)
    sizes = np.zeros((2, 2 * TOKENS + 1), np.int64)
    kinds = np.zeros((2, 2 * TOKENS + 1), np.int64)
    forms = np.zeros((2, 2 * TOKENS + 1), np.int64)
    rarity = np.zeros((2, 2 * TOKENS + 1))
    first = np.empty((WIDTH + 1, ROW), np.int32)
    second = np.empty((WIDTH + 1, ROW), np.int32)
    best = np.empty((3, WIDTH + 1, WIDTH + 1), np.float32)
    back = np.zeros((3, WIDTH + 1, WIDTH + 1), np.int32)
    table = np.empty((2 * TOKENS, 2 * TOKENS))
    mate = np.empty(2 * TOKENS, np.int64)
    sounds = np.zeros((2, 2 * TOKENS + 1), np.int64)
    told = np.zeros(4)
    whole = np.zeros(2, np.uint64)
    for r in range(len(features)):
        for side in range(2):
            at = 2 * r + side
            count = read_tokens(buffer, bounds[at], bounds[at + 1] - 1, roles, role_of, rows[side], sizes[side], kinds[side], whole)
            tokens[r, side] = count
            wholes[r, side, 0], wholes[r, side, 1] = whole[0], whole[1]
            for t in range(count):
                sounds[side, t] = sounds_of(rows[side, t], sizes[side, t])
                forms[side, t] = form_of(keys, values, hashed(rows[side, t], sizes[side, t])) if use_known else -1
                entered = forms[side, t]
                rarity[side, t] = 1.0 / (1.0 + np.log1p(offsets[entered + 1] - offsets[entered])) if entered >= 0 else 1.0
        x, y = (0, 1) if tokens[r, 0] <= tokens[r, 1] else (1, 0)
        n, m = tokens[r, x], tokens[r, y]
        if n == 0:
            features[r, :] = -1.0
            continue
        for i in range(n):
            for j in range(m):
                if kinds[x, i] == INITIAL or kinds[y, j] == INITIAL:
                    equal = rows[x, i, 0] == rows[y, j, 0]
                    table[i, j] = (IDENTICAL if kinds[x, i] == kinds[y, j] else 1.0) if equal else -4.0
                    told[ALIGNED], told[KNOWN], told[ENDING] = table[i, j], 0.0, 0.0
                elif (kinds[x, i] == GENERATION or kinds[y, j] == GENERATION) and kinds[x, i] != kinds[y, j]:
                    table[i, j] = -8.0
                elif m > 1 and is_hopeless(sounds[x, i], sounds[y, j], sizes[x, i] - sizes[y, j]):
                    table[i, j] = HOPELESS
                else:
                    table[i, j] = token_score(
                        rows[x, i], sizes[x, i], rows[y, j], sizes[y, j], forms[x, i], forms[y, j], trie, weights, offsets, lines,
                        entries, endings, class_of, prices, first, second, best, back, told,
                    )  # fmt: skip
        if m == 1:
            features[r, 0], features[r, 1], features[r, 2], features[r, 3] = told[ALIGNED], told[KNOWN], told[ENDING], table[0, 0]
            continue
        assign(table, n, m, mate)
        name_features(table, n, m, mate, kinds[x], kinds[y], rarity[x], rarity[y], features[r])
        if n == m or n == 0:
            continue
        for side in range(2):
            join_all(rows[side], sizes[side], tokens[r, side])
            forms[side, 2 * TOKENS] = -1
        t = 2 * TOKENS
        if abs(sizes[x, t] - sizes[y, t]) <= LONGER:  # one may write in one what the other parts
            joined = token_score(
                rows[x, t], sizes[x, t], rows[y, t], sizes[y, t], -1, -1, trie, weights, offsets, lines, entries, endings, class_of, prices,
                first, second, best, back, told,
            )  # fmt: skip
            features[r, 20] = max(0.0, joined)


@kernel
def join_all(rows: Any, sizes: Any, count: int) -> None:
    """Write all tokens as one in the last row."""
    size = 0
    for t in range(count):
        for i in range(sizes[t]):
            if size < WIDTH:
                rows[2 * TOKENS, size] = rows[t, i]
                size += 1
    sizes[2 * TOKENS] = size


@kernel
def decide(
    features: Any, tokens: Any, wholes: Any, whole_keys: Any, whole_of: Any, acronym: Any, prices: Any, name_weights: Any, use_known: bool,
    scores: Any, verdicts: Any,
) -> None:  # fmt: skip
    """Log-odds and verdicts (1 same, -1 different, 0 ambiguous) from what `judge` wrote."""
    for r in range(len(features)):
        n, m = min(tokens[r, 0], tokens[r, 1]), max(tokens[r, 0], tokens[r, 1])
        score, verdict = 0.0, 0
        if n == 0:
            scores[r], verdicts[r] = 0.0, 0
            continue
        if m == 1:
            score = features[r, SCORE]
            verdict = decide_token(features[r], prices)
        else:
            score = min(quadratic(features[r], name_weights), IDENTICAL)
            if features[r, GENERATION_APART] > 0:
                verdict = -1 if features[r, GENERATION_APART] > 1 else 0
                score = min(score, prices[NAME_DIFFERENT] if verdict else 0.0)
            elif wholes[r, 0, 0] == wholes[r, 1, 0]:
                score, verdict = IDENTICAL, 1
            elif features[r, INITIALS] > 0:
                score = min(score, prices[TOKEN_SAME])
            elif n > 1 and (score >= prices[NAME_SAME] or is_token_by_token(features[r])):
                verdict = 1
            elif score <= prices[NAME_DIFFERENT] and (n > 1 or features[r, 0] == 0):
                verdict = -1
        if use_known:
            one, other = slot_of(whole_keys, wholes[r, 0, 0]), slot_of(whole_keys, wholes[r, 1, 0])
            if whole_keys[one] != 0 and whole_keys[other] != 0 and one != other:
                if whole_of[one] != whole_of[other]:
                    score, verdict = min(score - IDENTICAL, prices[TOKEN_DIFFERENT]), -1
                elif acronym[one] != acronym[other]:
                    score, verdict = max(score, prices[TOKEN_SAME]), 0
                else:
                    score, verdict = IDENTICAL, 1
        if wholes[r, 0, 1] != wholes[r, 1, 1] and verdict == 1 and (use_known and (wholes[r, 0, 1] + wholes[r, 1, 1]) == 1):
            verdict = 0
        scores[r], verdicts[r] = score if verdict >= 0 else min(score, prices[TOKEN_DIFFERENT]), verdict


@kernel
def is_token_by_token(row: Any) -> bool:
    """Whether two names have as many tokens and each is likely one name with the token in its place."""
    return bool(row[ALL_PAIRED] > 0 and row[INVERTED] == 0 and row[WORST_PAIR] >= FAIR)


@kernel
def quadratic(row: Any, model: Any) -> float:
    """The log-odds of features by a quadratic model: rows of means, scales and linear weights, then the products' and the intercept."""
    score = model[2, FEATURES]
    for c in range(FEATURES):
        one = (row[c] - model[0, c]) / model[1, c]
        score += one * model[2, c]
        for d in range(c, FEATURES):
            score += one * (row[d] - model[0, d]) / model[1, d] * model[3 + c, d]
    return float(score)


@kernel
def decide_token(row: Any, prices: Any) -> int:
    """The verdict on two names of one token."""
    aligned, known, parted = row[ALIGNED], row[KNOWN], row[ENDING] > 0
    if aligned >= IDENTICAL:
        return 1
    if parted:
        return 0 if known >= BY_NATIVE and row[ENDING] < GENDERED else -1
    if known == APART:
        return -1 if aligned < STRONG else 0
    if known == BY_ENTRY and aligned >= WEAK:
        return 1
    if known == BY_NATIVE and aligned >= STRONG:
        return 1
    if known < APART and row[SCORE] >= prices[TOKEN_SAME]:
        return 1
    return -1 if row[SCORE] <= prices[TOKEN_DIFFERENT] else 0


@kernel
def whole_hashes(text: Any, count: int, roles: Any, role_of: Any) -> Any:
    """The hash of the whole name on each of `count` lines."""
    rows = np.empty((2 * TOKENS + 1, WIDTH), np.uint8)
    sizes = np.zeros(2 * TOKENS + 1, np.int64)
    kinds = np.zeros(2 * TOKENS + 1, np.int64)
    whole = np.zeros(2, np.uint64)
    out = np.zeros(count, np.uint64)
    line, begin = 0, 0
    for at in range(len(text)):
        if text[at] == 10 and line < count:
            read_tokens(text, begin, at, roles, role_of, rows, sizes, kinds, whole)
            out[line] = whole[0]
            line += 1
            begin = at + 1
    return out


@kernel
def align_rows(left: Any, left_size: Any, right: Any, right_size: Any, trie: Any, weights: Any, scores: Any, ops: Any, counts: Any) -> None:
    """Align row by row; `ops` takes the operations where it has room, else has no rows."""
    first = np.empty((WIDTH + 1, ROW), np.int32)
    second = np.empty((WIDTH + 1, ROW), np.int32)
    best = np.empty((3, WIDTH + 1, WIDTH + 1), np.float32)
    back = np.zeros((3, WIDTH + 1, WIDTH + 1), np.int32)
    for r in range(len(left)):
        graphemes_of(left[r], left_size[r], trie, first)
        graphemes_of(right[r], right_size[r], trie, second)
        scores[r] = align(first, left_size[r], second, right_size[r], weights, best, back)
        if len(ops):
            counts[r] = operations(first, left_size[r], second, right_size[r], best, back, ops[r])
