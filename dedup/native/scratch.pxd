"""Scratch: memory that a kernel works in and that nobody reads afterwards."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize


cdef inline void *scratch(list memory, Py_ssize_t count, Py_ssize_t size) except NULL:
    """Uninitialised memory for `count` elements of `size` bytes, aligned to 16 bytes; it lives as long as the list
    `memory`.

    Raises MemoryError.
    """
    cdef object block = PyBytes_FromStringAndSize(NULL, (count if count > 0 else 1) * size)
    memory.append(block)
    return PyBytes_AS_STRING(block)
