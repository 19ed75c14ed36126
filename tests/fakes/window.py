"""The real window on a real engine, used as a person would: by what is on it, with mouse and keys."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QLineEdit, QWidget

from app.bootstrap.window import WindowBackend
from app.config.paths import find_home
from app.config.settings import Settings
from app.config.tokens import MemoryVault, Vault, find_credentials
from app.model.clock import SystemClock
from app.model.job import Job
from tests.fakes.sandbox_child import ServerChild
from tests.fakes.waiting import until
from ui.desk import Desk, make_desk
from ui.garbage import Garbage
from ui.map.workspace import MapWorkspace
from ui.queue.columns import Column
from ui.window import MainWindow

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


class Person:
    """Somebody in front of the window."""

    def __init__(self, window: MainWindow, desk: Desk, backend: WindowBackend) -> None:
        self.window = window
        self.desk = desk
        self.backend = backend
        self.said: list[str] = []
        desk.messages.changed.connect(self._hear)

    # Looking.

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]  # a default of the bound
        found = [one for one in self.window.findChildren(kind, name) if one.isVisible()]
        assert found, f"no visible {kind.__name__} is called {name}"
        return found[-1]

    def sees(self, name: str) -> bool:
        return any(one.isVisible() for one in self.window.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        widget = self.find(name)
        assert isinstance(widget, QLabel | QAbstractButton | QLineEdit), f"{name} has no text"
        return widget.text()

    def job(self, title: str = "") -> Job | None:
        rows = [row.job for row in self.window.queue.jobs.rows() if title in row.job.title]
        return rows[-1] if rows else None

    def cell(self, column: Column, title: str = "") -> str:
        """Return a cell of the queue, in the row whose name holds `title`; empty while there is no such row."""
        model = self.window.queue.table.model()
        for row in range(model.rowCount()):
            if title in str(model.index(row, Column.NAME).data()):
                return str(model.index(row, column).data())
        return ""

    def status(self, title: str = "") -> str:
        return self.cell(Column.STATUS, title)

    def done_count(self, title: str = "") -> int:
        job = self.job(title)
        return 0 if job is None else job.counts.settled

    @property
    def engine_pid(self) -> int | None:
        return self.backend.host._child.pid  # the window itself never needs it

    # Acting.

    def click(self, name: str) -> None:
        widget = self.find(name)
        assert widget.isEnabled(), f"{name} cannot be clicked"
        # A check box is ticked on its mark, which stands at its left end.
        where = widget.rect().center()
        if isinstance(widget, QCheckBox):
            where.setX(8)
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, where)

    def write(self, name: str, text: str) -> None:
        field = self.find(name, QLineEdit)
        field.selectAll()
        QTest.keyClicks(field, text)

    def paste(self, name: str, text: str) -> None:
        field = self.find(name, QLineEdit)
        field.selectAll()
        QApplication.clipboard().setText(text)
        field.paste()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = self.window.focusWidget() or self.window
        QTest.keyClick(widget, key, modifiers)

    def shortcut(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
        """Press keys that an action of the window listens to."""
        QTest.keySequence(self.window.focusWidget() or self.window, Qt.Key(key) | modifiers)

    # The tree.

    def row(self, *path: str) -> QModelIndex:
        """Return a row of the tree by the names on the way to it."""
        tree = self.window.projects.sidebar.tree
        index = QModelIndex()
        for name in path:
            rows = range(tree.model().rowCount(index))
            found = [tree.model().index(row, 0, index) for row in rows]
            index = next((one for one in found if str(one.data()).startswith(name)), QModelIndex())
            if not index.isValid():
                return index
        return index

    def tick(self, *path: str) -> None:
        tree = self.window.projects.sidebar.tree
        index = self.row(*path)
        assert index.isValid(), f"{path} is not in the tree"
        tree.scrollTo(index)
        tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        QTest.keyClick(tree, Qt.Key.Key_Space)

    def pick(self, *path: str) -> None:
        tree = self.window.projects.sidebar.tree
        index = self.row(*path)
        assert index.isValid(), f"{path} is not in the tree"
        tree.scrollTo(index)
        QTest.mouseClick(tree.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, tree.visualRect(index).center())

    async def unfold(self, name: str, child: str) -> None:
        tree = self.window.projects.sidebar.tree
        await self.until(lambda: self.row(name).isValid(), f"{name} in the tree")
        tree.expand(self.row(name))
        await self.until(lambda: self.row(name, child).isValid(), f"{child} below {name}")

    # Waiting.

    async def until(self, is_so: Callable[[], object], what: str) -> None:
        try:
            await until(is_so, what)
        except AssertionError as error:
            raise AssertionError(f"{error}. {self._state()}") from None

    async def while_(self, seconds: float) -> None:
        """Let the window live for a while."""
        await asyncio.sleep(seconds)

    async def come_forward(self) -> None:
        """Make the window active, as a window manager does when a dialog closes; offscreen there is none."""
        self.window.activateWindow()
        await self.until(self.window.isActiveWindow, "the window is active")

    async def until_ready(self) -> None:
        """Wait for a plan that can be started."""
        button = self.window.projects.inspector.primary
        await self.until(lambda: button.isEnabled() and button.text().startswith("Download "), "a plan that can start")

    async def connect(self, server: ServerChild, token: str = "") -> None:
        """Connect by the dialog, from the welcome page."""
        await self.until(lambda: self.sees("welcome.connect"), "the welcome page")
        self.click("welcome.connect")
        self.paste("connect.address", server.address)
        self.paste("connect.token", token or server.token)
        self.click("connect.connect")
        await self.until(lambda: not self.sees("connect"), "the dialog closes")
        await self.come_forward()

    async def connect_street(self, server: ServerChild, env: str = "") -> None:
        """Connect Mapillary by the card of the welcome page; the address and the token are pasted as one text."""
        await self.until(lambda: self.sees("welcome.map"), "the welcome page")
        self.click("welcome.map")
        await self.until(lambda: self.sees("connect-street"), "the dialog")
        self.paste("street.token", env or server.env)
        self.click("street.connect")
        await self.until(lambda: not self.sees("connect-street"), "the dialog closes")
        await self.come_forward()

    # The map.

    @property
    def map(self) -> MapWorkspace:
        return self.window.workspaces.map

    @property
    def chip(self) -> str:
        return self.text("map.chip.words") if self.sees("map.chip") else ""

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 12) -> None:
        """Drag on the map, between pixels of it."""
        view = self.find("map.view")
        spots = [tuple(a + (b - a) * n // steps for a, b in zip(start, end, strict=True)) for n in range(steps + 1)]
        QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(*spots[0]))
        for spot in spots[1:]:
            QTest.mouseMove(view, QPoint(*spot))
        QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(*spots[-1]))

    async def until_planned(self) -> int:
        """Wait for a harvest that can be started; return the number on its button."""
        button = self.map.inspector.primary
        await self.until(lambda: button.isEnabled() and button.text().startswith("Harvest "), "a harvest plan")
        return int("".join(re.findall(r"\d", button.text())))

    async def download(self) -> None:
        """Press the button that carries the number."""
        await self.until_ready()
        self.click("plan.primary")

    def _hear(self) -> None:
        top = self.desk.messages.top
        if top is not None and (not self.said or self.said[-1] != top.sentence()):
            self.said.append(top.sentence())

    def _state(self) -> str:
        rows = [(row.job.title, row.job.state.value, row.job.counts) for row in self.window.queue.jobs.rows()]
        button = self.window.projects.inspector.primary.text()
        return f"Queue: {rows}; button: {button!r}; said: {self.said[-4:]}"


def a_backend(vault: Vault | None = None, **settings: object) -> WindowBackend:
    """Return what is behind the window, in the private home of the test."""
    home = find_home()
    home.make()
    chosen = Settings(theme="light", **settings)  # type: ignore[arg-type]  # values of a test
    return WindowBackend(home, chosen, vault or MemoryVault(), find_credentials())


@asynccontextmanager
async def opened_window(
    backend: WindowBackend | None = None, size: tuple[int, int] = (1440, 900)
) -> AsyncIterator[Person]:
    """Open the window, begin as the program does, and close it in the end as a person would."""
    backend = backend or a_backend()
    garbage = Garbage()
    desk = make_desk(backend, SystemClock())
    desk.theme.apply(backend.settings().theme)
    broken: list[BaseException] = []
    desk.tasks.broke.connect(broken.append)
    window = MainWindow(desk)
    ended = asyncio.Event()
    window.ended.connect(ended.set)
    window.resize(*size)
    window.show()
    window.activateWindow()
    desk.tasks.run(window.begin(), "begin")
    person = Person(window, desk, backend)
    try:
        yield person
        await person.while_(0)
    finally:
        window.close()
        async with asyncio.timeout(60):
            await ended.wait()
            await backend.demo.stop()  # a loaded machine may have used up the patience of the window
        desk.bridge.close()
        await desk.tasks.close()
        window.deleteLater()
        await asyncio.sleep(0)
        garbage.close()
    assert not broken, broken


def is_alive(pid: int) -> bool:
    """Return whether a process is there and not merely unburied."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return not Path("/proc").is_dir()
    return state != "Z"
