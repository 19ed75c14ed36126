"""The theme of a running window: palette, style sheet, icons, and switching between schemes.

Fusion with an explicit palette: under some platforms asking for a dark scheme changes nothing.
"""

import qtawesome
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.sheet import style_sheet
from ui.theme.tokens import CONTRAST, DARK, LIGHT, ThemeMode, Tokens

BODY_PX = 13
# Desktops start at 12 to 16 pixels; whoever chose more wants to read larger words here too.
LARGE_PX = 17
SMALL_PX = 12
RAIL_PX = 11
TITLE_PX = 20
NUMBER_PX = 18

ROW_PX = 27
VIEWS = ("QTreeView", "QTableView", "QListView")
EDGED = (
    *VIEWS,
    "QLineEdit",
    "QComboBox",
    "QAbstractSpinBox",
    "QCheckBox",
    "QPlainTextEdit",
)
ICON_PX = 20


class Theme(QObject):
    """Colours, fonts and icons for every widget.

    Signals:
        changed(): The scheme is another one now; icons and painted things must be made again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode = ThemeMode.SYSTEM
        self.scale = scale_for(QFontInfo(QApplication.font()).pixelSize())
        self.tokens: Tokens = LIGHT
        self._icons: dict[tuple[str, str], QIcon] = {}
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.follow_system)

    def apply(self, mode: ThemeMode | str) -> None:
        """Switch to a mode, at once and everywhere."""
        self.mode = ThemeMode(mode)
        self._install(self._wanted())

    def color(self, token: str) -> QColor:
        """Return the colour of a token, such as "accent"."""
        return QColor(str(getattr(self.tokens, token)))

    def px(self, pixels: int) -> int:
        """Return a height or width that holds words, as large as the words are here."""
        return round(pixels * self.scale)

    def icon(self, name: str, token: str = "text") -> QIcon:
        """Return a Material Design icon ("pause") in the colour of a token."""
        key = (name, token)
        if key not in self._icons:
            tint = getattr(self.tokens, token)
            self._icons[key] = qtawesome.icon(f"mdi6.{name}", color=tint, color_disabled=self.tokens.control)
        return self._icons[key]

    def font(self, pixels: int = BODY_PX, semibold: bool = False) -> QFont:
        """Return the system font in a size, scaled as by `px`; figures have one width where the font can."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.px(pixels))
        font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def fixed_font(self) -> QFont:
        """Return the system's fixed-width font, for logs and commands."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self.px(SMALL_PX))
        return font

    def _wanted(self) -> Tokens:
        if self.mode is ThemeMode.CONTRAST:
            return CONTRAST
        if self.mode is ThemeMode.SYSTEM:
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        return DARK if self.mode is ThemeMode.DARK else LIGHT

    def follow_system(self) -> None:
        """Take the scheme of the desktop, if that is what was chosen."""
        if self.mode is ThemeMode.SYSTEM:
            self._install(self._wanted())

    def _install(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._icons.clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            if app.style().name() != "fusion":
                app.setStyle("Fusion")
            app.setPalette(palette(tokens))
            for name in EDGED:
                # Selected rows keep the colour of words; in a field the accent marks selection and focus.
                app.setPalette(edged(tokens, is_field=name not in VIEWS), name)  # type: ignore[arg-type]  # the stub says bytes; it takes str alone
            font = QFont(app.font())
            if font.pixelSize() != self.px(BODY_PX):
                font.setPixelSize(self.px(BODY_PX))
                app.setFont(font)
            app.setStyleSheet(style_sheet(tokens))
        self.changed.emit()


def scale_for(pixels: int) -> float:
    """Return how much larger than usual words are, for a desktop font of so many pixels."""
    return pixels / BODY_PX if pixels >= LARGE_PX else 1.0


def edged(tokens: Tokens, is_field: bool) -> QPalette:
    """Return the palette of fields, boxes and lists, whose edges must be seen on any ground.

    Fusion takes the colour of an edge from the window colour, 1.4 times darker: in a dark scheme none would show.
    """
    result = palette(tokens)
    result.setColor(QPalette.ColorRole.Window, QColor(tokens.control).lighter(140))
    if is_field:
        result.setColor(QPalette.ColorRole.Highlight, QColor(tokens.accent))
        result.setColor(QPalette.ColorRole.HighlightedText, QColor(tokens.on_accent))
    return result


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of a scheme, every role set on purpose."""
    role = QPalette.ColorRole
    chosen = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.base,
        role.AlternateBase: tokens.alt,
        role.Text: tokens.text,
        role.Button: tokens.base,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.err,
        role.ToolTipBase: tokens.base,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.base,
        role.Midlight: tokens.alt,
        role.Mid: tokens.control,
        role.Dark: tokens.control,
        role.Shadow: tokens.control,
    }
    result = QPalette()
    for name, value in chosen.items():
        result.setColor(QPalette.ColorGroup.All, name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.control))
    return result
