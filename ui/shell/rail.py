"""The rail on the left: which workspace is open."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolBar, QToolButton, QWidget

from ui.theme.theme import RAIL_PX, Theme

ENTRIES = (
    ("projects", "Projects", "file-tree", "Ctrl+1"),
    ("map", "Map", "map-search-outline", "Ctrl+2"),
    ("preview", "Preview", "image-multiple-outline", "Ctrl+3"),
)
WIDTH = 72
SHORT = 720
MARGINS = (5, 6, 5, 6)


class Rail(QToolBar):
    """Three big buttons, one of them down.

    Signals:
        picked(int): The number of a workspace.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Workspaces", parent)
        self._theme = theme
        self.setObjectName("rail")
        self.setAccessibleName("Workspaces")
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for number, (key, title, _icon, keys) in enumerate(ENTRIES):
            button = QToolButton(self)
            button.setObjectName(f"rail.{key}")
            button.setText(title)
            button.setToolTip(f"{title} ({keys})")
            button.setAccessibleName(title)
            button.setCheckable(True)
            button.setProperty("look", "rail")
            button.setIconSize(QSize(24, 24))
            button.setFont(theme.font(RAIL_PX))
            button.setFixedWidth(theme.px(WIDTH - 12))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button, number)
            self.addWidget(button)
        self._group.idClicked.connect(self.picked)
        self._group.idToggled.connect(lambda _number, _on: self._tint())
        self.setFixedWidth(theme.px(WIDTH - 12) + 12)
        self._centre()
        theme.changed.connect(self._tint)
        self.show_words(True)
        self._tint()

    def pick(self, number: int) -> None:
        """Press one of the buttons."""
        self._group.button(number).setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the buttons in the middle: a tool bar forgets its margins with every new style sheet."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._centre()

    def show_words(self, are_shown: bool) -> None:
        """Show names under the icons, or icons alone where there is little height."""
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon if are_shown else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._group.buttons():
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(style)
                button.setFixedHeight(self._theme.px(58) if are_shown else 44)

    def _centre(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(*MARGINS)

    def _tint(self) -> None:
        for number, (_key, _title, icon, _keys) in enumerate(ENTRIES):
            button = self._group.button(number)
            button.setIcon(self._theme.icon(icon, "accent" if button.isChecked() else "text"))
