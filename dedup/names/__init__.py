"""Names: which spellings are one name, and which romanisation each follows.

>>> from dedup.names import compare
>>> compare("Hachd", "Hashd").verdict
'same'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.names.comparison import Comparison as Comparison
    from dedup.names.comparison import compare as compare
    from dedup.names.comparison import compare_many as compare_many
    from dedup.names.comparison import known_as as known_as
    from dedup.names.comparison import same_name as same_name
    from dedup.names.mention_collection import Mention as Mention
    from dedup.names.mention_collection import mentions as mentions
    from dedup.names.romanisation import ConventionGuess as ConventionGuess
    from dedup.names.romanisation import conventions as conventions
    from dedup.names.schemes import mixed_schemes as mixed_schemes

_HOME = {
    "Comparison": "dedup.names.comparison",
    "ConventionGuess": "dedup.names.romanisation",
    "compare": "dedup.names.comparison",
    "compare_many": "dedup.names.comparison",
    "conventions": "dedup.names.romanisation",
    "known_as": "dedup.names.comparison",
    "Mention": "dedup.names.mention_collection",
    "mentions": "dedup.names.mention_collection",
    "mixed_schemes": "dedup.names.schemes",
    "same_name": "dedup.names.comparison",
}
__all__ = [
    "Comparison",
    "ConventionGuess",
    "Mention",
    "compare",
    "compare_many",
    "conventions",
    "known_as",
    "mentions",
    "mixed_schemes",
    "same_name",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the kernels load slowly."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'dedup.names' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value
