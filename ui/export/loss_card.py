"""The card that says what a format keeps, changes and loses; each cause can be clicked to see its pictures."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.model.loss import LossReport, LossRow
from ui.preview.count_list import CountRow, CountTable
from ui.preview.terms import with_term
from ui.text import bytes_text, count_text, plural
from ui.theme.theme import SMALL_PX, Theme

LINES = ("Kept", "Changed", "Lost", "Excluded", "Output")
MOST_CAUSES = 60
MOST_SHAPES = 3
SHAPES = {
    "rectangle": "boxes",
    "polygon": "polygons",
    "multipolygon": "multipolygons",
    "line": "lines",
    "point": "points",
    "bitmap": "masks",
    "alpha_mask": "alpha masks",
    "graph": "skeletons",
    "cuboid": "cuboids",
    "cuboid_2d": "cuboids",
    "oriented_bbox": "turned boxes",
}


class LossCard(QFrame):
    """Shows a report.

    Signals:
        search_wanted(str): The pictures behind a line shall be shown.
    """

    search_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("export.loss")
        self.setProperty("look", "card")
        self.setAccessibleName("What this format does to your data")
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self.lines: dict[str, QLabel] = {}
        for place, words in enumerate(LINES):
            title = QLabel(words, self)
            title.setProperty("look", "muted")
            value = QLabel(self)
            value.setObjectName(f"export.loss.{words.lower()}")
            value.setWordWrap(True)
            grid.addWidget(title, place, 0)
            grid.addWidget(value, place, 1)
            self.lines[words] = value
        self.causes = CountTable(theme, "export.causes", "Causes", self)
        self.causes.picked.connect(self._on_cause)
        self.causes.hide()
        self.verified = QLabel(self)
        self.verified.setObjectName("export.verified")
        self.verified.setWordWrap(True)
        self.notes = QLabel(self)
        self.notes.setObjectName("export.notes")
        self.notes.setProperty("look", "muted")
        self.notes.setFont(theme.font(SMALL_PX))
        self.notes.setWordWrap(True)
        for label in (self.verified, self.notes):
            # Names of files and classes are no markup.
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addLayout(grid)
        for widget in (self.causes, self.verified, self.notes):
            column.addWidget(widget)
        self.clear("")

    def clear(self, words: str) -> None:
        """Show no numbers, and why."""
        for value in self.lines.values():
            value.setText("—")
        self.causes.hide()
        self.verified.hide()
        self._say(words)

    def show_report(self, report: LossReport) -> None:
        """Show the numbers of a report."""
        self.lines["Kept"].setText(_shapes(report.rows, "kept"))
        self.lines["Changed"].setText(_shapes(report.rows, "changed"))
        lost = _shapes(report.rows, "lost")
        tags = plural(report.tags_lost, "tag") if report.tags_lost else ""
        self.lines["Lost"].setText(" · ".join(part for part in (lost if lost != "0" else "", tags) if part) or "0")
        reasons = ", ".join(f"{why} ({count_text(count)})" for why, count in report.excluded_why)
        left_out = sum(row.left_out for row in report.rows)
        parts = [f"{plural(report.excluded, 'image')}" + (f": {reasons}" if reasons else "")] if report.excluded else []
        parts += [plural(left_out, "label") + " by choice"] if left_out else []
        self.lines["Excluded"].setText(" · ".join(parts) or "0")
        output = plural(report.written, "image")
        if report.val:
            output += f" (train {count_text(report.train)}, val {count_text(report.val)})"
        if report.size_bytes:
            output += f" · ≈ {bytes_text(report.size_bytes)} new"
        self.lines["Output"].setText(output)
        self.causes.rows.show(cause_rows(report))
        self.causes.setVisible(bool(self.causes.rows.rows))
        self._show_verified(report)
        self._say("\n".join(report.notes))

    def _show_verified(self, report: LossReport) -> None:
        found = report.verified
        self.verified.setVisible(found is not None)
        if found is None:
            return
        words = verified_text(report)
        self.verified.setText(words)
        self.verified.setProperty("look", "error" if found.differences else "ok")
        self.verified.style().unpolish(self.verified)
        self.verified.style().polish(self.verified)

    def _say(self, words: str) -> None:
        self.notes.setText(words)
        self.notes.setVisible(bool(words))

    def _on_cause(self, key: str) -> None:
        class_name, shape, _ = key.split("\0")
        self.search_wanted.emit(with_term(with_term("", "class", class_name), "shape", shape))


def verified_text(report: LossReport) -> str:
    """Return "Verified: 12,390 images, 82,934 shapes, 0 differences", or how many differences and the first one."""
    found = report.verified
    if found is None:
        return "Not read back"
    words = f"{plural(found.images, 'image')}, {plural(found.shapes, 'shape')}"
    if found.differences:
        first = f" The first: {found.first[0]}" if found.first else ""
        return f"{plural(found.differences, 'difference')} found: {words} read back.{first}"
    return f"Verified: {words}, 0 differences"


def cause_rows(report: LossReport) -> list[CountRow]:
    """Return one row for each class and shape that is changed or lost, most first."""
    rows = []
    for row in sorted(report.rows, key=lambda one: -(one.changed + one.lost)):
        if not row.changed + row.lost:
            continue
        icon, token = ("close-circle-outline", "err") if row.lost else ("swap-horizontal", "warn")
        why = "; ".join(row.why)
        words = f"{row.class_name} · {SHAPES.get(row.shape, row.shape)}"
        tip = f"{words}\n{count_text(row.changed)} changed, {count_text(row.lost)} lost\n{why}"
        key = "\0".join((row.class_name, row.shape, ""))
        rows.append(CountRow(key, words, row.changed + row.lost, icon=icon, token=token, tip=tip))
    return rows[:MOST_CAUSES]


def _shapes(rows: tuple[LossRow, ...], fate: str) -> str:
    """Return "78,901 boxes · 4,033 polygons": by shape, most first."""
    counts: dict[str, int] = {}
    for row in rows:
        word = SHAPES.get(row.shape, row.shape)
        counts[word] = counts.get(word, 0) + int(getattr(row, fate))
    found = sorted(((count, word) for word, count in counts.items() if count), key=lambda pair: (-pair[0], pair[1]))
    words = [f"{count_text(count)} {word if count != 1 else _one(word)}" for count, word in found[:MOST_SHAPES]]
    rest = sum(count for count, _ in found[MOST_SHAPES:])
    return " · ".join([*words, f"{count_text(rest)} others"] if rest else words) or "0"


def _one(word: str) -> str:
    return word.removesuffix("es") if word.endswith("xes") else word.removesuffix("s")
