"""What rules see of a text: its length stays, what is no prose is masked, each place is body, quotation or title."""

import pytest

from dedup.artifacts.document import MASK, Document


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("See https://news.example/a?b=1#c for more.", ["https://news.example/a?b=1#c"]),
        ("Write to desk.two@news.example.org today.", ["desk.two@news.example.org"]),
        ("A <b class='x'>bold</b> word<br/>here", ["<b class='x'>", "</b>", "<br/>"]),
        ("Fish &amp; chips&#8217; &nbsp;price", ["&amp;", "&#8217;", "&nbsp;"]),
        ("Call `run(x)` now", ["`run(x)`"]),
        ("Text\n```\ncode He\n```\nmore", ["```", "code He", "```"]),
        ("Name | Goals | Games\nof the cup", ["Name | Goals | Games"]),
        ("Team\tWon\tLost\nof the cup", ["Team\tWon\tLost"]),
        ("What a day! — Ann (@ann) May 3\nShe left.", ["What a day! — Ann (@ann)"]),
    ],
)
def test_what_is_no_prose_is_masked_in_place(text: str, masked: list[str]) -> None:
    seen = Document(text, []).text
    assert len(seen) == len(text)
    assert [part for part in seen.replace("\n", "").split(MASK) if part] != [text.replace("\n", "")]
    expected = text
    for piece in masked:
        expected = expected.replace(piece, MASK * len(piece), 1)
    assert seen == expected


@pytest.mark.parametrize(
    "text",
    [
        "Is 3 < 4 and 5 > 2?",
        "Fish & chips; peas",
        "Storm hits coast | Evening News",
        "It is 12\t14",
        "@ann said",
        "a ` b",
        "AT&T said so;",
    ],
)
def test_prose_is_left_as_it_is(text: str) -> None:
    assert Document(text, []).text == text


@pytest.mark.parametrize("token", ["</think>", "<unk>", "<NAME_1>", "<s>"])
def test_a_token_of_a_model_is_seen_where_it_is_a_line_of_furniture(token: str) -> None:
    text = f"The mayor left.\n{token}\nIt rained."
    assert Document(text, [(16, 16 + len(token))]).text == text
    assert Document(text).text == text


def test_a_tag_is_no_token() -> None:
    assert "<name>" not in Document("The mayor left.\n<name>\nIt rained.", [(16, 22)]).text


def test_furniture_is_masked_and_line_breaks_stay() -> None:
    text = "Rivals met.\n\nAdvertisement\n\nTalks go on."
    assert Document(text).text == text.replace("Advertisement", MASK * 13)
    assert Document("ab\ncd ef", [(1, 5)]).text == f"a{MASK}\n{MASK}{MASK} ef"
    assert Document("abcdef", [(3, 5), (1, 4)]).text == f"a{MASK * 4}f"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we go" and "no" at last', ['"we go"', '"no"']),
        ("“We go,” he said", ["“We go,”"]),
        ('“We go" he said', ['“We go"']),
        ("„Wir gehen“ he said", ["„Wir gehen“"]),
        ("«Nous» 「我」『我』", ["«Nous»", "「我」", "『我』"]),
        ("“We go.\n“We stay,” he said", ["“We go.", "“We stay,”"]),
        ('a 5\'10" man and "him"', ['"him"']),
        ("“one «two” three» four", ["“one «two”"]),
        ("a ” b", []),
    ],
)
def test_marks_open_and_close_as_those_of_relations(text: str, quoted: list[str]) -> None:
    document = Document(text, [])
    assert [text[start:end] for start, end in document.quoted] == quoted
    inside = {at for start, end in document.quoted for at in range(start + 1, end)}
    assert {at for at in range(len(text)) if document.is_quoted(at)} == inside


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Storm hits coast\n\nA storm came on Monday.", "Storm hits coast"),
        ("\n Storm hits coast \nA storm came.", "\n Storm hits coast "),
        ("Storm hits coast", ""),
        ("Storm hits coast\n\n", ""),
        ("A storm hit the coast.\nIt was bad.", ""),
        ("“A storm hit us,” he said, “at night”\nIt was bad.", ""),
        ("long " * 40 + "\nIt was bad.", ""),
    ],
)
def test_a_short_first_line_that_ends_unlike_a_sentence_is_a_title(text: str, title: str) -> None:
    document = Document(text, [])
    assert text[: document.title_end] == title
    assert document.place(len(text) - 1) == "body"
    if title:
        assert document.place(text.index("Storm")) == "title"


def test_pieces_are_cut_at_line_breaks_and_hold_all_of_the_text() -> None:
    text = "".join(f"line {n}\n" for n in range(100)) + "x" * 500
    pieces = list(Document(text, []).cut(100))
    assert "".join(piece.text for _, piece in pieces) == text
    assert all(text.startswith(piece.text, start) and len(piece.text) <= 100 for start, piece in pieces)
    assert all(piece.text.endswith("\n") for start, piece in pieces if start + 100 < len(text) - 500)
    assert [start for start, _ in Document("short", []).cut(100)] == [0]
