"""The kernel that aligns the sentences of pairs of articles: the features of a pair, and the links of its sentences.

A chain takes sentences of both articles in the same order, so that the sum of (cosine - SHIFT) is largest. Everything
is measured twice: over all words, and over the rest: the words that are neither in a copied passage nor inside
quotation marks on either side. The rest is compared by two weights.
"""

from libc.math cimport log1p
from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.string cimport memset

from dedup.native.scratch cimport scratch
from dedup.relations.copied_passages cimport CopiedPassage
from dedup.relations.pair_figures cimport PairFigures
from dedup.relations.sentence_chain cimport Chain, ChainFeatures, Link, describe_chain, find_chain, longest_run
from dedup.relations.sentence_cosines cimport (
    MOST_SENTENCES, PLAIN, QUOTED, SENTENCE, WEIGHTS, WORDING, PairTerms, Sentences, TermFeatures, Vocabulary,
    add_shared, forget_terms, number_terms, prepare_sentences, prepare_terms, split_sentences, write_cosines,
)
from dedup.relations.sentence_links cimport Linked, SentenceLink, Thresholds, find_links, find_nearest, prepare_links
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cdef extern from *:
    """
    #define DEDUP_SHIFT 0.18
    #define DEDUP_LOW 0.3
    #define DEDUP_HIGH 0.5
    /* The cosine of unrelated sentences where names and numbers count little. */
    #define DEDUP_REST_SHIFT 0.15
    /* Squared weight below which a rest of a sentence is too little to be alike. */
    #define DEDUP_REST_FLOOR 20.0
    /* Words of a rest from which its gain counts in full. */
    #define DEDUP_REST_WORDS 12.0
    /* Weight of the smaller article's words that the other has: 999 of 1,000 derived pairs have as much. */
    #define DEDUP_LEAST_CONTAINED 0.15
    /* Of a product of norms: nothing is divided by 0. */
    #define DEDUP_NO_FLOOR 1e-9
    """
    const double _SHIFT "DEDUP_SHIFT"
    const double _LOW "DEDUP_LOW"
    const double _HIGH "DEDUP_HIGH"
    const double REST_SHIFT "DEDUP_REST_SHIFT"
    const double REST_FLOOR "DEDUP_REST_FLOOR"
    const double REST_WORDS "DEDUP_REST_WORDS"
    const double LEAST_CONTAINED "DEDUP_LEAST_CONTAINED"
    const double NO_FLOOR "DEDUP_NO_FLOOR"

# The cosine that unrelated sentences of one topic reach; measured on renderings of one text and on its other half.
SHIFT = _SHIFT
LOW = _LOW  # cosine from which a sentence counts as covered
HIGH = _HIGH  # as surely covered


cdef struct CoveredShares:
    # Of one article's words: in sentences whose best cosine reaches LOW, and HIGH; and the mean best cosine.
    double low
    double high
    double mean


cdef struct PairFeatures:
    double containment, jaccard, numbers, names, shared_weight  # TermFeatures
    double length_ratio, words
    double chain, chain_share, chain_run, chain_best, chain_best_three, chain_mean  # ChainFeatures; there are two more
    double order, run_length
    double covered_most, covered_least, surely_covered_most, surely_covered_least, alike_most, alike_least, best_three
    double rest_chain, rest_share, rest_run, rest_best, rest_best_three, rest_mean
    double wording_chain, wording_share, wording_run, wording_best, wording_best_three, wording_mean
    double rest_words, rest_of_text


def _names():
    cdef PairFeatures nothing
    memset(&nothing, 0, sizeof(PairFeatures))
    return tuple(nothing)  # a struct becomes a dict of its members


FEATURES = _names()
cdef Py_ssize_t FEATURE_COLUMNS = len(FEATURES)


cdef double add_covered(const double *best, const int64_t *begins, int64_t count, CoveredShares *shares) noexcept nogil:
    """Write the shares of an article whose sentences have these best cosines; return the sum of these above SHIFT."""
    cdef double words = 0, low = 0, high = 0, mean = 0, gain = 0, cosine
    cdef int64_t i, size
    for i in range(count):
        cosine = max(0.0, best[i])
        size = begins[i + 1] - begins[i]
        words += size
        low += size * (cosine >= _LOW)
        high += size * (cosine >= _HIGH)
        mean += size * cosine
        gain += max(0.0, cosine - _SHIFT)
    words = max(1.0, words)
    shares.low, shares.high, shares.mean = low / words, high / words, mean / words
    return gain


