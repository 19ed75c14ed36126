"""Every action of the window as a table: words, keys, icon and menu. Only what works now is in it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Row:
    """One action.

    Attributes:
        name: Key of its handler, and the end of its object name.
        words: Text with mnemonic.
        keys: Shortcuts, the first is shown.
        icon: Material Design icon; may be empty.
        group: Of a group only one is checked; empty for plain actions.
        is_apart: A line stands above it.
        place: The only workspace in which it works; there its keys do not meet those of other workspaces.
        is_letter: Its key acts only while the middle of its workspace has the keyboard.
    """

    name: str
    words: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    is_apart: bool = False
    place: str = ""
    is_letter: bool = False


PROJECTS, MAP, PREVIEW = "projects", "map", "preview"
MENUS: dict[str, tuple[Row, ...]] = {
    "&File": (
        Row("add-account", "&Add account…", icon="account-plus-outline"),
        Row("add-link", "Add from &link…", ("Ctrl+L",), "link-variant"),
        Row("preview-open", "&Open folder for preview…", ("Ctrl+O",), "folder-open-outline"),
        Row("settings", "&Settings…", ("Ctrl+,",), "cog-outline", is_apart=True),
        Row("quit", "&Quit", ("Ctrl+Q",), "exit-to-app", is_apart=True),
    ),
    "&Edit": (
        Row("undo", "&Undo", ("Ctrl+Z",), "undo"),
        Row("redo", "&Redo", ("Ctrl+Shift+Z",), "redo"),
        Row("copy-command", "Copy plan as &command", icon="content-copy", is_apart=True),
        Row("find", "&Find project", ("Ctrl+F",), "filter-outline", is_apart=True),
        Row("palette", "Command &palette", ("Ctrl+K",), "magnify"),
    ),
    "&View": (
        Row("show-projects", "&Projects", ("Ctrl+1",), "file-tree"),
        Row("show-map", "&Map", ("Ctrl+2",), "map-search-outline"),
        Row("show-preview", "P&review", ("Ctrl+3",), "image-multiple-outline"),
        Row("toggle-sidebar", "&Sidebar", ("Ctrl+B", "F9"), "dock-left", is_apart=True),
        Row("toggle-inspector", "&Inspector", ("Alt+Return",), "dock-right"),
        Row("toggle-queue", "&Queue", ("Ctrl+J",), "dock-bottom"),
        Row("toggle-throughput", "&Throughput", ("Ctrl+T",), "chart-line"),
        Row("toggle-menubar", "Show m&enu bar", ("Ctrl+M",), "menu"),
        Row("full-screen", "&Full screen", ("F11",), "fullscreen", is_apart=True),
    ),
    "T&heme": (
        Row("theme-system", "As the &system", group="theme"),
        Row("theme-light", "&Light", group="theme"),
        Row("theme-dark", "&Dark", group="theme"),
        Row("theme-contrast", "High &contrast", group="theme"),
    ),
    "&Source": (
        Row("refresh", "&Refresh", ("Ctrl+R", "F5"), "refresh"),
        Row("download", "&Download", ("Ctrl+D",), "download-outline", is_apart=True, place=PROJECTS),
        Row("sample", "S&ample 50", ("Ctrl+Shift+D",), "image-filter-center-focus", place=PROJECTS),
        Row("select-rule", "&Select by rule…", ("Ctrl+Shift+F",), "filter-outline", is_apart=True, place=PROJECTS),
        Row("figures", "Fi&gures of the dataset…", icon="vector-polygon", place=PROJECTS),
    ),
    "&Map": (
        Row("map-pan", "&Pan", ("V",), "cursor-move", place=MAP, is_letter=True),
        Row("map-rectangle", "&Rectangle", ("R",), "vector-square", place=MAP, is_letter=True),
        Row("map-polygon", "P&olygon", ("P",), "vector-polygon", place=MAP, is_letter=True),
        Row("map-view-region", "Current &view as region", ("Ctrl+Shift+R",), "overscan"),
        Row("map-numbers", "&Edit numbers…", ("E",), "numeric", place=MAP, is_letter=True),
        Row("map-import", "&Import…", icon="file-import-outline"),
        Row("map-coverage", "&Coverage", ("C",), "layers-outline", is_apart=True, place=MAP, is_letter=True),
        Row("map-grid", "&Tile grid", ("G",), "grid", place=MAP, is_letter=True),
        Row("map-fit", "&Fit region", ("F",), "fit-to-screen-outline", place=MAP, is_letter=True),
        Row("harvest", "&Harvest", ("Ctrl+D",), "download-outline", is_apart=True, place=MAP),
        Row("map-sample", "S&ample 50", ("Ctrl+Shift+D",), "image-filter-center-focus", place=MAP),
    ),
    "&Export": (
        Row("export", "&Export", ("Ctrl+E",), "export-variant", place=PREVIEW),
        Row("preview-exclude", "E&xclude or include", ("X",), "close-circle-outline", place=PREVIEW, is_letter=True),
        Row("preview-next", "&Next problem", ("N",), "alert-outline", place=PREVIEW, is_letter=True),
        Row("preview-previous", "&Previous problem", ("Shift+N",), place=PREVIEW, is_letter=True),
    ),
    "Pic&tures": (
        Row("preview-names", "&Labels", ("L",), "label-outline", place=PREVIEW, is_letter=True),
        Row("preview-outlines", "&Outlines only", ("O",), "vector-polyline", place=PREVIEW, is_letter=True),
        Row("preview-more", "&More opaque", ("]",), place=PREVIEW, is_letter=True),
        Row("preview-less", "Less opa&que", ("[",), place=PREVIEW, is_letter=True),
        Row("preview-fit", "&Fit picture", ("0",), "fit-to-screen-outline", place=PREVIEW, is_letter=True),
        Row("preview-full", "&100 %", ("Ctrl+0",), place=PREVIEW, is_letter=True),
        Row("preview-details", "&Details", ("I",), "format-list-bulleted", place=PREVIEW, is_letter=True),
        Row("preview-back", "&Back to the grid", ("Escape",), "view-grid-outline", place=PREVIEW, is_letter=True),
        *(
            Row(f"preview-class-{n}", f"Show or hide class &{n}", (str(n),), place=PREVIEW, is_letter=True)
            for n in range(1, 10)
        ),
    ),
    "&Queue": (
        Row("pause-all", "&Pause all", ("Ctrl+Shift+P",), "pause"),
        Row("resume-all", "&Resume all", ("Ctrl+Shift+S",), "play"),
        Row("clear-finished", "&Clear finished", icon="playlist-check"),
        Row("focus-queue", "&Go to the queue", ("Ctrl+4",), "format-list-bulleted", is_apart=True),
    ),
    "&Help": (
        Row("shortcuts", "&Shortcuts", ("Ctrl+/",), "keyboard-outline"),
        Row("server-speed", "How &fast is this server?", icon="speedometer"),
        Row("demo", "Explore the &demo (offline)", icon="compass-outline"),
        Row("about", "&About Windrow", icon="information-outline", is_apart=True),
    ),
}
# Menus that stand inside another one.
INSIDE = {"T&heme": "&View", "Pic&tures": "&View"}


class Actions(QObject):
    """The actions of a window, made from the table."""

    def __init__(self, theme: Theme, act: Callable[[str], object], parent: QObject) -> None:
        """Make one action per row.

        Args:
            theme: Draws the icons.
            act: Does what an action of this name does.
            parent: The window.
        """
        super().__init__(parent)
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for rows in MENUS.values():
            for row in rows:
                self._actions[row.name] = self._make(row, act, parent)
        theme.changed.connect(self._tint)
        self._tint()

    def __getitem__(self, name: str) -> QAction:
        """Return one action."""
        return self._actions[name]

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Put all actions into a menu bar; return the menus by their words."""
        menus: dict[str, QMenu] = {}
        for title, rows in MENUS.items():
            above = menus[INSIDE[title]] if title in INSIDE else None
            menu = above.addMenu(title) if above is not None else bar.addMenu(title)
            menu.setObjectName(f"menu.{plain(title).lower()}")
            menus[title] = menu
            for row in rows:
                if row.is_apart:
                    menu.addSeparator()
                menu.addAction(self._actions[row.name])
        return menus

    def everywhere(self) -> list[QAction]:
        """Return the actions whose keys act wherever the keyboard is in the window."""
        rows = (row for rows in MENUS.values() for row in rows)
        return [self._actions[row.name] for row in rows if not row.is_letter]

    def letters(self, place: str) -> list[QAction]:
        """Return the actions whose keys act in the middle of one workspace alone."""
        rows = (row for rows in MENUS.values() for row in rows)
        return [self._actions[row.name] for row in rows if row.is_letter and row.place == place]

    def names_at(self, place: str) -> list[str]:
        """Return the names of the actions of one workspace."""
        return [row.name for rows in MENUS.values() for row in rows if row.place == place]

    def check(self, name: str) -> None:
        """Check one action of a group."""
        self._actions[name].setChecked(True)

    def sheet(self) -> list[tuple[str, str]]:
        """Return words and keys of every action that has keys."""
        return [
            (plain(row.words), " or ".join(native(keys) for keys in row.keys))
            for rows in MENUS.values()
            for row in rows
            if row.keys
        ]

    def offers(self) -> list[tuple[str, str, str, QAction]]:
        """Return (words, icon, keys, action) of every action that can be used now."""
        found = []
        for title, rows in MENUS.items():
            for row in rows:
                action = self._actions[row.name]
                if action.isEnabled() and row.name != "palette":
                    keys = native(row.keys[0]) if row.keys else ""
                    is_within = bool(row.group) or title in ("&Map", "Pic&tures")
                    words = f"{plain(title)}: {plain(row.words).lower()}" if is_within else plain(row.words)
                    found.append((words, row.icon or "circle-small", keys, action))
        return found

    def _make(self, row: Row, act: Callable[[str], object], parent: QObject) -> QAction:
        action = QAction(row.words, parent)
        action.setObjectName(f"action.{row.name}")
        action.setShortcuts([QKeySequence(keys) for keys in row.keys])
        if row.is_letter:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if row.group:
            group = self._groups.setdefault(row.group, QActionGroup(parent))
            action.setCheckable(True)
            group.addAction(action)
        action.triggered.connect(lambda _checked=False: act(row.name))
        return action

    def _tint(self) -> None:
        for rows in MENUS.values():
            for row in rows:
                if row.icon:
                    self._actions[row.name].setIcon(self._theme.icon(row.icon))


def plain(words: str) -> str:
    """Return words without mnemonic and dots."""
    return words.replace("&", "").rstrip("…")


def native(keys: str) -> str:
    """Return keys as the system spells them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
