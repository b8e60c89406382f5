"""An extension of griffe: examples in docstrings become fenced blocks, so that no bracket there is taken for a link."""

from __future__ import annotations

import re
from typing import Any, Final

import griffe

_EXAMPLE: Final = re.compile(r"(?:^>>> .*\n?(?:^(?!\s*$).*\n?)*\n?)+", re.MULTILINE)


def fenced(docstring: str) -> str:
    """Return a docstring whose examples are in `pycon` blocks."""
    return _EXAMPLE.sub(lambda found: f"```pycon\n{found[0].rstrip()}\n```\n\n", docstring)


class ExampleFences(griffe.Extension):  # type: ignore[misc] # griffe is not installed where types are checked
    """Fences the examples of everything that is loaded."""

    def on_object(self, *, obj: Any, **others: Any) -> None:
        """Change the docstring of one object."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
