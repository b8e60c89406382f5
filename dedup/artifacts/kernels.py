"""The literal filter's kernels: an automaton that finds all literals in one pass (Aho and Corasick, 1975), and that pass.

The automaton reads bytes as classes: those that no literal holds are one class, and an ASCII letter is one with its capital.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8

from dedup.text.jit import kernel


@kernel
def build_automaton(text: Any, offsets: Any, classes: Any, count: Any, steps: Any, link: Any, first: Any, following: Any) -> Any:
    """Fill the automaton of the literals text[offsets[k] : offsets[k + 1]]; returns the number of its states, 0 is the first.

    steps[state, class] is the next state, as its complement where a literal ends there; link[state] is the next shorter ending that
    is a literal (0: none). first[state] is a literal that ends in a state, following[k] another one after k (-1: none).
    """
    states = 1
    steps[0, :] = 0
    first[0] = -1
    for k in range(offsets.size - 1):
        at = 0
        for place in range(offsets[k], offsets[k + 1]):
            column = classes[text[place]]
            if steps[at, column] == 0:
                steps[states, :] = 0
                first[states] = -1
                steps[at, column] = states
                states += 1
            at = steps[at, column]
        following[k] = first[at]
        first[at] = k
    fail = np.zeros(states, np.int32)
    queue = np.empty(states, np.int32)
    head, tail = 0, 1
    queue[0] = 0
    while head < tail:
        state = queue[head]
        head += 1
        link[state] = fail[state] if first[fail[state]] >= 0 else link[fail[state]] if state else 0
        for column in range(count):
            step = steps[state, column]
            if step:
                fail[step] = steps[fail[state], column] if state else 0
                queue[tail] = step
                tail += 1
            elif state:
                steps[state, column] = steps[fail[state], column]
    for state in range(states):
        for column in range(count):
            step = steps[state, column]
            if first[step] >= 0 or link[step] > 0:
                steps[state, column] = ~step
    return states


@kernel
def find_windows(
    buffer: Any,
    offsets: Any,
    begin: Any,
    classes: Any,
    steps: Any,
    link: Any,
    first: Any,
    following: Any,
    text: Any,
    places: Any,
    folded: Any,
    kinds: Any,
    left: Any,
    right: Any,
    edge: Any,
    use_first: Any,
    uses: Any,
    reach: Any,
    rows: Any,
) -> Any:
    """Where each rule is to be tried in the articles from `begin` on: rows (article, use, start, end) in code points of the article.

    Literal k, text[places[k] : places[k + 1]], counts where a byte of kinds left[k] stands before it and one of right[k] behind it (`edge`:
    the article ends there), and in any case where folded[k]. It opens the window [start - reach, end + reach] of each of its uses;
    windows of one use that touch are one. Returns the next article, before which `rows` was too short, and the number of rows.
    """
    filled = 0
    opened = np.empty((reach.size, 2), np.int64)
    holder = np.full(reach.size, -1, np.int64)
    touched = np.empty(reach.size, np.int64)
    for doc in range(begin, offsets.size - 1):
        kept, count, state, points = filled, 0, 0, 0
        stop = offsets[doc + 1]
        for at in range(offsets[doc], stop):
            byte = buffer[at]
            if byte & uint8(0xC0) != uint8(0x80):
                points += 1
            state = steps[state, classes[byte]]
            if state >= 0:
                continue
            state = ~state
            ending = state
            while ending > 0:
                literal = first[ending]
                ending = link[ending]
                while literal >= 0:
                    k = literal
                    literal = following[k]
                    size = places[k + 1] - places[k]
                    start = at + 1 - size
                    before = kinds[buffer[start - 1]] if start > offsets[doc] else edge
                    behind = kinds[buffer[at + 1]] if at + 1 < stop else edge
                    if not (before & left[k] and behind & right[k]):
                        continue
                    if not folded[k]:
                        same = True
                        for i in range(size):
                            if buffer[start + i] != text[places[k] + i]:
                                same = False
                                break
                        if not same:
                            continue
                    for j in range(use_first[k], use_first[k + 1]):
                        use = uses[j]
                        low, high = max(0, points - size - reach[use]), points + reach[use]
                        if holder[use] != doc:
                            holder[use] = doc
                            touched[count] = use
                            count += 1
                        elif low <= opened[use, 1]:
                            opened[use, 0], opened[use, 1] = min(low, opened[use, 0]), high
                            continue
                        else:
                            if filled == rows.shape[0]:
                                return doc, kept
                            rows[filled, 0], rows[filled, 1], rows[filled, 2], rows[filled, 3] = doc, use, opened[use, 0], opened[use, 1]
                            filled += 1
                        opened[use, 0], opened[use, 1] = low, high
        if filled + count > rows.shape[0]:
            return doc, kept
        for i in range(count):
            use = touched[i]
            rows[filled, 0], rows[filled, 1], rows[filled, 2], rows[filled, 3] = doc, use, opened[use, 0], opened[use, 1]
            filled += 1
    return offsets.size - 1, filled
