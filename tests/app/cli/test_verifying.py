"""What a check of a folder says."""

import argparse
import json

import pytest

from app.cli.desk import Exit
from app.cli.verifying import FINDINGS, report_json, report_lines, verify_folder
from app.model.failure import FailedError
from app.store.verify import VerifyReport
from tests.fakes.jobs import Table


def test_a_right_folder_is_called_right():
    report = VerifyReport(checked=6, checked_bytes=1_500, right=6)

    assert list(report_lines(report)) == ["All is right: 6 of 6 files right · 1.5 kB"]


def test_every_kind_of_finding_is_named():
    report = VerifyReport(checked=3, right=1, torn=1, **{finding: [f"{finding}.jpg"] for finding in FINDINGS})

    lines = list(report_lines(report))
    objects = list(report_json(report))

    assert lines[0] == "missing.jpg is missing"
    assert lines[-1].startswith("Not all is right: 1 of 3 files right")
    assert [line["problem"] for line in objects[:-1]] == list(FINDINGS)
    assert {objects[-1][finding] for finding in FINDINGS} == {1}
    assert objects[-1]["event"] == "Verified"


def test_a_long_list_is_cut_for_people_only():
    report = VerifyReport(checked=500, missing=[f"{n}.jpg" for n in range(500)])

    assert sum(line.endswith("is missing") for line in report_lines(report)) == 200
    assert sum(line.get("problem") == "missing" for line in report_json(report)) == 500


@pytest.mark.parametrize(
    ("is_marked", "end"),
    [(True, "fetches what is missing or changed."), (False, "fetches what is missing.")],
    ids=["marked", "folder cannot be written"],
)
def test_only_a_check_that_left_its_mark_promises_that_changed_bytes_are_fetched(is_marked, end):
    report = VerifyReport(checked=2, right=1, changed=["a.jpg"], is_marked=is_marked)

    *_, last = report_lines(report)

    assert last.endswith(end)


def test_a_folder_without_a_receipt_is_refused(tmp_path):
    options = argparse.Namespace(folder=str(tmp_path), json=False, quiet=False)

    with pytest.raises(FailedError, match="no receipt"):
        verify_folder(options, Table().desk)


@pytest.mark.parametrize(
    ("report", "code"),
    [(VerifyReport(checked=1, right=1), Exit.COMPLETE), (VerifyReport(checked=1, missing=["a"]), Exit.PROBLEMS)],
    ids=["right", "missing"],
)
def test_the_exit_code_tells_right_from_wrong(monkeypatch, tmp_path, report, code):
    monkeypatch.setattr("app.cli.verifying.verify_tree", lambda folder, tell: report)
    table = Table()

    ended = verify_folder(argparse.Namespace(folder=str(tmp_path), json=True, quiet=False), table.desk)

    assert ended == code
    assert json.loads(table.out.getvalue().splitlines()[-1])["checked"] == 1
