"""Columns: the packed texts of a batch and their tokens, as one thing to pass around."""

from __future__ import annotations

from typing import NamedTuple

from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens


class Columns(NamedTuple):
    """buffer, offsets: texts in UTF-8, packed; tokens: the words of their bodies. Valid as long as the tokens are."""

    buffer: U8
    offsets: I64
    tokens: Tokens
