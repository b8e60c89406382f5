"""Policy: a Redis that throws keys away when it is full would lose articles without a word, so an index is not kept in
one."""

from __future__ import annotations

from typing import Final

from dedup.errors import DedupError, SettingsError
from dedup.prefilter.fleet.connection import Server

NEEDED: Final = "noeviction"


def check_policy(server: Server) -> None:
    """Raise SettingsError where the server evicts keys; one that does not tell its policy is taken as it is."""
    server.ask("PING")
    try:
        told = server.ask("INFO", "memory")
    except DedupError:  # INFO may be forbidden
        return
    policy = told.get("maxmemory_policy", NEEDED)
    if policy != NEEDED:
        raise SettingsError(
            f"{server.shown} evicts keys where its memory is full (maxmemory-policy {policy}), which would lose articles unseen; "
            f"set maxmemory-policy to {NEEDED}."
        )
