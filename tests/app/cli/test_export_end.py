import argparse
import json
from dataclasses import replace

import pytest

from app.cli.export_end import is_export, report_lines, tell_export, trouble_lines
from app.model.export_spec import ExportSpec
from app.model.exporter import Checked
from app.model.job import JobState
from app.model.loss import LossReport, LossRow
from app.model.queries import ShowReport
from tests.fakes.host import FakeHost
from tests.fakes.jobs import Table, a_job

ROWS = (
    LossRow("car", "rectangle", 1200, 0, 0),
    LossRow("road\x1b", "polygon", 3, 2, 1, 4, ("holes closed (2)", "x (1)")),
)
REPORT = LossReport(
    "coco", 8, 2, (("left out by hand", 2),), ROWS, 5, 1, 6, 2, verified=Checked(8, 1206), notes=("A note.",)
)
EXPORT = a_job(1, JobState.DONE, spec=ExportSpec("/data/town"), source="export", account="")


def test_a_report_is_a_table_and_totals():
    assert report_lines(REPORT) == [
        "class  shape       kept  changed  lost  left out",
        "car    rectangle  1,200        0     0         0",
        "road�  polygon        3        2     1         4  holes closed (2); x (1)",
        "Labels: 1,203 kept, 2 changed, 1 lost",
        "Tags: 5 kept, 1 lost",
        "8 images in the export (6 for training, 2 for validation)",
        "2 images not in it: left out by hand",
        "A note.",
        "Verified: 8 images, 1,206 shapes, 0 differences",
    ]


def test_an_export_without_labels_has_no_table():
    assert report_lines(LossReport("coco", 1)) == ["Labels: 0 kept, 0 changed, 0 lost", "1 image in the export"]


def test_long_tables_are_cut():
    rows = tuple(LossRow(f"c{n}", "point", 1, 0, 0) for n in range(50))

    assert "… and 10 more; --report FILE.json has them all" in report_lines(replace(REPORT, rows=rows))


def test_differences_are_told_with_the_first_few():
    found = replace(REPORT, verified=Checked(8, 9, 7, ("a.txt differs.", "b.txt differs.")))

    assert trouble_lines(found) == ["a.txt differs.", "b.txt differs.", "… and 5 more differences"]
    assert trouble_lines(REPORT) == trouble_lines(replace(REPORT, verified=None)) == []


@pytest.mark.parametrize(("json_lines", "quiet"), [(False, False), (True, False), (False, True)])
async def test_the_report_is_told_and_written_as_asked(tmp_path, json_lines, quiet):
    table, file = Table(), tmp_path / "deep" / "r.json"
    options = argparse.Namespace(json=json_lines, quiet=quiet, report=str(file))

    await tell_export(FakeHost({ShowReport(1): REPORT}), options, table.desk, EXPORT)

    assert bool(table.out.getvalue()) is not (json_lines or quiet)
    assert json.loads(file.read_text())["totals"]["kept"] == 1203


async def test_a_report_that_is_gone_is_a_sentence():
    table = Table()

    await tell_export(FakeHost(), argparse.Namespace(json=False, quiet=False), table.desk, EXPORT)

    assert table.err.getvalue() == "The server does not answer. Try again.\n"


def test_exports_are_told_from_downloads():
    assert is_export(EXPORT)
    assert not is_export(a_job())
    assert not is_export(None)
