"""Kernels that align the sentences of two articles: similarities, the best monotone chain, what it covers, and the features of a pair.

A sentence is the set of its stems, weighted by how rare they are in news; two sentences compare by cosine. A chain takes sentences of
both articles in the same order, so that the sum of (cosine - SHIFT) is largest. Everything is measured twice: over all words, and over
the rest: the words that stand neither in a copied passage nor inside quotation marks on either side.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from dedup.text.jit import inlined, kernel

SENTENCE, QUOTED = 1, 2  # bits of a token's flags
NAME, NUMBER, UNKNOWN = 1, 2, 4  # bits of a term's class, as in `text.terms`
MOST_SENTENCES: Final = 500  # of an article that are aligned; the matrix grows with their product
SHIFT: Final = 0.18  # cosine that unrelated sentences of one topic reach; measured on renderings of one text and on its other half
REST_SHIFT: Final = 0.15  # the same where names and numbers count little
LOW: Final = 0.3  # cosine from which a sentence counts as covered
HIGH: Final = 0.5  # as surely covered
REST_FLOOR: Final = 20.0  # squared weight below which a rest of a sentence is too little to be alike
REST_WORDS: Final = 12.0  # words of a rest from which its gain counts in full
NEAR: Final = 2  # sentences: links that follow one another within it make one run
NEVER: Final = 2.0  # no cosine and no share reaches it
CONTAINED_FLOOR: Final = 30.0  # squared weight in common from which a sentence may be a part of another: a rare name, or some rare words
FEATURES: Final = (
    "containment", "jaccard", "numbers", "names", "shared_weight", "length_ratio", "words",
    "chain", "chain_share", "chain_run", "chain_best", "chain_best_three", "chain_mean", "order", "run_length",
    "covered_most", "covered_least", "surely_covered_most", "surely_covered_least", "alike_most", "alike_least", "best_three",
    "rest_chain", "rest_share", "rest_run", "rest_best", "rest_best_three", "rest_mean",
    "wording_chain", "wording_share", "wording_run", "wording_best", "wording_best_three", "wording_mean",
    "rest_words", "rest_of_text",
)  # fmt: skip
LEAST_CONTAINED: Final = 0.15  # weight of the smaller article's words that the other has; below it only 1 in 1,000 derived pairs stands
LINK_COLUMNS: Final = 5  # first and last word + 1 in a, the same in b, cosine in thousandths


class Least(NamedTuple):
    """What links two sentences, see `find_links`: three cosines, and the share of the lighter one's squared weight that is in common."""

    chained: float
    crossed: float
    again: float
    contained: float


LINKED: Final = Least(0.3, 0.45, NEVER, NEVER)  # what shows that one article derives from another
TOLD_AGAIN: Final = Least(0.3, 0.45, 0.45, 0.6)  # what is shown of such a pair: what an article tells twice is shown twice
LOOSELY: Final = Least(0.2, 0.3, 0.3, 0.5)  # between translations by different languages, whose sentences are not parallel


@kernel
def split_sentences(flags: Any, begins: Any) -> Any:
    """Write where the sentences of an article begin, and behind them where the last ends; returns their number, at most MOST_SENTENCES."""
    count = 0
    for i in range(flags.size):
        if flags[i] & SENTENCE or i == 0:
            if count == MOST_SENTENCES:
                begins[count] = i
                return count
            begins[count] = i
            count += 1
    begins[count] = flags.size
    return count


