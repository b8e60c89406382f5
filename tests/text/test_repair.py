"""Mojibake is mended with a map back to the text as read; sound text is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from ftfy import fix_encoding
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.repair import repair

SOUND = [
    "SÃO PAULO — É",
    "Ñandú, Éire",
    "naïve façade, 20 €",
    "Straße “groß” ‘so’",
    "東京 und Köln",
    "",
    "\n\n",
    "Ça – là",
    "a\ud800b é",
]
MENDED = {
    "schÃ¶n, itâ€™s": "schön, it’s",
    "Ã–sterreich": "Österreich",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚": "привет",
    "â€œYesâ€\u009d": "“Yes”",
    "Ã\x85ngström vs Ã\x85bo": "Ångström vs Åbo",
    "Ã\x85ngstrÃ¶m": "Ångström",
    "ç\x8a¶æ\x85\x8b": "状態",
    "æ\x97¥æ\x9c¬": "日本",
}


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) is None


@pytest.mark.parametrize(("garbled", "meant"), MENDED.items())
def test_text_read_with_the_wrong_encoding_is_mended(garbled: str, meant: str) -> None:
    found = repair(f"First é.\r\n{garbled}\nLast")
    assert found is not None
    assert found.text == f"First é.\r\n{meant}\nLast"


lines = st.lists(st.sampled_from([*SOUND, *MENDED]) | st.text(max_size=12), max_size=8)


@given(lines, st.sampled_from(["\n", "\r\n", " \n"]))
def test_the_map_leads_back_to_what_was_read(parts: list[str], ending: str) -> None:
    """It never goes back, ends at the end of the text as read, and names for each untouched character that
    character."""
    text = ending.join(parts)
    found = repair(text)
    if found is None:
        assert all(fix_encoding(line) == line for line in text.split("\n"))
        return
    assert found.text == "\n".join(fix_encoding(line) for line in text.split("\n"))
    assert isinstance(found.to_raw, np.ndarray)
    assert found.to_raw.size == len(found.text) + 1
    assert int(found.to_raw[0]) == 0 or found.text == ""
    assert int(found.to_raw[-1]) == len(text)
    assert (np.diff(found.to_raw) >= 0).all()
    for at, char in enumerate(found.text):
        if char in "\n ":
            assert text[int(found.to_raw[at])] == char


def test_every_mended_character_names_the_characters_it_was_made_from() -> None:
    found = repair("ok\nschÃ¶n â€“ Ã¼\n")
    assert found is not None
    assert found.text == "ok\nschön – ü\n"
    raw = "ok\nschÃ¶n â€“ Ã¼\n"
    parts = [raw[s:e] for s, e in zip(found.to_raw[:-1], found.to_raw[1:], strict=True)]
    assert parts == ["o", "k", "\n", "s", "c", "h", "Ã¶", "n", " ", "â€“", " ", "Ã¼", "\n"]


def test_a_line_too_long_to_align_is_left_alone_and_the_others_are_mended() -> None:
    found = repair("schÃ¶n " * 4 + "\nschÃ¶n\n", longest_line=20)
    assert found is not None
    assert found.text == "schÃ¶n " * 4 + "\nschön\n"
    assert int(found.to_raw[-1]) == 36
