"""The process that reads pages: a page comes on standard input, its article goes to standard output. A page that makes
the parser fail takes this process along and no other."""

from __future__ import annotations

import logging
import sys
from typing import Final

import msgspec

from dedup.child_process import receive, send
from dedup.sources.html.page import PageArticle, read_page

_MEMORY: Final = 4 << 30
"""Bytes of addresses that the process may use: a page of 16 MiB takes a twentieth of it."""


class PageRequest(msgspec.Struct, frozen=True, array_like=True):
    """A page as bytes or as text, and the address it was fetched from."""

    data: bytes | None
    text: str | None
    url: str | None


class PageAnswer(msgspec.Struct, frozen=True, array_like=True):
    """The article of a page, None where it has none; `failed` where the extraction raised an error."""

    article: PageArticle | None
    failed: bool = False


def answer(request: PageRequest) -> PageAnswer:
    """Return the article of a page; what the extraction raises is an answer, too."""
    data = request.text if request.data is None else request.data
    try:
        return PageAnswer(read_page(data or "", request.url))
    except Exception:  # noqa: BLE001 no page may end the process
        return PageAnswer(None, failed=True)


def main() -> None:
    """Answer until standard input ends."""
    logging.disable(logging.CRITICAL)
    _limit_memory()
    decode, encode = msgspec.msgpack.Decoder(PageRequest).decode, msgspec.msgpack.Encoder().encode
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while (message := receive(source)) is not None:
        send(target, encode(answer(decode(message))))


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        pass
