"""The words of one version as columns, for the kernels that align versions."""

from libc.stdint cimport int32_t, uint32_t


cdef class WordColumns:
    """By word: the number of its key, of its form, of the quotation around it (0 for none), and its signs."""

    def __init__(
        self,
        const int32_t[::1] keys,
        const int32_t[::1] forms,
        const int32_t[::1] quotations,
        const uint32_t[::1] signs,
    ):
        if not keys.shape[0] == forms.shape[0] == quotations.shape[0] == signs.shape[0]:
            raise ValueError("the columns of a version's words have different lengths")
        self.size = keys.shape[0]
        self.keys, self.forms, self.quotations, self.signs = keys, forms, quotations, signs
