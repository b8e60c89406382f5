"""Any bytes are a report, which can be shown, filtered and written again, or are refused with a sentence.

The first byte chooses the ending of the file.
"""

from __future__ import annotations

from io import StringIO

from tests.fuzz.harness import Target, fuzz, scratch_folder

NAMES = ("r.json", "r.jsonl", "r.json.gz", "r.jsonl.gz")


def make_target() -> Target:
    """Return a target that reads a report and shows it."""
    from dedup.errors import DedupError
    from dedup.report import Report
    from dedup.terminal.summary import print_summary

    folder = scratch_folder()

    def target(data: bytes) -> None:
        path = folder / NAMES[(data[0] if data else 0) % len(NAMES)]
        path.write_bytes(data[1:])
        try:
            report = Report.read(path)
        except DedupError as error:
            assert str(error)
            return
        again = report.to_json()
        (folder / "again.json").write_bytes(again)
        assert Report.read(folder / "again.json").to_json() == again
        print_summary(report, StringIO())
        report.to_html(folder / "r.html")
        report.write(folder / "r.csv")
        report.write(folder / "r.graphml")

    return target


if __name__ == "__main__":
    fuzz(make_target)
