"""Names: which spellings are one name, and which romanisation each follows.

>>> compare("Hachd", "Hashd").verdict
'same'
"""

from __future__ import annotations

from dedup.names.comparison import Comparison, compare, compare_many

__all__ = ["Comparison", "compare", "compare_many"]
