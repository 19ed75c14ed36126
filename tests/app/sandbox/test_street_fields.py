"""How an image is written."""

import msgspec
import pytest

from app.sandbox.street_detections import Detections
from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.street_fields import GETTERS, THUMBS, Entities, asked_fields
from app.sandbox.street_index import Index
from app.sandbox.street_scenes import draw_street
from app.sandbox.street_town import town_roll

TOWN = Index(town_roll())
ALL = ",".join([*GETTERS, *THUMBS])
DETECTIONS = Detections(draw_street)


def written(name_or_row: str | int, fields: str = ALL, nonce: int = 1) -> dict:
    row = name_or_row if isinstance(name_or_row, int) else TOWN.roll.row_of(TOWN.roll.specials[name_or_row])
    assert row is not None
    entities = Entities(DETECTIONS)
    return msgspec.json.decode(entities.write(TOWN, row, fields, "http://h", nonce, 2_000_000_000))


def test_whole_image_has_the_shapes_of_the_reference():
    one = written("almost-north")

    assert isinstance(one["id"], str)
    assert one["geometry"]["type"] == "Point"
    assert all(isinstance(part, float) for part in one["geometry"]["coordinates"])
    assert isinstance(one["captured_at"], int)
    assert one["compass_angle"] == 359.999
    assert set(one["creator"]) == {"username", "id"}
    assert isinstance(one["merge_cc"], float)
    assert len(one["computed_rotation"]) == 3
    assert len(one["sequence"]) == 22
    assert one["is_pano"] is False
    assert one["thumb_1024_url"].startswith("http://h/m1/v/t6/")


def test_without_fields_there_is_only_the_id():
    assert written(5, "") == {"id": str(TOWN.roll.ids[5])}


def test_only_what_was_asked_for_is_there():
    assert set(written(5, "captured_at,thumb_256_url")) == {"id", "captured_at", "thumb_256_url"}


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("no-heading", "compass_angle"), ("no-computed", "computed_geometry"), ("no-quality", "quality_score"),
        ("no-pano-flag", "is_pano"), ("no-original", "thumb_original_url"), ("no-large", "thumb_2048_url"),
        ("small", "make"), ("north", "mesh"), ("no-computed", "merge_cc"),
    ],
)  # fmt: skip
def test_field_without_a_value_is_left_out(name, absent):
    one = written(name)

    assert absent not in one
    assert None not in one.values()


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("time-zero", "captured_at", 0), ("altitude-zero", "altitude", 0.0), ("north", "compass_angle", 0.0),
        ("wrapped-altitude", "altitude", 4_294_967_281.0), ("blank-camera", "model", " H2 dash "),
        ("pano", "camera_type", "spherical"), ("small", "width", 800), ("html-creator", "creator",
        {"username": "R&D <b>Mapping</b>", "id": "101234567890125"}),
    ],
)  # fmt: skip
def test_odd_value_is_told_as_it_is(name, field, value):
    assert written(name)[field] == value


def test_quality_is_told_as_it_was_meant_and_not_as_a_short_float():
    row = 200

    assert len(str(written(row)["quality_score"])) <= 6


def test_address_is_new_at_each_asking():
    assert written(5, "thumb_1024_url", 1) != written(5, "thumb_1024_url", 2)


@pytest.mark.parametrize("text", ["id,foo", "detections.foo", "thumb_512_url", "creator.username"])
def test_unknown_name_fails_the_whole_request(text):
    with pytest.raises(StreetRefusalError) as caught:
        asked_fields(text)

    assert caught.value.row == "field"


def test_blanks_between_names_do_not_matter():
    assert set(written(5, " id , geometry ,,")) == {"id", "geometry"}


def test_detections_have_the_members_that_were_asked_for():
    DETECTIONS.make(int(TOWN.roll.scene[5]))

    plain = written(5, "detections")["detections"]["data"][0]
    more = written(5, "detections.value,detections.geometry,detections.created_at")["detections"]["data"][0]

    assert set(plain) == {"id"}
    assert set(more) == {"id", "value", "geometry", "created_at"}


def test_image_without_detections_has_no_such_key():
    assert "detections" not in written("no-detections", "detections.value")
