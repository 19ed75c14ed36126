"""The ways that are compared are those of the tutorial, and they never ask more often than they say."""

import pytest

from app.model.measure import BATCHES, WORKERS, Kind, Measured, Way, best, most_requests, ways
from app.model.spec import Mode


def test_the_ways_of_the_tutorial_are_all_there():
    images = ways(Kind.IMAGES)

    assert images[0] == Way(Mode.SINGLE)
    assert [way.batch_size for way in images if way.mode is Mode.BATCH] == [10, 50, 100, 200] == list(BATCHES)
    assert [way.workers for way in images if way.mode is Mode.ASYNC] == list(WORKERS)
    assert any(way.mode is Mode.BULK for way in images)
    assert max(way.batch_size for way in ways(Kind.ANNOTATIONS)) == 50


@pytest.mark.parametrize(
    ("way", "requests", "title", "options"),
    [
        (Way(Mode.SINGLE), 40, "one by one", "--mode single"),
        (Way(Mode.BATCH, 50), 8, "batches of 50", "--mode batch --batch-size 50"),
        (Way(Mode.ASYNC, 1, 10), 400, "one by one, 10 at once", "--mode async --workers 10"),
        (Way(Mode.BULK, 32, 8), 13, "batches of 32, 8 at once", "--mode bulk --batch-size 32 --workers 8"),
    ],
)
def test_a_way_has_words_options_and_a_bound(way, requests, title, options):
    assert (way.requests(400), way.title, way.options) == (requests, title, options)


def test_the_whole_comparison_has_a_bound():
    assert most_requests(Kind.IMAGES, 400) == 1 + 40 + (40 + 8 + 4 + 2) + 4 * 400 + 3 * 13
    assert most_requests(Kind.IMAGES, 1) == 1 + len(ways(Kind.IMAGES))


def test_the_best_is_the_quickest_that_lost_nothing():
    slow = Measured(Way(Mode.SINGLE), 10, 100, 10, 2.0)
    lossy = Measured(Way(Mode.BULK, 32, 8), 99, 990, 4, 1.0, failed=1)
    quick = Measured(Way(Mode.BATCH, 50), 50, 500, 1, 1.0)

    assert best([slow, lossy, quick]) is quick
    assert best([Measured(Way(Mode.SINGLE), 0, 0, 1, 1.0)]) is None
    assert Measured(Way(Mode.SINGLE), 5, 1, 1, 0.0).per_second == 0.0
