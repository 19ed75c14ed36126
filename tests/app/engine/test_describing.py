"""Facts about many images, a few requests at once."""

import pytest

from app.engine.describing import describe_all
from app.model.described import Described
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.harvest_record import HarvestRecord
from app.model.job import JobCounts
from app.model.queries import DescribeItems
from app.model.source import Listed
from tests.fakes.host import FakeHost

SPEC = MapillarySpec(image_ids=("1",), batch_size=10)


def listed(count: int) -> list[Listed]:
    return [Listed(str(number), f"mly_{number}.jpg", None, None, "1", "{}", "images") for number in range(count)]


def known(query: DescribeItems) -> tuple[Described, ...]:
    return tuple(
        Described(item.key, HarvestRecord(id=item.key, name=item.name, file=""), "https://there")
        for item in query.items
    )


@pytest.mark.parametrize("workers", [1, 5, None], ids=["one", "five", "auto"])
async def test_everything_comes_back_in_listing_order(workers):
    host, told = FakeHost({DescribeItems: known}), []

    found = await describe_all(host, SPEC, "mapillary", listed(95), workers, told.append)

    assert [one.key for one in found] == [str(number) for number in range(95)]
    assert len(host.asked) == 10
    assert (told[-1].done, told[-1].listed) == (95, 95)


async def test_a_batch_that_fails_does_not_stop_the_others():
    def some(query: DescribeItems) -> tuple[Described, ...]:
        if query.items[0].key == "10":
            raise FailedError(Failure(FailureKind.SERVER, "Down."))
        return known(query)

    told: list[JobCounts] = []
    found = await describe_all(FakeHost({DescribeItems: some}), SPEC, "mapillary", listed(30), 2, told.append)

    assert [one.key for one in found if one.failure is not None] == [str(number) for number in range(10, 20)]
    assert (told[-1].done, told[-1].failed) == (20, 10)


async def test_a_refused_token_stops_everything():
    host = FakeHost({DescribeItems: Failure(FailureKind.AUTH, "Not accepted.")})

    with pytest.raises(FailedError, match="Not accepted"):
        await describe_all(host, SPEC, "mapillary", listed(95), 4)


async def test_nothing_listed_asks_nothing():
    host = FakeHost()

    assert await describe_all(host, SPEC, "mapillary", [], 4) == []
    assert host.asked == []
