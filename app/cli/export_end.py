"""What is said when an export is over: kept, changed and lost, and what was found when it was read back."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard

from app.cli.desk import Desk
from app.cli.words import count_text, printable
from app.engine.host import Host
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError
from app.model.job import Job
from app.model.loss import LossReport, LossRow, loss_json
from app.model.queries import ShowReport

ROWS_SHOWN = 40
_NUMBERS = ("kept", "changed", "lost", "left out")


def is_export(job: Job | None) -> TypeGuard[Job]:
    """Return whether a job is an export."""
    return job is not None and isinstance(job.spec, ExportSpec)


async def tell_export(host: Host, options: argparse.Namespace, desk: Desk, job: Job) -> None:
    """Tell what a finished export kept, changed and lost; write the report where it was asked for.

    Raises:
        OSError: The report cannot be written.
    """
    try:
        report: LossReport = await host.call(ShowReport(job.id))
    except FailedError as error:
        desk.complain(error.failure.sentence())
        return
    if file := getattr(options, "report", None):
        write_report(report, Path(file))
    if options.json:
        return
    if not options.quiet:
        for line in report_lines(report):
            desk.say(line)
    for line in trouble_lines(report):
        desk.complain(line)


def write_report(report: LossReport, file: Path) -> None:
    """Write the report as JSON. Raise OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(report_json(report) + "\n", encoding="utf-8")


def report_json(report: LossReport) -> str:
    """Return the report as one JSON object."""
    return json.dumps(loss_json(report), ensure_ascii=False)


def report_lines(report: LossReport) -> list[str]:
    """Return the report for people: a table by class and shape, and the totals."""
    lines = _table(report.rows[:ROWS_SHOWN])
    if len(report.rows) > ROWS_SHOWN:
        lines.append(f"… and {len(report.rows) - ROWS_SHOWN:,} more; --report FILE.json has them all")
    lines.append(f"Labels: {report.kept:,} kept, {report.changed:,} changed, {report.lost:,} lost")
    if report.tags_kept or report.tags_lost:
        lines.append(f"Tags: {report.tags_kept:,} kept, {report.tags_lost:,} lost")
    sides = f" ({report.train:,} for training, {report.val:,} for validation)" if report.val else ""
    lines.append(f"{count_text(report.written, 'image')} in the export{sides}")
    lines += [f"{count_text(count, 'image')} not in it: {printable(why)}" for why, count in report.excluded_why]
    lines += [printable(note) for note in report.notes]
    found = report.verified
    if found is not None:
        numbers = f"{count_text(found.images, 'image')}, {count_text(found.shapes, 'shape')}"
        lines.append(f"Verified: {numbers}, {count_text(found.differences, 'difference')}")
    return lines


def trouble_lines(report: LossReport) -> list[str]:
    """Return what was found to be different when the export was read back."""
    found = report.verified
    if found is None or not found.differences:
        return []
    more = found.differences - len(found.first)
    return [printable(line) for line in found.first] + ([f"… and {more:,} more differences"] if more > 0 else [])


def _table(rows: Sequence[LossRow]) -> list[str]:
    if not rows:
        return []
    cells: list[tuple[str, ...]] = [("class", "shape", *_NUMBERS, "")]
    for row in rows:
        numbers = (row.kept, row.changed, row.lost, row.left_out)
        why = "; ".join(printable(text) for text in row.why)
        cells.append((printable(row.class_name), row.shape, *(f"{number:,}" for number in numbers), why))
    widths = [max(len(line[at]) for line in cells) for at in range(6)]
    lines = []
    for line in cells:
        texts = [line[at].ljust(widths[at]) for at in (0, 1)] + [line[at].rjust(widths[at]) for at in range(2, 6)]
        lines.append("  ".join((*texts, line[6])).rstrip())
    return lines
