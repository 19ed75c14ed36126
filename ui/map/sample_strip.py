"""A few pictures out of the chosen regions: asked for when a person wants them, and by itself in the demo."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.model.harvest import MapillarySpec
from app.model.queries import LookAround
from ui.desk import Desk
from ui.projects.first_look import COUNT, FirstLookStrip, LookWords
from ui.theme.theme import SMALL_PX

TILE_PX = 54
REGION = LookWords("Harvesting may still work.", "No picture was found in the few tiles that were looked at.")


class SampleStrip(QWidget):
    """A heading, a button, and four small pictures.

    Signals:
        asked(): The person wants to see pictures.
    """

    asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, MapillarySpec] | None = None
        title = QLabel("Sample of this region", self)
        title.setProperty("look", "muted")
        title.setFont(desk.theme.font(SMALL_PX))
        self.button = QPushButton("Show a sample", self)
        self.button.setObjectName("plan.show-sample")
        self.button.setProperty("look", "quiet")
        self.button.clicked.connect(self.asked)
        self.pictures = FirstLookStrip(desk, self, TILE_PX, REGION)
        self.pictures.setObjectName("plan.pictures")
        self.pictures.setAccessibleName("Sample of this region")
        self.pictures.hide()
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.pictures)

    def show_sample(self, account: str, spec: MapillarySpec) -> None:
        """Ask for pictures of a selection; the same one is not asked for twice."""
        if self._shown == (account, spec):
            return
        self._shown = (account, spec)
        self.button.hide()
        self.pictures.show()
        self.pictures.look_with(LookAround(spec, account, COUNT))

    def forget(self) -> None:
        """Show no pictures: they are of another selection."""
        if self._shown is None:
            return
        self._shown = None
        self.pictures.clear()
        self.pictures.hide()
        self.button.show()
