"""The longer words behind a cell of the queue. Pure.

Names come from servers: they are escaped, because a tool tip would read them as markup.
"""

from html import escape

from app.model.export_spec import ExportSpec
from ui.queue.columns import Column, cell_text, items_text
from ui.queue.row import JobRow
from ui.queue.states import look
from ui.text import count_text, plural


def cell_tip(row: JobRow, column: Column, now: float) -> str:
    """Return a tool tip as markup, safe for any name."""
    match column:
        case Column.NAME:
            lines = [row.job.title, row.job.destination]
        case Column.STATUS:
            lines = status_lines(row, now)
        case Column.PROGRESS | Column.SIZE:
            lines = [f"{items_text(row)} items"]
            if row.job.counts.already_here:
                lines.append(f"{count_text(row.job.counts.already_here)} already here")
        case _:
            lines = [cell_text(row, column, now)]
    return plain_tip("\n".join(lines))


def plain_tip(text: str) -> str:
    """Return text as a tool tip that shows it letter by letter, whatever it holds."""
    return "<qt>" + escape(text).replace("\n", "<br>") + "</qt>"


def status_lines(row: JobRow, now: float) -> list[str]:
    """Return the status, the reason for it, what to do, and what else is worth knowing; one line each."""
    job = row.job
    is_export = isinstance(job.spec, ExportSpec)
    lines = [look(row, now).text]
    if job.hold is not None:
        lines += [job.hold.title, job.hold.hint]
    if job.failure is not None:
        lines += [job.failure.title, job.failure.hint]
    if job.counts.already_here:
        lines.append(f"{count_text(job.counts.already_here)} were already here")
    if job.counts.skipped:
        lines.append(f"{count_text(job.counts.skipped)} {'left out' if is_export else 'skipped'}")
    if job.counts.tiles_failed:
        lines.append(f"{plural(job.counts.tiles_failed, 'tile')} could not be read: images may be missing")
    if job.counts.unverified:
        lines.append(
            f"{count_text(job.counts.unverified)} could not be checked: the source gives neither hash nor length"
        )
    if job.names_changed:
        lines.append(f"{plural(job.names_changed, 'name')} adjusted for this disk")
    return [line for line in lines if line]
