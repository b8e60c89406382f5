"""Invented texts with marks in them, a rule of a user's own, and how they are written to a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MARKED = (
    "Harbour stays closed\n"
    "The mayor met Anna PetrovaShe lost the vote in spring and now leads the council. "
    "The loan for the quay is a matter of trust or trust.\n"
    "Pilots wait for news.\n"
)
"""Marks of two families: a glued sentence in line 2, column 20, and a doubled alternative."""

GLUED = "The mayor met Anna PetrovaShe lost the vote in spring and now leads the council of the old town.\n"
"""One mark, which accuses nobody by itself."""

PLAIN = "The mayor met Anna Petrova, who lost the vote in spring and now leads the council of the old town.\n"

FIELDS: dict[str, Any] = {
    "id": "stacked-fish",
    "family": "stacking",
    "category": "fish behind fish",
    "claims": "machine",
    "pattern": "(?i)\\bfish fish\\b",
    "message": "Two fish: {text}.",
    "why": "Nobody writes so.",
    "matches": ["a ⟦fish fish⟧ here", "one ⟦fish fish⟧ there", "⟦Fish fish⟧ again"],
    "misses": ["fish", "fishes", "a fish, fish"],
}


def rule_folder(path: Path, **changed: Any) -> str:
    """A folder with one rule, some of its fields changed; its name."""
    path.mkdir(exist_ok=True)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in {**FIELDS, **changed}.items()]
    (path / "own.toml").write_text("[[rule]]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path.name