@kernel
def compare_sentences(
    left: Any, begins_a: Any, n: Any, hidden_a: Any, right: Any, begins_b: Any, m: Any, hidden_b: Any, weights: Any, floor: Any,
    head: Any, stamp: Any, tick: Any, term: Any, owner: Any, following: Any, norm_a: Any, norm_b: Any, kept_a: Any, kept_b: Any, out: Any,
) -> Any:  # fmt: skip
    """out[i, j] = cosine of sentence i of `left` and j of `right` (terms), without the hidden words; returns the last tick used.

    A denominator below `floor` counts as that. kept_a, kept_b get the words of each sentence that are not hidden. head holds -1 for
    every term and does again at the end; stamp holds no value beyond `tick`; term, owner and following are scratch.
    """
    entries = 0
    for i in range(n):
        tick += 1
        norm_a[i] = kept_a[i] = 0.0
        for at in range(begins_a[i], begins_a[i + 1]):
            if hidden_a[at]:
                continue
            kept_a[i] += 1
            t = left[at]
            if stamp[t] != tick:
                stamp[t] = tick
                term[entries], owner[entries], following[entries] = t, i, head[t]
                head[t] = entries
                entries += 1
                norm_a[i] += weights[t] * weights[t]
    for i in range(n):
        for j in range(m):
            out[i, j] = 0.0
    for j in range(m):
        tick += 1
        norm_b[j] = kept_b[j] = 0.0
        for at in range(begins_b[j], begins_b[j + 1]):
            if hidden_b[at]:
                continue
            kept_b[j] += 1
            t = right[at]
            if stamp[t] != tick:
                stamp[t] = tick
                squared = weights[t] * weights[t]
                norm_b[j] += squared
                entry = head[t]
                while entry >= 0:
                    out[owner[entry], j] += squared
                    entry = following[entry]
    for entry in range(entries):
        head[term[entry]] = -1
    for i in range(n):
        for j in range(m):
            out[i, j] /= max(floor, np.sqrt(norm_a[i] * norm_b[j]))
    return tick


@kernel
def best_chain(gain: Any, n: Any, m: Any, best: Any, step: Any) -> Any:
    """The largest sum of positive gains over cells that ascend in both directions; `step` keeps the way back (1 up, 2 left, 3 a link)."""
    for i in range(n + 1):
        best[i, 0] = 0.0
    for j in range(m + 1):
        best[0, j] = 0.0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            value, way = best[i - 1, j], 1
            if best[i, j - 1] > value:
                value, way = best[i, j - 1], 2
            g = gain[i - 1, j - 1]
            if g > 0.0 and best[i - 1, j - 1] + g > value:
                value, way = best[i - 1, j - 1] + g, 3
            best[i, j], step[i, j] = value, way
    return best[n, m]


@kernel
def trace_chain(step: Any, n: Any, m: Any, out: Any) -> Any:
    """The links of the best chain from its end to its beginning, rows (sentence of a, of b); returns their number."""
    i, j, count = n, m, 0
    while i > 0 and j > 0:
        if step[i, j] == 1:
            i -= 1
        elif step[i, j] == 2:
            j -= 1
        else:
            i -= 1
            j -= 1
            out[count, 0], out[count, 1] = i, j
            count += 1
    return count


@kernel
def chain_features(gain: Any, total: Any, chain: Any, links: Any, shorter: Any, out: Any) -> Any:
    """out = chain, its share of the shorter article's sentences, best run, best link, mean of the best three links, mean link."""
    run = best_run = first = second = third = 0.0
    for k in range(links):
        g = gain[chain[k, 0], chain[k, 1]]
        near = k > 0 and chain[k - 1, 0] - chain[k, 0] <= NEAR and chain[k - 1, 1] - chain[k, 1] <= NEAR
        run = run + g if near else g
        best_run = max(best_run, run)
        if g > first:
            first, second, third = g, first, second
        elif g > second:
            second, third = g, second
        elif g > third:
            third = g
    out[0], out[1], out[2], out[3] = np.log1p(total), total / max(1, shorter), np.log1p(best_run), first
    out[4], out[5] = (first + second + third) / 3, total / max(1, links)


@kernel
def longest_run(chain: Any, links: Any) -> Any:
    """The number of links of the longest run of the chain."""
    longest = length = 0
    for k in range(links):
        near = k > 0 and chain[k - 1, 0] - chain[k, 0] <= NEAR and chain[k - 1, 1] - chain[k, 1] <= NEAR
        length = length + 1 if near else 1
        longest = max(longest, length)
    return longest


@inlined
def words_in(begins: Any, i: Any) -> Any:
    """The number of words of a sentence."""
    return begins[i + 1] - begins[i]