cdef double mean_of_three(const double *best, int64_t count) noexcept nogil:
    """Return the mean of the three largest cosines; what is missing counts as nothing."""
    cdef double first = 0, second = 0, third = 0, cosine
    cdef int64_t i
    for i in range(count):
        cosine = best[i]
        if cosine > first:
            first, second, third = cosine, first, second
        elif cosine > second:
            second, third = cosine, second
        elif cosine > third:
            third = cosine
    return (first + second + third) / 3


cdef struct Aligner:
    # What is the same for all pairs, and scratch that is kept from pair to pair.
    TokenColumns columns
    const int32_t *terms
    const uint8_t *flags
    Vocabulary vocabulary
    const CopiedPassage *passages
    Thresholds least
    PairTerms numbered
    Sentences a
    Sentences b
    Linked linked_a
    Linked linked_b
    Chain chain
    double *sums  # of shared weights
    double *cosines
    double *gains
    double *best  # scratch of the chain


cdef inline void measure_chain(Aligner *here, ChainFeatures *found) noexcept nogil:
    """Find and describe the best chain of the gains at hand."""
    find_chain(here.gains, here.a.count, here.b.count, here.best, &here.chain)
    describe_chain(here.gains, here.a.count, here.b.count, &here.chain, found)


cdef inline void measure_coverage(Aligner *here, PairFeatures *found) noexcept nogil:
    """Write what the sentences cover, from the best cosines of all, and how much of that the chain keeps."""
    cdef CoveredShares a, b
    cdef int64_t n = here.a.count, m = here.b.count
    cdef double gain = add_covered(here.linked_a.best, here.a.begins, n, &a)
    gain = gain + add_covered(here.linked_b.best, here.b.begins, m, &b)
    found.order = 2 * here.chain.total / max(1e-9, gain)
    found.run_length = log1p(<double>longest_run(&here.chain))
    found.covered_most, found.covered_least = max(a.low, b.low), min(a.low, b.low)
    found.surely_covered_most, found.surely_covered_least = max(a.high, b.high), min(a.high, b.high)
    found.alike_most, found.alike_least = max(a.mean, b.mean), min(a.mean, b.mean)
    found.best_three = (mean_of_three(here.linked_a.best, n) + mean_of_three(here.linked_b.best, m)) / 2


cdef inline void measure_view(Aligner *here, int view, double shift, ChainFeatures *found) noexcept nogil:
    """Describe the best chain of what is not hidden, by one of the weights; the gain of a short rest counts in part."""
    cdef int64_t i, j, n = here.a.count, m = here.b.count
    cdef double kept, least
    cdef double *gains = here.gains
    cdef const double *cosines = here.cosines
    cdef const double *kept_b = here.b.kept
    write_cosines(&here.a, &here.b, here.sums, view, REST_FLOOR, here.cosines)
    for i in range(n):
        kept = here.a.kept[i]
        for j in range(m):
            least = (kept_b[j] if kept_b[j] < kept else kept) / REST_WORDS
            gains[j] = (cosines[j] - shift) * (least if least < 1.0 else 1.0)
        gains += m
        cosines += m
    measure_chain(here, found)


cdef inline bint hide_words(
    Sentences *article, const uint8_t *flags, const CopiedPassage *passages, int64_t count, bint of_b
) noexcept nogil:
    """Hide the quoted words of an article, which is a or b, and those of copied passages; return whether there are
    any."""
    cdef int64_t at, p, first, last
    cdef uint8_t any = 0
    for at in range(article.words):
        article.hidden[at] = (flags[at] & QUOTED) // QUOTED
        any |= article.hidden[at]
    for p in range(count):
        first = max(<int64_t>0, passages[p].start_b if of_b else passages[p].start_a)
        last = min(<int64_t>(passages[p].end_b if of_b else passages[p].end_a), article.words)
        if first < last:
            memset(article.hidden + first, True, last - first)
    return any != 0 or count > 0


cdef inline double sum_of(const double *values, int64_t count) noexcept nogil:
    """Return the sum of some values, in their order."""
    cdef double total = 0
    cdef int64_t k
    for k in range(count):
        total += values[k]
    return total


