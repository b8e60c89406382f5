"""A Python process of its own that answers one message after the other, over its standard input and output.

It is started by the interpreter's own path, not by `multiprocessing`: a script that calls this package needs no guard
around its main part, and every system starts it alike. It ends when the process that started it does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import BinaryIO, Final

_PROGRAM: Final = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"
MOST_JOBS: Final = 1024
"""Processes, and threads, that a caller may ask for; a mistyped number would only make the machine stand still."""
_LENGTH: Final = 8
"""Bytes of the number in front of each message that says how long it is."""


def send(stream: BinaryIO, message: bytes) -> None:
    """Write a message with its length in front."""
    stream.write(len(message).to_bytes(_LENGTH, "big"))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Return the next message, None where the stream ends before it does."""
    head = stream.read(_LENGTH)
    if head is None or len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    message = stream.read(length)
    return message if message is not None and len(message) == length else None


class ChildProcess:
    """One process that runs `main` of a module, which answers messages until its standard input ends."""

    def __init__(self, module: str) -> None:
        program = _PROGRAM.format(path=[entry or os.getcwd() for entry in sys.path], module=module)  # noqa: PTH109
        self._process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, message: bytes) -> bytes | None:
        """Return the answer to a message, None where the process ended without one."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            send(self._process.stdin, message)  # type: ignore[arg-type]
            return receive(self._process.stdout)  # type: ignore[arg-type]
        except (OSError, ValueError):  # a ValueError where another thread closed the streams
            return None

    def kill(self) -> None:
        """End the process at once; who waits for an answer gets none."""
        self._process.kill()

    def end(self) -> int:
        """End the process and free what it holds; return its exit code, less than 0 for a signal."""
        self._process.kill()
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return code
