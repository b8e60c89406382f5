"""Whatever an input holds: it is bounded, listed once with what to do, and what is good beside it is read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.sources import Sources
from dedup.sources.compression import FREE_OUTPUT, MAX_RATIO
from tests.sources.every_format import RECORD, TEXT, parquet, tarred, warc, zipped

GOOD = json.dumps(RECORD).encode() + b"\n"
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def read(folder: Path, name: str, data: bytes, **options: Any) -> tuple[list[str], list[tuple[str, int | None, str]]]:
    """The texts beside a good file, and what was listed."""
    (folder / name).write_bytes(data)
    (folder / "good.txt").write_text("Good.")
    sources = Sources([folder], **options)
    texts = [article.text for article in sources]
    assert "Good." in texts
    texts.remove("Good.")
    for entry in sources.skipped:
        assert entry.reason.isprintable()
        assert len(entry.reason) < 250
    return texts, [(entry.path, entry.line, entry.reason) for entry in sources.skipped]


BOMB = 2 * FREE_OUTPUT


@pytest.mark.parametrize(
    "pack",
    [
        lambda data: gzip.compress(data, 9),
        lambda data: zstandard.ZstdCompressor(level=19).compress(data),
        lambda data: lzma.compress(data, preset=1),
        lambda data: bz2.compress(data, 9),
        lambda data: zipped("a.jsonl", data),
        lambda data: gzip.compress(gzip.compress(data, 9), 9),
    ],
    ids=["gzip", "zstd", "xz", "bzip2", "zip", "gzip twice"],
)
def test_a_bomb_is_left_at_its_bound(tmp_path: Path, pack: Any) -> None:
    """A line that is too long is read over; what it unpacks to is counted all the same."""
    data = pack(b'{"text": "' + b"a" * BOMB)
    assert len(data) * MAX_RATIO < BOMB
    texts, listed = read(tmp_path, "a.jsonl", data, max_line_bytes=1 << 20)
    assert texts == []
    assert len(listed) == 1
    assert f"more than {MAX_RATIO:,} times its size" in listed[0][2]


def test_what_packs_well_is_no_bomb(tmp_path: Path) -> None:
    """One record over and over, which gzip packs a hundredfold."""
    lines = b"".join(json.dumps({**RECORD, "id": f"a{n}"}).encode() + b"\n" for n in range(3000))
    data = gzip.compress(lines)
    assert len(lines) > 50 * len(data)
    texts, listed = read(tmp_path, "a.jsonl.gz", data)
    assert (len(texts), listed) == (3000, [])


def test_entries_that_share_their_data_are_a_bomb(tmp_path: Path) -> None:
    """Each of many entries of the directory leads to the same data (Fifield 2019)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", b"x" * (FREE_OUTPUT // 3))
        info = archive.infolist()[0]
        for n in range(60):
            again = zipfile.ZipInfo(f"{n}.jsonl")
            for name in ("CRC", "compress_size", "file_size", "header_offset", "compress_type"):
                setattr(again, name, getattr(info, name))
            again.orig_filename = again.filename = "a.jsonl"
            archive.filelist.append(again)
            setattr(archive, "_didModify", True)  # noqa: B010 not in the types
    texts, listed = read(tmp_path, "a.zip", out.getvalue(), max_line_bytes=1 << 20)
    assert texts == []
    # A Python with the security releases of 2024 says so itself
    assert "times its size" in listed[-1][2] or "Overlapped entries" in listed[-1][2]


@pytest.mark.parametrize(("layers", "is_read"), [(3, True), (4, False)])
@pytest.mark.parametrize("pack", [zipped, tarred, lambda name, data: gzip.compress(data)], ids=["zip", "tar", "gzip"])
def test_layers_are_bounded(tmp_path: Path, pack: Any, layers: int, is_read: bool) -> None:
    data = TEXT.encode()
    for n in range(layers):
        data = pack(f"layer{n}" if n else "a.txt", data)
    texts, listed = read(tmp_path, "a.txt", data)
    assert texts == ([TEXT] if is_read else [])
    assert len(listed) == (not is_read)
    if not is_read:
        assert "more than 3 times over" in listed[0][2]