@kernel
def covered_shares(cosines: Any, rows: Any, columns: Any, begins: Any, across: Any, out: Any) -> Any:
    """out = the shares of one article's words in sentences whose best cosine reaches LOW, and HIGH, and the mean best cosine by words.

    `across` says that the article's sentences are the columns. Returns the sum of best cosines above SHIFT.
    """
    words = low = high = mean = gain = 0.0
    for i in range(columns if across else rows):
        best = 0.0
        for j in range(rows if across else columns):
            best = max(best, cosines[j, i] if across else cosines[i, j])
        count = words_in(begins, i)
        words += count
        low += count * (best >= LOW)
        high += count * (best >= HIGH)
        mean += count * best
        gain += max(0.0, best - SHIFT)
    words = max(1.0, words)
    out[0], out[1], out[2] = low / words, high / words, mean / words
    return gain


@kernel
def best_three(cosines: Any, rows: Any, columns: Any, across: Any) -> Any:
    """The mean best cosine of the three sentences of one article that are most alike to one of the other; see `covered_shares`."""
    first = second = third = 0.0
    for i in range(columns if across else rows):
        best = 0.0
        for j in range(rows if across else columns):
            best = max(best, cosines[j, i] if across else cosines[i, j])
        if best > first:
            first, second, third = best, first, second
        elif best > second:
            second, third = best, second
        elif best > third:
            third = best
    return (first + second + third) / 3


@kernel
def shared_terms(left: Any, right: Any, weights: Any, classes: Any, stamp: Any, tick: Any, out: Any) -> Any:
    """out = containment, Jaccard, numbers, names by weight, and the logarithm of the weight in common; returns the last tick used."""
    seen, both = tick + 1, tick + 2
    weight_a = weight_b = common = names_a = names_b = names = 0.0
    numbers_a = numbers_b = numbers = 0
    for t in left:
        if stamp[t] != seen:
            stamp[t] = seen
            w = weights[t]
            weight_a += w
            if classes[t] & NUMBER:
                numbers_a += 1
            elif classes[t] & (NAME | UNKNOWN):
                names_a += w
    for t in right:
        if stamp[t] == both:
            continue
        w = weights[t]
        number = classes[t] & NUMBER != 0
        name = classes[t] & (NAME | UNKNOWN) != 0 and not number
        weight_b += w
        numbers_b += number
        names_b += w * name
        if stamp[t] == seen:
            common += w
            numbers += number
            names += w * name
        stamp[t] = both
    out[0] = common / max(1e-9, min(weight_a, weight_b))
    out[1] = common / max(1e-9, weight_a + weight_b - common)
    out[2] = (numbers + 0.5) / (min(numbers_a, numbers_b) + 1.0)
    out[3] = names / max(3.0, min(names_a, names_b))
    out[4] = np.log1p(common)
    return both


@inlined
def best_in_row(cosines: Any, i: Any, m: Any) -> Any:
    """The sentence of b that is most alike to sentence i of a, the first of several."""
    best = 0
    for j in range(1, m):
        if cosines[i, j] > cosines[i, best]:
            best = j
    return best


@inlined
def best_in_column(cosines: Any, j: Any, n: Any) -> Any:
    """The sentence of a that is most alike to sentence j of b, the first of several."""
    best = 0
    for i in range(1, n):
        if cosines[i, j] > cosines[best, j]:
            best = i
    return best


@inlined
def are_linked(cosines: Any, i: Any, j: Any, mutual: Any, norm_a: Any, norm_b: Any, partner_a: Any, partner_b: Any, least: Any) -> Any:
    """Whether sentence i of a and j of b, which the chain does not link, are linked all the same; `mutual`: each is the other's best."""
    cosine = cosines[i, j]
    common = cosine * np.sqrt(norm_a[i] * norm_b[j])
    contained = common >= CONTAINED_FLOOR and common >= least.contained * min(norm_a[i], norm_b[j])
    beside = (partner_b[j] >= 0 and abs(partner_b[j] - i) == 1) or (partner_a[i] >= 0 and abs(partner_a[i] - j) == 1)
    alone = mutual and partner_a[i] < 0 and partner_b[j] < 0
    return contained or cosine >= least.again or (beside and cosine >= least.chained) or (alone and cosine >= least.crossed)


@inlined
def write_link(begins_a: Any, i: Any, begins_b: Any, j: Any, cosine: Any, out: Any, found: Any) -> Any:
    """Write the link that follows `found` others, where there is room; returns the number of links with it."""
    if found < out.shape[0]:
        row = out[found]
        row[0], row[1], row[2], row[3] = begins_a[i], begins_a[i + 1], begins_b[j], begins_b[j + 1]
        row[4] = np.int32(1000 * cosine + 0.5)
    return found + 1


