"""The files around the code: one version everywhere, a changelog in its form, forms that ask for texts and record."""

from __future__ import annotations

import re

import pytest

import dedup
from dedup.records import RELATIONS
from tests.docs.shown import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^## \[(.+?)\](?: - (\S+))?$", CHANGELOG, re.MULTILINE)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
ASKING = [form for form in FORMS if form.name != "config.yml"]


def test_the_changelog_has_the_form_of_keep_a_changelog() -> None:
    assert VERSIONS[0] == ("Unreleased", "")
    dates = [date for _, date in VERSIONS[1:]]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
    assert dates == sorted(dates, reverse=True)
    assert [version for version, _ in VERSIONS[-2:]] == ["0.2.0", "0.1.0"]
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= KINDS
    assert len(re.findall(r"^## ", CHANGELOG, re.MULTILINE)) == len(VERSIONS)


def test_one_version_is_in_code_changelog_and_citation() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    found = re.search(r"^version: (\S+)$", citation, re.MULTILINE)
    released = re.search(r'^date-released: "(\S+)"$', citation, re.MULTILINE)
    assert found is not None
    assert released is not None
    assert (found[1], released[1]) == VERSIONS[1]
    assert dedup.__version__ == VERSIONS[1][0]


@pytest.mark.parametrize("form", ASKING, ids=lambda form: form.stem)
def test_a_form_asks_for_text_record_and_version(form: object) -> None:
    text = (ROOT / ".github" / "ISSUE_TEMPLATE" / str(form).rpartition("/")[2]).read_text(encoding="utf-8")
    asked = set(re.findall(r"^    id: (\S+)$", text, re.MULTILINE))
    assert {"record", "version"} <= asked
    assert asked & {"text", "text-a", "input"}


def test_there_is_a_form_for_each_kind_of_fault() -> None:
    assert [form.stem for form in ASKING] == ["bug", "wrong-mark", "wrong-name", "wrong-relation"]


def test_the_form_of_relations_knows_all_of_them() -> None:
    text = (ROOT / ".github" / "ISSUE_TEMPLATE" / "wrong-relation.yml").read_text(encoding="utf-8")
    options = re.search(r"options: \[(.*)\]", text)
    assert options is not None
    assert set(RELATIONS) <= set(options[1].split(", "))


def test_the_workflow_runs_what_the_project_runs() -> None:
    text = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    assert "- run: .ci/run\n" in text
    assert "pypa/cibuildwheel@" in text
    assert re.search(r"^make docs$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
