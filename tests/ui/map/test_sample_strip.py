import pytest

from app.model.harvest import MapillarySpec
from app.model.queries import LookAround
from tests.fakes.street import SMALL
from tests.fakes.waiting import at_rest
from ui.map.sample_strip import SampleStrip

SPEC = MapillarySpec(regions=(SMALL,))


@pytest.fixture
def strip(street_desk, qtbot):
    strip = SampleStrip(street_desk)
    qtbot.addWidget(strip)
    strip.resize(300, 90)
    strip.show()
    return strip


async def test_the_same_selection_is_looked_at_once(strip, street_desk, street_host):
    for _ in range(3):
        strip.show_sample("mapillary", SPEC)
    await at_rest(street_desk.tasks)

    assert [one for one in street_host.asked if isinstance(one, LookAround)] == [LookAround(SPEC, "mapillary", 4)]
    assert not strip.button.isVisible()
    assert strip.pictures._tiles[0].accessibleName() == "mly_0.jpg: 0 labels"


async def test_pictures_of_another_selection_go(strip, street_desk, qtbot):
    strip.show_sample("mapillary", SPEC)
    await at_rest(street_desk.tasks)

    strip.forget()

    assert not strip.pictures.isVisible()
    with qtbot.waitSignal(strip.asked):
        strip.button.click()
