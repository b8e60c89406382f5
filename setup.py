"""Builds the kernels: each dedup/**/*.pyx becomes the extension module of its name. The rest of the package is in
pyproject.toml."""

import os
import sys
import sysconfig
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

SHARED = "dedup.native.memoryviews"  # what Cython would otherwise write into each module
DIRECTIVES = {
    "language_level": "3",
    "boundscheck": False,
    "wraparound": False,
    "initializedcheck": False,
    "cdivision": True,
    "embedsignature": True,
    "freethreading_compatible": False,
}
# No flag names a processor: the same wheel runs everywhere, and simd.c chooses at import. No product and sum become one
# operation, so that every processor rounds alike.
UNIX_FLAGS = ["-O3", "-ffp-contract=off", "-g0", "-fno-strict-aliasing", "-Wno-unused-function"]
# Which sanitizers the compiler puts in, by their names with commas between; see the targets sanitize and fuzz of make.
SANITIZERS = os.environ.get("DEDUP_SANITIZE", "")
SANITIZED_FLAGS = [
    f"-fsanitize={SANITIZERS}",
    "-fno-sanitize-recover=undefined",
    "-fno-omit-frame-pointer",
    "-g1",
    "-O1",
]


def extensions() -> list[Extension]:
    """One extension for each .pyx file, and one for the code that they share."""
    windows = sys.platform == "win32" and "gcc" not in (sysconfig.get_config_var("CC") or "")
    flags = ["/O2"] if windows else list(UNIX_FLAGS)
    links: list[str] = []
    if SANITIZERS:
        flags += SANITIZED_FLAGS
        links += [f"-fsanitize={SANITIZERS}"]
    headers = [str(path) for path in Path("dedup").rglob("*.h")]
    found = []
    for path in sorted(Path("dedup").rglob("*.pyx")):
        own_c = [str(path.parent / "simd_levels.c")] if path.stem == "simd" else []
        name = ".".join(path.with_suffix("").parts)
        found.append(
            Extension(
                name,
                [str(path), *own_c],
                depends=headers,
                include_dirs=["dedup/native", str(path.parent)],
                extra_compile_args=flags,
                extra_link_args=links,
            )
        )
    found.append(Extension(SHARED, [f"{SHARED.replace('.', '/')}.c"], extra_compile_args=flags, extra_link_args=links))
    return found


if __name__ == "__main__":
    cores = os.cpu_count() or 1
    modules = cythonize(
        extensions(), compiler_directives=DIRECTIVES, shared_utility_qualified_name=SHARED, build_dir="build/cython",
        nthreads=cores if hasattr(os, "fork") else 0,
    )  # fmt: skip
    # Sanitized objects are kept apart, so that no other build takes them for its own.
    base = f"build/{SANITIZERS.replace(',', '-')}" if SANITIZERS else "build"
    setup(ext_modules=modules, options={"build": {"build_base": base}, "build_ext": {"parallel": cores}})
