"""Any texts are scanned: words, sketches, quotations, names, marks, relations and families of up to four articles.

The first byte chooses what is looked for, NUL bytes divide the articles.
"""

from __future__ import annotations

from tests.fuzz.harness import Target, fuzz

PARTS = ("copies", "relations", "names")
MARKS, SURROGATES, TITLES = 0x08, 0x10, 0x20
"""Bits of the first byte; those of PARTS come before."""
MOST_ARTICLES = 4


def make_target() -> Target:
    """Return a target that scans texts."""
    from dedup.article import Article
    from dedup.artifacts.detector import Detector
    from dedup.artifacts.engine import Engine
    from dedup.artifacts.loading import load_rules
    from dedup.errors import InputError
    from dedup.pipeline import scan
    from dedup.text.corpus import CorpusReader
    from dedup.text.language import languages

    # A scan would load them each time.
    read, detect = CorpusReader(), Detector(Engine(load_rules()))

    def look_for_marks(articles: list[Article]) -> None:
        corpus = read(articles)
        for article, evidence in zip(articles, detect(corpus, languages(corpus)), strict=True):
            for finding in evidence.findings:
                field = article.text if finding.field == "text" else article.title or ""
                assert field[finding.start : finding.end] == finding.text

    def target(data: bytes) -> None:
        chosen, parts = (data[0] if data else 0), data[1:].split(b"\0", MOST_ARTICLES - 1)
        only = [part for bit, part in enumerate(PARTS) if chosen >> bit & 1] or PARTS
        texts = [part.decode("utf-8", "surrogateescape" if chosen & SURROGATES else "replace") for part in parts]
        articles = [
            Article(text=text, id=f"a{n}", title=text[:80] if chosen & TITLES else None) for n, text in enumerate(texts)
        ]
        if chosen & MARKS:
            look_for_marks(articles)
            return
        try:
            report = scan(articles, only=only, jobs=1)
        except InputError:
            return
        for record in report.articles:
            text = texts[int(record.id[1:])]
            assert all(0 <= f.start <= f.end <= len(text) for f in record.furniture)
        for relation in report.relations:
            for passage in relation.passages:
                assert passage.a[1] <= len(texts[int(relation.a[1:])])
                assert passage.b[1] <= len(texts[int(relation.b[1:])])

    return target


if __name__ == "__main__":
    fuzz(make_target)
