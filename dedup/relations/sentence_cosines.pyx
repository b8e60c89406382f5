"""How alike the sentences of two articles are, and what the articles have in common as sets of terms.

A sentence is the set of its stems, weighted by how rare they are in news; two sentences compare by cosine.
"""

import numpy as np

from libc.math cimport log1p, sqrt
from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.string cimport memset

from dedup.native.scratch cimport scratch


cdef int prepare_sentences(Sentences *article, list memory, int64_t longest) except -1:
    """Make room for articles of up to `longest` words; `memory` keeps it."""
    cdef int64_t most = min(longest, MOST_SENTENCES) + 1
    cdef int view
    article.terms = <int32_t *>scratch(memory, longest, sizeof(int32_t))
    article.hidden = <uint8_t *>scratch(memory, longest, sizeof(uint8_t))
    article.begins = <int64_t *>scratch(memory, most, sizeof(int64_t))
    article.kept = <double *>scratch(memory, most, sizeof(double))
    for view in range(WEIGHTS):
        article.norms[view] = <double *>scratch(memory, most, sizeof(double))
    return 0


cdef int prepare_terms(PairTerms *terms, list memory, int64_t longest, int64_t vocabulary) except -1:
    """Make room for pairs of articles of up to `longest` words, of so many terms in all; `memory` keeps it."""
    terms.numbers = <int32_t *>scratch(memory, vocabulary, sizeof(int32_t))
    memset(terms.numbers, 0xFF, vocabulary * sizeof(int32_t))
    terms.terms = <Term *>scratch(memory, 2 * longest, sizeof(Term))
    terms.entries = <Entry *>scratch(memory, longest + 1, sizeof(Entry))
    terms.met = <int32_t *>scratch(memory, longest + 1, sizeof(int32_t))
    return 0


cdef int64_t split_sentences(const uint8_t *flags, Sentences *article) noexcept nogil:
    """Write where the sentences of the article begin, and behind them where the last ends; return their number, at most
    MOST_SENTENCES."""
    cdef int64_t count = 0, i
    for i in range(article.words):
        if flags[i] & SENTENCE or i == 0:
            article.begins[count] = i
            if count == MOST_SENTENCES:
                article.count = count
                return count
            count += 1
    article.begins[count] = article.words
    article.count = count
    return count


cdef inline int32_t number_of(int32_t term, const Vocabulary *vocabulary, PairTerms *terms) noexcept nogil:
    """Return the number of a term, a new one where it was not met before in the pair."""
    cdef int32_t number = terms.numbers[term]
    cdef Term *found
    cdef double weight
    cdef int view
    if number < 0:
        number = <int32_t>terms.count
        terms.numbers[term] = number
        terms.count += 1
        found = terms.terms + number
        found.term, found.shared, found.sentence = term, False, -1
        for view in range(WEIGHTS):
            weight = vocabulary.weights[view][term]
            found.squared[view] = weight * weight
    return number


cdef void number_terms(
    const int32_t *left, Sentences *a, const int32_t *right, Sentences *b, const Vocabulary *vocabulary,
    PairTerms *terms, TermFeatures *found,
) noexcept nogil:
    """Number the terms of two articles, given by word, and write what the articles have in common.

    A name counts as such where it is no number; of the names the lighter side counts as three at least, and numbers are
    smoothed by a half.
    """
    cdef int64_t at, numbers_a = 0, numbers_b = 0, numbers = 0
    cdef int32_t number, of_left
    cdef double weight, weight_a = 0, weight_b = 0, common = 0, names_a = 0, names_b = 0, names = 0
    cdef uint8_t kind
    cdef bint shared
    cdef Term *term
    terms.count = 0
    for at in range(a.words):
        of_left = <int32_t>terms.count
        a.terms[at] = number = number_of(left[at], vocabulary, terms)
        if number < of_left:
            continue
        weight, kind = vocabulary.weights[PLAIN][left[at]], vocabulary.classes[left[at]]
        weight_a += weight
        if kind & NUMBER:
            numbers_a += 1
        elif kind & (NAME | UNKNOWN):
            names_a += weight
    of_left = <int32_t>terms.count
    for at in range(b.words):
        b.terms[at] = number = number_of(right[at], vocabulary, terms)
        term = terms.terms + number
        if term.sentence == 0:
            continue  # b has had it; no sentences are counted yet
        term.sentence = 0
        shared = number < of_left
        term.shared = shared
        weight, kind = vocabulary.weights[PLAIN][right[at]], vocabulary.classes[right[at]]
        weight_b += weight
        if shared:
            common += weight
        if kind & NUMBER:
            numbers_b += 1
            numbers += shared
        elif kind & (NAME | UNKNOWN):
            names_b += weight
            if shared:
                names += weight
    found.containment = common / max(1e-9, min(weight_a, weight_b))
    found.jaccard = common / max(1e-9, weight_a + weight_b - common)
    found.numbers = (numbers + 0.5) / (min(numbers_a, numbers_b) + 1.0)
    found.names = names / max(3.0, min(names_a, names_b))
    found.shared_weight = log1p(common)


