"""Kernels compile wherever the package is installed: numba's cache goes where it can be written, or is left out."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import dedup
from dedup.text import jit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX systems")

NOBODY = 65534
SKETCH = "from dedup.sketch import signatures; from dedup.text.jit import CACHED; print(CACHED, signatures(['one two'], num_perm=2).shape)"
HASH = "from dedup.text.tables import hash_tokens; from dedup.text.jit import CACHED; print(CACHED, hash_tokens(['a', 'b']).size)"
# No folder is closed to root until it gives up its capabilities; header of Linux' capset(2) version 3 and six empty sets.
POWERLESS = "import ctypes; assert ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()) == 0; "
needs_closed_folders = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0 and sys.platform != "linux", reason="no folder is closed to root"
)


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Path]:
    """A copy of the package that cannot be written, without kernels compiled before, and beside it a closed folder."""
    lib = tmp_path / "lib"
    shutil.copytree(Path(dedup.__file__).parent, lib / "dedup", ignore=shutil.ignore_patterns("__pycache__"))
    for path in [lib, *lib.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    (tmp_path / "closed").mkdir(mode=0)
    yield lib
    for path in [tmp_path / "closed", lib, *lib.rglob("*")]:
        path.chmod(0o755)


def run(code: str, lib: Path, **env: str) -> str:
    """What a fresh process prints whose HOME does not exist and for whom closed folders are closed."""
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME", "NUMBA_CACHE_DIR", "TMPDIR")}
    lent = {"PYTHONPATH": str(lib), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/proc/none", **env}
    code = (POWERLESS if os.geteuid() == 0 else "") + code
    done = subprocess.run([sys.executable, "-c", code], env=kept | lent, cwd=lib, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@needs_closed_folders
def test_a_read_only_install_without_a_home_keeps_its_kernels_in_a_private_folder(lib: Path, tmp_path: Path) -> None:
    """The folder lies below the temporary one, is closed to others, and the second process finds the kernels there."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    assert run(SKETCH, lib, TMPDIR=str(scratch)) == "True (1, 2)"
    made = [path for path in scratch.iterdir() if path.name.startswith("dedup-kernels-")]
    assert len(made) == 1
    assert stat.S_IMODE(made[0].stat().st_mode) == 0o700
    compiled = {path.name: path.stat().st_mtime_ns for path in made[0].rglob("*.nbc")}
    assert any(name.startswith("kernels.tokenize") for name in compiled)
    assert run(SKETCH, lib, TMPDIR=str(scratch)) == "True (1, 2)"
    assert {path.name: path.stat().st_mtime_ns for path in made[0].rglob("*.nbc")} == compiled
    assert not list(lib.rglob("__pycache__"))


@needs_closed_folders
@pytest.mark.parametrize("where", ["/proc/none", "closed/cache"])
def test_without_a_writable_folder_kernels_compile_for_the_process_alone(lib: Path, tmp_path: Path, where: str) -> None:
    assert run(HASH, lib, NUMBA_CACHE_DIR=str(tmp_path / where)) == "False 2"


@needs_closed_folders
def test_a_home_that_may_not_be_searched_is_no_reason_to_fail(lib: Path, tmp_path: Path) -> None:
    """An image built as root and run as another user: HOME names a folder that this user may not enter."""
    (tmp_path / "tmp").mkdir()
    assert run(HASH, lib, HOME=str(tmp_path / "closed"), TMPDIR=str(tmp_path / "tmp")) == "True 2"


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Neither the package nor a home can be written; the temporary folder is the one returned."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(jit.config, "CACHE_DIR", "")
    monkeypatch.setattr(jit, "_is_writable", lambda folder: False)
    return tmp_path


def test_the_private_folder_is_chosen_when_nothing_else_can_be_written(bare: Path) -> None:
    assert jit._can_cache()
    folder = bare / f"dedup-kernels-{os.getuid()}"
    assert str(folder) == jit.config.CACHE_DIR
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    jit.config.CACHE_DIR = ""
    assert jit._can_cache(), "the folder of an earlier process serves again"


def test_a_link_in_the_place_of_the_private_folder_is_refused(bare: Path) -> None:
    (bare / "elsewhere").mkdir()
    (bare / f"dedup-kernels-{os.getuid()}").symlink_to(bare / "elsewhere")
    assert jit._private_folder() is None
    assert not jit._can_cache()
    assert jit.config.CACHE_DIR == ""


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_a_private_folder_that_others_may_write_is_refused(bare: Path, mode: int) -> None:
    """Cached kernels are pickles: whoever can write one can run code."""
    folder = bare / f"dedup-kernels-{os.getuid()}"
    folder.mkdir()
    folder.chmod(mode)
    assert not jit._can_cache()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_private_folder_of_another_user_is_refused(bare: Path) -> None:
    folder = bare / f"dedup-kernels-{os.getuid()}"
    folder.mkdir(mode=0o700)
    os.chown(folder, NOBODY, NOBODY)
    assert not jit._can_cache()


def test_a_file_in_the_place_of_the_private_folder_is_refused(bare: Path) -> None:
    (bare / f"dedup-kernels-{os.getuid()}").touch()
    assert not jit._can_cache()


def test_no_temporary_folder_at_all(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert not jit._can_cache()


def test_the_folder_that_the_user_named_is_kept(bare: Path) -> None:
    jit.config.CACHE_DIR = "/proc/none"
    assert not jit._can_cache()
    assert jit.config.CACHE_DIR == "/proc/none"


def test_what_can_be_written(tmp_path: Path) -> None:
    """A folder that does not exist yet is judged by the nearest one that does; nothing is left in it."""
    (tmp_path / "file").touch()
    assert jit._is_writable(tmp_path)
    assert jit._is_writable(tmp_path / "a" / "b")
    assert not jit._is_writable(tmp_path / "file" / "a")
    assert not jit._is_writable(Path("/proc/none/a"))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
