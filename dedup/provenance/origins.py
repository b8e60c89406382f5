"""Credits of addresses: where an article was published, and where the page itself says that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from msgspec.structs import replace

from dedup.addresses import host_of, is_elsewhere, normal_address, site_of
from dedup.article import Article
from dedup.provenance import phrases
from dedup.provenance.source_table import canonical, lookup
from dedup.records import ArticleRecord, Credit

_SHOWN: Final = 300  # code points of an address that a credit shows
_SMALL: Final = frozenset({"the", "of", "and", "for", "in", "on", "de", "la", "le", "el", "il", "der", "die", "das"})


def address_credits(article: Article) -> list[Credit]:
    """Return the credits that the addresses of an article give: its url says who published it, an origin where it comes
    from.

    A url on the site of an agency says the second of an article that another outlet published: tools write the
    canonical link there.

    >>> [c.kind for c in address_credits(Article(text="", url="https://apnews.com/a", outlet="The Ledger"))]
    ['origin']
    >>> [c.kind for c in address_credits(Article(text="", url="https://apnews.com/a", outlet="AP"))]
    ['url']
    """
    found = []
    if article.url and (host := phrases.host_of(article.url)):
        found.append(_credit("url" if _is_own(article.outlet, article.url, host) else "origin", host, article.url))
    for address in article.origins:
        if host := host_of(address):
            found.append(_credit("origin", host, address))
    return found


def with_shared_origins(records: Sequence[ArticleRecord]) -> dict[str, ArticleRecord]:
    """Return, by id, the records whose url is the address of another outlet's article, with an origin in the place of
    that credit.

    Outlets that do not fit the host share the address with another outlet: it is the canonical link of all of them.
    """
    groups: dict[str, list[ArticleRecord]] = {}
    for record in records:
        if record.url and record.outlet and (address := normal_address(record.url)):
            groups.setdefault(address, []).append(record)
    changed = {}
    for group in groups.values():
        if len({outlet_name(record) for record in group}) < 2:
            continue
        for record in group:
            other = with_shared_origin(record)
            if other is not record:
                changed[record.id] = other
    return changed


def outlet_name(record: ArticleRecord) -> str:
    """Return the name by which the outlets that share an address are told apart."""
    return canonical(record.outlet or "").casefold()


def with_shared_origin(record: ArticleRecord) -> ArticleRecord:
    """Return a record whose address other outlets share; with an origin in the place of the credit of its url, unless
    the outlet fits the host."""
    host = host_of(record.url)
    if host is None or fits(record.outlet or "", host):
        return record
    credits = [
        replace(credit, field="origin", kind="origin") if credit.field == "url" else credit for credit in record.credits
    ]
    return replace(record, credits=credits)


def _credit(kind: Literal["url", "origin"], host: str, address: str) -> Credit:
    return Credit(kind, kind, host, 0, len(address), address[:_SHOWN])


def _is_own(outlet: str | None, url: str, host: str) -> bool:
    """Return whether an address may be the outlet's own."""
    if not outlet:
        return True
    own_host = host_of(outlet)
    if own_host is not None:
        return not is_elsewhere(url, own_host)
    owner, named = lookup(host), lookup(outlet)
    if owner is None or (named is not None and owner.name == named.name):
        return True
    return not owner.is_agency or fits(outlet, host)


def fits(outlet: str, host: str) -> bool:
    """Return whether a host may be that of an outlet by its name.

    >>> fits("The Springfield Courier", "springfieldcourier.com"), fits("New York Times", "nytimes.com")
    (True, True)
    >>> fits("The Ledger", "apnews.com")
    False
    """
    if canonical(outlet) == canonical(host):
        return True
    label = "".join(c for c in site_of(host).partition(".")[0] if c.isalnum())
    words = ["".join(c for c in word if c.isalnum()) for word in outlet.casefold().split()]
    words = [word for word in words if word and word not in _SMALL] or words
    joined = "".join(words)
    return bool(label and joined) and (
        label in joined
        or joined in label
        or _abbreviates(label, words)
        or any(len(w) > 4 and w in label for w in words)
    )


def _abbreviates(label: str, words: list[str]) -> bool:
    """Return whether a label consists of the beginnings of all the words in order."""
    if not words:
        return not label
    return any(
        _abbreviates(label[n:], words[1:]) for n in range(len(words[0]), 0, -1) if label.startswith(words[0][:n])
    )
