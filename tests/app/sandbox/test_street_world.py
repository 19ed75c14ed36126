"""All that is served together."""

import pytest

from app.sandbox.street_dense import DENSE_TILE, FIRST_ID
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_town import town_roll
from app.sandbox.street_world import StreetWorld
from app.sandbox.world import UnreadyError

ROLL = town_roll()


def ready(world: StreetWorld, ask):
    """Ask until all is made."""
    while True:
        try:
            return ask()
        except UnreadyError as unready:
            for one in unready.shelves:
                one.prepare()


def test_nothing_is_made_before_it_is_asked_for():
    world = StreetWorld(StreetSettings())

    with pytest.raises(UnreadyError):
        world.find(int(ROLL.ids[0]))


def test_asking_for_the_town_does_not_make_the_dense_tile():
    world = StreetWorld(StreetSettings(dense=400))

    found = ready(world, lambda: world.find(int(ROLL.ids[0])))

    assert found is not None
    assert found[1] == 0
    with pytest.raises(UnreadyError):
        world.find(FIRST_ID)
    assert ready(world, lambda: world.find(FIRST_ID)) is not None


def test_town_and_dense_tile_may_stay_away():
    world = StreetWorld(StreetSettings(dense=0))

    assert [stand.number for stand in world.stands] == [1]
    assert ready(world, lambda: world.tile(False, 14, *DENSE_TILE)) == b""


def test_tile_is_made_once():
    world = StreetWorld(StreetSettings(dense=0))

    first = ready(world, lambda: world.tile(False, 14, 8411, 5844))

    assert world.tile(False, 14, 8411, 5844) is first


def test_unknown_id_key_and_detection_are_nothing():
    world = StreetWorld(StreetSettings(dense=0))

    assert ready(world, lambda: world.find(5)) is None
    assert ready(world, lambda: world.sequence("x")) is None
    assert ready(world, lambda: world.detection(5)) is None
    assert ready(world, lambda: world.feature(5)) == (None, None)


def test_detection_is_found_by_its_id():
    world = StreetWorld(StreetSettings(dense=0))
    found = ready(world, lambda: world.find(int(ROLL.ids[5])))
    assert found is not None
    first = ready(world, lambda: world.detections.of(*found))[0]

    assert ready(world, lambda: world.detection(first.id)) == first
    assert world.detection(first.id + 63) is None


def test_what_is_worth_doing_ahead_stops_when_the_server_ends():
    world = StreetWorld(StreetSettings(dense=0))
    world.over.set()

    for work in world.prewarm():
        work()

    with pytest.raises(UnreadyError):
        world.detections.of(*(world.stands[0].index, 5))
