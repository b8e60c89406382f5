"""Any bytes under any name are articles, or are skipped with a sentence.

The first byte of an input chooses the name, and whether lines are read as the filter reads them.
"""

from __future__ import annotations

from io import BytesIO

from tests.fuzz.harness import Target, fuzz, scratch_folder

NAMES = (
    "a.txt", "a.jsonl", "a.json", "a.csv", "a.html", "a.xml", "a.rss", "a.warc", "a.zip", "a.tar", "a.gz", "a.parquet",
    "a.feather", "a.mhtml", "a.rtf", "a",
)  # fmt: skip
LINES = 0x10


def make_target() -> Target:
    """Return a target that reads bytes as a named file, and as lines."""
    from dedup.errors import DedupError
    from dedup.sources.content import Page, ReadSettings
    from dedup.sources.fields import field_names
    from dedup.sources.line_reader import LineReader
    from dedup.sources.open_content import articles_in
    from dedup.sources.storage import DamagedError

    folder = scratch_folder()
    settings = ReadSettings(field_names(None, None, ()), 1 << 20, 1 << 20)

    def skip(line: int | None, reason: str) -> None:
        assert reason and "\n" not in reason and reason.isprintable(), reason
        assert line is None or line > 0

    def read_file(name: str, data: bytes) -> None:
        stream = BytesIO(data)
        chunks = iter(lambda: stream.read(1000), b"")
        try:
            for article in articles_in(name, chunks, settings, lambda _: (skip, skip), named=True):
                assert isinstance(article, Page) or article.text.strip()
        except DamagedError as damage:
            skip(damage.line, damage.reason)

    def read_lines(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        for line in LineReader(str(folder / name), max_line_bytes=1 << 20):
            for reason in line.notes:
                skip(line.number or None, reason)

    def target(data: bytes) -> None:
        chosen = data[0] if data else 0
        name = NAMES[chosen % len(NAMES)]
        try:
            (read_lines if chosen & LINES else read_file)(name, data[1:])
        except DedupError as error:
            assert str(error)

    return target


if __name__ == "__main__":
    fuzz(make_target)
