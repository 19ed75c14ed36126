"""Hooks for what nobody expected: it is logged, the window says so and stays, transfers go on in their own process."""

import asyncio
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("ui")
qt_log = logging.getLogger("ui.qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
Report = Callable[[str], None]


class CrashHooks:
    """Sends every way in which Python and Qt can complain to one place."""

    def __init__(self, report: Report) -> None:
        """Tell `report` the text of each trace; it must be quick and is called in whatever thread it happened."""
        self._report = report

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take over all hooks."""
        sys.excepthook = self.on_error
        threading.excepthook = self.on_thread_error
        sys.unraisablehook = self.on_unraisable
        loop.set_exception_handler(self.on_loop_error)
        qInstallMessageHandler(on_qt_message)

    def remove(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give all hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        loop.set_exception_handler(None)
        qInstallMessageHandler(None)

    def on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take an exception that reached the top of the GUI thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("unexpected", exc_info=(kind, error, trace))
        self._report("".join(traceback.format_exception(kind, error, trace)))

    def on_thread_error(self, found: Any) -> None:
        """Take an exception that ended a thread."""
        if found.exc_value is not None:
            self.on_error(found.exc_type, found.exc_value, found.exc_traceback)

    def on_unraisable(self, found: Any) -> None:
        """Take an exception that could not be raised: it is logged, there is nothing to fix for a person."""
        log.error("unraisable in %r", found.object, exc_info=(found.exc_type, found.exc_value, found.exc_traceback))

    def on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take what the event loop could not give to anybody."""
        del loop
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.on_error(type(error), error, error.__traceback__)
        else:
            log.error("event loop: %s", context.get("message"))


def on_qt_message(kind: QtMsgType, context: QMessageLogContext, words: str | None) -> None:
    """Write a message of Qt to the log."""
    del context
    qt_log.log(LEVELS.get(kind, logging.WARNING), "%s", words)
