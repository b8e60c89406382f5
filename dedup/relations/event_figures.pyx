"""What two articles have in common of who, where, when and how many, weighed by rarity, for each pair of a block."""

import numpy as np

from libc.math cimport sqrt
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memset

from dedup.native.scratch cimport scratch
from dedup.native.sorting cimport sort_spread_keys
from dedup.text.token_arrays cimport TokenArrays, TokenColumns

cpdef enum:
    LEAD = 60  # words at the beginning of a body: who, where and when of most reports
    LEAD_FACTS = 80  # words in which the names of the lead are looked for
    MOST_COUNTED = 64  # occurrences of a term; more count as so many

cdef enum:
    VIEWS = 4  # all terms, facts, terms of the lead, facts of the lead; a bit of a key each
    TERM_BITS = 28
    MOST_TERMS = 1 << TERM_BITS  # numbers of terms that a key has room for

cdef struct EventFigures:
    double cosine  # of all terms, 0 to 1
    double facts  # of the names and numbers
    double lead  # of the terms of the leads
    double lead_facts  # of the names and numbers of the leads
    double shared  # squared weight of the facts that both have
    double least  # squared weight of the facts of the article with less
    double lead_kept_least  # share of the lead's facts of one article that the other has anywhere, the smaller share
    double lead_kept_most  # the larger share
    int64_t words_a
    int64_t words_b

cdef struct Entry:
    uint64_t rank  # hash of the stem << TERM_BITS | number of the term: an order that does not depend on the input's
    int32_t term
    uint16_t counts[VIEWS]

cdef struct Profile:
    Entry *entries  # by rank
    int64_t size
    double norms[VIEWS]
    double mass  # squared weight of the facts
    int64_t lead_facts


def _figures():
    cdef EventFigures nothing
    memset(&nothing, 0, sizeof(EventFigures))
    return np.dtype([(name, np.int64 if name.startswith("words") else np.float64) for name in nothing])


EVENT_FIGURES = _figures()


cdef struct Room:
    uint64_t *keys  # as many as an article has words, at most
    uint64_t *spread  # as many, to sort them
    Entry *entries  # as many, in the order in which the terms occur
    int32_t *places  # of each term in `entries`, or -1


cdef int64_t fill_profile(
    Profile *profile, const Room *room, const TokenColumns *columns, int64_t doc, const int32_t *terms,
    const uint32_t *hashes, int64_t known, const uint8_t *facts, const double *weights, const double *logs
) noexcept nogil:
    """Write the profile of an article into the room at `profile.entries`; return the entries used."""
    cdef int64_t first = columns.first[doc], count = columns.counts[doc], token, k, used = 0
    cdef int32_t term
    cdef uint32_t views
    cdef Entry *entry = NULL
    cdef double weight
    cdef int v
    for token in range(count):
        term = terms[first + token]
        if not 0 <= term < known:
            continue
        if room.places[term] < 0:
            room.places[term] = <int32_t>used
            entry = room.entries + used
            memset(entry, 0, sizeof(Entry))
            entry.rank = (<uint64_t>hashes[term] << TERM_BITS) | <uint64_t>term
            entry.term = term
            room.keys[used] = entry.rank
            used += 1
        entry = room.entries + room.places[term]
        views = 1
        if facts[first + token]:
            views |= 2
            if token < LEAD_FACTS:
                views |= 8
        if token < LEAD:
            views |= 4
        for v in range(VIEWS):
            if views >> v & 1 and entry.counts[v] < MOST_COUNTED:
                entry.counts[v] += 1
    sort_spread_keys(room.keys, used, 32 + TERM_BITS, room.spread)
    for k in range(used):
        term = <int32_t>(room.keys[k] & (MOST_TERMS - 1))
        profile.entries[k] = room.entries[room.places[term]]
    for k in range(used):
        room.places[room.entries[k].term] = -1
    profile.size = used
    profile.mass, profile.lead_facts = 0.0, 0
    for v in range(VIEWS):
        profile.norms[v] = 0.0
    for k in range(used):
        entry = profile.entries + k
        for v in range(VIEWS):
            if entry.counts[v]:
                weight = weights[entry.term] * logs[entry.counts[v]]
                profile.norms[v] += weight * weight
        if entry.counts[1]:
            profile.mass += weights[entry.term] * weights[entry.term]
        profile.lead_facts += entry.counts[3] > 0
    for v in range(VIEWS):
        profile.norms[v] = sqrt(profile.norms[v])
    return used


cdef void note_places(const Profile *profile, int32_t *places) noexcept nogil:
    """Write the place of each term of a profile in its entries."""
    cdef int64_t k
    for k in range(profile.size):
        places[profile.entries[k].term] = <int32_t>k


cdef void drop_places(const Profile *profile, int32_t *places) noexcept nogil:
    cdef int64_t k
    for k in range(profile.size):
        places[profile.entries[k].term] = -1


