"""Statistics from listings: no annotation, no picture, nothing counted twice, nothing missing in silence."""

import pytest

from app.model.failure import FailedError, FailureKind
from app.model.statistics import ClassCount, DatasetCount, TagCount
from app.sources.supervisely import counting
from app.sources.supervisely.client import Client
from app.sources.supervisely.counting import statistics
from tests.fakes.network import page
from tests.fakes.small_server import CHILD, EMPTY, PROJECT, ROOT, SmallServer

CLIENT = Client("https://server.test")


def figure(key: int, image: int, class_id: int = 1, *tags: dict[str, object]) -> dict[str, object]:
    return {"id": key, "entityId": image, "classId": class_id, "geometryType": "rectangle", "tags": list(tags)}


@pytest.fixture
def server(monkeypatch):
    """Two figures on each image of the first dataset but its last, none elsewhere."""
    monkeypatch.setattr(counting, "FIGURES_PER_PAGE", 3)
    monkeypatch.setattr(counting, "IMAGES_PER_PAGE", 2)
    made = SmallServer()
    made.figures = [
        figure(image * 10 + n, image, n, {"tagId": 5, "value": "rain"}) for image in range(1000, 1004) for n in (1, 2)
    ]
    made.network.routes["figures.list"] = lambda body: page(made.figures if body["datasetId"] == ROOT else [], body)
    return made


async def test_listings_tell_everything(server):
    found = await statistics(PROJECT, CLIENT, server.network)

    assert found.classes == (ClassCount("car", "rectangle", 4), ClassCount("matte", "rectangle", 4))
    assert found.datasets == (
        DatasetCount("town", 5, 1, 8, ROOT),
        DatasetCount("town/night", 2, 2, 0, CHILD),
        DatasetCount("empty", 0, 0, 0, EMPTY),
    )
    assert found.tags == (
        TagCount("seen", None, 7, 0),
        TagCount("weather", "rain", 0, 8),
        TagCount("weather", "sunny", 7, 0),
    )
    assert {call.route for call in server.network.calls} == {
        *("projects.info", "projects.meta", "datasets.list", "images.list", "figures.list"),
    }
    assert "geometry" not in server.network.asked("figures.list")[0]["fields"]


async def test_a_class_that_the_project_does_not_know_is_named_by_its_id(server):
    server.figures = [figure(1, 1000, 77)]

    found = await statistics(PROJECT, CLIENT, server.network)

    assert found.classes == (ClassCount("unknown:77", "rectangle", 1),)


async def test_a_listing_that_stays_short_is_never_called_complete(server):
    server.network.routes["figures.list"] = lambda body: page(server.figures, body) | {"total": 99}

    with pytest.raises(FailedError) as stopped:
        await statistics(PROJECT, CLIENT, server.network)
    assert stopped.value.failure.kind is FailureKind.DATA


async def test_a_project_of_another_kind_is_refused(server):
    server.kind = "videos"

    with pytest.raises(FailedError) as stopped:
        await statistics(PROJECT, CLIENT, server.network)
    assert stopped.value.failure.kind is FailureKind.REFUSED
