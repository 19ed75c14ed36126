import argparse
from dataclasses import replace

import pytest

from app.cli import export_check
from app.cli.desk import Exit
from app.cli.export_check import check
from app.model.export_spec import ExportSpec
from tests.fakes.exports import DONE
from tests.fakes.jobs import Table


@pytest.mark.parametrize(("failed", "code"), [(0, Exit.COMPLETE), (1, Exit.PROBLEMS)])
async def test_the_report_is_printed_and_coded(monkeypatch, tmp_path, failed, code):
    orders = []

    async def run(order, tell):
        orders.append(order)
        return replace(DONE, failed=failed)

    monkeypatch.setattr(export_check, "run_exporter", run)
    table, report = Table(), tmp_path / "r.json"
    options = argparse.Namespace(json=False, quiet=False, report=str(report))

    assert await check(ExportSpec("/data/town"), options, table.desk) == code
    assert orders[0].check
    assert orders[0].destination == ""
    assert "Labels: 5 kept, 2 changed, 1 lost" in table.out.getvalue()
    assert report.exists()
