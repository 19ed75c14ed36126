import asyncio

import pytest
from PySide6.QtWidgets import QPushButton

from app.model.harvest import MapillarySpec
from app.model.queries import MakeSurvey
from tests.fakes import street
from tests.fakes.street import HUGE
from ui.map.shrinking import Shrinking

SPEC = MapillarySpec(regions=(HUGE,))
MANY = street.survey(MakeSurvey(SPEC, "a", ""))


@pytest.fixture
def shrinking(street_desk, qtbot):
    shrinking = Shrinking(street_desk.ask)
    qtbot.addWidget(shrinking)
    return shrinking


async def test_the_number_of_a_thinned_harvest_follows_from_the_cache(shrinking, street_host):
    told = []
    shrinking.changed.connect(lambda: told.append(shrinking.offers[0].words))
    shrinking.offer("a", SPEC, MANY)
    assert shrinking.offers[0].words == "Thin to 1 per 5 m"
    for _ in range(4):
        await asyncio.sleep(0)

    assert shrinking.offers[0].words.startswith("Thin to 1 per 5 m (")
    assert told == ["Thin to 1 per 5 m", shrinking.offers[0].words]
    (query,) = street_host.asked
    assert query.most_requests == 0


async def test_the_same_harvest_is_asked_about_once(shrinking, street_host):
    for _ in range(3):
        shrinking.offer("a", SPEC, MANY)
        await asyncio.sleep(0)

    assert len(street_host.asked) == 1


async def test_a_click_tells_the_suggestion_and_little_needs_none(shrinking, qtbot):
    shrinking.offer("a", SPEC, MANY)
    with qtbot.waitSignal(shrinking.picked) as told:
        shrinking.findChild(QPushButton, "plan.suggestion.2").click()
    assert told.args[0].max_images == 1000

    shrinking.offer("a", SPEC, None)

    assert shrinking.isHidden()
    await asyncio.sleep(0)
