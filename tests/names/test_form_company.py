"""Which names stand beside a name, whatever the order of the articles."""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest

from dedup.article import Article
from dedup.names import forms as forms_of_names
from dedup.names.forms import FEW_NEIGHBOURS, MOST_ARTICLES, FormCompany, Forms
from dedup.names.mention_collection import MentionCollection
from dedup.text.corpus import CorpusReader

LETTERS = "bdfgklmnprstvz"
OTHERS = [f"{a.upper()}o{b}aki" for a in LETTERS for b in LETTERS]


def of(texts: Sequence[str], groups: Mapping[int, int] | None = None) -> tuple[Forms, FormCompany]:
    gathered = MentionCollection(0)
    gathered.add(CorpusReader()([Article(id=str(n), text=text) for n, text in enumerate(texts)]).columns)
    forms = Forms(gathered)
    return forms, FormCompany(forms, groups or {})


def number(forms: Forms, word: str) -> int:
    found = forms.number((word.lower(),))
    assert found is not None
    return found


def test_company_of_a_frequent_name_is_chosen_by_content() -> None:
    texts = [f"We saw Zarnitsa and {other}." for other in OTHERS]
    companies = []
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        forms, context = of(texts)
        companies.append([forms.keys[form] for form in context.company(number(forms, "Zarnitsa")).tolist()])
    assert companies[0] == companies[1] == companies[2]
    assert len(companies[0]) == MOST_ARTICLES + 1


def test_forms_are_numbered_by_content() -> None:
    texts = [f"We saw {other}." for other in reversed(OTHERS)]
    forms, _ = of(texts)
    assert forms.keys == sorted(forms.keys)
    assert forms.surfaces == sorted(forms.surfaces)


@pytest.mark.parametrize("rows", [1, 7, 1_000])
def test_surfaces_are_counted_alike_however_many_are_joined_at_once(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    texts = [f"We saw {a} and {b}, and {a} again." for a, b in pairwise(OTHERS)] * 2
    monkeypatch.setattr(forms_of_names, "_JOINED", rows)
    forms, _ = of(texts)
    counted = {
        (forms.surfaces[surface], article): times
        for surface, article, times in zip(*(column.tolist() for column in forms.occurrences), strict=True)
    }
    expected = Counter((word, n) for n, text in enumerate(texts) for word in re.findall(r"[A-Z]o\w+", text))
    assert counted == expected
    assert [*counted] == sorted(counted)
    assert forms.presence.key().tolist() == sorted({n << 32 | number(forms, word) for word, n in counted})


def test_rare_company_weighs_more() -> None:
    texts = ["We saw Varga, Zora, Kosaki and Zarnitsa.", "We saw Vargas, Zora, Kosaki and Kharga."]
    forms, context = of([*texts, *["We saw Zora."] * 30])
    often, _ = of(texts)
    assert (context.shared(number(forms, "Varga"), number(forms, "Vargas")) or 1) < 0.67
    assert often.frequency[number(often, "Zora")] == 2


def test_hardly_any_company_shows_nothing() -> None:
    forms, context = of(["We saw Varga and Zora.", "We saw Vargas and Zora."])
    assert FEW_NEIGHBOURS > 1
    assert context.shared(number(forms, "Varga"), number(forms, "Vargas")) is None


def test_families_and_common_articles() -> None:
    texts = ["We saw Varga.", "We saw Vargas.", "We saw Zora and Varga."]
    forms, context = of(texts, {0: 4, 1: 4})
    varga, vargas, zora = (number(forms, name) for name in ("Varga", "Vargas", "Zora"))
    assert context.together(varga, vargas)
    assert not context.together(vargas, zora)
    assert context.beside(varga, zora).tolist() == [2]
    assert context.beside(varga, vargas).tolist() == []
