import pytest
from PySide6.QtCore import QSettings

from ui.map.place_memory import KEY, PlaceMemory
from ui.map.viewport import Viewport

START = Viewport(0.0, 20.0, 2.0, 728, 573)


@pytest.fixture
def state(tmp_path, qapp):
    return QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)


def test_the_map_comes_back_where_it_was(state):
    PlaceMemory(state).keep(Viewport(4.84, 45.75, 13.25, 100, 100))

    view = PlaceMemory(state).recall(START)

    assert (view.lon, view.lat, view.zoom) == pytest.approx((4.84, 45.75, 13.25), abs=1e-6)
    assert (view.width, view.height) == (728, 573)


@pytest.mark.parametrize("text", ["", "nonsense", "nan 4 5", "1 2", "1 inf 3", "4 95 2"], ids=str)
def test_what_cannot_be_read_is_no_place(state, text):
    state.setValue(KEY, text)

    assert PlaceMemory(state).recall(START) == START
