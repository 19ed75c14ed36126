"""Annotations and figures over the line, on a real drawn scene."""

from collections.abc import AsyncIterator

import pytest

from app.sandbox.sample import _town_meta, numbers_of
from app.sandbox.scenes import draw_scene
from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.shelves import StoredShelf
from app.sandbox.world import Dataset, Project
from tests.fakes.sandbox import ask, ask_json, running_sandbox

DATASET, FIRST = 3001, 200_011


@pytest.fixture
async def town() -> AsyncIterator[Sandbox]:
    """A server with three scenes."""
    async with running_sandbox(SandboxSettings(scale=10)) as sandbox:
        meta = _town_meta()
        sandbox.world.add_project(Project(30, "town", meta))
        shelf = StoredShelf(3, lambda: [draw_scene("crossings", n) for n in (1, 2, 4)], numbers_of(meta))
        sandbox.world.add_dataset(Dataset(DATASET, "crossings", 30, shelf))
        sandbox.world._by_start[-1].shelf.prepare()
        yield sandbox


def first_id(sandbox: Sandbox) -> int:
    return sandbox.world.datasets[DATASET].shelf.window(0, 1)[0].id


@pytest.mark.slow
async def test_alpha_masks_come_without_bitmap_until_asked_for(town):
    found = await ask_json(town, "annotations.info", {"imageId": first_id(town), "integerCoords": False})
    clouds = [one for one in found["annotation"]["objects"] if one["geometryType"] == "alpha_mask"]
    trees = [one for one in found["annotation"]["objects"] if one["geometryType"] == "bitmap"]
    masks = await ask(town, "figures.bulk.download.geometry", {"ids": [one["id"] for one in clouds]})

    assert clouds
    assert all("bitmap" not in one for one in clouds)
    assert all("bitmap" in one for one in trees)
    assert masks.body.count(b'{"origin":[') == len(clouds)
    assert f'name="{clouds[0]["id"]}"'.encode() in masks.body


@pytest.mark.slow
async def test_integer_coordinates_are_the_default_of_the_service(town):
    whole = await ask_json(town, "annotations.info", {"imageId": first_id(town)})
    fine = await ask_json(town, "annotations.info", {"imageId": first_id(town), "integerCoords": False})

    def numbers(answer) -> list[float]:
        roads = [one for one in answer["annotation"]["objects"] if one["classTitle"] == "road"]
        return [value for point in roads[0]["points"]["exterior"] for value in point]

    assert all(isinstance(value, int) for value in numbers(whole))
    assert any(value != int(value) for value in numbers(fine))


@pytest.mark.slow
async def test_bulk_and_list_give_the_same_as_single(town):
    ids = [first_id(town) + n for n in range(3)]

    bulk = await ask_json(town, "annotations.bulk.info", {"datasetId": DATASET, "imageIds": ids})
    listed = await ask_json(town, "annotations.list", {"datasetId": DATASET, "per_page": 2})
    rule = {"field": "imageId", "operator": "in", "value": ids[:1]}
    some = await ask_json(town, "annotations.list", {"datasetId": DATASET, "filter": [rule]})
    single = await ask_json(town, "annotations.info", {"imageId": ids[0]})

    assert [one["imageId"] for one in bulk] == ids
    assert bulk[0] == single == listed["entities"][0] == some["entities"][0]
    assert (listed["total"], listed["pagesCount"], some["total"]) == (3, 2, 1)


async def test_more_than_a_hundred_are_refused(town):
    heard = await ask(town, "annotations.bulk.info", {"datasetId": 2900, "imageIds": list(range(101))})

    assert heard.status == 400
    assert b"must contain less than or equal to 100 items" in heard.body


@pytest.mark.slow
async def test_figures_carry_geometry_only_when_asked_for(town):
    image = first_id(town)
    rule = {"field": "entityId", "operator": "in", "value": [image]}
    fields = ["id", "imageId", "classId", "geometryType", "geometryMeta", "tags", "area"]
    lean = await ask_json(town, "figures.list", {"datasetId": DATASET, "filter": [rule], "fields": fields})
    full = await ask_json(town, "figures.list", {"datasetId": DATASET, "per_page": 5, "page": 2})

    assert all("geometry" not in one and one["entityId"] == image for one in lean["entities"])
    assert all("geometry" in one for one in full["entities"])
    assert len(full["entities"]) == 5
    assert full["total"] > lean["total"] > 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("annotations.info", {"imageId": 5}),
        ("annotations.list", {"datasetId": 5}),
        ("figures.list", {"datasetId": 5}),
        ("figures.bulk.download.geometry", {"ids": [5]}),
    ],
)
async def test_unknown_things_are_404(town, method, values):
    assert (await ask(town, method, values)).status == 404


@pytest.mark.slow
@pytest.mark.parametrize("per_page", [1, 7, 20_000])
async def test_pages_of_figures_are_the_whole_list_cut_in_pieces(town, per_page):
    every = await ask_json(
        town, "figures.list", {"datasetId": DATASET, "filter": [{"field": "id", "operator": ">", "value": 0}]}
    )
    found, number, pages = [], 1, 1
    while number <= pages:
        page = await ask_json(town, "figures.list", {"datasetId": DATASET, "page": number, "per_page": per_page})
        found += page["entities"]
        pages, number = page["pagesCount"], number + 1

    assert found == every["entities"]
    assert page["total"] == len(found) > 20
    assert (await ask_json(town, "figures.list", {"datasetId": DATASET, "page": pages + 1, "per_page": per_page}))[
        "entities"
    ] == []
