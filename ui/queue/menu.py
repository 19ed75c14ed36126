"""The context menu of the queue, in the order of the Queue menu; it holds only what does something now."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.model.export_spec import ExportSpec
from app.model.job import Job
from ui.queue.orders import Order, offered
from ui.text import count_text, rate_text
from ui.theme.theme import Theme

MB = 1_000_000
RATE_LIMITS = (None, 1 * MB, 2 * MB, 5 * MB, 10 * MB, 20 * MB, 50 * MB)
WORKERS = (None, 1, 2, 4, 8, 16, 32, 64)

Entry = tuple[Order, str, str, str]

_FIRST: tuple[Entry, ...] = (
    (Order.RESUME, "&Resume", "play", "Ctrl+S"),
    (Order.PAUSE, "&Pause", "pause", "Ctrl+P"),
    (Order.START_NOW, "Start &now", "play-circle-outline", ""),
    (Order.RETRY_HOLD, "Retry no&w", "refresh", ""),
    (Order.RETRY, "Retry &failed ({failed})", "refresh", ""),
    (Order.ACCEPT, "&Accept {failed} as they are", "check", ""),
)
_LOOK: tuple[Entry, ...] = (
    (Order.SHOW_ITEMS, "Show &items", "table", "Return"),
    (Order.SHOW_PREVIEW, "Pre&view", "image-multiple-outline", ""),
    (Order.SHOW_MAP, "Show on &map", "map-search-outline", ""),
    (Order.OPEN_FOLDER, "Open f&older", "folder-open-outline", ""),
)
_QUEUE: tuple[Entry, ...] = (
    (Order.TOP, "&Top", "format-vertical-align-top", "Ctrl+Shift++"),
    (Order.UP, "&Up", "arrow-up", "Ctrl++"),
    (Order.DOWN, "&Down", "arrow-down", "Ctrl+-"),
    (Order.BOTTOM, "&Bottom", "format-vertical-align-bottom", "Ctrl+Shift+-"),
)
_CHANGE: tuple[Entry, ...] = ((Order.CHANGE_FOLDER, "Chan&ge folder…", "folder-edit-outline", ""),)
_COPY: tuple[Entry, ...] = (
    (Order.COPY_NAME, "&Name", "", ""),
    (Order.COPY_FOLDER, "&Folder", "", ""),
    (Order.COPY_ERROR, "&Error", "", ""),
    (Order.COPY_COMMAND, "As &command", "console", "Ctrl+Shift+C"),
)
_LOG: tuple[Entry, ...] = ((Order.SHOW_LOG, "Show lo&g", "text-box-outline", ""),)
_LAST: tuple[Entry, ...] = (
    (Order.CANCEL, "Canc&el", "close-circle-outline", ""),
    (Order.REMOVE, "Remove from list", "playlist-remove", "Del"),
    (Order.TRASH, "Remove and move files to &trash…", "trash-can-outline", "Shift+Del"),
)
# How orders are called where they mean exports alone.
_EXPORT_WORDS = {Order.RETRY: "Export &again", Order.ACCEPT: "&Accept as it is"}
SHORTCUTS: dict[Order, str] = {
    order: keys for group in (_FIRST, _LOOK, _QUEUE, _CHANGE, _COPY, _LOG, _LAST) for order, _, _, keys in group if keys
}


def sheet() -> list[tuple[str, str]]:
    """Return words and keys of what the queue listens to while it has the keyboard."""
    rows = [("Queue: pause or resume", "Space")]
    for group in (_FIRST, _LOOK, _QUEUE, _COPY, _LAST):
        for _order, text, _icon, keys in group:
            if keys:
                words = text.replace("&", "").rstrip("…")
                native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
                rows.append((f"Queue: {words[0].lower()}{words[1:]}", native))
    return rows


class JobMenu(QMenu):
    """What may be done with the chosen jobs.

    Args:
        jobs: Snapshots of the chosen jobs, at least one.
        on_order: Takes an order.
        on_rate_limit: Takes bytes per second or None.
        on_workers: Takes a number or None.
    """

    def __init__(
        self,
        theme: Theme,
        jobs: Sequence[Job],
        on_order: Callable[[Order], None],
        on_rate_limit: Callable[[int | None], None],
        on_workers: Callable[[int | None], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("queue.menu")
        self._theme = theme
        self._jobs = jobs
        self._orders = offered(jobs)
        self._on_order = on_order
        self._fill(self, _FIRST)
        self._section(_LOOK)
        self.addSeparator()
        self._submenu("&Queue", _QUEUE)
        limits = {job.rate_limit for job in jobs}
        workers = {job.workers for job in jobs}
        if Order.LIMIT in self._orders:
            self._choices("&Limit", RATE_LIMITS, limits, lambda v: "Off" if v is None else rate_text(v), on_rate_limit)
        if Order.WORKERS in self._orders:
            self._choices("&Workers", WORKERS, workers, lambda v: "Automatic" if v is None else str(v), on_workers)
        self._fill(self, _CHANGE)
        self.addSeparator()
        self._submenu("&Copy", _COPY)
        self._fill(self, _LOG)
        self._section(_LAST)

    def _section(self, entries: tuple[Entry, ...]) -> None:
        self.addSeparator()
        self._fill(self, entries)

    def _submenu(self, title: str, entries: tuple[Entry, ...]) -> None:
        if any(order in self._orders for order, *_ in entries):
            menu = self.addMenu(title)
            self._fill(menu, entries)

    def _fill(self, menu: QMenu, entries: tuple[Entry, ...]) -> None:
        failed = count_text(sum(job.counts.failed + job.counts.tiles_failed for job in self._jobs))
        are_exports = all(isinstance(job.spec, ExportSpec) for job in self._jobs)
        if are_exports:
            entries = tuple((order, _EXPORT_WORDS.get(order, text), icon, keys) for order, text, icon, keys in entries)
        for order, text, icon, keys in entries:
            if order not in self._orders:
                continue
            action = QAction(text.format(failed=failed), menu)
            action.setObjectName(f"queue.{order}")
            if icon:
                action.setIcon(self._theme.icon(icon))
            if keys:
                # Shown here; the table listens to it, so the key works without the menu.
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(lambda _=False, order=order: self._on_order(order))
            menu.addAction(action)

    def _choices(
        self,
        title: str,
        values: tuple[int | None, ...],
        chosen: set[int | None],
        text: Callable[[int | None], str],
        on_choice: Callable[[int | None], None],
    ) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        shown = sorted(set(values) | chosen, key=lambda value: (value is not None, value or 0))
        for value in shown:
            action = menu.addAction(text(value))
            action.setCheckable(True)
            action.setChecked(chosen == {value})
            group.addAction(action)
            action.triggered.connect(lambda _=False, value=value: on_choice(value))