cdef inline void measure_rest(
    Aligner *here, const uint8_t *flags_a, const uint8_t *flags_b, const CopiedPassage *passages, int64_t count,
    PairFeatures *found,
) noexcept nogil:
    """Write the features of the words that are neither quoted nor in one of the passages."""
    cdef Sentences *a = &here.a
    cdef Sentences *b = &here.b
    cdef double rest_a, rest_b
    cdef bint hidden_a = hide_words(a, flags_a, passages, count, False)
    cdef bint hidden_b = hide_words(b, flags_b, passages, count, True)
    if hidden_a or hidden_b:  # else the sums are those of all words
        add_shared(a, b, &here.numbered, here.sums)
    measure_view(here, PLAIN, _SHIFT, <ChainFeatures *>&found.rest_chain)
    measure_view(here, WORDING, REST_SHIFT, <ChainFeatures *>&found.wording_chain)
    rest_a, rest_b = sum_of(a.kept, a.count), sum_of(b.kept, b.count)
    found.rest_words = log1p(min(rest_a, rest_b))
    found.rest_of_text = min(rest_a / a.words, rest_b / b.words)


cdef inline int64_t measure_whole(Aligner *here, SentenceLink *links, int64_t room, PairFeatures *found) noexcept nogil:
    """Write the features of all words and the links; return the number of links, of which `room` are written at
    most."""
    cdef Sentences *a = &here.a
    cdef Sentences *b = &here.b
    cdef int64_t k, linked
    memset(a.hidden, False, a.words)
    memset(b.hidden, False, b.words)
    add_shared(a, b, &here.numbered, here.sums)
    write_cosines(a, b, here.sums, PLAIN, NO_FLOOR, here.cosines)
    for k in range(a.count * b.count):
        here.gains[k] = here.cosines[k] - _SHIFT
    measure_chain(here, <ChainFeatures *>&found.chain)
    here.linked_a.count, here.linked_b.count = a.count, b.count
    find_nearest(here.cosines, &here.linked_a, &here.linked_b)
    linked = find_links(here.cosines, &here.linked_a, &here.linked_b, &here.chain, &here.least, links, room)
    measure_coverage(here, found)
    found.length_ratio = <double>min(a.words, b.words) / max(a.words, b.words)
    found.words = log1p(<double>min(a.words, b.words))
    return linked


cdef int64_t align_pair(
    Aligner *here, int64_t left, int64_t right, const PairFigures *figures, SentenceLink *links, int64_t room,
    PairFeatures *found,
) noexcept nogil:
    """Measure a pair and write its links; return their number. Behind a full room the features are not complete."""
    cdef int64_t first_a = here.columns.first[left], first_b = here.columns.first[right], linked
    cdef const uint8_t *flags_a = here.flags + first_a
    cdef const uint8_t *flags_b = here.flags + first_b
    cdef const CopiedPassage *passages
    memset(found, 0, sizeof(PairFeatures))
    here.a.words, here.b.words = here.columns.counts[left], here.columns.counts[right]
    if here.a.words == 0 or here.b.words == 0:
        return 0
    number_terms(
        here.terms + first_a, &here.a, here.terms + first_b, &here.b, &here.vocabulary, &here.numbered,
        <TermFeatures *>&found.containment,
    )
    if found.containment < LEAST_CONTAINED and figures.passages == 0:
        memset(found, 0, sizeof(PairFeatures))
        linked = 0
    else:
        split_sentences(flags_a, &here.a)
        split_sentences(flags_b, &here.b)
        linked = measure_whole(here, links, room, found)
        if linked <= room:
            passages = here.passages + figures.first_passage
            measure_rest(here, flags_a, flags_b, passages, figures.passages, found)
    forget_terms(&here.numbered)
    return linked


cdef int64_t most_sentences(const uint8_t *flags, int64_t words) noexcept nogil:
    """Return how many sentences an article has at most."""
    cdef int32_t count = 1
    cdef int64_t at
    for at in range(words):
        count += flags[at] & SENTENCE
    return min(count, MOST_SENTENCES)


cdef int prepare(Aligner *here, list memory, const int64_t[:, :] pairs, int64_t vocabulary) except -1:
    """Make room for all the pairs. Raises ValueError where a pair names an article that does not exist."""
    cdef int64_t longest = 1, most = 1, borders = 1, k, a, b, n = 0, m, last = -1
    cdef const TokenColumns *columns = &here.columns
    for k in range(pairs.shape[0]):
        a, b = pairs[k, 0], pairs[k, 1]
        if not (0 <= a < columns.articles and 0 <= b < columns.articles):
            raise ValueError(f"Pair {k} is of articles {a} and {b}, and there are {columns.articles}.")
        if a != last:
            n, last = most_sentences(here.flags + columns.first[a], columns.counts[a]), a
        m = most_sentences(here.flags + columns.first[b], columns.counts[b])
        longest = max(longest, columns.counts[a], columns.counts[b])
        most, borders = max(most, n, m), max(borders, (n + 1) * (m + 1))
    prepare_terms(&here.numbered, memory, longest, vocabulary)
    prepare_sentences(&here.a, memory, longest)
    prepare_sentences(&here.b, memory, longest)
    prepare_links(&here.linked_a, memory, most)
    prepare_links(&here.linked_b, memory, most)
    here.linked_a.begins, here.linked_b.begins = here.a.begins, here.b.begins
    here.linked_a.norms, here.linked_b.norms = here.a.norms[PLAIN], here.b.norms[PLAIN]
    here.chain.links = <Link *>scratch(memory, most, sizeof(Link))
    here.sums = <double *>scratch(memory, borders * WEIGHTS, sizeof(double))
    here.cosines = <double *>scratch(memory, borders, sizeof(double))
    here.gains = <double *>scratch(memory, borders, sizeof(double))
    here.best = <double *>scratch(memory, borders, sizeof(double))
    return 0


