"""Lines that were wrapped at a fixed width are read as one text."""

from dedup.names import mentions

WRAPPED = (
    "On Monday the assistant secretary of the port, David\nMulford, said that he prefers the conversion of old debts\n"
    "and other plans to help all those who are in debt, over\nthe quick ones that were made by several others in New\n"
    "York last week, and by those of the other harbours.\n"
)


def test_a_name_goes_on_in_the_next_line() -> None:
    found = [m.text for m in mentions(WRAPPED)]
    assert "David\nMulford" in found and "New\nYork" in found


def test_a_line_is_a_paragraph_where_another_is_long() -> None:
    text = WRAPPED + "\n" + "It is a long line of a text that nobody has wrapped at any width. " * 3
    assert "David\nMulford" not in [m.text for m in mentions(text)]
