"""Finding things by id."""

import pytest

from app.sandbox.shelves import Numbers, StoredShelf
from app.sandbox.tiles import draw_tile
from app.sandbox.world import Dataset, Project, ServerEndsError, UnreadyError, World


def test_images_are_found_by_range_once_they_are_drawn():
    world = World([], [])
    world.add_project(Project(1, "p", {}))
    for number in (11, 12):
        shelf = StoredShelf(1, lambda: [draw_tile("n", 1)], Numbers({}, {}))
        world.add_dataset(Dataset(number, "d", 1, shelf))
    second = world.datasets[12].shelf

    with pytest.raises(UnreadyError):
        world.image(200_002)
    second.prepare()

    found = world.image(200_002)
    assert found is not None
    assert found[0].id == 12
    assert world.image(5) is None


def test_drawing_stops_when_the_server_ends():
    world = World([], [])
    world.over.set()

    with pytest.raises(ServerEndsError):
        list(world.going(3))
