"""A desk with a Mapillary account behind it, for the parts around the map."""

import pytest

from tests.fakes import street
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import FakeClock
from tests.fakes.host import FakeHost
from ui.desk import make_desk


@pytest.fixture
def street_host():
    return FakeHost(street.answers())


@pytest.fixture
def street_desk(street_host, tmp_path, qapp):
    desk = make_desk(FakeBackend(street_host, tmp_path, (street.ACCOUNT,)), FakeClock())
    desk.theme.apply("light")
    return desk
