"""The walk through boosted decision trees (see `trees`)."""

from libc.stdint cimport int32_t

from dedup.native.scratch cimport scratch

cdef enum:
    AT_ONCE = 32  # rows that are taken through all the trees before the next ones, so that they stay in the cache


cdef struct Node:
    double threshold
    double value  # of a leaf
    int32_t feature
    int32_t children[2]  # for a value up to the threshold, and for others; of a leaf both are itself
    int32_t depth  # of the tree below


cdef Node *nodes_of(columns, Py_ssize_t width, list memory) except NULL:
    """Return the nodes of `trees.TreeColumns`, from the last one on; raises ValueError as `walk_trees` says."""
    cdef const int32_t[::1] feature = columns.feature, left = columns.left, right = columns.right
    cdef const double[::1] threshold = columns.threshold, value = columns.value
    cdef Py_ssize_t size = feature.shape[0], k
    cdef Node *nodes = <Node *>scratch(memory, size, sizeof(Node))
    if not size == threshold.shape[0] == left.shape[0] == right.shape[0] == value.shape[0]:
        raise ValueError("The columns of the trees differ in length.")
    for k in range(size - 1, -1, -1):
        nodes[k].threshold, nodes[k].value = threshold[k], value[k]
        if feature[k] < 0:
            nodes[k].feature = nodes[k].depth = 0
            nodes[k].children[0] = nodes[k].children[1] = <int32_t>k
            continue
        if feature[k] >= width or not (k < left[k] < size and k < right[k] < size):
            raise ValueError(f"Node {k} of the trees names a feature that does not exist, or a node not behind it.")
        nodes[k].feature = feature[k]
        nodes[k].children[0], nodes[k].children[1] = left[k], right[k]
        nodes[k].depth = 1 + max(nodes[left[k]].depth, nodes[right[k]].depth)
    return nodes


cdef void add_leaves(
    const double *row, Py_ssize_t count, Py_ssize_t width, const Node *nodes, const int32_t *roots, Py_ssize_t trees,
    double *out,
) noexcept nogil:
    """Add the values of `count` rows. Each walk takes as many steps as its tree is deep: a leaf leads to itself, and no
    step is foreseen wrong."""
    cdef Py_ssize_t k, i
    cdef int32_t node, root, depth, _
    for k in range(trees):
        root = roots[k]
        depth = nodes[root].depth
        for i in range(count):
            node = root
            for _ in range(depth):
                node = nodes[node].children[not row[i * width + nodes[node].feature] <= nodes[node].threshold]
            out[i] += nodes[node].value


def walk_trees(const double[:, ::1] rows, columns, double[::1] out):
    """Add to out[i] the leaf value of each tree for rows[i], tree by tree; a value up to the threshold goes left.

    `columns` is a `trees.TreeColumns`, whose children are behind their parents. Raises ValueError where the columns
    differ in length, or a walk would leave the nodes or the features, or not end.
    """
    cdef const int32_t[::1] roots = columns.roots
    cdef Py_ssize_t first, size, k, width = rows.shape[1], count = rows.shape[0], trees = roots.shape[0]
    cdef list memory = []
    cdef Node *nodes = nodes_of(columns, width, memory)
    if out.shape[0] != count:
        raise ValueError(f"There are {out.shape[0]} scores for {count} rows.")
    for k in range(trees):
        if not 0 <= roots[k] < len(columns.feature):
            raise ValueError(f"The root of tree {k} does not exist.")
    if not count or not trees:
        return
    cdef const double *row = &rows[0, 0] if width else NULL
    with nogil:
        for k in range((count + AT_ONCE - 1) // AT_ONCE):
            first = k * AT_ONCE
            size = min(<Py_ssize_t>AT_ONCE, count - first)
            add_leaves(row + first * width, size, width, nodes, &roots[0], trees, &out[first])
