"""The strip above the map: tools, layers, and the coordinates of the selected region."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui.map.numbers_field import NumbersField
from ui.map.sheet import Tool
from ui.theme.theme import Theme

ICON_PX = 18
MARGINS = (8, 4, 8, 4)
# Below this width the buttons have no words.
WORDS_PX = 690
TOOLS = (
    (Tool.PAN, "Pan", "cursor-move", "V"),
    (Tool.RECTANGLE, "Rectangle", "vector-square", "R"),
    (Tool.POLYGON, "Polygon", "vector-polygon", "P"),
)


class ToolStrip(QFrame):
    """A line of buttons and the field.

    Signals:
        tool_picked(object): Another tool (`Tool`).
        coverage_toggled(bool): Coverage shall be shown, or not.
        fit_wanted(): The selected region shall be shown whole.
    """

    tool_picked = Signal(object)
    coverage_toggled = Signal(bool)
    fit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[QToolButton, str] = {}
        self.setObjectName("map.strip")
        self._group = QButtonGroup(self)
        row = self._row = QHBoxLayout()
        row.setContentsMargins(*MARGINS)
        row.setSpacing(2)
        self._tools: dict[Tool, QToolButton] = {}
        for tool, words, icon, key in TOOLS:
            button = self._button(f"map.tool.{tool.value}", words, icon, key)
            button.setCheckable(True)
            self._group.addButton(button)
            button.clicked.connect(lambda _on=False, tool=tool: self.tool_picked.emit(tool))
            self._tools[tool] = button
            row.addWidget(button)
        self.coverage = self._button("map.coverage", "Coverage", "layers-outline", "C")
        self.coverage.setCheckable(True)
        self.coverage.toggled.connect(self._tint)
        self.coverage.clicked.connect(self.coverage_toggled)
        self.fit = self._button("map.fit", "Fit", "fit-to-screen-outline", "F")
        self.fit.clicked.connect(self.fit_wanted)
        row.addWidget(self.coverage)
        row.addWidget(self.fit)
        self.numbers = NumbersField(theme, self)
        row.addSpacing(12)
        row.addStretch(1)
        row.addWidget(self.numbers, 100)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 12, 0)
        below.addWidget(self.numbers.words)
        column.addLayout(below)
        self._group.buttonToggled.connect(lambda _button, _on: self._tint())
        theme.changed.connect(self._tint)
        self.show_tool(Tool.RECTANGLE)
        self._tint()

    def show_tool(self, tool: Tool) -> None:
        """Show which tool is in the hand."""
        self._tools[tool].setChecked(True)

    def show_coverage(self, is_on: bool, can_be: bool, reason: str = "") -> None:
        """Show whether coverage is on, and why it cannot be."""
        self.coverage.setChecked(is_on and can_be)
        self.coverage.setEnabled(can_be)
        self.coverage.setToolTip(reason or "Coverage (C)")

    def show_words(self, are_shown: bool) -> None:
        """Show words beside the icons, or icons alone."""
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        style = beside if are_shown else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._icons:
            button.setToolButtonStyle(style)

    def leave_room(self, pixels: int) -> None:
        """Keep the right end free for something that lies over it."""
        left, top, right, bottom = MARGINS
        self._row.setContentsMargins(left, top, right + pixels, bottom)

    def _button(self, name: str, words: str, icon: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(words)
        button.setToolTip(f"{words} ({key})")
        button.setProperty("look", "tool")
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons[button] = icon
        return button

    def _tint(self) -> None:
        for button, icon in self._icons.items():
            button.setIcon(self._theme.icon(icon, "accent" if button.isChecked() else "text"))
