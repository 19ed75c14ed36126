"""Filters as controls: dataset, shape, tag, labels on a picture. They write terms into the search, which counts."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QSpinBox, QWidget

from app.model.folder_card import Count, FolderCounts
from ui.preview.terms import value_of, with_term
from ui.text import count_text

MOST_OBJECTS = 1_000_000
CHOICES = (("dataset", "Dataset", "Any dataset"), ("shape", "Shape", "Any shape"), ("tag", "Tag", "Any tag"))


class Filters(QWidget):
    """A small form.

    Signals:
        edited(str): The search shall be another one.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = ""
        self._offered: dict[str, tuple[tuple[str, str], ...]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.boxes: dict[str, QComboBox] = {}
        for place, (key, words, anything) in enumerate(CHOICES):
            box = QComboBox(self)
            box.setObjectName(f"preview.filter.{key}")
            box.setAccessibleName(words)
            box.addItem(anything, "")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.activated.connect(lambda _=0, key=key: self._on_choice(key))
            label = QLabel(words, self)
            label.setProperty("look", "muted")
            label.setBuddy(box)
            grid.addWidget(label, place, 0)
            grid.addWidget(box, place, 1, 1, 3)
            self.boxes[key] = box
        self.least = self._spin("preview.filter.least", "At least so many labels", "Any")
        self.most = self._spin("preview.filter.most", "At most so many labels", "Any")
        label = QLabel("Labels", self)
        label.setProperty("look", "muted")
        label.setToolTip("Labels on a picture")
        grid.addWidget(label, len(CHOICES), 0)
        grid.addWidget(self.least, len(CHOICES), 1)
        grid.addWidget(QLabel("to", self), len(CHOICES), 2, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(self.most, len(CHOICES), 3)
        grid.setColumnStretch(3, 1)

    def show_search(self, text: str) -> None:
        """Show what a search asks; nothing is told."""
        self._search = text
        for key, box in self.boxes.items():
            value = value_of(text, key)
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(value)))
        for spin, sign in ((self.least, ">="), (self.most, "<=")):
            value = value_of(text, "objects", sign)
            with QSignalBlocker(spin):
                spin.setValue(int(value) if value.isdigit() else -1)

    def show_counts(self, counts: FolderCounts, datasets: Sequence[str]) -> None:
        """Offer what there is, with its counts."""
        known = {one.name: one for one in counts.datasets}
        self._offer("dataset", [known.get(name, Count(name, 0)) for name in datasets if name])
        self._offer("shape", counts.shapes)
        self._offer("tag", counts.tags)
        self.boxes["dataset"].setEnabled(len(datasets) > 1)

    def _offer(self, key: str, counts: Sequence[Count]) -> None:
        box = self.boxes[key]
        wanted = value_of(self._search, key)
        rows = tuple((f"{one.name} · {count_text(one.images)}", one.name) for one in counts)
        if wanted and wanted not in {name for _, name in rows}:
            rows = (*rows, (f"{wanted} · 0", wanted))
        if rows == self._offered.get(key) or box.view().isVisible():
            return
        self._offered[key] = rows
        with QSignalBlocker(box):
            while box.count() > 1:
                box.removeItem(1)
            for words, name in rows:
                box.addItem(words, name)
            box.setCurrentIndex(max(0, box.findData(wanted)))

    def _on_choice(self, key: str) -> None:
        self.edited.emit(with_term(self._search, key, str(self.boxes[key].currentData() or "")))

    def _on_range(self) -> None:
        text = self._search
        for spin, sign in ((self.least, ">="), (self.most, "<=")):
            text = with_term(text, "objects", str(spin.value()) if spin.value() >= 0 else "", sign)
        self.edited.emit(text)

    def _spin(self, name: str, words: str, nothing: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setObjectName(name)
        spin.setAccessibleName(words)
        spin.setToolTip(words)
        spin.setRange(-1, MOST_OBJECTS)
        spin.setSpecialValueText(nothing)
        spin.setValue(-1)
        spin.setKeyboardTracking(False)
        # As wide as there is room, not as the largest number.
        spin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        spin.setMinimumWidth(48)
        # As high as the boxes above; its own wish cuts its frame.
        spin.setMinimumHeight(max(box.sizeHint().height() for box in self.boxes.values()))
        spin.valueChanged.connect(lambda _: self._on_range())
        return spin
