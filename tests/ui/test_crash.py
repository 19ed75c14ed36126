import asyncio
import logging
import sys
import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QtMsgType

from ui.crash import CrashHooks, on_qt_message


@pytest.fixture
def reports():
    return []


def error():
    try:
        raise ValueError("boom")
    except ValueError as caught:
        return caught


def test_an_exception_is_reported_with_its_trace(reports, caplog):
    found = error()

    CrashHooks(reports.append).on_error(ValueError, found, found.__traceback__)

    assert "ValueError: boom" in reports[0]
    assert "boom" in caplog.text


def test_an_exception_of_a_thread_or_the_loop_is_reported(reports, caplog):
    hooks = CrashHooks(reports.append)
    found = error()

    hooks.on_thread_error(SimpleNamespace(exc_type=ValueError, exc_value=found, exc_traceback=None))
    hooks.on_loop_error(None, {"exception": found})
    hooks.on_loop_error(None, {"message": "only words"})

    assert len(reports) == 2
    assert "only words" in caplog.text


def test_what_cannot_be_raised_is_only_logged(reports, caplog):
    CrashHooks(reports.append).on_unraisable(
        SimpleNamespace(object=None, exc_type=ValueError, exc_value=error(), exc_traceback=None)
    )

    assert reports == []
    assert "unraisable" in caplog.text


def test_words_of_qt_go_to_the_log(caplog):
    with caplog.at_level(logging.DEBUG):
        on_qt_message(QtMsgType.QtWarningMsg, None, "a warning")

    assert ("ui.qt", logging.WARNING, "a warning") in caplog.record_tuples


async def test_hooks_are_given_back(reports, monkeypatch):
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr("ui.crash.qInstallMessageHandler", lambda handler: None)
    hooks = CrashHooks(reports.append)
    loop = asyncio.get_running_loop()

    hooks.install(loop)
    assert sys.excepthook == hooks.on_error
    hooks.remove(loop)

    assert sys.excepthook is sys.__excepthook__
