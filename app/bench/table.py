"""Reports as text. Pure."""

from collections.abc import Sequence

from app.bench.record import Entry, Goal, Report

HEAD = ("", "items", "items/s", "± %", "MB/s", "CPU ms/item", "peak MB", "× first")


def report_lines(report: Report) -> list[str]:
    """Return a report as lines: contestants, further figures, goals, notes."""
    lines = [report.title, "─" * len(report.title)]
    if report.entries:
        lines += table([HEAD, *(_entry_row(entry, report.entries[0]) for entry in report.entries)])
    if report.rows:
        heads = list(dict.fromkeys(name for _, columns in report.rows for name in columns))
        rows = [(name, *(_cell(columns.get(head, "")) for head in heads)) for name, columns in report.rows]
        lines += table([("", *heads), *rows])
    if report.goals:
        lines += ["", *table([("goal", "wanted", "measured", ""), *(_goal_row(goal) for goal in report.goals)])]
    return [*lines, *report.notes, ""]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as aligned lines, the first column to the left, the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _entry_row(entry: Entry, first: Entry) -> tuple[str, ...]:
    if entry.missing:
        return (entry.name, "", entry.missing, "", "", "", "", "")
    if not entry.runs:
        return (entry.name, "", "", "", "", "", "", "")
    rate, base = entry.median("items_per_second"), first.median("items_per_second")
    size = entry.runs[0].size / max(entry.runs[0].items, 1)
    cpu, peak = entry.median("cpu_ms_per_item"), entry.median("peak_bytes")
    return (
        entry.name,
        f"{entry.runs[0].items:,}",
        f"{rate:,.0f}",
        f"{50 * entry.spread():.0f}",
        f"{rate * size / 1e6:,.1f}",
        f"{cpu:.2f}" if cpu else "",
        f"{peak / 1e6:,.0f}" if peak else "",
        f"{rate / base:.2f}" if base else "",
    )


def _goal_row(goal: Goal) -> tuple[str, ...]:
    if goal.value is None:
        return (goal.text, goal.wanted, "not measured", "")
    return (goal.text, goal.wanted, _cell(goal.value), "met" if goal.is_met else "not met")


def _cell(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