cdef void compare_profiles(
    EventFigures *out, const Profile *a, const int32_t *places, const Profile *b, const double *weights,
    const double *logs
) noexcept nogil:
    """Compare `a`, whose terms are at these places of its entries, with `b`. Terms in common are met in the order of
    their rank, whatever the order of the articles, as all sums are rounded."""
    cdef int64_t j, kept_a = 0, kept_b = 0
    cdef double dots[VIEWS]
    cdef double share_a, share_b, squared
    cdef const Entry *one
    cdef const Entry *other
    cdef int v
    memset(dots, 0, sizeof(dots))
    out.shared = 0.0
    for j in range(b.size):
        other = b.entries + j
        if places[other.term] < 0:
            continue
        one = a.entries + places[other.term]
        squared = weights[one.term] * weights[one.term]
        for v in range(VIEWS):
            if one.counts[v] and other.counts[v]:
                dots[v] += squared * (logs[one.counts[v]] * logs[other.counts[v]])
        if one.counts[1] and other.counts[1]:
            out.shared += squared
        kept_a += one.counts[3] > 0
        kept_b += other.counts[3] > 0
    out.cosine = dots[0] / (a.norms[0] * b.norms[0]) if dots[0] > 0 else 0.0
    out.facts = dots[1] / (a.norms[1] * b.norms[1]) if dots[1] > 0 else 0.0
    out.lead = dots[2] / (a.norms[2] * b.norms[2]) if dots[2] > 0 else 0.0
    out.lead_facts = dots[3] / (a.norms[3] * b.norms[3]) if dots[3] > 0 else 0.0
    out.least = min(a.mass, b.mass)
    share_a = <double>kept_a / a.lead_facts if a.lead_facts else 0.0
    share_b = <double>kept_b / b.lead_facts if b.lead_facts else 0.0
    out.lead_kept_least, out.lead_kept_most = min(share_a, share_b), max(share_a, share_b)


def compare_events(
    const int64_t[:, ::1] pairs,
    batch,
    const int32_t[::1] terms,
    const double[::1] weights,
    const uint32_t[::1] hashes,
    const uint8_t[::1] facts,
    const double[::1] logs,
    EventFigures[::1] out,
):
    """Write the figures of each pair of articles (rows of `pairs`, numbers in the columns) to `out`.

    `batch` are `tokens.Columns`; `terms` and `facts` (of `mark_facts`) are by place of the tokens, `weights` and
    `hashes` (of `Terms`) by term; `logs` has 1 + ln(count) by count up to MOST_COUNTED, 0 for none. `out` has the shape (pairs,) and the type
    EVENT_FIGURES. The figures are the same when a and b change places. Raises ValueError where the arrays do not fit
    one another.
    """
    cdef TokenArrays arrays = TokenArrays(batch.tokens, batch.buffer, batch.offsets)
    cdef TokenColumns columns = arrays.columns
    cdef list memory = []
    cdef int64_t k, side, doc, articles = columns.articles, known = min(weights.shape[0], MOST_TERMS), total = 0, longest = 1, used = 0
    cdef Profile *profiles
    cdef uint8_t *wanted
    cdef Entry *entries
    cdef Room room
    if pairs.shape[1] != 2 or out.shape[0] < pairs.shape[0]:
        raise ValueError("There are no two articles for each pair, or no room for its figures.")
    if terms.shape[0] < arrays.places or facts.shape[0] < arrays.places or logs.shape[0] <= MOST_COUNTED:
        raise ValueError("There is no term or no fact for each word, or there are too few logarithms.")
    if hashes.shape[0] < weights.shape[0]:
        raise ValueError("There is no hash for each term.")
    if pairs.shape[0] == 0 or known == 0:
        return
    wanted = <uint8_t *>scratch(memory, articles, 1)
    memset(wanted, 0, articles)
    for k in range(pairs.shape[0]):
        for side in range(2):
            doc = pairs[k, side]
            if not 0 <= doc < articles:
                raise ValueError(f"Pair {k} is of article {doc}, and there are {articles}.")
            if not wanted[doc]:
                wanted[doc] = 1
                total += columns.counts[doc]
                longest = max(longest, columns.counts[doc])
    profiles = <Profile *>scratch(memory, articles, sizeof(Profile))
    entries = <Entry *>scratch(memory, total, sizeof(Entry))
    room.keys = <uint64_t *>scratch(memory, longest, sizeof(uint64_t))
    room.spread = <uint64_t *>scratch(memory, longest, sizeof(uint64_t))
    room.entries = <Entry *>scratch(memory, longest, sizeof(Entry))
    room.places = <int32_t *>scratch(memory, known, sizeof(int32_t))
    memset(room.places, 0xFF, known * sizeof(int32_t))
    with nogil:
        for doc in range(articles):
            if wanted[doc]:
                profiles[doc].entries = entries + used
                used += fill_profile(
                    &profiles[doc], &room, &columns, doc, &terms[0], &hashes[0], known, &facts[0], &weights[0],
                    &logs[0]
                )
        for k in range(pairs.shape[0]):  # pairs of one article are together mostly, whose terms are looked up
            if k == 0 or pairs[k, 0] != pairs[k - 1, 0]:
                if k:
                    drop_places(&profiles[pairs[k - 1, 0]], room.places)
                note_places(&profiles[pairs[k, 0]], room.places)
            compare_profiles(
                &out[k], &profiles[pairs[k, 0]], room.places, &profiles[pairs[k, 1]], &weights[0], &logs[0]
            )
            out[k].words_a, out[k].words_b = columns.counts[pairs[k, 0]], columns.counts[pairs[k, 1]]
