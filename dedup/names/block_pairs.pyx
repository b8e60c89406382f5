"""Finds the pairs of names that share a block."""

from libc.stdint cimport int32_t, int64_t, uint64_t

from dedup.native.scratch cimport scratch
from dedup.native.sorting cimport sort_keys


cdef int64_t most_partners(const int64_t[::1] begins, const int64_t[::1] ends, const int64_t[::1] bounds) noexcept nogil:
    """Return how many partners the blocks of a name list at most."""
    cdef int64_t name, entry, listed, most = 0
    for name in range(bounds.shape[0] - 1):
        listed = 0
        for entry in range(bounds[name], bounds[name + 1]):
            listed += ends[entry] - begins[entry]
        most = max(most, listed)
    return most


def find_pairs(
    const int64_t[::1] members,
    const int64_t[::1] begins,
    const int64_t[::1] ends,
    const int64_t[::1] bounds,
    int64_t most,
    int64_t[::1] counts,
    int32_t[:, ::1] pairs,
):
    """Write the pairs (name, partner) of all names, each once and in the order of both; return how many there are.

    Entry e of a name lists the partners members[begins[e] : ends[e]]; the entries of name k are bounds[k] to
    bounds[k + 1]. Names and partners are numbers from 0, the most frequent name first. A name is no partner of itself,
    and has at most the `most` first ones. `counts` (names,) gets the number of partners of each without that limit. Of
    the pairs only as many as `pairs` has rows for are written. Raises ValueError where a number is out of its range.
    """
    cdef int64_t names = bounds.shape[0] - 1, name, entry, place, partner, found = 0, size, k
    if names < 0 or counts.shape[0] != names or pairs.shape[1] != 2 or begins.shape[0] != ends.shape[0]:
        raise ValueError("The bounds, the counts or the pairs have a wrong shape.")
    for name in range(names):
        if not 0 <= bounds[name] <= bounds[name + 1] <= begins.shape[0]:
            raise ValueError(f"Name {name} has entries that are not there.")
    for entry in range(begins.shape[0]):
        if not 0 <= begins[entry] <= ends[entry] <= members.shape[0]:
            raise ValueError(f"Entry {entry} lists partners that are not there.")
    for place in range(members.shape[0]):
        if not 0 <= members[place] < names:
            raise ValueError(f"Partner {place} is no name.")
    cdef list memory = []
    cdef uint64_t *partners = <uint64_t *>scratch(memory, most_partners(begins, ends, bounds), sizeof(uint64_t))
    cdef int64_t *seen = <int64_t *>scratch(memory, names, sizeof(int64_t))  # the last name that had a partner
    with nogil:
        for name in range(names):
            seen[name] = -1
        for name in range(names):
            seen[name], size = name, 0
            for entry in range(bounds[name], bounds[name + 1]):
                for place in range(begins[entry], ends[entry]):
                    partner = members[place]
                    if seen[partner] != name:
                        seen[partner] = name
                        partners[size] = <uint64_t>partner
                        size += 1
            counts[name] = size
            sort_keys(partners, size)
            for k in range(min(size, most)):
                if found < pairs.shape[0]:
                    pairs[found, 0], pairs[found, 1] = <int32_t>name, <int32_t>partners[k]
                found += 1
    return found