@kernel
def find_links(cosines: Any, n: Any, m: Any, chain: Any, count: Any, begins_a: Any, begins_b: Any, norm_a: Any, norm_b: Any,
               partner_a: Any, partner_b: Any, least: Any, out: Any) -> Any:  # fmt: skip
    """Rows of LINK_COLUMNS: what links the sentences of two articles. Returns their number; only out.shape[0] are written.

    The chain links sentences that are alike by least.chained. Beyond it, a sentence may be linked to the one of the other article that is
    most alike to it, in any of four cases: the chain links a neighbour of one to the other (one sentence rendered by two), from
    least.chained; each is the most alike to the other and the chain links neither (told in another order), from least.crossed; in
    whatever case (told a second time), from least.again; or one is a part of the other (two sentences made one): they have
    CONTAINED_FLOOR in common, and least.contained of the lighter one. norm_a and norm_b are the squared weights of the sentences;
    partner_a and partner_b are scratch.
    """
    partner_a[:n] = -1
    partner_b[:m] = -1
    found = 0
    for k in range(count):
        i, j = chain[k, 0], chain[k, 1]
        if cosines[i, j] >= least.chained:
            partner_a[i], partner_b[j] = j, i
            found = write_link(begins_a, i, begins_b, j, cosines[i, j], out, found)
    for i in range(n):
        j = best_in_row(cosines, i, m)
        mutual = best_in_column(cosines, j, n) == i
        if partner_a[i] != j and are_linked(cosines, i, j, mutual, norm_a, norm_b, partner_a, partner_b, least):
            found = write_link(begins_a, i, begins_b, j, cosines[i, j], out, found)
    for j in range(m):
        i = best_in_column(cosines, j, n)
        if partner_b[j] == i or best_in_row(cosines, i, m) == j:
            continue  # linked by the chain, or met from i already
        if are_linked(cosines, i, j, False, norm_a, norm_b, partner_a, partner_b, least):
            found = write_link(begins_a, i, begins_b, j, cosines[i, j], out, found)
    return found


