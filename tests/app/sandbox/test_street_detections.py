"""Detections as the service tells them."""

import base64

import mapbox_vector_tile
import pytest
from google.protobuf.message import DecodeError

from app.sandbox.street_detections import (
    Detections,
    document,
    geometry_of,
    iso_moment,
    marks_of,
    place_of,
)
from app.sandbox.street_index import Index
from app.sandbox.street_outlines import Found, box_ring
from app.sandbox.street_scenes import draw_street
from app.sandbox.street_town import town_roll
from app.sandbox.world import UnreadyError

TOWN = Index(town_roll())
# The example of the protocol reference, C.5.
EXAMPLE = "Gjp4AQoGbXB5LW9yEhoIABICAAAYAyIQCYAQgAgagAgAAIAI/wcADxoEdHlwZSIJCgdwb2x5Z29uKIAg"
SQUARE = box_ring(1008, 378, 1512, 756)


def decoded(geometry: str) -> dict:
    return mapbox_vector_tile.decode(base64.b64decode(geometry), default_options={"y_coord_down": True})["mpy-or"]


def test_sign_is_spelled_as_in_the_reference():
    assert geometry_of(Found("x", (SQUARE,), is_box=True), 4032, 3024) == EXAMPLE


def test_object_is_spelled_the_other_way():
    layer = decoded(geometry_of(Found("x", (SQUARE,)), 4032, 3024))

    (feature,) = layer["features"]
    assert (layer["version"], layer["extent"], feature["properties"]) == (2, 4096, {})
    ring = feature["geometry"]["coordinates"][0]
    assert {tuple(place) for place in ring} == {(1024, 512), (1536, 512), (1536, 1024), (1024, 1024)}


def test_hole_is_a_second_ring_and_parts_are_polygons():
    hole = box_ring(1100, 400, 1200, 500)
    with_hole = decoded(geometry_of(Found("x", (SQUARE, hole), has_hole=True), 4032, 3024))
    with_parts = decoded(geometry_of(Found("x", (SQUARE, box_ring(0, 0, 9, 9))), 4032, 3024))

    assert len(with_hole["features"][0]["geometry"]["coordinates"]) == 2
    assert with_parts["features"][0]["geometry"]["type"] == "MultiPolygon"


def test_marks_lie_where_the_scene_has_them():
    scene = draw_street(1)
    for found, mark in zip(scene.found, marks_of(scene), strict=True):
        geometry = decoded(mark.geometry)["features"][0]["geometry"]
        flat = geometry["coordinates"][0] if geometry["type"] == "Polygon" else geometry["coordinates"][0][0]
        xs = [x / 4096 * scene.width for x, _ in flat]
        assert min(xs) == pytest.approx(min(x for x, _ in found.rings[0]), abs=1)
        assert max(xs) == pytest.approx(max(x for x, _ in found.rings[0]), abs=1)


def prepared() -> Detections:
    detections = Detections(draw_street)
    for row in (5, row_of("broken-detection"), row_of("no-detections")):
        detections.make(int(TOWN.roll.scene[row]))
    return detections


def row_of(name: str) -> int:
    row = TOWN.roll.row_of(TOWN.roll.specials[name])
    assert row is not None
    return row


def test_detections_wait_for_their_scene():
    with pytest.raises(UnreadyError):
        Detections(draw_street).of(TOWN, 5)


def test_id_leads_back_to_image_and_place():
    found = prepared().of(TOWN, 5)

    assert [place_of(one.id) for one in found] == [(1, 5, place) for place in range(len(found))]
    assert place_of(1) is None


def test_document_has_what_was_asked_for():
    one = prepared().of(TOWN, 5)[0]

    assert document(one, ()) == {"id": str(one.id)}
    whole = document(one, ("id", "value", "geometry", "image", "created_at"))
    assert whole["image"]["id"] == str(TOWN.roll.ids[5])
    assert whole["created_at"].endswith("+0000")
    assert whole["value"].count("--") >= 1


def test_one_image_has_a_broken_outline():
    broken = prepared().of(TOWN, row_of("broken-detection"))

    with pytest.raises(DecodeError):
        decoded(broken[0].mark.geometry)
    assert decoded(broken[1].mark.geometry)["features"]


def test_some_images_have_none():
    assert prepared().of(TOWN, row_of("no-detections")) == ()


def test_moments_have_an_offset_without_a_colon():
    assert iso_moment(1_675_397_106_000) == "2023-02-03T04:05:06+0000"
    assert iso_moment(0, days=1) == "1970-01-02T00:00:00+0000"
