"""The tool bar: what is needed at any time, the search field, the bell and the gear."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ui.actions import Actions
from ui.shell.bell import Bell
from ui.shell.finding import Offer
from ui.shell.messages import Messages
from ui.shell.palette import PaletteField
from ui.text import rate_text
from ui.theme.theme import ICON_PX, Theme

HEIGHT = 44
MB = 1_000_000
LIMITS = (None, 1 * MB, 2 * MB, 5 * MB, 10 * MB, 20 * MB, 50 * MB)
BUTTONS = (
    ("add-link", "Add from link", "link-variant"),
    ("pause-all", "Pause all", "pause"),
    ("resume-all", "Resume all", "play"),
)


class MainToolBar(QToolBar):
    """One line under the menus.

    Signals:
        limit_picked(object): Bytes per second for everything together, or None.
    """

    limit_picked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        actions: Actions,
        messages: Messages,
        offers: Callable[[], list[Offer]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Tools", parent)
        self._theme = theme
        self._icons: dict[QToolButton, str] = {}
        self.setObjectName("toolbar.main")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setFixedHeight(theme.px(HEIGHT))
        for name, words, icon in BUTTONS:
            button = self._button(f"toolbar.{name}", words, icon)
            button.clicked.connect(actions[name].trigger)
            actions[name].enabledChanged.connect(button.setEnabled)
            self.addWidget(button)
        self._limit = self._button("toolbar.limit", "Limit: off", "speedometer")
        self._limit.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._limits = QMenu(self._limit)
        self._limits.setObjectName("toolbar.limits")
        self._limit.setMenu(self._limits)
        self._choices: QActionGroup | None = None
        self.addWidget(self._limit)
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.palette_ = PaletteField(theme, offers, self)
        self.addWidget(self.palette_)
        self.bell = Bell(theme, messages, self)
        self.addWidget(self.bell)
        gear = self._button("toolbar.settings", "Settings", "cog-outline")
        gear.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        gear.clicked.connect(actions["settings"].trigger)
        self._gear = gear
        self.addWidget(gear)
        theme.changed.connect(self._tint)
        self._tint()
        self.show_limit(None)

    def show_limit(self, bytes_per_second: int | None) -> None:
        """Show the common speed limit."""
        words = "off" if bytes_per_second is None else rate_text(bytes_per_second)
        self._limit.setText(f"Limit: {words}")
        self._limit.setAccessibleName(f"Speed limit: {words}")
        self._limit.setToolTip(f"Speed limit for all transfers together: {words}")
        self._limits.clear()
        if self._choices is not None:
            self._choices.deleteLater()
        self._choices = QActionGroup(self)
        # A limit from the settings may be one that is not offered here.
        for limit in sorted({*LIMITS, bytes_per_second}, key=lambda value: (value is not None, value or 0)):
            action = self._limits.addAction(limit_words(limit))
            action.setCheckable(True)
            action.setChecked(limit == bytes_per_second)
            action.triggered.connect(lambda _checked=False, value=limit: self.limit_picked.emit(value))
            self._choices.addAction(action)

    def show_words(self, are_shown: bool) -> None:
        """Show words beside the icons, or icons alone in a narrow window."""
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        style = beside if are_shown else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._icons:
            if button is not self._gear:
                button.setToolButtonStyle(style)

    def _button(self, name: str, words: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(words)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setProperty("look", "flat")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._icons[button] = icon
        return button

    def _tint(self) -> None:
        for button, icon in self._icons.items():
            button.setIcon(self._theme.icon(icon))


def limit_words(bytes_per_second: int | None) -> str:
    """Return one line of the menu of limits."""
    return "No limit" if bytes_per_second is None else rate_text(bytes_per_second)
