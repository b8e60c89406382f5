"""The build backend: setuptools, with the C compiler of the `ziglang` wheel where the machine has none.

A package that is built from its source needs a C compiler. Where neither the compiler of this Python nor gcc, clang or
cc is found, the build asks pip for `ziglang` and uses it. On Windows setuptools looks for MSVC itself.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import sysconfig
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (  # noqa: F401
    build_sdist,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

# Zig builds for the machine that it runs on, and checks for undefined behaviour, unless it is told otherwise.
_ZIG_FLAGS = "-mcpu=baseline -O2 -fno-sanitize=undefined"


def _compiler() -> str | None:
    """The C compiler that setuptools would call, else the first of gcc, clang and cc; None where there is none."""
    own = os.environ.get("CC") or sysconfig.get_config_var("CC") or ""
    for command in (own, "gcc", "clang", "cc"):
        if command and shutil.which(shlex.split(command)[0]):
            return str(command)
    return None


def _needs_zig() -> bool:
    return sys.platform != "win32" and _compiler() is None


def _choose_compiler() -> None:
    """Set CC and LDSHARED where setuptools would call a compiler that is not there."""
    if sys.platform == "win32":
        return
    compiler = _compiler() or f"{shlex.quote(sys.executable)} -m ziglang cc {_ZIG_FLAGS}"
    own = os.environ.get("CC") or sysconfig.get_config_var("CC") or ""
    if compiler != own:
        os.environ["CC"] = compiler
        shared = "-bundle -undefined dynamic_lookup" if sys.platform == "darwin" else "-shared"
        os.environ["LDSHARED"] = f"{compiler} {shared}"


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """The requirements of a build, with `ziglang` where no compiler is found."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *(["ziglang>=0.13"] if _needs_zig() else [])]


def get_requires_for_build_editable(config_settings: Any = None) -> list[str]:
    """As `get_requires_for_build_wheel`."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *(["ziglang>=0.13"] if _needs_zig() else [])]


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Build a wheel; see PEP 517."""
    _choose_compiler()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Build the kernels beside their sources and a wheel that refers to them; see PEP 660."""
    _choose_compiler()
    return build_meta.build_editable(wheel_directory, config_settings, metadata_directory)
