"""Requests carry the keys of the interface and nothing else."""

import json

import pytest

from app.model.call import Accept
from app.sources.supervisely.client import Client, at_page

CLIENT = Client("https://server.test")
LISTED = {"filter": [], "sort": "id", "sort_order": "asc"}


@pytest.mark.parametrize(
    ("call", "route", "body"),
    [
        (CLIENT.version(), "instance.version", {}),
        (CLIENT.teams(), "teams.list", LISTED),
        (CLIENT.workspaces(8), "workspaces.list", {"teamId": 8, **LISTED}),
        (CLIENT.projects(58, ["size"]), "projects.list", {"workspaceId": 58, "fields": ["size"], **LISTED}),
        (CLIENT.project(5), "projects.info", {"id": 5}),
        (CLIENT.meta(5), "projects.meta", {"id": 5}),
        (CLIENT.datasets(5), "datasets.list", {"projectId": 5, "recursive": True, **LISTED}),
        (CLIENT.dataset(6), "datasets.info", {"id": 6}),
        (
            CLIENT.images(6, 2, 100),
            "images.list",
            {"datasetId": 6, **LISTED, "forceMetadataForLinks": False, "per_page": 100, "page": 2},
        ),
        (
            CLIENT.annotation(7, with_link_metadata=True),
            "annotations.info",
            {"imageId": 7, "withCustomBigData": False, "forceMetadataForLinks": True, "integerCoords": False},
        ),
        (
            CLIENT.annotations(6, [7, 8], with_link_metadata=False),
            "annotations.bulk.info",
            {
                "datasetId": 6,
                "imageIds": [7, 8],
                "withCustomBigData": False,
                "forceMetadataForLinks": False,
                "integerCoords": False,
            },
        ),
        (CLIENT.geometries([9]), "figures.bulk.download.geometry", {"ids": [9]}),
        (CLIENT.image(7, None), "images.download", {"id": 7}),
        (CLIENT.image_batch(6, [7, 8], 10), "images.bulk.download", {"datasetId": 6, "imageIds": [7, 8]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bodies_are_those_of_the_interface(call, route, body):
    assert call.method == "POST"
    assert call.route == route
    assert call.url == f"https://server.test/public/api/v3/{route}"
    assert json.loads(call.body) == body
    assert call.headers == ()


def test_chosen_images_become_a_filter():
    body = json.loads(CLIENT.images(6, 1, 10, [3, 4]).body)

    assert body["filter"] == [{"field": "id", "operator": "in", "value": [3, 4]}]


def test_a_page_of_names_weighs_as_one_answer():
    """Weighed by its entries, a listing would look like a flood of images and the climb would never see growth."""
    assert CLIENT.images(6, 1, 500, []).items == 1


def test_further_pages_repeat_the_request():
    call = at_page(CLIENT.teams(), 3, 20)

    assert json.loads(call.body) == {**LISTED, "page": 3, "per_page": 20}
    assert call.route == "teams.list"


def test_bulk_requests_say_how_much_they_serve_and_may_bring():
    """The limiter weighs them by items; a body without end is cut off."""
    call = CLIENT.image_batch(6, [7, 8], 1000)

    assert (call.accept, call.items) == (Accept.MULTIPART, 2)
    assert 2000 < call.max_bytes < 100_000
    assert CLIENT.image(7, 500).max_bytes < CLIENT.image(7, None).max_bytes
