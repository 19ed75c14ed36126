"""Many things by a few requests at once."""

import asyncio

import pytest

from app.api.many import by_groups, nobody
from app.model.failure import FailedError, Failure, FailureKind


async def test_answers_keep_the_order_of_the_items_and_progress_comes_after_each_group():
    under_way, most, told = 0, 0, []

    async def ask(group):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return [item * 10 for item in group]

    found = await by_groups(
        range(25), ask, batch_size=4, workers=3, on_progress=lambda done, total: told.append((done, total))
    )

    assert found == [item * 10 for item in range(25)]
    assert most == 3
    assert len(told) == 7
    assert told[-1] == (25, 25)


async def test_the_first_failure_comes_out_as_it_is():
    async def ask(group):
        raise FailedError(Failure(FailureKind.NOT_FOUND, f"No {group[0]}."))

    with pytest.raises(FailedError, match="No 0"):
        await by_groups(range(3), ask, batch_size=1, workers=1, on_progress=nobody)


@pytest.mark.parametrize(("batch_size", "workers"), [(0, 1), (101, 1), (-5, 1), (1, 0)])
async def test_numbers_out_of_range_are_named(batch_size, workers):
    async def ask(group):
        return group

    with pytest.raises(ValueError, match=r"batch_size is|workers is"):
        await by_groups([1], ask, batch_size=batch_size, workers=workers, on_progress=nobody)
