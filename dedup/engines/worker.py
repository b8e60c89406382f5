"""A worker process: it runs stages of one scan, as they are asked for."""

from __future__ import annotations

import gc
import pickle
import signal
import sys
import traceback
from typing import Any, NamedTuple

from dedup.child_process import receive, send
from dedup.engines.stages import Stages

START = "start"
"""The name of the first call, whose arguments make the `Stages`."""


class Call(NamedTuple):
    """A method of `Stages`, and what it is called with."""

    stage: str
    arguments: tuple[Any, ...]


class Answer(NamedTuple):
    """What a call returned, or the error that it raised; whether that was the first call, without which there are no
    others."""

    value: Any = None
    error: BaseException | None = None
    starting: bool = False


def packed(value: Any) -> bytes:
    """Return a call or an answer as a message."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(message: bytes) -> Any:
    """Return what a message holds; messages come from this package's own processes alone."""
    return pickle.loads(message)


def main() -> None:
    """Answer calls until standard input ends. Who started this process ends it at an interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # cycles are rare here, and looking for them takes a tenth of the time
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    stages: Stages | None = None
    while (message := receive(source)) is not None:
        call: Call = unpacked(message)
        del message
        try:
            if call.stage == START:
                started = Stages(*call.arguments)
                _ = started.describer  # rules that cannot be used end the scan before it begins
                stages = started
                reply = packed(Answer())
            else:  # what is returned is not kept while its message is sent
                reply = packed(Answer(getattr(stages, call.stage)(*call.arguments)))
        except Exception as error:  # noqa: BLE001 the error is raised where the call came from
            reply = _packed_error(error, starting=stages is None)
        del call
        send(target, reply)


def _packed_error(error: Exception, *, starting: bool) -> bytes:
    error.add_note(f"In a worker process:\n{''.join(traceback.format_exception(error))}")
    try:
        reply = packed(Answer(None, error, starting))
        unpacked(reply)
    except Exception:  # noqa: BLE001 an error that cannot be sent is told in words
        return packed(Answer(None, RuntimeError(f"{type(error).__name__}: {error}"), starting))
    return reply
