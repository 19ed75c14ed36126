"""For every person and screen: names for readers, keys, small windows, and the program as it is really started."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QToolBar, QWidget

from app.store.verify import verify_tree
from tests.fakes.sandbox_child import ROOT, ServerChild
from tests.fakes.window import Person, is_alive, opened_window

pytestmark = [pytest.mark.gui, pytest.mark.slow]
Serve = Callable[..., ServerChild]
# Inner parts that Qt makes itself.
QT_OWN = re.compile(r"^(qt_|ScrollLeft|ScrollRight|$)")
ESSENTIAL = (
    "plan.primary", "plan.sample", "plan.copy", "projects.add-account", "projects.add-link", "projects.filter",
    "tree.projects", "queue.table", "queue.filter", "status.rate", "bell",
)  # fmt: skip


def reachable(person: Person) -> list[QWidget]:
    """Return every visible widget that takes the keyboard."""
    every = person.window.findChildren(QWidget)
    return [one for one in every if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]


def is_named(widget: QWidget) -> bool:
    """Return whether a reader has words for a widget; the inner field of a spin box goes by the name of the box."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return bool(widget.accessibleName() or text) or widget.objectName() == "qt_spinbox_lineedit"


def cut_texts(person: Person) -> list[str]:
    """Return every label or button whose words do not fit into it."""
    found = []
    for widget in person.window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        words = " ".join(re.sub(r"<[^>]*>|&nbsp;", " ", widget.text()).replace("&", "").split())
        is_wrapped = isinstance(widget, QLabel) and widget.wordWrap()
        if not words or is_wrapped or (isinstance(widget, QLabel) and not widget.pixmap().isNull()):
            continue
        if widget.property("toolButtonStyle") == Qt.ToolButtonStyle.ToolButtonIconOnly:
            continue
        if QFontMetrics(widget.font()).horizontalAdvance(words) > widget.width() + 1:
            found.append(f"{widget.objectName() or type(widget).__name__}: {words!r} in {widget.width()} px")
    return found


def is_whole(widget: QWidget) -> bool:
    """Return whether a widget is seen from edge to edge: nothing above it cuts it off."""
    if not widget.isVisible():
        return False
    here = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    above = widget.parentWidget()
    while above is not None:
        if not QRect(above.mapToGlobal(QPoint(0, 0)), above.size()).contains(here):
            return False
        above = above.parentWidget()
    return True


async def open_project(person: Person, serve: Serve) -> ServerChild:
    server = serve(scale=60, scale_bytes=2_000)
    await person.connect(server)
    await person.until_ready()
    return server


async def test_everything_that_takes_the_keyboard_has_names(serve: Serve) -> None:
    async with opened_window() as person:
        await open_project(person, serve)

        silent = [f"{type(one).__name__} {one.objectName()!r}" for one in reachable(person) if not is_named(one)]
        own = [one.objectName() for one in person.window.findChildren(QWidget) if one.isVisible()]
        twice = [name for name, count in Counter(own).items() if count > 1 and not QT_OWN.match(name)]

    assert not silent, "a screen reader says nothing about these"
    assert not twice, "two widgets share a name"


async def test_tab_goes_round_through_the_window(serve: Serve) -> None:
    async with opened_window() as person:
        await open_project(person, serve)
        person.find("projects.filter").setFocus()
        visited: list[str] = []
        for _ in range(80):
            person.key(Qt.Key.Key_Tab)
            focus = person.window.focusWidget()
            visited.append(focus.objectName() if focus is not None else "")

    wanted = {"tree.projects", "plan.folder", "plan.primary", "plan.copy", "queue.filter", "queue.table"}
    assert wanted <= set(visited), f"Tab never comes to {sorted(wanted - set(visited))}"
    assert "projects.filter" in visited, "Tab does not come round"


@pytest.mark.parametrize("size", [(1440, 900), (1024, 640)], ids=["usual", "small"])
async def test_nothing_essential_is_cut_off(serve: Serve, size: tuple[int, int]) -> None:
    async with opened_window(size=size) as person:
        await open_project(person, serve)
        if person.sees("drawer.open"):
            person.click("drawer.open")
        await person.while_(0.1)

        for name in ESSENTIAL:
            assert is_whole(person.find(name)), f"{name} is cut off"
        assert cut_texts(person) == []
        bars = person.window.findChildren(QToolBar)
        assert all(not one.isVisible() for bar in bars for one in bar.findChildren(QWidget, "qt_toolbar_ext_button"))
        areas = [one for one in person.window.findChildren(QScrollArea) if one.isVisible()]
        assert not any(area.horizontalScrollBar().isVisible() for area in areas)
        person.click("plan.primary")
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")


def test_the_program_as_it_is_started_ends_in_order(serve: Serve, private_home: Path) -> None:
    """No helper of tests: the program itself with its own credentials, told to end by the system."""
    server = serve(scale=100)
    environment = dict(os.environ) | {"SERVER_ADDRESS": server.address, "API_TOKEN": server.token}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    program = subprocess.Popen(
        [sys.executable, "-m", "app"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        children = wait_for_child(program.pid)
        program.send_signal(signal.SIGTERM)
        out, err = program.communicate(timeout=60)
    finally:
        program.kill()

    assert program.returncode == 0, err.decode()
    assert b"Traceback" not in err + out
    assert not [pid for pid in children if is_alive(pid)], "a child outlived the window"
    written = b"".join(path.read_bytes() for path in private_home.rglob("*") if path.is_file())
    assert server.token.encode() not in written + out + err


def wait_for_child(pid: int) -> list[int]:
    """Return the children of a process as soon as the engine among them has its ledger."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    home = Path(os.environ["WINDROW_HOME"])
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")
    for _ in range(400):
        found = [int(number) for number in children.read_text().split()]
        if found and list(home.rglob("ledger.sqlite3")):
            return found
        signal.sigtimedwait([], 0.025)
    raise AssertionError("the engine did not start")


async def test_the_folder_that_came_home_is_what_verify_says(serve: Serve) -> None:
    async with opened_window() as person:
        await open_project(person, serve)
        await person.download()
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        destination = Path(person.job().destination)
        image = next(destination.rglob("img/*"))
        image.write_bytes(b"spoiled")

        report = verify_tree(destination)

    assert report.changed == [image.relative_to(destination).as_posix()]
