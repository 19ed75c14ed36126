"""What every test stands on: a private home, Qt without a screen, and nothing left behind.

Async tests run in a plain asyncio loop. Those below tests/ui, and those marked `gui`,
run in the loop of the window (qasync) instead.
"""

import asyncio
import gc
import os
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

# What others do on the same processor decides no test: examples are judged by what they find, not by their seconds.
settings.register_profile("windrow", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("windrow")

LoopFactory = Callable[[], asyncio.AbstractEventLoop]
UI_TESTS = Path(__file__).parent / "ui"


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, LoopFactory]:
    del config
    if needs_window(item):
        return {"qasync": window_loop}
    return {"asyncio": asyncio.new_event_loop}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if needs_window(item):
            item.add_marker(pytest.mark.gui)
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # Remarks of the platform without a screen; every other message of Qt fails the test.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What the tests are made of is not looked through again each time that garbage is collected."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """As in the program, what Qt owns dies in the thread of the window: see ui/garbage.py."""
    if not needs_window(item):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()  # what is left now is not looked through again
        gc.enable()


def needs_window(item: pytest.Item) -> bool:
    return UI_TESTS in item.path.parents or item.get_closest_marker("gui") is not None


def window_loop() -> asyncio.AbstractEventLoop:
    import qasync
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(["windrow-tests"])
    # Closing the last window of a test must not end the loop under it.
    app.setQuitOnLastWindowClosed(False)
    return qasync.QEventLoop(app)


@pytest.fixture(autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home of its own; no setting, token or address of this computer reaches it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("WINDROW_HOME", str(home / "windrow"))
    monkeypatch.setenv("HOME", str(home))
    mapillary = ("MLY_TOKEN", "MAPILLARY_TOKEN", "MAPILLARY_GRAPH_URL", "MAPILLARY_TILES_URL", "DOWNLOAD_DIR")
    for name in ("SERVER_ADDRESS", "API_TOKEN", *mapillary):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail when a test leaves a thread of Python behind."""
    before = set(threading.enumerate())
    yield
    late = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in late:
        thread.join(timeout=2.0)
    left = [thread.name for thread in late if thread.is_alive()]
    assert not left, f"threads left behind: {left}"
