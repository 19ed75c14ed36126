"""Counts of a project."""

import pytest

from app.model.statistics import BINS, ClassCount, DatasetCount, TagCount, Tally, value_text


def test_everything_is_counted_once_and_ranked():
    tally = Tally()
    tally.dataset("empty")
    tally.image("a", 2, [("night", None), ("night", None), ("weather", "rain")])
    tally.image("a", 0)
    tally.image("b", 30, [("weather", "sun")])
    for name in ("car", "sign", "sign"):
        tally.object(name, "polygon", [("weather", "rain")] * 2)

    found = tally.total()

    assert found.classes == (ClassCount("sign", "polygon", 2), ClassCount("car", "polygon", 1))
    assert found.datasets == (
        DatasetCount("empty", 0, 0, 0),
        DatasetCount("a", 2, 1, 2),
        DatasetCount("b", 1, 0, 30),
    )
    assert found.tags == (
        TagCount("night", None, 1, 0),
        TagCount("weather", "rain", 1, 3),
        TagCount("weather", "sun", 1, 0),
    )
    assert (found.images, found.unlabelled, found.objects, sum(found.histogram)) == (3, 1, 32, 3)


@pytest.mark.parametrize(("objects", "place"), [(0, 0), (1, 1), (2, 2), (5, 2), (6, 3), (20, 3), (21, 4), (10**6, 4)])
def test_every_number_of_objects_has_its_bin(objects, place):
    tally = Tally()
    tally.image("a", objects)

    assert [n for n in range(len(BINS)) if tally.total().histogram[n]] == [place]


def test_the_same_problem_is_told_once_with_its_number():
    tally = Tally()
    for _ in range(1200):
        tally.problem("Broken.")
    tally.problem("Odd.")

    assert tally.total().problems == ("1,200 × Broken.", "Odd.")


@pytest.mark.parametrize(("value", "text"), [(None, None), (3.0, "3"), (3, "3"), (2.5, "2.5"), ("x", "x")])
def test_values_read_the_same_however_they_were_written(value, text):
    assert value_text(value) == text