cdef void forget_terms(PairTerms *terms) noexcept nogil:
    """Make ready for the next pair."""
    cdef int64_t number
    for number in range(terms.count):
        terms.numbers[terms.terms[number].term] = -1


cdef inline int64_t read_sentence(
    Sentences *article, int64_t i, int32_t sentence, PairTerms *terms, int32_t *met
) noexcept nogil:
    """Add up the norms and the words of a sentence, and list in `met` the terms that both articles have; return their
    number.

    A term that occurs again counts once. `sentence` is another number for each call. Written without branches, which no
    processor would foresee: `fresh` is 1 for a word that counts.
    """
    cdef int64_t at, count = 0, kept = 0
    cdef int32_t number, fresh
    cdef double plain = 0.0, wording = 0.0
    cdef Term *term
    for at in range(article.begins[i], article.begins[i + 1]):
        number = article.terms[at]
        term = terms.terms + number
        fresh = (term.sentence != sentence) & (article.hidden[at] ^ 1)
        term.sentence += (sentence - term.sentence) * fresh
        plain += term.squared[PLAIN] * fresh
        wording += term.squared[WORDING] * fresh
        kept += article.hidden[at] ^ 1
        met[count] = number
        count += fresh & term.shared
    article.norms[PLAIN][i], article.norms[WORDING][i], article.kept[i] = plain, wording, <double>kept
    return count


cdef void add_shared(Sentences *a, Sentences *b, PairTerms *terms, double *sums) noexcept nogil:
    """Add up the squared weights that each sentence of a shares with each of b, without the hidden words; and the norms
    of all sentences.

    sums[(i * b.count + j) * WEIGHTS + w] is the sum of sentences i and j by weight w. Each sum is added in the order of
    the words of b.
    """
    cdef int64_t i, j, k, count, n = a.count, m = b.count
    cdef int32_t entries = 0, entry, row
    cdef Term *term
    cdef double *cell
    cdef double *column
    cdef double plain, wording
    for k in range(terms.count):
        terms.terms[k].sentence = terms.terms[k].head = -1
    for i in range(n):
        row = <int32_t>(i * m * WEIGHTS)
        count = read_sentence(a, i, <int32_t>i, terms, terms.met)
        for k in range(count):
            term = terms.terms + terms.met[k]
            terms.entries[entries].row, terms.entries[entries].following = row, term.head
            term.head = entries
            entries += 1
    memset(sums, 0, n * m * WEIGHTS * sizeof(double))
    for j in range(m):
        column = sums + j * WEIGHTS
        count = read_sentence(b, j, <int32_t>(n + j), terms, terms.met)
        for k in range(count):
            term = terms.terms + terms.met[k]
            plain, wording = term.squared[PLAIN], term.squared[WORDING]
            entry = term.head
            while entry >= 0:
                cell = column + terms.entries[entry].row
                cell[PLAIN] += plain
                cell[WORDING] += wording
                entry = terms.entries[entry].following


