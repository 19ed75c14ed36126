"""Map features of the town."""

import functools

import mapbox_vector_tile
import pytest

from app.sandbox.street_detections import Detections
from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.street_features import FIRST_FEATURE, FeatureBook, feature_document
from app.sandbox.street_index import Index
from app.sandbox.street_scenes import draw_street
from app.sandbox.street_town import town_roll

pytestmark = pytest.mark.slow


@functools.lru_cache(maxsize=1)
def book() -> FeatureBook:
    return FeatureBook(Index(town_roll()), Detections(draw_street))


def test_there_are_signs_and_points():
    kinds = {(one.is_sign, one.value.split("--")[0]) for one in book().features}

    assert (True, "regulatory") in kinds
    assert (False, "object") in kinds
    assert len(book().features) > 500


def test_feature_is_found_by_id():
    assert book().find(FIRST_FEATURE + 5) is book().features[5]
    assert book().find(FIRST_FEATURE - 1) is None
    assert book().find(FIRST_FEATURE + 10**6) is None


def test_feature_lies_a_few_metres_from_the_image_that_saw_it():
    roll = book().index.roll
    for one in book().features[::50]:
        east = (one.lon - float(roll.lon[one.rows[0]])) * 77_700
        north = (one.lat - float(roll.lat[one.rows[0]])) * 111_132
        assert 5 < (east**2 + north**2) ** 0.5 < 15


def test_tiles_of_both_sets_hold_all_features():
    found: dict[str, set[int]] = {"point": set(), "traffic_sign": set()}
    for name, layer in (("mly_map_feature_point", "point"), ("mly_map_feature_traffic_sign", "traffic_sign")):
        for x, y in book().index.original.tiles:
            body = book().tile(name, x, y)
            for one in mapbox_vector_tile.decode(body)[layer]["features"] if body else ():
                assert set(one["properties"]) == {"id", "value", "first_seen_at", "last_seen_at"}
                found[layer].add(one["properties"]["id"])

    assert found["point"] == {one.id for one in book().features if not one.is_sign}
    assert found["traffic_sign"] == {one.id for one in book().features if one.is_sign}


def test_box_holds_those_within():
    one = book().features[9]

    assert one in book().in_box(one.lon - 1e-6, one.lat - 1e-6, one.lon + 1e-6, one.lat + 1e-6)
    assert book().in_box(0, 0, 1, 1) == []


def test_document_has_the_shape_of_the_reference():
    one = next(found for found in book().features if found.is_sign and len(found.rows) == 2)
    fields = ["aligned_direction", "first_seen_at", "last_seen_at", "object_value", "object_type", "geometry", "images"]

    whole = feature_document(book(), one, fields)

    assert whole["object_type"] == "trafficsign"
    assert str(whole["first_seen_at"]).endswith("+0000")
    assert len(whole["images"]["data"]) == 2
    assert feature_document(book(), one, []) == {"id": str(one.id)}
    with pytest.raises(StreetRefusalError):
        feature_document(book(), one, ["foo"])
