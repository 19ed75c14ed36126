"""What a selection would cost, and how sure that is."""

import pytest

from app.model.spec import Annotations, SuperviselySpec
from app.model.survey import ByteRange
from app.sources.supervisely.surveying import surveyed
from app.sources.supervisely.tree import Branch


def branch(key: int, count: int | None, size: int | None) -> Branch:
    return Branch(key, None, ((key, "x"),), count, size, "", has_children=False)


TOWN = (branch(1, 100, 10_000_000), branch(2, 50, 5_000_000), branch(3, 0, None))


@pytest.mark.parametrize(
    ("options", "items", "size"),
    [
        pytest.param({}, 150, ByteRange(15_000_000, 15_000_000, 15_000_000), id="an empty dataset has no size"),
        pytest.param({"limit": 30}, 30, ByteRange(0, 3_000_000, 15_000_000), id="limit"),
        pytest.param({"image_ids": (1, 2, 2)}, 2, ByteRange(0, 200_000, 15_000_000), id="chosen images"),
        pytest.param({"save_images": False}, 150, ByteRange(0, 600_000, 6_000_000), id="no images"),
    ],
)
def test_counts_and_bytes(options, items, size):
    survey = surveyed(SuperviselySpec(1, **options), TOWN, 32)

    assert (survey.items, survey.size) == (items, size)


def test_whole_datasets_are_known_to_the_byte():
    survey = surveyed(SuperviselySpec(1), TOWN[:2], 32)

    assert survey.size == ByteRange(15_000_000, 15_000_000, 15_000_000)
    assert survey.notes == ()


def test_a_size_that_nobody_tells_is_a_guess_and_says_so():
    survey = surveyed(SuperviselySpec(1), (branch(1, 10, 0),), 32)

    assert survey.size.low == 0
    assert survey.size.likely > 0
    assert survey.notes


@pytest.mark.parametrize(
    ("options", "requests"),
    [
        ({}, {"list": 3, "annotation": 5, "image": 8}),
        ({"annotations": Annotations.TAGS}, {"list": 3, "image": 8}),
        ({"save_images": False}, {"list": 3, "annotation": 5}),
        ({"batch_size": 10}, {"list": 3, "annotation": 5, "image": 15}),
        ({"limit": 20}, {"list": 1, "annotation": 1, "image": 1}),
        ({"image_ids": (5,)}, {"list": 3, "annotation": 1, "image": 1}),
    ],
    ids=["all", "tags", "no images", "batch size", "limit", "chosen images"],
)
def test_requests_by_kind(options, requests):
    assert surveyed(SuperviselySpec(1, **options), TOWN, 32).requests == requests


def test_nothing_costs_nothing():
    survey = surveyed(SuperviselySpec(1), (), 32)

    assert (survey.items, survey.size) == (0, ByteRange(0, 0, 0))
    assert survey.requests == {"list": 0, "annotation": 0, "image": 0}