def align_pairs(const int64_t[:, :] pairs, words, measured, thresholds, aligned):
    """Align the sentences of pairs of articles (rows of `pairs`, numbers in the token columns).

    Return (pairs done, links written): fewer pairs than asked are done where there is no room for more links. `words`
    is an `alignment.TermColumns`. `measured` has the figures of these pairs, in their order, and the passages that they
    name (see `pair_figures.compare_pairs`); `thresholds` is an `alignment.LinkThresholds`. `aligned`, an
    `alignment.Alignments`, has the arrays that are filled. A pair whose terms have less than LEAST_CONTAINED in common,
    and that has no passage, is passed over: its features stay 0. Raises ValueError where the arrays do not fit one
    another.
    """
    cdef TokenArrays arrays = TokenArrays(words.tokens)
    cdef const int32_t[::1] terms = words.terms
    cdef const uint8_t[::1] flags = words.flags, classes = words.classes
    cdef const double[::1] weights = words.weights, wording = words.wording
    cdef const PairFigures[::1] figures = measured.figures
    cdef const CopiedPassage[::1] passages = measured.passages
    cdef double[:, ::1] features = aligned.features
    cdef SentenceLink[::1] links = aligned.links
    cdef int64_t[::1] first = aligned.first, counts = aligned.counts
    cdef Aligner here
    cdef list memory = []
    cdef int64_t k, found, done = 0, used = 0, count = pairs.shape[0], room = links.shape[0]
    if pairs.shape[1] != 2 or min(figures.shape[0], features.shape[0], first.shape[0], counts.shape[0]) < count:
        raise ValueError("There are no two articles, or no rows, for each pair.")
    if terms.shape[0] < arrays.places or flags.shape[0] < arrays.places:
        raise ValueError("There is no term, or there are no flags, for each word.")
    if not weights.shape[0] == wording.shape[0] == classes.shape[0]:
        raise ValueError("The weights and the classes are not of the same terms.")
    if features.shape[1] != FEATURE_COLUMNS:
        raise ValueError(f"There are {FEATURE_COLUMNS} features, not {features.shape[1]}.")
    here.columns = arrays.columns
    here.terms = &terms[0] if terms.shape[0] else NULL
    here.flags = &flags[0] if flags.shape[0] else NULL
    here.passages = &passages[0] if passages.shape[0] else NULL
    here.vocabulary.classes = &classes[0] if classes.shape[0] else NULL
    here.vocabulary.weights[PLAIN] = &weights[0] if weights.shape[0] else NULL
    here.vocabulary.weights[WORDING] = &wording[0] if wording.shape[0] else NULL
    here.least.chained, here.least.crossed, here.least.again, here.least.contained = thresholds
    prepare(&here, memory, pairs, weights.shape[0])
    with nogil:
        for k in range(count):
            first[k], counts[k] = used, 0
            found = align_pair(
                &here, pairs[k, 0], pairs[k, 1], &figures[k], &links[used] if used < room else NULL, room - used,
                <PairFeatures *>&features[k, 0],
            )
            if found > room - used:
                break
            counts[k] = found
            used += found
            done += 1
    return done, used


# For tests of the single steps:


def covered_shares(const double[::1] best, const int64_t[::1] begins):
    """Return the shares of an article's words, as a dict, and the sum of its cosines above SHIFT; `best` has the best
    of each sentence."""
    cdef CoveredShares shares
    cdef double gain = add_covered(&best[0], &begins[0], best.shape[0], &shares)
    return shares, gain


def best_three(const double[::1] best):
    """Return the mean of the three largest cosines."""
    return mean_of_three(&best[0], best.shape[0])
