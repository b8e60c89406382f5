"""The build backend asks for a compiler where the machine has none, and for nothing else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BACKEND = Path(__file__).resolve().parents[1] / "packaging" / "build_kernels.py"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="setuptools looks for MSVC itself"),
    pytest.mark.skipif(importlib.util.find_spec("setuptools") is None, reason="setuptools is not installed"),
    pytest.mark.skipif(not BACKEND.exists(), reason="the tests run without the source of the package"),
]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The backend's module; a build would be told its folder by `backend-path`."""
    spec = importlib.util.spec_from_file_location("build_kernels", BACKEND)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.delenv("LDSHARED", raising=False)
    return module


def asked(backend: ModuleType) -> list[str]:
    return [name for name in backend.get_requires_for_build_wheel() if "ziglang" in name]


def test_without_a_compiler_the_build_requires_zig(
    backend: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert len(asked(backend)) == 1


@pytest.mark.parametrize("name", ["gcc", "clang", "cc"])
def test_any_usual_compiler_is_enough(
    backend: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert asked(backend) == []


def test_the_compiler_that_the_user_names_is_used(
    backend: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mycc").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CC", "mycc -m64")
    assert asked(backend) == []