def test_an_archive_lists_each_entry_that_cannot_be_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", "")
        archive.writestr("../../etc/c.txt", TEXT + " Up.")
        archive.writestr("__MACOSX/._a.txt", "note")
        archive.writestr(".hidden/d.txt", "note")
        archive.writestr("e.png", b"\x89PNG")
    texts, listed = read(tmp_path, "a.zip", out.getvalue())
    assert texts == [TEXT, TEXT + " Up."]
    assert [path for path, _, _ in listed] == ["a.zip/b.txt", "a.zip/e.png"]


def test_an_entry_without_a_name_is_left_out(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "Nameless.")
        archive.writestr("b.txt", TEXT)
    texts, listed = read(tmp_path, "a.zip", out.getvalue().replace(b"a.txt", b"\0.txt"))
    assert (texts, listed) == ([TEXT], [])


def test_links_and_devices_in_a_tar_are_left_out(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "link"), (tarfile.CHRTYPE, "device"), (tarfile.DIRTYPE, "folder")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    assert read(tmp_path, "a.tar", out.getvalue()) == ([TEXT], [])


def test_a_tar_that_is_cut_keeps_what_is_before(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for n in range(3):
            info = tarfile.TarInfo(f"{n}.txt")
            info.size = 2000
            archive.addfile(info, io.BytesIO(b"word " * 400))
    texts, listed = read(tmp_path, "a.tar", out.getvalue()[:4700])
    assert len(texts) == 1
    assert len(listed) == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", zipped("a.txt", TEXT.encode())[:80], "the zip data is damaged"),
        ("a.parquet", parquet()[:-30], "the Parquet data is damaged"),
        ("a.parquet", b"PAR1" + bytes(100), "the Parquet data is damaged"),
        ("a.feather", b"ARROW1\0\0" + bytes(100), "the Arrow data is damaged"),
        ("a.warc", warc()[:20] + bytes(300), "the "),
        ("a.xml", b"<?xml version='1.0'?><nitf><body>", "the XML data is damaged"),
        (
            "a.xml",
            b"<?xml version='1.0'?><!DOCTYPE nitf [<!ENTITY a 'b'>]><nitf/>",
            "this is XML that defines entities",
        ),
        ("a.xml", b"<?xml version='1.0'?><sitemap><url/></sitemap>", 'this is XML with the root element "sitemap"'),
        ("a.rss", b"<rss><channel></channel></rss>", "the feed "),
        ("a.json", b'{"title": "no text"}', "no field is known to hold the text"),
        ("a.json", b"[]", "there is no article in it"),
        ("a.json", b"[1, 2, 3]", "this is JSON but no object"),
        ("a.json", b'[{"a": ' + b"[" * 100_000, "the JSON is nested too deeply"),
        ("a.csv", b"a,b,c\n1,2,3\n", "no column is known to hold the text (there are: a, b, c)"),
        ("a.csv", b"", "the file is empty"),
        ("a.pdf", b"%PDF-1.7 ...", "this is a PDF; extract its text first"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "this is a picture; leave it out"),
        ("a.docx", zipped("[Content_Types].xml", b"<Types/>"), "this is an Office document"),
        ("a.7z", b"7z\xbc\xaf'\x1c", "this is a 7z archive; unpack it first"),
        ("a.bin", bytes(range(1, 30)) * 10, "this is binary data of an unknown kind"),
        ("a.html", b"", "the file is empty"),
    ],
)
def test_what_cannot_be_read_is_listed_once(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    texts, listed = read(tmp_path, name, data)
    assert texts == []
    assert [path for path, _, _ in listed] == [name]
    assert listed[0][2].startswith(reason)


def test_an_encrypted_entry_is_listed(tmp_path: Path) -> None:
    data = bytearray(zipped("a.txt", TEXT.encode()))
    data[6] |= 1  # the flag in the local header, and in the directory
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert read(tmp_path, "a.zip", bytes(data))[1][0][2].startswith("this entry is encrypted")


def test_an_array_that_breaks_keeps_what_is_before(tmp_path: Path) -> None:
    data = b"[" + GOOD + b"," + GOOD + b', {"text": "cut'
    texts, listed = read(tmp_path, "a.json", data)
    assert texts == [TEXT, TEXT]
    assert listed[0][2].startswith("this is not JSON")


def test_objects_behind_one_another_over_many_lines_are_read(tmp_path: Path) -> None:
    data = (json.dumps(RECORD, indent=1) + "\n" + json.dumps(RECORD, indent=1)).encode()
    assert read(tmp_path, "a.json", data) == ([TEXT, TEXT], [])


def test_records_without_a_text_are_listed_where_others_have_one(tmp_path: Path) -> None:
    data = json.dumps([{"a": 1}, RECORD, "x", {"b": 2}]).encode()
    texts, listed = read(tmp_path, "a.json", data)
    assert texts == [TEXT]
    assert [line for _, line, _ in listed] == [1, 3, 4]


def test_passages_of_other_texts_are_no_articles(tmp_path: Path) -> None:
    marks = [{"file": "a.txt", "start": 3, "end": 7, "text": "word"}]
    texts, listed = read(tmp_path, "marks.json", json.dumps(marks).encode())
    assert (texts, len(listed)) == ([], 1)
    assert read(tmp_path, "marks.json", json.dumps([{**marks[0], "end": 9}]).encode())[0] == ["word"]


@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_a_quotation_that_does_not_end_costs_one_row(tmp_path: Path, ending: str) -> None:
    separator = "\t" if ending == "tsv" else ","
    rows = [f"id{separator}text", f"a{separator}First.", f'b{separator}"Never closed']
    rows += [f"c{n}{separator}Row {n} of the table." for n in range(3)]
    texts, listed = read(tmp_path, f"a.{ending}", "\n".join(rows).encode())
    assert texts[0] == "First."
    assert len(texts) + len(listed) >= 2


def test_a_cell_of_a_gigabyte_costs_no_memory(tmp_path: Path) -> None:
    """Lines of a megabyte inside one quotation, up to the limit of a record, and a row behind it."""
    with gzip.open(tmp_path / "a.csv.gz", "wb", compresslevel=1) as file:
        file.write(b'id,text\nx,"' + b"x" * 2**20)
        for n in range(40):
            file.write(b"\n" + bytes([97 + n % 26]) * 2**20)
        file.write(b'"\ny,A short text.\n')
    sources = Sources([tmp_path / "a.csv.gz"], max_line_bytes=4 * 2**20)
    tracemalloc.start()
    try:
        texts = [article.text for article in sources]
        assert tracemalloc.get_traced_memory()[1] < 64 * 2**20
    finally:
        tracemalloc.stop()
    assert texts[-1] == "A short text."
    assert sources.skipped


def test_a_line_of_a_table_over_the_limit_is_read_over(tmp_path: Path) -> None:
    data = b"id,text\na," + b"x" * 5000 + b"\nb,A short text.\n"
    texts, listed = read(tmp_path, "a.csv", data, max_line_bytes=1000)
    assert texts == ["A short text."]
    assert [line for _, line, _ in listed] == [2]


def test_broken_bytes_in_a_table_are_told_and_read(tmp_path: Path) -> None:
    data = "id,text\na,naïve caf".encode() + b"\xc3\n" + "b,naïve café\n".encode()
    texts, listed = read(tmp_path, "a.csv", data)
    assert texts == ["naïve caf\ufffd", "naïve café"]
    assert [line for _, line, _ in listed] == [2]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_table_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = "Le président a déclaré lundi que l'été serait très chaud, d'après la météo."
    texts, listed = read(tmp_path, "a.csv", f'id,text\n1,"“{text}”"\n'.encode(encoding))
    assert (texts, listed) == ([f"“{text}”"], [])


def test_a_missing_extra_is_named_with_its_install_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the packages are not installed: the finder finds nothing."""
    import importlib.util

    found = importlib.util.find_spec
    missing = {"trafilatura", "feedparser", "fastwarc", "pyarrow"}

    def find(name: str, package: str | None = None) -> Any:
        return None if name in missing else found(name, package)

    for module in ("html.pool", "feed", "warc", "arrow_table"):
        monkeypatch.setattr(f"dedup.sources.{module}.find_spec", find)
    (tmp_path / "a.html").write_bytes(b"<html><body><p>Text.</p></body></html>")
    (tmp_path / "b.rss").write_bytes(b"<rss/>")
    (tmp_path / "c.warc").write_bytes(warc())
    (tmp_path / "d.parquet").write_bytes(parquet())
    (tmp_path / "e.txt").write_text("Some text.")
    sources = Sources([tmp_path])
    assert [article.id for article in sources] == ["e.txt"]
    extras = {"a.html": "html", "b.rss": "feeds", "c.warc": "warc", "d.parquet": "parquet"}
    listed = {entry.path: entry.reason for entry in sources.skipped}
    assert listed.keys() == extras.keys()
    for path, extra in extras.items():
        assert f"pip install 'dedup-news[{extra}]'" in listed[path]


@pytest.mark.parametrize("offset", [-1, -(2**31), 0, 2**20, 2**31 - 1])
@pytest.mark.parametrize("stream", [False, True])
def test_offsets_that_lead_out_of_an_arrow_column_are_damage(tmp_path: Path, offset: int, stream: bool) -> None:
    """Arrow reads what is there in memory, or ends the process."""
    import pyarrow as pa
    import pyarrow.ipc

    texts = ["The bridge is closed.", "The council met.", "Rain is expected."]
    table = pa.table({"text": texts})
    out = io.BytesIO()
    with (pyarrow.ipc.new_stream if stream else pyarrow.ipc.new_file)(out, table.schema) as writer:
        writer.write_table(table)
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    assert read(tmp_path, "a.arrow", out.getvalue()) == (texts, [])
    damaged = ends.copy()
    damaged[2] = offset
    data = out.getvalue().replace(ends.tobytes(), damaged.tobytes())
    assert data != out.getvalue()
    found, (reason,) = read(tmp_path, "a.arrow", data)
    assert found == []
    assert "the Arrow data is damaged" in reason[2]


names = st.sampled_from(
    ["a.json", "a.csv", "a.tsv", "a.zip", "a.tar", "a.xml", "a.rss", "a", "a.txt.zst", "a.gz", "a.warc", "a.parquet"]
)
beginnings = st.sampled_from(
    [
        b"", b"[", b"{", b'[{"text": "x"}', b"PK\x03\x04", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"BZh91AY&SY",
        b"\xfd7zXZ\0", b"<?xml version='1.0'?><nitf>", b"<rss>", b"PAR1", b"ARROW1\0\0", b"\xff\xff\xff\xff",
        b"id,text\n", b"1 of 2 DOCUMENTS\n", b"HD\nx\nBY\ny\nLP\nz\n", b"End of Document\nBody\n",
        zipped("a.txt", b"Some text."), tarred("a.txt", b"Some text."),
    ]
)  # fmt: skip


@relaxed
@given(names, beginnings, st.binary(max_size=80))
def test_any_bytes_under_any_name(tmp_path: Path, name: str, beginning: bytes, rest: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(beginning + rest)
    sources = Sources([path])
    articles = list(sources)
    assert articles or sources.skipped
    assert all(article.text.strip() for article in articles)
    assert all(entry.reason.isprintable() and len(entry.reason) < 250 for entry in sources.skipped)
    assert sources.bytes_read == sources.bytes_total
