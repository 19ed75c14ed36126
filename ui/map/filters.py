"""Which images of the regions are wanted: a form drawn from what the fields of the spec say about themselves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.model.harvest import MapillarySpec
from ui.plan.field_group import FieldGroup
from ui.plan.fold import Fold
from ui.theme.theme import Theme

SHOWN = ("captured_from", "captured_until", "pano", "spacing", "min_quality", "creator", "max_images")
FOLDED = ("organization", "pick")
LABEL_PX = 92


class FilterForm(QWidget):
    """Filters for all regions together.

    Signals:
        edited(): A filter is another one.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        usual = MapillarySpec()
        self._quiet = False
        self.setObjectName("map.filters")
        self.setAccessibleName("Filters")
        title = QLabel("Filters", self)
        title.setFont(theme.font(semibold=True))
        self._reset = QToolButton(self)
        self._reset.setObjectName("map.filters.reset")
        self._reset.setText("Reset")
        self._reset.setAccessibleName("Reset all filters")
        self._reset.setProperty("look", "flat")
        self._reset.clicked.connect(lambda: self.show_spec(usual))
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._reset)
        self._shown = FieldGroup(theme, usual, SHOWN, self, theme.px(LABEL_PX))
        self._shown.column.setSpacing(6)
        self._folded = FieldGroup(theme, usual, FOLDED, self, theme.px(LABEL_PX))
        self._folded.column.setSpacing(6)
        self._fold = Fold(theme, "map.filters.more", "More filters", "organisation, which images when there are more")
        self._fold.column.addWidget(self._folded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._shown)
        column.addWidget(self._fold)
        for group in (self._shown, self._folded):
            group.edited.connect(self._on_edit)
        self._say()

    def fill(self, spec: MapillarySpec) -> MapillarySpec:
        """Return a spec with these filters."""
        return self._folded.fill(self._shown.fill(spec))

    def show_spec(self, spec: MapillarySpec) -> None:
        """Show the filters of a spec, and tell once if they are others."""
        before = self.fill(MapillarySpec())
        for group in (self._shown, self._folded):
            group.show_spec(spec)
        self._say()
        if self.fill(MapillarySpec()) != before:
            self.edited.emit()

    def _on_edit(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        self._fold.say(self._folded.changed_count)
        is_any = bool(self._shown.changed_count or self._folded.changed_count)
        self._reset.setEnabled(is_any)
