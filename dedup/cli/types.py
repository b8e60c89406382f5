"""Types of options: an amount of memory, a probability, a number of processes; and an option of several commands."""

from __future__ import annotations

import re
from typing import Final

import click

from dedup.child_process import MOST_JOBS

_UNITS: Final = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?) {0,2}([kmgt]?)(?:i?b)?", re.IGNORECASE)


JOBS: Final = click.IntRange(min=1, max=MOST_JOBS)
HOUSE_STYLE: Final = click.option(
    "--house-style",
    type=click.Choice(["on", "off"]),
    default="on",
    show_default=True,
    callback=lambda _context, _option, value: value == "on",
    help="Whether marks that an outlet has in many of its articles are its style, and no evidence of a translation.",
)


def size(text: object) -> int:
    """Bytes, written as a number or with a unit of 1,024.

    >>> size("1.5 GiB"), size("512MB"), size(100)
    (1610612736, 536870912, 100)
    """
    match = _SIZE.fullmatch(str(text).strip())
    amount = int(float(match[1]) * _UNITS[match[2].lower()]) if match else 0
    if amount < 1:
        raise click.BadParameter(f"{text!r} is not an amount of memory such as 512MB, 2GB or a number of bytes")
    return amount


def probability(text: object) -> float:
    """A number from 0 to 1.

    >>> probability("0.5")
    0.5
    """
    try:
        number = float(str(text))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise click.BadParameter(f"{text!r} is not a number from 0 to 1")
    return number
