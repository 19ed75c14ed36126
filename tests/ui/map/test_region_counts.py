import pytest

from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.queries import MakeSurvey
from app.model.region import box
from tests.fakes.street import SMALL
from tests.fakes.waiting import turns
from ui.map.region_counts import MOST_REQUESTS, RegionCounts
from ui.map.shapes import moved

OTHER = box(5.0, 45.0, 5.01, 45.01)


@pytest.fixture
def counts(street_desk):
    counts = RegionCounts(street_desk.ask)
    counts.use("mapillary", MapillarySpec())
    return counts


async def rested(counts):
    await turns()
    counts._settle.stop()
    counts._go_on()
    await turns()


async def test_a_region_is_counted_from_the_cache_at_once_and_then_for_good(counts, street_host):
    counts.want((SMALL,))
    await turns()
    assert counts.of(SMALL).survey.items == 1124
    assert not counts.of(SMALL).is_final

    await rested(counts)

    assert counts.of(SMALL).is_final
    assert [query.most_requests for query in street_host.asked] == [0, MOST_REQUESTS]


async def test_while_a_region_moves_one_question_is_under_way_and_the_newest_wins(counts, street_host):
    street_host.hold()
    shapes = [moved(SMALL, 0.001 * step, 0.0) for step in range(20)]
    for shape in shapes:
        counts.peek(shape)
    await turns()
    assert len(street_host.asked) == 1

    street_host.release()
    await turns()

    assert len(street_host.asked) == 2
    assert counts.of(shapes[-1]).has_number


async def test_another_name_is_no_other_count(counts, street_host):
    counts.want((SMALL,))
    await rested(counts)
    asked = len(street_host.asked)

    counts.want((box(SMALL.west, SMALL.south, SMALL.east, SMALL.north, "Renamed"),))
    await rested(counts)

    assert len(street_host.asked) == asked


async def test_other_filters_count_anew(counts):
    counts.want((SMALL,))
    await rested(counts)

    counts.use("mapillary", MapillarySpec(creator="nobody"))
    assert counts.of(SMALL).survey is None
    counts.want((SMALL,))
    await rested(counts)

    assert counts.of(SMALL).survey.items == 0


async def test_few_questions_are_open_at_a_time(counts, street_host):
    many = tuple(moved(OTHER, 0.1 * step, 0.0) for step in range(9))
    street_host.hold()

    counts.want(many)
    await rested(counts)

    assert sum(query.most_requests == MOST_REQUESTS for query in street_host.asked) == 3
    street_host.release()
    await turns()
    assert all(counts.of(one).is_final for one in many)


async def test_a_failure_is_told_and_kept(counts, street_host):
    told = []
    counts.failed.connect(told.append)
    refused = Failure(FailureKind.AUTH, "Mapillary does not accept this token.")
    street_host.answers[MakeSurvey] = refused

    counts.want((SMALL,))
    await rested(counts)

    assert told == [refused]
    assert counts.of(SMALL).failure == refused
    assert not counts.of(SMALL).has_number


async def test_without_an_account_nothing_is_asked(counts, street_host):
    counts.use("", MapillarySpec())

    counts.want((SMALL,))
    counts.peek(OTHER)
    await turns()

    assert street_host.asked == []