@kernel
def align_pairs(
    pairs: Any, first: Any, counts: Any, terms: Any, flags: Any, weights: Any, wording: Any, classes: Any, passages: Any,
    passage_first: Any, passage_count: Any, least: Any, features: Any, links: Any, spans: Any,
) -> Any:  # fmt: skip
    """The features (rows as FEATURES) and sentence links of each pair of articles; `pairs` rows are article numbers in the token columns.

    terms and flags (SENTENCE, QUOTED) stand by place; weights, wording (weights that make little of names and numbers) and classes by
    term. `passages` are rows of `kernels.compare_pairs`, passage_first and passage_count by pair; `least` is what makes a link. links
    rows: LINK_COLUMNS; spans[k] gets the first link row of pair k and their number. A pair that has less than LEAST_CONTAINED in common,
    and no passage, is clear without more: its features stay 0. Returns (pairs done, link rows used): fewer pairs than asked where
    `links` is full.
    """
    longest: Any = np.int64(1)
    for k in range(pairs.shape[0]):
        longest = max(longest, counts[pairs[k, 0]], counts[pairs[k, 1]])
    head = np.full(weights.size, -1, np.int32)
    stamp = np.zeros(weights.size, np.int64)
    term, owner, following = np.empty(longest, np.int32), np.empty(longest, np.int32), np.empty(longest, np.int32)
    nothing = np.zeros(longest, np.bool_)
    hidden_a, hidden_b = np.empty(longest, np.bool_), np.empty(longest, np.bool_)
    most = min(longest, MOST_SENTENCES) + 1
    begins_a, begins_b = np.empty(most, np.int64), np.empty(most, np.int64)
    norm_a, norm_b, kept_a, kept_b = np.empty(most), np.empty(most), np.empty(most), np.empty(most)
    partner_a, partner_b = np.empty(most, np.int64), np.empty(most, np.int64)
    chain = np.empty((most, 2), np.int64)
    shares_a, shares_b = np.empty(3), np.empty(3)
    size = 0
    cosines, gain = np.empty((0, 0)), np.empty((0, 0))
    best, step = np.empty((1, 1)), np.empty((1, 1), np.int8)
    tick = np.int64(0)
    used = 0
    for k in range(pairs.shape[0]):
        a, b = pairs[k, 0], pairs[k, 1]
        left, right = terms[first[a] : first[a] + counts[a]], terms[first[b] : first[b] + counts[b]]
        flags_a, flags_b = flags[first[a] : first[a] + counts[a]], flags[first[b] : first[b] + counts[b]]
        row = features[k]
        row[:] = 0.0
        spans[k, 0], spans[k, 1] = used, 0
        if left.size == 0 or right.size == 0:
            continue
        n, m = split_sentences(flags_a, begins_a), split_sentences(flags_b, begins_b)
        if max(n, m) > size:
            size = max(n, m)
            cosines, gain = np.empty((size, size)), np.empty((size, size))
            best, step = np.empty((size + 1, size + 1)), np.empty((size + 1, size + 1), np.int8)
        tick = shared_terms(left, right, weights, classes, stamp, tick, row)
        if row[0] < LEAST_CONTAINED and passage_count[k] == 0:
            row[:] = 0.0
            continue
        row[5] = min(counts[a], counts[b]) / max(1, counts[a], counts[b])
        row[6] = np.log1p(min(counts[a], counts[b]))
        tick = compare_sentences(
            left, begins_a, n, nothing, right, begins_b, m, nothing, weights, 1e-9,
            head, stamp, tick, term, owner, following, norm_a, norm_b, kept_a, kept_b, cosines,
        )  # fmt: skip
        for i in range(n):
            for j in range(m):
                gain[i, j] = cosines[i, j] - SHIFT
        total = best_chain(gain, n, m, best, step)
        count = trace_chain(step, n, m, chain)
        found = find_links(cosines, n, m, chain, count, begins_a, begins_b, norm_a, norm_b, partner_a, partner_b, least, links[used:])
        if used + found > links.shape[0]:
            return k, used
        spans[k, 1] = found
        used += found
        chain_features(gain, total, chain, count, min(n, m), row[7:13])
        summed = covered_shares(cosines, n, m, begins_a, False, shares_a) + covered_shares(cosines, n, m, begins_b, True, shares_b)
        row[13] = 2 * total / max(1e-9, summed)
        row[14] = np.log1p(longest_run(chain, count))
        for place in range(3):
            row[15 + 2 * place] = max(shares_a[place], shares_b[place])
            row[16 + 2 * place] = min(shares_a[place], shares_b[place])
        row[21] = (best_three(cosines, n, m, False) + best_three(cosines, n, m, True)) / 2
        for at in range(counts[a]):
            hidden_a[at] = flags_a[at] & QUOTED != 0
        for at in range(counts[b]):
            hidden_b[at] = flags_b[at] & QUOTED != 0
        for p in range(passage_first[k], passage_first[k] + passage_count[k]):
            hidden_a[passages[p, 0] : passages[p, 1]] = True
            hidden_b[passages[p, 2] : passages[p, 3]] = True
        for view in range(2):
            tick = compare_sentences(
                left, begins_a, n, hidden_a, right, begins_b, m, hidden_b, weights if view == 0 else wording, REST_FLOOR,
                head, stamp, tick, term, owner, following, norm_a, norm_b, kept_a, kept_b, cosines,
            )  # fmt: skip
            shift = SHIFT if view == 0 else REST_SHIFT
            for i in range(n):
                for j in range(m):
                    gain[i, j] = (cosines[i, j] - shift) * min(1.0, min(kept_a[i], kept_b[j]) / REST_WORDS)
            total = best_chain(gain, n, m, best, step)
            count = trace_chain(step, n, m, chain)
            chain_features(gain, total, chain, count, min(n, m), row[22 + 6 * view : 28 + 6 * view])
        rest_a, rest_b = np.sum(kept_a[:n]), np.sum(kept_b[:m])
        row[34] = np.log1p(min(rest_a, rest_b))
        row[35] = min(rest_a / max(1, counts[a]), rest_b / max(1, counts[b]))
    return pairs.shape[0], used
