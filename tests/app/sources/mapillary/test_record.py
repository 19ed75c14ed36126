"""What is written down about a picture, and into it, field by field."""

from dataclasses import replace

import pytest

from app.model.harvest import ThumbSize
from app.model.harvest_record import record_from_json, record_to_json
from app.sources.mapillary.payload import Payload
from app.sources.mapillary.record import Picture, imprint_of, mended_altitude, record_of
from app.sources.mapillary.wire import Entity

FULL = Entity(
    id="1234567890123456",
    captured_at_ms=1_700_000_000_123,
    geometry=(139.699016, 35.658007),
    computed_geometry=(139.69902, 35.65801),
    compass_angle=87.5,
    computed_compass_angle=89.25,
    altitude=41.2,
    computed_altitude=2.31,
    camera_type="perspective",
    make="Acme",
    model="Cam 7",
    is_pano=False,
    quality_score=0.7421,
    sequence="aB3dE5fG7hI9jK1lM3nO5p",
    creator="walker_one",
    creator_id="101234567890123",
    width=4032,
    height=3024,
    extra={"merge_cc": 4.5e18},
)
PICTURE = Picture(
    FULL,
    Payload(),
    "mly_1234567890123456.jpg",
    "Town/img/mly_1234567890123456.jpg",
    "Town",
    ThumbSize.LARGE,
    ThumbSize.MEDIUM,
)


def of(entity: Entity, payload: Payload = Payload()):  # noqa: B008 - a record that nobody changes
    return record_of(replace(PICTURE, entity=entity, payload=payload), 1024, 768, {})


def test_everything_that_is_known_is_written_down():
    """Traps 16, 17 and 34 of the reference: size asked and got, pixels of the original and of the file."""
    record = record_of(PICTURE, 1024, 768, {"object--bench": 2}, 1)

    assert record_from_json(record_to_json(record)) == record
    assert (record.size_asked, record.size_got) == ("2048", "1024")
    assert (record.width, record.height, record.file_width, record.file_height) == (4032, 3024, 1024, 768)
    assert record.labels == {"object--bench": 2}
    assert record.extra == {"merge_cc": 4.5e18, "unreadable_detections": 1}
    assert record.licence == "CC BY-SA 4.0"
    assert record.file == "Town/img/mly_1234567890123456.jpg"
    assert record.captured_at == "2023-11-14T22:13:20.123+00:00"


def test_the_original_position_goes_with_the_original_heading_and_altitude():
    """Trap 28 of the reference, and G.2: nothing of one is mixed with the other."""
    imprint = imprint_of(of(FULL))

    assert (imprint.lon, imprint.lat, imprint.heading_deg, imprint.altitude) == (139.699016, 35.658007, 87.5, 41.2)
    assert imprint.copyright == "© walker_one, Mapillary, CC BY-SA 4.0"
    assert imprint.description == "https://www.mapillary.com/app/?pKey=1234567890123456&focus=photo"
    assert (imprint.artist, imprint.unique_id, imprint.is_panorama) == ("walker_one", "1234567890123456", False)


def test_without_an_original_position_the_computed_one_is_written_with_its_own_heading():
    record = of(replace(FULL, geometry=None), Payload(lon=1.0, lat=2.0))
    imprint = imprint_of(record)

    assert record.written_position == "computed"
    assert (imprint.lon, imprint.lat, imprint.heading_deg, imprint.altitude) == (139.69902, 35.65801, 89.25, None)


def test_what_the_service_leaves_out_falls_back_to_the_tile_and_says_so():
    """Trap 25 of the reference."""
    payload = Payload("14/1/2", 1.5, 2.5, 99, 0.0, True, "seq", "7", "8", 0.25)

    record = of(Entity("1"), payload)

    assert (record.lon, record.lat, record.captured_at_ms, record.compass_angle) == (1.5, 2.5, 99, 0.0)
    assert (record.is_pano, record.sequence, record.creator_id, record.organization_id) == (True, "seq", "7", "8")
    assert record.quality_score == 0.25
    assert record.written_position == "original"
    assert set(record.extra["from_tile"]) == {
        *("geometry", "captured_at", "compass_angle", "is_pano", "quality_score", "sequence"),
        *("creator_id", "organization_id"),
    }


def test_zero_is_a_value_not_a_gap():
    """Trap 26 of the reference."""
    zero = replace(FULL, compass_angle=0.0, altitude=0.0, geometry=(0.0, 51.0), quality_score=0.0, captured_at_ms=0)

    record = of(zero, Payload("14/1/2", 5.0, 5.0, 77, 90.0, True, q=0.9))
    imprint = imprint_of(record)

    assert (record.compass_angle, record.altitude, record.lon, record.quality_score) == (0.0, 0.0, 0.0, 0.0)
    assert (imprint.heading_deg, imprint.altitude, imprint.lon) == (0.0, 0.0, 0.0)
    assert record.captured_at_ms == 0
    assert imprint.captured_at_ms is None


def test_an_image_at_zero_zero_is_flagged():
    """Trap 26 of the reference: misplaced images gather there."""
    assert of(replace(FULL, geometry=(0.0, 0.0))).extra["misplaced"] is True
    assert "misplaced" not in of(FULL).extra


@pytest.mark.parametrize(
    ("altitude", "expected"),
    [
        (4294967281.0, -15.0),
        (-15.0, -15.0),
        (100001.0, None),
        (-100001.0, None),
        (8848.0, 8848.0),
        (None, None),
        (2147483647.0, None),
        (2147483648.0, None),
    ],
)
def test_altitudes_that_wrapped_are_mended_and_absurd_ones_dropped(altitude, expected):
    """Trap 27 of the reference."""
    assert mended_altitude(altitude) == expected


@pytest.mark.parametrize(
    ("angle", "expected"), [(360.0, 0.0), (-90.0, 270.0), (725.0, 5.0), (-1e-20, 0.0), (None, None)]
)
def test_a_heading_lies_within_the_circle(angle, expected):
    imprint = imprint_of(of(replace(FULL, compass_angle=angle)))

    assert imprint.heading_deg == expected
    assert imprint.heading_deg is None or imprint.heading_deg < 360


def test_no_position_no_heading():
    imprint = imprint_of(of(replace(FULL, geometry=None, computed_geometry=None)))

    assert (imprint.lon, imprint.lat, imprint.heading_deg, imprint.altitude) == (None, None, None, None)


def test_times_in_the_future_are_kept():
    """Trap 29 of the reference."""
    assert imprint_of(of(replace(FULL, captured_at_ms=4_102_444_800_000))).captured_at_ms == 4_102_444_800_000


def test_without_a_name_the_contributors_are_credited():
    assert imprint_of(of(replace(FULL, creator=""))).copyright == "© Mapillary contributors, CC BY-SA 4.0"


def test_a_panorama_that_says_so_is_one():
    """Trap 24 of the reference: unknown is not a panorama."""
    assert imprint_of(of(replace(FULL, is_pano=True))).is_panorama
    assert not imprint_of(of(replace(FULL, is_pano=None))).is_panorama


def test_fields_that_could_not_be_used_or_were_refused_are_named():
    record = record_of(replace(PICTURE, entity=replace(FULL, unusable=("geometry",)), is_core=True), 1, 1, {})

    assert record.extra["unusable"] == ["geometry"]
    assert record.extra["fields_refused"] is True
