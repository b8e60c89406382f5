"""An extension of griffe: what mkdocstrings shows of docstrings and of the fields of records.

Examples become fenced blocks, so that no bracket there is taken for a link. A field `name: Annotated[T, means("...")]`
becomes `name: T` with the meaning as its docstring.
"""

from __future__ import annotations

import ast
import re
from typing import Any, Final

import griffe

_EXAMPLE: Final = re.compile(r"(?:^>>> .*\n?(?:^(?!\s*$).*\n?)*\n?)+", re.MULTILINE)
_FIELD: Final = re.compile(r"Annotated\[(?P<type>.*), means\((?P<sentence>.*)\)\]", re.DOTALL)


def fenced(docstring: str) -> str:
    """Return a docstring whose examples are in `pycon` blocks."""
    return _EXAMPLE.sub(lambda found: f"```pycon\n{found[0].rstrip()}\n```\n\n", docstring)


def type_and_meaning(annotation: str) -> tuple[str, str] | None:
    """Return the type of a field and what it means, None where the annotation says nothing about that.

    >>> type_and_meaning("Annotated[str | None, means('Its headline.')]")
    ('str | None', 'Its headline.')
    """
    found = _FIELD.fullmatch(annotation)
    return None if found is None else (found["type"], ast.literal_eval(f"({found['sentence']})"))


class ManualDocstrings(griffe.Extension):
    """Changes the docstrings of everything that is loaded."""

    def on_object(self, *, obj: Any, **others: Any) -> None:
        """Change the docstring of one object."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
        elif obj.is_attribute and obj.annotation is not None:
            described = type_and_meaning(str(obj.annotation))
            if described is not None:
                obj.annotation, meaning = described
                obj.docstring = griffe.Docstring(meaning, parent=obj)
