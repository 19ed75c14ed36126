"""Reports as text."""

from app.bench.record import Goal, Report, Run
from app.bench.table import report_lines, table


def test_columns_are_aligned():
    assert table([("", "a"), ("long name", "1"), ("x", "1000")]) == [
        "              a",
        "long name     1",
        "x          1000",
    ]


def test_a_report_shows_contestants_figures_goals_and_notes():
    report = Report("Images", notes=["A note."])
    report.entry("one").runs.append(Run(1.0, 10, 600_000, 0.01, 50_000_000))
    report.entry("two").runs.append(Run(1.0, 100, 6_000_000))
    report.entry("three").missing = "not here"
    report.entry("four")
    report.rows.append(("free", {"share": 0.98, "limit": 12_345.0, "kind": "text"}))
    report.goals += [
        Goal.at_least("two ÷ one", 10.0, 4.0),
        Goal.at_most("late", 9.0, 4.0),
        Goal.at_most("unknown", None, 4.0),
    ]

    text = "\n".join(report_lines(report))

    rows = [line.split()[:5] for line in text.splitlines() if line.startswith("two  ")]
    assert rows == [["two", "100", "100", "0", "6.0"]]
    assert "10.00" in text
    assert "not here" in text
    assert "12,345" in text
    assert "two ÷ one" in text
    assert "not met" in text
    assert "not measured" in text
    assert "A note." in text
