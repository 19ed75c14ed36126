"""How images are split into training and validation: by share, by tag, by dataset, or not at all."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from app.model.export_spec import ExportSpec, SplitBy
from ui.theme.theme import Theme

SHARES = (0.1, 0.2, 0.3)
NONE, TAG, DATASET = "none", "tag", "dataset"


class SplitField(QWidget):
    """One choice, and a second one where the first needs it.

    Signals:
        edited(): Another split.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        del theme
        self._has_places = False
        self._names: dict[str, tuple[str, ...]] = {TAG: (), DATASET: ()}
        label = QLabel("Split", self)
        self.way = _box(self, "export.split", "Split")
        self.what = _box(self, "export.split-by", "Images for validation")
        label.setBuddy(self.way)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (label, self.way, self.what):
            column.addWidget(widget)
        self.way.activated.connect(lambda _: self._on_way())
        self.what.activated.connect(lambda _: self.edited.emit())
        self._fill()
        self._show_second()

    def offer(self, tags: Sequence[str], datasets: Sequence[str], *, has_places: bool) -> None:
        """Offer the tags and datasets of a folder; sequences where it is a harvest."""
        self._names = {TAG: tuple(tags), DATASET: tuple(name for name in datasets if name)}
        self._has_places = has_places
        self._fill()
        self._show_second()

    def fill(self, spec: ExportSpec) -> ExportSpec:
        """Return a spec with this split."""
        key = self.way.currentData()
        plain = replace(spec, val=0.0, val_by=SplitBy.IMAGE, val_tag="", val_datasets=())
        if isinstance(key, tuple):
            return replace(plain, val=float(key[0]), val_by=SplitBy(key[1]))
        name = str(self.what.currentData() or "")
        if key == TAG:
            return replace(plain, val_tag=name)
        if key == DATASET:
            return replace(plain, val_datasets=(name,) if name else ())
        return plain

    def _fill(self) -> None:
        before = self.way.currentData()
        ways: list[tuple[str, object]] = [("No split", NONE)]
        for share in SHARES:
            words = f"Train {round(100 - share * 100)} · val {round(share * 100)}"
            ways.append((words, (share, SplitBy.IMAGE.value)))
            if self._has_places:
                ways.append((f"{words}, by sequence", (share, SplitBy.SEQUENCE.value)))
        if self._names[TAG]:
            ways.append(("By image tag", TAG))
        if len(self._names[DATASET]) > 1:
            ways.append(("By dataset", DATASET))
        with QSignalBlocker(self.way):
            self.way.clear()
            for words, key in ways:
                self.way.addItem(words, key)
            keys = [key for _, key in ways]
            self.way.setCurrentIndex(keys.index(before) if before in keys else 0)

    def _on_way(self) -> None:
        self._show_second()
        self.edited.emit()

    def _show_second(self) -> None:
        key = self.way.currentData()
        names = self._names.get(key, ()) if isinstance(key, str) else ()
        self.what.setVisible(bool(names))
        before = self.what.currentData()
        with QSignalBlocker(self.what):
            self.what.clear()
            for name in names:
                self.what.addItem(f"Validation: {name}", name)
            self.what.setCurrentIndex(max(0, self.what.findData(before)))


def _box(parent: QWidget, name: str, words: str) -> QComboBox:
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(words)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
