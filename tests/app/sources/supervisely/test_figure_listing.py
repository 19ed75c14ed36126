"""Figures as rows: names resolved, boxes turned, geometries in pixels, masks complete."""

import json
from typing import Any

import pytest

from app.model.failure import FailedError, FailureKind
from app.model.figure import FigurePage, FigureTag
from app.sources.supervisely.client import Client
from app.sources.supervisely.figure_listing import figure_page
from tests.fakes.network import page
from tests.fakes.small_server import MASK, PROJECT, ROOT, STAMP, SmallServer

CLIENT = Client("https://server.test")


def entity(key: int, image: int, **more: object) -> dict[str, Any]:
    return {
        "id": key,
        "entityId": image,
        "classId": 1,
        "geometryType": "rectangle",
        "geometryMeta": {"bbox": [5, 6, 7, 8]},
        "geometry": {"points": {"exterior": [[6.43, 5.43], [8.43, 7.43]], "interior": []}},
        "tags": [{"id": 1, "tagId": 5, "value": "rain"}, {"id": 2, "tagId": 99}],
        "area": "9",
        "createdAt": STAMP,
        "updatedAt": STAMP,
        **more,
    }


def server(*figures: dict[str, Any]) -> SmallServer:
    made = SmallServer()
    made.network.routes["figures.list"] = lambda body: page(_chosen(figures, body), body)
    made.network.routes["datasets.info"] = lambda _: {"id": ROOT, "projectId": PROJECT, "name": "town"}
    return made


def _chosen(figures: tuple[dict[str, Any], ...], body: dict[str, Any]) -> list[dict[str, Any]]:
    ids = [one["value"] for one in body["filter"]]
    rows = [one for one in figures if not ids or one["entityId"] in ids[0]]
    return rows if "geometry" in body["fields"] else [{k: v for k, v in one.items() if k != "geometry"} for one in rows]


async def asked(made: SmallServer, *image_ids: int, number: int = 1, has_geometry: bool = False) -> FigurePage:
    return await figure_page(ROOT, image_ids, number, CLIENT, made.network, has_geometry=has_geometry)


async def test_a_row_has_names_and_its_box_in_our_order():
    made = server(entity(10, 1000))

    found = await asked(made)

    (figure,) = found.figures
    assert (figure.id, figure.image_id, figure.image) == (10, 1000, made.images[ROOT][0]["name"])
    assert (figure.class_id, figure.class_name, figure.shape, figure.area) == (1, "car", "rectangle", 9.0)
    assert figure.bbox == (6, 5, 8, 7)
    assert figure.tags == (FigureTag("weather", '"rain"'), FigureTag("unknown:99", "null"))
    assert (figure.geometry, figure.problem, found.total) == ("", "", 1)
    assert "geometry" not in made.network.asked("figures.list")[0]["fields"]


async def test_geometries_come_in_pixels_as_an_annotation_file_has_them():
    (figure,) = (await asked(server(entity(10, 1000)), has_geometry=True)).figures

    assert json.loads(figure.geometry) == {"points": {"exterior": [[6, 5], [8, 7]], "interior": []}}


async def test_masks_are_asked_for_and_one_that_cannot_be_had_fails_alone():
    alpha = {"geometryType": "alpha_mask", "geometry": {}, "classId": 2}
    made = server(entity(1, 1000, **alpha), entity(2, 1001, **alpha), entity(3, 1001))
    made.missing_masks = {2}

    first, second, third = (await asked(made, has_geometry=True)).figures

    assert json.loads(first.geometry) == {"bitmap": {"origin": [2, 3], "data": MASK}}
    assert (second.geometry, bool(second.problem)) == ("", True)
    assert (bool(third.geometry), third.problem) == (True, "")


async def test_only_chosen_images_are_asked_about():
    found = await asked(server(entity(1, 1000), entity(2, 1001), entity(3, 1002)), 1000, 1002)

    assert [figure.id for figure in found.figures] == [1, 3]


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"area": "much"}, "area", None),
        ({"geometryMeta": None}, "bbox", None),
        ({"geometryMeta": {"bbox": [1, 2]}}, "bbox", None),
        ({"classId": 77}, "class_name", ""),
        ({"tags": None}, "tags", ()),
        ({"entityId": 5555}, "image", ""),
    ],
    ids=["area", "no box", "half a box", "unknown class", "no tags", "unknown image"],
)
async def test_what_the_server_does_not_say_stays_empty(changes, name, value):
    (figure,) = (await asked(server(entity(1, 1000, **changes)))).figures

    assert getattr(figure, name) == value


async def test_a_geometry_that_cannot_be_read_is_a_problem_of_its_figure():
    (figure,) = (await asked(server(entity(1, 1000, geometry=[])), has_geometry=True)).figures

    assert (figure.geometry, figure.problem) == ("", "The server sent no geometry.")


async def test_a_figure_without_an_id_stops_it():
    with pytest.raises(FailedError) as stopped:
        await asked(server(entity(1, 1000, id=None)))

    assert stopped.value.failure.kind is FailureKind.DATA
