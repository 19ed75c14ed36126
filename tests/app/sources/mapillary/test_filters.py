"""Filters leave out what does not fit and what does not say, and count both."""

import datetime

import numpy as np
import pytest

from app.model.harvest import MapillarySpec, Pano
from app.model.mercator import Tile
from app.sources.mapillary.filters import Filters, LeftOut, filters_of, moment
from app.sources.mapillary.tile_images import TileImages, tile_images
from tests.fakes import tile_writer as w


def images(*attributes: dict[str, w.Value]) -> TileImages:
    features = [w.image(number + 1, number, 0, **a) for number, a in enumerate(attributes)]
    return tile_images(w.tile_bytes(image=features), Tile(14, 1, 1))


def kept(filters: Filters, *attributes: dict[str, w.Value]) -> tuple[list[int], LeftOut]:
    found, left_out = filters.apply(images(*attributes))
    return found.ids.tolist(), left_out


DAY = {"captured_from": "2023-11-14", "captured_until": "2023-11-14"}
MIDNIGHT = int(datetime.datetime(2023, 11, 14, tzinfo=datetime.UTC).timestamp()) * 1000


def test_a_day_goes_from_midnight_to_the_last_millisecond_utc():
    """Traps 29 and 30 of the reference: milliseconds, UTC, and the day ends at 23:59:59.999."""
    last = MIDNIGHT + 86_400_000 - 1
    times = [MIDNIGHT - 1, MIDNIGHT, last, last + 1]

    ids, left_out = kept(filters_of(MapillarySpec(**DAY)), *({"captured_at": time} for time in times))

    assert ids == [2, 3]
    assert left_out == LeftOut(dates=2)


def test_an_unknown_time_is_left_out_only_when_dates_are_asked_for():
    """Trap 26 of the reference: captured_at 0 is a value that says that nobody knows."""
    undated = [{"captured_at": 0}, {}, {"captured_at": MIDNIGHT}]

    assert kept(Filters(), *undated)[0] == [1, 2, 3]
    assert kept(filters_of(MapillarySpec(**DAY)), *undated) == ([3], LeftOut(undated=2))


@pytest.mark.parametrize(
    ("pano", "expected", "left_out"),
    [
        (Pano.ANY, [1, 2, 3], LeftOut()),
        (Pano.YES, [1], LeftOut(pano=1, unknown_pano=1)),
        (Pano.NO, [2], LeftOut(pano=1, unknown_pano=1)),
    ],
    ids=["any", "yes", "no"],
)
def test_a_type_has_three_states(pano, expected, left_out):
    """Trap 24 of the reference: who does not say is neither."""
    assert kept(Filters(pano=pano), {"is_pano": True}, {"is_pano": False}, {}) == (expected, left_out)


def test_creator_and_organisation_are_compared_as_numbers():
    several = [{"creator_id": 5, "organization_id": 7}, {"creator_id": 6}, {"organization_id": 7}]

    assert kept(Filters(creator=5), *several) == ([1], LeftOut(creator=2))
    assert kept(filters_of(MapillarySpec(organization=" 7 ")), *several) == ([1, 3], LeftOut(organization=1))


def test_pictures_without_a_score_are_left_out_and_counted():
    scores = [{"quality_score": 0.7}, {"quality_score": 0.69}, {}, {"quality_score": 0.0}]

    ids, left_out = kept(Filters(min_quality=0.7), *scores)

    assert ids == [1]
    assert left_out == LeftOut(quality=2, unscored=1)
    assert "1 picture without a quality score was left out." in left_out.notes()
    assert kept(Filters(min_quality=0.0), *scores)[0] == [1, 2, 4]


def test_reasons_add_up():
    total = LeftOut(dates=1, spacing=1_200) + LeftOut(dates=2)

    assert total.total == 1_203
    assert total.notes() == (
        "3 pictures from other dates were left out.",
        "1,200 pictures closer together than the spacing were left out.",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("1970-01-01", 0),
        ("1970-01-01T00:00:01", 1_000),
        ("1970-01-01T00:00:01Z", 1_000),
        ("1970-01-01T01:00:00.250+01:00", 250),
        (" 1970-01-02 ", 86_400_000),
        ("1969-12-31", -86_400_000),
    ],
)
def test_dates_and_times_are_read_as_utc(text, expected):
    """Trap 29 of the reference: no zone of this machine comes in."""
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"captured_from": "yesterday"}, "is no date"),
        ({"captured_until": "2024-13-01"}, "is no date"),
        ({"captured_from": "2024-02-01", "captured_until": "2024-01-01"}, "Swap"),
        ({"organization": "City Lab"}, "is no organisation id"),
    ],
    ids=["word", "month 13", "turned around", "name instead of id"],
)
def test_what_cannot_be_read_is_said(options, words):
    with pytest.raises(ValueError, match=words):
        filters_of(MapillarySpec(**options))


def test_times_in_the_future_are_times():
    """Trap 29 of the reference: cameras with wrong clocks exist."""
    future = int(datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC).timestamp()) * 1000

    assert kept(filters_of(MapillarySpec(captured_from="2030-01-01")), {"captured_at": future})[0] == [1]


def test_nothing_is_copied_when_nothing_is_left_out():
    whole = images({}, {})

    found, _ = Filters(pano=Pano.ANY).apply(whole)

    assert found is whole
    assert np.array_equal(found.ids, [1, 2])
