import pytest
from PySide6.QtWidgets import QToolButton

from app.model.harvest import MapillarySpec, Pano, Pick
from ui.map.filters import FilterForm


@pytest.fixture
def filters(theme, qtbot):
    filters = FilterForm(theme)
    qtbot.addWidget(filters)
    filters.resize(260, 400)
    filters.show()
    return filters


def test_untouched_filters_leave_nothing_out(filters):
    assert filters.fill(MapillarySpec()) == MapillarySpec()
    assert not filters.findChild(QToolButton, "map.filters.reset").isEnabled()


def test_a_suggestion_is_shown_and_told_once(filters):
    told = []
    filters.edited.connect(lambda: told.append(1))
    wanted = MapillarySpec(pick=Pick.NEWEST, max_images=1000, spacing=5.0)

    filters.show_spec(wanted)
    filters.show_spec(wanted)

    assert filters.fill(MapillarySpec()) == wanted
    assert told == [1]


def test_everything_can_be_reset_at_once(filters):
    filters.show_spec(MapillarySpec(pano=Pano.YES, organization="77"))
    assert filters.findChild(QToolButton, "map.filters.more").text() == "More filters (1 set)"

    filters.findChild(QToolButton, "map.filters.reset").click()

    assert filters.fill(MapillarySpec()) == MapillarySpec()


def test_it_fits_into_the_narrowest_sidebar(filters):
    assert filters.minimumSizeHint().width() <= 216