cdef void write_cosines(
    const Sentences *a, const Sentences *b, const double *sums, int view, double floor, double *cosines
) noexcept nogil:
    """Write the cosine of each sentence of a with each of b, by one of the weights; a denominator below `floor` counts
    as that."""
    cdef int64_t i, j, n = a.count, m = b.count
    cdef double norm, product
    cdef const double *norms = b.norms[view]
    sums += view
    for i in range(n):
        norm = a.norms[view][i]
        for j in range(m):
            product = sqrt(norm * norms[j])
            cosines[j] = sums[j * WEIGHTS] / (product if product > floor else floor)
        cosines += m
        sums += m * WEIGHTS


# For tests of the single steps:


def sentences_of(const uint8_t[::1] flags):
    """Return the first words of the sentences, and behind them the end of the last; at most MOST_SENTENCES are split
    off."""
    cdef list memory = []
    cdef Sentences article
    prepare_sentences(&article, memory, flags.shape[0])
    article.words = flags.shape[0]
    split_sentences(&flags[0] if flags.shape[0] else NULL, &article)
    return [article.begins[k] for k in range(article.count + 1)]


def cosines_of(left, right, const double[::1] weights, double floor):
    """Return the cosines of all sentences, and the numbers of words that are not hidden, by sentence of left and of
    right.

    A side is (terms, first words of the sentences and the end of the last, hidden words); the first two are int32 and
    int64.
    """
    cdef list memory = [], kept = []
    cdef Sentences articles[2]
    cdef PairTerms terms
    cdef TermFeatures features
    cdef const int32_t[::1] own
    cdef const int64_t[::1] begins
    cdef const uint8_t[::1] hidden
    cdef const int32_t *words[2]
    cdef int64_t longest = max(left[0].size, right[0].size, 1)
    cdef const uint8_t[::1] classes = np.zeros(weights.shape[0], np.uint8)
    cdef Vocabulary vocabulary
    vocabulary.weights[PLAIN] = vocabulary.weights[WORDING] = &weights[0]
    vocabulary.classes = &classes[0]
    prepare_terms(&terms, memory, longest, weights.shape[0])
    for k, side in enumerate((left, right)):
        own, begins, hidden = side
        prepare_sentences(&articles[k], memory, longest)
        articles[k].words, articles[k].count = own.shape[0], begins.shape[0] - 1
        words[k] = &own[0] if own.shape[0] else NULL
        for n in range(begins.shape[0]):
            articles[k].begins[n] = begins[n]
        for n in range(own.shape[0]):
            articles[k].hidden[n] = hidden[n]
    out = np.empty((articles[0].count, articles[1].count))
    cdef double[:, ::1] cosines = out
    cdef double *sums = <double *>scratch(memory, out.size * WEIGHTS, sizeof(double))
    number_terms(words[0], &articles[0], words[1], &articles[1], &vocabulary, &terms, &features)
    add_shared(&articles[0], &articles[1], &terms, sums)
    write_cosines(&articles[0], &articles[1], sums, PLAIN, floor, &cosines[0, 0])
    kept = [[articles[k].kept[n] for n in range(articles[k].count)] for k in range(2)]
    return out, kept[0], kept[1]


def shared_terms(
    const int32_t[::1] left, const int32_t[::1] right, const double[::1] weights, const uint8_t[::1] classes
):
    """Return what two texts have in common as sets of terms: a dict of containment, jaccard, numbers, names,
    shared_weight."""
    cdef list memory = []
    cdef Sentences a, b
    cdef PairTerms terms
    cdef TermFeatures features
    cdef int64_t longest = max(left.shape[0], right.shape[0])
    prepare_terms(&terms, memory, longest, weights.shape[0])
    prepare_sentences(&a, memory, longest)
    prepare_sentences(&b, memory, longest)
    cdef Vocabulary vocabulary
    vocabulary.weights[PLAIN] = vocabulary.weights[WORDING] = &weights[0]
    vocabulary.classes = &classes[0]
    a.words, b.words = left.shape[0], right.shape[0]
    number_terms(&left[0], &a, &right[0], &b, &vocabulary, &terms, &features)
    return features
