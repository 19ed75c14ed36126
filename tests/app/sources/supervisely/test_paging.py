"""Short listings come whole; ids that came before are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.failure import FailedError, FailureKind
from app.sources.supervisely.client import Client
from app.sources.supervisely.paging import SeenIds, whole_list
from app.sources.supervisely.wire import ENTITIES
from tests.fakes.network import FakeNetwork, page

CALL = Client("https://server.test").teams()


@given(st.lists(st.integers(0, 3000)))
def test_an_id_is_new_once(ids):
    seen = SeenIds()
    known: set[int] = set()

    for key in ids:
        assert seen.add(key) is (key not in known)
        known.add(key)
    assert seen.count == len(known)


def test_a_million_neighbours_fit_into_little_memory():
    """A set would take a hundred times as much."""
    seen = SeenIds()

    for key in range(10_000_000, 10_050_000):
        seen.add(key)

    assert len(seen._rows) < 250


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 40])
async def test_all_pages_are_read(count):
    teams = [{"id": n, "name": str(n)} for n in range(count)]
    network = FakeNetwork({"teams.list": lambda b: page(teams, b, per_page=8)})

    found = await whole_list(CALL, ENTITIES, network)

    assert [team.id for team in found] == list(range(count))
    assert len(network.calls) == max(1, -(-count // 8))


async def test_a_short_list_fails():
    network = FakeNetwork({"teams.list": lambda _: {"total": 3, "pagesCount": 1, "entities": [{"id": 1}]}})

    with pytest.raises(FailedError) as caught:
        await whole_list(CALL, ENTITIES, network)

    assert caught.value.failure.kind is FailureKind.DATA


async def test_a_server_that_repeats_itself_is_left():
    network = FakeNetwork({"teams.list": lambda _: {"total": 3, "pagesCount": 10**6, "entities": [{"id": 1}]}})

    with pytest.raises(FailedError):
        await whole_list(CALL, ENTITIES, network)

    assert len(network.calls) == 2


async def test_an_answer_without_paging_is_one_page():
    network = FakeNetwork({"teams.list": lambda _: {"entities": [{"id": "5"}, {"name": "no id"}]}})

    assert [team.id for team in await whole_list(CALL, ENTITIES, network)] == ["5"]
