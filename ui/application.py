"""The program with a window: one QApplication, one loop, one window, and an orderly end."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Sequence

import qasync
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.model.clock import SystemClock
from app.model.failure import FailedError
from ui.backend import Backend
from ui.crash import CrashHooks
from ui.desk import Desk, make_desk
from ui.garbage import Garbage
from ui.shell.messages import Message
from ui.single import Doorbell, hand_over, server_name
from ui.text import use_marks
from ui.theme.resources import resource
from ui.window import MainWindow

log = logging.getLogger(__name__)


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the one QApplication of this process."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["windrow", *arguments])
    app.setApplicationName("Windrow")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("windrow")
    icon = resource("icons/windrow.svg")
    if icon is not None:
        app.setWindowIcon(QIcon(str(icon)))
    # The window closes when the engine has stopped, not before.
    app.setQuitOnLastWindowClosed(False)
    return app


def use_region(locale: QLocale) -> None:
    """Write numbers as people of a region do; where no region is set they stay English."""
    if locale.language() is not QLocale.Language.C:
        use_marks(locale.groupSeparator(), locale.decimalPoint())


def run(backend: Backend, arguments: Sequence[str], starts_demo: bool = False) -> int:
    """Show the window until it is closed; return the exit code.

    Args:
        backend: Everything behind the window.
        arguments: Words of the command line; the first that is a link is gone to.
        starts_demo: Start the sandbox at once.
    """
    app = make_application(arguments)
    use_region(QLocale.system())
    link = next((word for word in arguments if not word.startswith("-")), "")
    name = server_name(backend.state_file)
    if hand_over(name, link):
        return 0
    with qasync.QEventLoop(app) as loop:
        return int(loop.run_until_complete(_live(backend, name, link, starts_demo)))


async def _live(backend: Backend, name: str, link: str, starts_demo: bool) -> int:
    loop = asyncio.get_running_loop()
    desk = make_desk(backend, SystemClock())
    desk.theme.apply(backend.settings().theme)
    window = MainWindow(desk)
    hooks = CrashHooks(lambda trace: QTimer.singleShot(0, window, lambda: window.say_broken(trace)))
    hooks.install(loop)
    doorbell = Doorbell(name)
    doorbell.rang.connect(lambda text: _come_forward(window, text))
    ended = asyncio.Event()
    window.ended.connect(ended.set)
    with contextlib.suppress(NotImplementedError, RuntimeError):
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, window.close)
    window.show()
    garbage = Garbage()
    desk.tasks.run(_begin(desk, window, link, starts_demo), "begin")
    await ended.wait()
    doorbell.close()
    desk.bridge.close()
    await desk.tasks.close()
    hooks.remove(loop)
    window.deleteLater()
    garbage.close()
    return 0


async def _begin(desk: Desk, window: MainWindow, link: str, starts_demo: bool) -> None:
    try:
        await window.begin()
    except FailedError as error:
        desk.messages.post(Message("engine", "err", error.failure.title, error.failure.hint))
        return
    if link:
        window.errands.take_link(link)
    if starts_demo and not any(account.is_demo for account in desk.backend.accounts()):
        window.errands.start_demo()


def _come_forward(window: MainWindow, text: str) -> None:
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
    if text:
        window.errands.take_link(text)


def fail_to_start(words: str) -> int:
    """Say on the terminal why there is no window; return the exit code."""
    sys.stderr.write(words + "\n")
    return 1
