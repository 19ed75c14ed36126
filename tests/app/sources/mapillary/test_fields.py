"""Only names of the checked list are sent; the size has a stated order of second choices."""

import pytest

from app.model.failure import FailedError, FailureKind
from app.model.harvest import MapillarySpec, ThumbSize
from app.sources.mapillary.fields import KNOWN, USEFUL, fields_of, in_fallback_order, joined, wants_detections


def test_nobody_who_chose_gets_what_is_useful():
    assert fields_of(MapillarySpec()) == USEFUL
    assert set(USEFUL) <= KNOWN


def test_the_fields_of_the_tutorial_are_asked_for_with_what_the_licence_needs():
    """Trap 38 of the reference: the chosen list is not changed by the call."""
    chosen = ("id", "captured_at", "compass_angle", "thumb_1024_url", "geometry")

    assert fields_of(MapillarySpec(fields=chosen)) == ("id", "geometry", "creator", "captured_at", "compass_angle")
    assert chosen == ("id", "captured_at", "compass_angle", "thumb_1024_url", "geometry")


def test_an_unknown_name_is_refused_before_anything_is_asked():
    with pytest.raises(FailedError, match="no field “colour”") as caught:
        fields_of(MapillarySpec(fields=("id", "colour")))

    failed = caught.value.failure
    assert failed.kind is FailureKind.REFUSED
    assert "captured_at" in failed.hint


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("256", "256 1024 2048 original"),
        ("1024", "1024 256 2048 original"),
        ("2048", "2048 1024 256 original"),
        ("original", "original 2048 1024 256"),
    ],
)
def test_second_choices_are_first_smaller_then_larger(size, expected):
    """Trap 16 of the reference."""
    assert " ".join(in_fallback_order(ThumbSize(size))) == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (MapillarySpec(), False),
        (MapillarySpec(detections=True), True),
        (MapillarySpec(fields=("detections.value",)), True),
    ],
    ids=["not asked", "switched on", "among the fields"],
)
def test_detections_can_be_asked_for_both_ways(spec, expected):
    assert wants_detections(spec) is expected


def test_names_are_joined_with_commas():
    assert joined(("a", "b.c")) == "a,b.c"
