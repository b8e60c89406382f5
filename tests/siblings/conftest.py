"""Invented stories in several versions, related by passages that hold them whole."""

from collections.abc import Callable, Sequence
from itertools import combinations

import pytest

from dedup.artifacts.rule import Finding
from dedup.records import Passage, Relation, RelationKind, Sides, Similarity

OPENING = "The harbour of Port Selda stayed closed on Monday after the storm tore down two cranes and sank a ferry."
CLOSING = "Insurers put the damage at 40 million crowns, and engineers expect the repairs to last until the summer."
OTHER_OPENING = "Fishermen in Port Selda woke to an empty quay."
OTHER_CLOSING = "The council will meet again in a fortnight to vote on a loan for the fishing fleet."


def hard(family: str = "joins", claims: str = "machine") -> Finding:
    return Finding(family, family, family, claims, "text", 0, 3, "The", "found by a rule")  # type: ignore[arg-type]


def related(
    a: str,
    b: str,
    texts: dict[str, str],
    relation: RelationKind = "rewrite",
    probability: float = 1.0,
    coverage: float = 0.9,
) -> Relation:
    """A relation whose single passage holds both texts whole."""
    a, b = sorted((a, b))
    passage = Passage((0, len(texts[a])), (0, len(texts[b])), texts[a][:300], texts[b][:300], "reworded", False, 0.8)
    sides = Sides(coverage, coverage)
    return Relation(
        a, b, relation, probability, "unknown", sides, Sides(0, 0), Similarity(0.3, 0.4, 0.5), [passage], []
    )


class Story:
    """Versions of a story; all pairs are related."""

    def __init__(self, texts: dict[str, str], kinds: dict[tuple[str, str], RelationKind]) -> None:
        self.texts = texts
        self.relations = [related(a, b, texts, kinds.get((a, b), "rewrite")) for a, b in combinations(sorted(texts), 2)]


@pytest.fixture
def story() -> Callable[..., Story]:
    """story("departing", "of the others"): the version `odd`, and two newsrooms `one` and `two` that carry the same
    passage."""

    def tell(odd: str, others: str, *, versions: Sequence[str] = ("odd", "one", "two")) -> Story:
        texts = {
            "odd": f"{OPENING}\n{odd}\n{CLOSING}",
            "one": f"{OPENING}\n{others}\n{CLOSING}",
            "two": f"{OTHER_OPENING}\n{OPENING}\n{others}\n{CLOSING}\n{OTHER_CLOSING}",
        }
        return Story({name: texts[name] for name in versions}, {})

    return tell
