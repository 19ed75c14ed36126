"""The first thing a new person sees: what this is for, and three ways to begin."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.model.account import FoundCredentials
from ui.desk import Desk
from ui.theme.theme import SMALL_PX, TITLE_PX, Theme

CARD_WIDTH = 268
ICON = 32


class Card(QFrame):
    """An icon, a title, a sentence, and one button."""

    def __init__(self, theme: Theme, name: str, icon: str, title: str, line: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self.setProperty("look", "card")
        self.setFixedWidth(theme.px(CARD_WIDTH))
        self._icon = QLabel(self)
        heading = QLabel(title, self)
        heading.setFont(theme.font(15, semibold=True))
        heading.setWordWrap(True)
        words = QLabel(line, self)
        words.setWordWrap(True)
        words.setProperty("look", "muted")
        self.button = QPushButton(self)
        self.button.setObjectName(name)
        self.button.setProperty("look", "primary")
        self.button.setMinimumHeight(36)
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        self.reason.setProperty("look", "muted")
        self.reason.setFont(theme.font(SMALL_PX))
        # Room for two lines in every card, so that the buttons stand on one line.
        self.reason.setFixedHeight(theme.px(32))
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (self._icon, heading, words):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.button)
        column.addWidget(self.reason)
        theme.changed.connect(self.tint)
        self.tint()

    def tint(self) -> None:
        """Draw the icon in the colours of now."""
        self._icon.setPixmap(self._theme.icon(self._icon_name, "accent").pixmap(QSize(ICON, ICON)))


class Welcome(QWidget):
    """Three cards.

    Signals:
        connect_wanted(): The person wants to type or paste credentials of Supervisely.
        other_wanted(): The person wants to choose a service.
        map_wanted(): The person wants to draw on the map.
        found_wanted(): The found credentials shall be used.
        demo_wanted(): The offline demo shall be started.
    """

    connect_wanted = Signal()
    other_wanted = Signal()
    map_wanted = Signal()
    found_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("centre.welcome")
        theme = desk.theme
        title = QLabel("Bring images and labels to this computer.", self)
        title.setFont(theme.font(TITLE_PX, semibold=True))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setWordWrap(True)
        line = QLabel("Nothing has been contacted yet. Choose how to begin.", self)
        line.setProperty("look", "muted")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.supervisely = Card(
            theme, "welcome.connect", "shield-account-outline", "Supervisely",
            "Pick projects from your teams and workspaces.", self,
        )  # fmt: skip
        self.street = Card(
            theme, "welcome.map", "map-search-outline", "Street images",
            "Draw an area on a map and harvest Mapillary images.", self,
        )  # fmt: skip
        self.demo = Card(
            theme, "welcome.demo", "compass-outline", "Demo",
            "A small town of drawn street scenes, served by this computer. No token, no network.", self,
        )  # fmt: skip
        self.street.button.setText("Pick a map area")
        self.street.button.clicked.connect(self.map_wanted)
        self.demo.button.setText("Explore the demo (offline)")
        self.other = QPushButton("Connect another account…", self)
        self.other.setObjectName("welcome.other")
        self.other.setProperty("look", "quiet")
        self.problem = QLabel(self)
        self.problem.setObjectName("welcome.problem")
        self.problem.setProperty("look", "error")
        self.problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        for card in (self.supervisely, self.street, self.demo):
            row.addWidget(card)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(line)
        column.addSpacing(12)
        column.addLayout(row)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.problem)
        column.addStretch(2)
        self._found: FoundCredentials | None = None
        self.supervisely.button.clicked.connect(self._on_connect)
        self.demo.button.clicked.connect(self.demo_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.show_found(None)
        self.show_problem("")

    def show_found(self, found: FoundCredentials | None) -> None:
        """Offer credentials that lie ready on this computer."""
        self._found = found
        words = "Connect Supervisely" if found is None else f"Connect as found in {found.origin}"
        self.supervisely.button.setText(words)
        line = "" if found is None else f"{found.account.address}, token {found.masked}"
        self.supervisely.reason.setText(line)
        self.other.setVisible(found is not None)

    def show_found_street(self, found: FoundCredentials | None) -> None:
        """Tell of a Mapillary token that lies ready; it is used when the person says so on the map."""
        self.street.reason.setText("" if found is None else f"A token was found in {found.origin}: {found.masked}")

    def show_busy(self, words: str) -> None:
        """Let the person wait; an empty text ends it."""
        for button in (self.supervisely.button, self.demo.button, self.other):
            button.setEnabled(not words)
        self.demo.reason.setText(words)

    def show_problem(self, words: str) -> None:
        """Say what went wrong."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _on_connect(self) -> None:
        (self.found_wanted if self._found is not None else self.connect_wanted).emit()
