"""Addresses of articles: which of them lead to one article, and which hosts belong to one site."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Protocol
from urllib.parse import urlsplit

_TRACKING: Final = re.compile(
    r"(?:utm_.*|at_(?:medium|campaign|custom\d|link_\w+|format|ptr_name|bbc_team)|ns_(?:mchannel|source|campaign|linkname)"
    r"|(?:fb|[gd])clid|gclsrc|[gw]braid|msclkid|[yt]clid|twclid|ttclid|igshid|igsh|mibextid|mc_[ce]id|_ga|_gl|_hs(?:enc|mi)"
    r"|hsctatracking|mkt_tok|s_kwcid|[ci]mp|cmpid|icid|ocid|ncid|smid|smtyp|mbid|spm|xtor|wt_?mc|wt\.mc_id|guccounter"
    r"|guce_referrer(?:_sig)?|ref_src|ref_url|__twitter_impression|vero_(?:id|conv)|oly_(?:enc|anon)_id|yptr|fb_action_.*"
    r"|fb_source|fb_ref|ito|sr_share|soc_src|soc_trk)",
    re.IGNORECASE,
)
"""Parameters of a query that say by which way a reader came, and nothing of what is read."""

_PORTS: Final = re.compile(r":(?:80|443)?$")
# No year, no month and no day has five digits; eight or more may be a date with its time
_NUMBER: Final = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))\d{5,20}(?!\d)")
_ENDING: Final = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp|cms|ece)$", re.IGNORECASE)
_PARTS: Final = re.compile(r"[-_.,+]|%20")
_HOST: Final = re.compile(r"[^\s/@:.]{1,63}(?:\.[^\s/@:.]{1,63})*\.[^\W\d_][\w-]{1,30}")
_PASSED_ON: Final = (
    "google.com", "feedburner.com", "t.co", "bit.ly", "buff.ly", "ow.ly", "tinyurl.com", "facebook.com", "fb.me",
    "twitter.com", "x.com", "lnkd.in", "linkedin.com", "apple.news", "flip.it", "flipboard.com", "reddit.com",
    "archive.org", "archive.ph", "archive.today", "ampproject.org",
)  # fmt: skip
"""Sites that pass readers on or keep pages of others, and publish none."""
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gouv", "go", "ne", "net", "or", "org"})


@lru_cache(maxsize=1 << 14)
def normal_address(url: str) -> str | None:
    """Return an address as that of one article is written in whatever way, None for what is no address.

    Scheme, case of the host, `www.`, fragment and parameters that only track readers do not count; the rest of the
    query does. Of an address with the number of the article the words of its slug do not count.

    >>> normal_address("https://WWW.Example.org/a/?utm_source=feed&p=1#top"), normal_address("http://example.org/a?p=1")
    ('example.org/a?p=1', 'example.org/a?p=1')
    >>> normal_address("https://example.org/news/mayor-steps-down-1234567")
    'example.org/news/*1234567'
    >>> normal_address("not an address") is None
    True
    """
    try:
        parts = urlsplit(url.strip())
        host = _host_in(parts.netloc)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    query = sorted(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    path = _without_slug([segment for segment in parts.path.split("/") if segment])
    # A fragment that names a page of a program is part of the address
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{host}{''.join(f'/{segment}' for segment in path)}{'?' if query else ''}{'&'.join(query)}{fragment}"


def _host_in(netloc: str) -> str:
    host = _PORTS.sub("", netloc.rpartition("@")[2].lower()).strip(".")
    return host.removeprefix("www.")


def _without_slug(path: list[str]) -> list[str]:
    """Return the segments of a path that has the number of its article, without the words around it and without
    segments of words; the path as it is where there is no number, or several."""
    numbers = {found for segment in path for found in _NUMBER.findall(segment)}
    if len(numbers) != 1:
        return path
    (number,) = numbers
    out = []
    for segment in path:
        words = sum(part.isalpha() for part in _PARTS.split(_ENDING.sub("", segment)))
        if number in segment:
            out.append(f"*{number}" if words > 1 else _ENDING.sub("", segment))
        elif words < 2:
            out.append(segment)
    # The number alone, and behind its slug, are one
    return [f"*{number}" if segment == number else segment for segment in out]


def host_of(text: str | None) -> str | None:
    """Return the host of an address, or the host that the text itself is, in lower case without www.; None for another
    text.

    >>> host_of("https://www.example.org/a"), host_of("news.Example.org"), host_of("The Example")
    ('example.org', 'news.example.org', None)
    """
    if not text or len(text) > 2_000:
        return None
    bare = text.strip()
    if "://" in bare:
        try:
            bare = urlsplit(bare).netloc
        except ValueError:
            return None
    host = _host_in(bare).partition(":")[0]
    return host if "." in host and _HOST.fullmatch(host) else None


def site_of(host: str) -> str:
    """Return the part of a host that its owner registered, as far as its form shows.

    >>> site_of("edition.news.example.com"), site_of("www.example.co.uk")
    ('example.com', 'example.co.uk')
    """
    labels = host.split(".")
    most = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-most:])


def is_elsewhere(url: str | None, host: str | None) -> bool:
    """Return whether an address leads to another site than a host, one that publishes; False where one of them is not
    known."""
    there = host_of(url)
    return there is not None and host is not None and site_of(there) not in {site_of(host), *_PASSED_ON}


def is_one_outlet(one: str | None, other: str | None) -> bool:
    """Return whether two names of outlets may be one: they are the same, or one is not known."""
    return not one or not other or " ".join(one.casefold().split()) == " ".join(other.casefold().split())


class Published(Protocol):
    """What is known of where an article was published: an Article, or its record."""

    @property
    def url(self) -> str | None: ...  # noqa: D102

    @property
    def outlet(self) -> str | None: ...  # noqa: D102


def is_one_article(one: Published, other: Published, *, one_id: bool) -> bool:
    """Return whether two records are of one article: one address and outlet, else one id of the user (`one_id`).

    Where an address is not known, or addresses of one id differ, the outlets must not differ, nor the sites.
    """
    if not is_one_outlet(one.outlet, other.outlet):
        return False
    if one.url and other.url:
        address = normal_address(one.url)
        if address is not None and address == normal_address(other.url):
            return True
        if is_elsewhere(one.url, host_of(other.url)) and not (one.outlet and other.outlet):
            return False
    return one_id
