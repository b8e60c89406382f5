"""Compilation of the kernels: numba's cache is put where it can be written, or left out.

Numba refuses to import a cached function when neither the package nor the user's cache folder is writable
(a read-only image without a HOME). Then a private folder below the temporary directory serves, and where that fails
too the kernels are compiled anew in each process.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numba
from numba.core import config as _config
from numba.core.caching import FunctionCache as _FunctionCache
from numba.core.runtime.nrt import rtsys as _runtime
from numba.extending import intrinsic as _intrinsic
from numba.misc.appdirs import AppDirs

_app_folders: Any = AppDirs
_numba_cache: Any = _FunctionCache
_array_runtime: Any = _runtime
config: Any = _config  # numba sets the attributes of its configuration at import
_PACKAGE: Final = Path(__file__).resolve().parents[1]


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made in `folder`, or in its nearest existing parent (numba makes the rest)."""
    try:
        while not folder.exists() and folder != folder.parent:  # raises where a parent may not be searched
            folder = folder.parent
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _private_folder() -> Path | None:
    """A folder that only this user can write: cached kernels are pickles, so nobody else may plant one."""
    name = f"dedup-kernels-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    try:
        folder = Path(tempfile.gettempdir()) / name  # raises where no folder at all can be written
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    owned = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    closed = os.name == "nt" or not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if stat.S_ISDIR(found.st_mode) and owned and closed else None


def _can_cache() -> bool:
    if config.CACHE_DIR:
        return _is_writable(Path(config.CACHE_DIR))
    if _is_writable(_PACKAGE) or _is_writable(Path(_app_folders(appname="numba", appauthor=False).user_cache_dir)):
        return True
    folder = _private_folder()
    if folder is None:
        return False
    config.CACHE_DIR = str(folder)
    return True


CACHED: Final = _can_cache()


class _QuickCache(_numba_cache):  # type: ignore[misc]
    """Numba's cache of one kernel, which imports what a compiler needs only where one is needed.

    Numba itself loads its implementation of Python and numpy, scipy among it, before it looks for a cached function: half the time
    that a small scan takes. A cached kernel needs the allocator of arrays alone; compiling loads the rest by itself.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled function for a signature, None where the cache has none."""
        _array_runtime.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)


def kernel(function: Callable[..., Any]) -> Any:
    """Compile `function` with numba without the interpreter lock; its callees must stand in the same file as it does.

    The cache sees edits of the file that holds the kernel, not of others.
    """
    return _compiled(function, nogil=True)


def _compiled(function: Callable[..., Any], *, nogil: bool) -> Any:
    dispatcher: Any = numba.njit(nogil=nogil)(function)
    if CACHED:
        dispatcher._cache = _QuickCache(function)
    return dispatcher


def locked_kernel(function: Callable[..., Any]) -> Any:
    """A `kernel` that holds the interpreter lock, because it reads Python objects."""
    return _compiled(function, nogil=False)


def inlined(function: Callable[..., Any]) -> Any:
    """Compile `function` into each kernel that calls it."""
    return numba.njit(nogil=True, inline="always")(function)


def intrinsic(function: Callable[..., Any]) -> Any:
    """Let kernels call `function`, which writes LLVM instructions."""
    return _intrinsic(function)
