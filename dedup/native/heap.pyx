"""Memory of the process: what was freed goes back to the system."""

cdef extern from *:
    """
    #if defined(__GLIBC__)
    #include <malloc.h>
    static int give_back(void) { return malloc_trim(0); }
    #else
    static int give_back(void) { return 0; }
    #endif
    """
    int give_back() nogil


def trim_heap() -> bool:
    """Give memory that was freed back to the system, which takes some 50 ms for a gigabyte; return whether there was
    any. The allocator of glibc keeps blocks of up to 32 MB for later; on other systems nothing is done."""
    cdef int done
    with nogil:
        done = give_back()
    return done != 0
