"""A desk for widgets: a fake engine with a small account behind it."""

import pytest

from tests.fakes import tree
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import FakeClock
from tests.fakes.host import FakeHost
from ui.desk import make_desk
from ui.theme.theme import Theme


@pytest.fixture
def host():
    return FakeHost(tree.answers())


@pytest.fixture
def backend(host, tmp_path):
    return FakeBackend(host, tmp_path, (tree.ACCOUNT,))


@pytest.fixture
def desk(backend, qapp):
    desk = make_desk(backend, FakeClock())
    desk.theme.apply("light")
    return desk


@pytest.fixture
def theme(qapp):
    theme = Theme()
    theme.apply("light")
    return theme
