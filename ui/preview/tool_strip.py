"""The strip above the pictures: grid or single, how labels are drawn, problems, size of the tiles or zoom."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.model.gallery import NamesShown
from ui.preview.layout import LEAST_TILE, MOST_TILE
from ui.preview.looking import Looking
from ui.preview.single import scale_text
from ui.theme.theme import Theme

ICON_PX = 18
SLIDER_PX = 72


class PreviewStrip(QFrame):
    """A line of buttons.

    Signals:
        single_wanted(bool): One picture shall be shown alone, or the grid again.
        problem_wanted(): The next problem shall be shown.
        size_wanted(int): Tiles of another width.
        fit_wanted(): The whole picture shall be shown.
        details_toggled(bool): The list of labels beside the picture shall be seen, or not.
    """

    single_wanted = Signal(bool)
    problem_wanted = Signal()
    size_wanted = Signal(int)
    fit_wanted = Signal()
    details_toggled = Signal(bool)

    def __init__(self, theme: Theme, looking: Looking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._looking = looking
        self._icons: dict[QToolButton, str] = {}
        self.setObjectName("preview.strip")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(2)
        self._ways = QButtonGroup(self)
        self.grid = self._button("preview.tool.grid", "Grid", "view-grid-outline", "Escape")
        self.single = self._button("preview.tool.single", "Single", "image-outline", "Enter")
        for button in (self.grid, self.single):
            button.setCheckable(True)
            self._ways.addButton(button)
        self.grid.setChecked(True)
        self.grid.clicked.connect(lambda: self.single_wanted.emit(False))
        self.single.clicked.connect(lambda: self.single_wanted.emit(True))
        self._row.addSpacing(2)
        self.names = self._button("preview.tool.names", "Labels", "label-outline", "L")
        self.names.clicked.connect(looking.toggle_names)
        self.outlines = self._button("preview.tool.outlines", "Outlines", "vector-polyline", "O")
        self.outlines.clicked.connect(looking.toggle_outlines)
        self.hide_all = self._button("preview.tool.hide", "Hide all", "eye-off-outline", "hold H")
        self.hide_all.clicked.connect(looking.hide)
        for button in (self.names, self.outlines, self.hide_all):
            button.setCheckable(True)
        self.names.setChecked(True)
        self._row.addSpacing(2)
        self.problem = self._button("preview.tool.problem", "Next problem", "alert-outline", "N")
        self.problem.clicked.connect(self.problem_wanted)
        self._row.addStretch(1)
        self._build_right()
        looking.changed.connect(self._show)
        theme.changed.connect(self._tint)
        self._tint()
        self.show_single(False)

    def show_single(self, is_single: bool) -> None:
        """Show which of both is seen."""
        (self.single if is_single else self.grid).setChecked(True)
        in_grid: tuple[QWidget, ...] = (self._size_words, self.slider)
        in_single: tuple[QWidget, ...] = (self._zoom_words, self.fit, self.details)
        for widget in in_grid:
            widget.setVisible(not is_single)
        for widget in in_single:
            widget.setVisible(is_single)
        self.fit_words(self.width())
        self._tint()

    def show_scale(self, scale: float) -> None:
        """Show how large the picture is seen."""
        self._zoom_words.setText(scale_text(scale))

    def show_size(self, width: int) -> None:
        """Show how large the tiles are; nothing is told."""
        self.slider.blockSignals(True)
        self.slider.setValue(width)
        self.slider.blockSignals(False)

    def allow(self, has_pictures: bool, has_problems: bool) -> None:
        """Let buttons act only where they mean something."""
        for button in self._icons:
            button.setEnabled(has_pictures)
        self.slider.setEnabled(has_pictures)
        self.problem.setEnabled(has_problems)
        self.problem.setToolTip("Next problem (N)" if has_problems else "No problems found")

    def fit_words(self, width: int) -> None:
        """Show words beside the icons where they fit into a width, else icons alone."""
        self._show_words(True)
        if self.sizeHint().width() > width:
            self._show_words(False)

    def _show_words(self, are_shown: bool) -> None:
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._icons:
            button.setToolButtonStyle(beside if are_shown else Qt.ToolButtonStyle.ToolButtonIconOnly)

    def leave_room(self, pixels: int) -> None:
        """Keep the right end free for something that lies over it."""
        self._row.setContentsMargins(8, 4, 8 + pixels, 4)

    def _build_right(self) -> None:
        self._size_words = QLabel("Size", self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("preview.size")
        self.slider.setAccessibleName("Size of the pictures")
        self.slider.setRange(LEAST_TILE, MOST_TILE)
        self.slider.setSingleStep(16)
        self.slider.setPageStep(48)
        self.slider.setFixedWidth(self._theme.px(SLIDER_PX))
        self.slider.valueChanged.connect(self.size_wanted)
        self._zoom_words = QLabel(self)
        self._zoom_words.setObjectName("preview.zoom")
        self._zoom_words.setAccessibleName("Zoom")
        self._zoom_words.setMinimumWidth(self._theme.px(52))
        self._zoom_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._size_words)
        self._row.addSpacing(6)
        self._row.addWidget(self.slider)
        self._row.addWidget(self._zoom_words)
        self.fit = self._button("preview.tool.fit", "Fit", "fit-to-screen-outline", "0")
        self.fit.clicked.connect(self.fit_wanted)
        self.details = self._button("preview.tool.details", "Details", "format-list-bulleted", "I")
        self.details.setCheckable(True)
        self.details.setChecked(True)
        self.details.clicked.connect(self.details_toggled)
        self.details.toggled.connect(lambda _: self._tint())

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
        self._row.addWidget(button)
        return button

    def _show(self) -> None:
        paint = self._looking.paint
        self.names.setChecked(paint.names is NamesShown.CLASSES)
        self.outlines.setChecked(paint.is_outline_only)
        self.hide_all.setChecked(paint.is_hidden)
        self._tint()

    def _tint(self) -> None:
        for button, icon in self._icons.items():
            button.setIcon(self._theme.icon(icon, "accent" if button.isChecked() else "text"))
