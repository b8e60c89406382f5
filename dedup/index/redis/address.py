"""Where the Redis of a fleet is, from its URL, and how to show it without its password."""

from __future__ import annotations

import os
import re
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from dedup.errors import SettingsError

SCHEMES: Final = ("redis", "rediss", "unix")
# With one slash or behind blanks an address is mistyped: as the name of a file it would be shown, password and all
_ADDRESS: Final = re.compile(rf"\s*({'|'.join(SCHEMES)}):/", re.IGNORECASE)
_FORM: Final = "write it as in redis://host:6379/0"
PREFIX: Final = "dedup"
_PREFIXES: Final = re.compile(r"[A-Za-z0-9_.:-]{1,60}")
_OPTIONS: Final = frozenset((
    "db", "username", "password", "socket_timeout", "socket_connect_timeout",
    "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_cert_reqs", "ssl_check_hostname",
))  # fmt: skip


class RedisAddress(NamedTuple):
    """url: what the client takes; prefix: that of all keys; shown: the address without user, password and options."""

    url: str
    prefix: str
    shown: str


def is_address(path: str | os.PathLike[str]) -> bool:
    """Return whether an index is named by a URL of Redis, or by what was meant as one.

    >>> is_address("redis://news-1:6379/0"), is_address("seen.db"), is_address("redis.db"), is_address(" redis:/news-1")
    (True, False, False, True)
    """
    return isinstance(path, str) and _ADDRESS.match(path) is not None


def read_address(url: str) -> RedisAddress:
    """Take a URL apart: redis://host:6379/0?prefix=news, rediss:// for TLS, unix:///path.sock?db=0. Raises
    SettingsError.

    >>> read_address("redis://feed:secret@news-1/2?prefix=wire").shown
    'redis://news-1:6379/2?prefix=wire'
    """
    try:
        parts = urlsplit(url.strip())
        if not url.strip()[len(parts.scheme) :].startswith("://"):
            raise ValueError("there is one slash")
        port, host = parts.port or 6379, parts.hostname or "localhost"
    except ValueError as error:
        raise SettingsError(f"The address of the index is no URL; {_FORM}.") from error
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    prefix = options.pop("prefix", PREFIX)
    if unknown := sorted(options.keys() - _OPTIONS):
        raise SettingsError(
            f"Unknown option {unknown[0][:60]!r} in the address of the index; choose from "
            f"{', '.join(sorted(_OPTIONS))}."
        )
    tls = sorted(name for name in options if name.startswith("ssl_"))
    if tls and parts.scheme.lower() != "rediss":
        raise SettingsError(f"The option {tls[0]!r} is for TLS; write the address as in rediss://host:6379/0.")
    if empty := sorted(name for name, value in options.items() if not value and name != "db"):
        raise SettingsError(f"The option {empty[0]!r} in the address of the index has no value; give it one.")
    if not _PREFIXES.fullmatch(prefix):
        raise SettingsError(
            f"The prefix {prefix[:60]!r} is not usable; take at most 60 letters, digits and the signs _ . : - for it."
        )
    scheme = parts.scheme.lower()
    database = options.get("db", "") or ("" if scheme == "unix" else unquote(parts.path).strip("/")) or "0"
    if not (database.isascii() and database.isdecimal()):
        raise SettingsError(f"The address of the index has no number of a database at its end; {_FORM}.")
    place = (
        f"unix://{parts.path}?db={database}" if scheme == "unix" else f"{scheme}://{_bracketed(host)}:{port}/{database}"
    )
    shown = place if prefix == PREFIX else f"{place}{'&' if scheme == 'unix' else '?'}prefix={prefix}"
    return RedisAddress(f"{scheme}://{parts.netloc}{parts.path}?{urlencode(options)}", prefix, shown)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return the name of an index as it may be shown: a path as it is, an address without what is secret.

    >>> shown_path("seen.db"), shown_path("redis://:secret@news-1")
    ('seen.db', 'redis://news-1:6379/0')
    """
    path = os.fspath(path)
    return read_address(path).shown if is_address(path) else path
