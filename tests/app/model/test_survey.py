"""Cheap numbers before starting."""

import pytest

from app.model.survey import ByteRange, Survey


@pytest.mark.parametrize(
    ("tiles", "read", "expected"),
    [(0, 0, True), (30, 30, True), (30, 12, False)],
    ids=["no map", "every tile", "some tiles"],
)
def test_a_count_is_exact_when_every_tile_was_read(tiles, read, expected):
    survey = Survey(10, 0, ByteRange(0, 0, 0), {}, tiles=tiles, tiles_read=read)

    assert survey.is_exact is expected
