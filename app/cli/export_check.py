"""The report of an export before anything is written."""

import argparse
from pathlib import Path

from app.bootstrap.exporting import ExportOrder, run_exporter
from app.cli.desk import Desk, Exit
from app.cli.export_end import report_json, report_lines, write_report
from app.model.export_progress import Progress
from app.model.export_spec import ExportSpec
from app.model.spec import spec_to_builtins


async def check(spec: ExportSpec, options: argparse.Namespace, desk: Desk) -> int:
    """Judge a project and print what came of it. Raise FailedError."""
    exported = await run_exporter(ExportOrder(spec_to_builtins(spec), check=True), _quietly)
    if options.report:
        write_report(exported.report, Path(options.report))
    if options.json:
        desk.say(report_json(exported.report))
    elif not options.quiet:
        for line in report_lines(exported.report):
            desk.say(line)
    return Exit.PROBLEMS if exported.has_problems else Exit.COMPLETE


def _quietly(progress: Progress) -> None:
    """Show nothing: the report is all that was asked for."""
