"""How labels are drawn in the window: names, fills, opacity, hidden classes. Grid and single view share it."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.model.gallery import NamesShown, Paint

STEP = 0.1


class Looking(QObject):
    """The way of drawing.

    Signals:
        changed(): Everything is to be drawn anew.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paint = Paint()

    @property
    def paint(self) -> Paint:
        """Return how labels are drawn now."""
        return self._paint

    def set(self, **changes: object) -> None:
        """Draw otherwise; `changes` are attributes of `Paint`."""
        paint = replace(self._paint, **changes)  # type: ignore[arg-type]  # checked by the dataclass itself
        if paint != self._paint:
            self._paint = paint
            self.changed.emit()

    def toggle_names(self) -> None:
        """Show names, or none."""
        has = self._paint.names is NamesShown.CLASSES
        self.set(names=NamesShown.NONE if has else NamesShown.CLASSES)

    def toggle_outlines(self) -> None:
        """Draw outlines alone, or fills too."""
        self.set(is_outline_only=not self._paint.is_outline_only)

    def hide(self, is_hidden: bool) -> None:
        """Draw no labels at all, or draw them again."""
        self.set(is_hidden=is_hidden)

    def change_opacity(self, steps: int) -> None:
        """Draw fills more or less opaque."""
        opacity = min(1.0, max(0.0, round(self._paint.opacity + steps * STEP, 2)))
        self.set(opacity=opacity)

    def show_class(self, name: str, is_shown: bool) -> None:
        """Draw a class, or not."""
        others = tuple(one for one in self._paint.hidden_classes if one != name)
        self.set(hidden_classes=others if is_shown else (*others, name))

    def show_only(self, names: tuple[str, ...]) -> None:
        """Draw these classes alone; none means all."""
        self.set(only_classes=names, hidden_classes=())
