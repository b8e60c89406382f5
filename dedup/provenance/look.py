"""What find_credits looks for in a text, as bits; the kernel of the prefilter uses the same."""

from __future__ import annotations

from typing import Final

PHRASES: Final = 1
NAMES: Final = 2
DATELINES: Final = 4
ALL: Final = PHRASES | NAMES | DATELINES
