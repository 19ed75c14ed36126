"""Pictures of the map's ground."""

import asyncio

import pytest

from app.engine.basemap import AT_ONCE, Basemap
from app.model.account import Account
from app.model.call import Accept
from app.model.failure import FailedError, Failure, FailureKind
from tests.fakes.kit import MemoryCache
from tests.fakes.network import FakeNetwork

ADDRESS = "https://tiles.test/{z}/{x}/{y}.png"
DEMO = Account("demo-street", "mapillary", "http://127.0.0.1:5", "Demo", is_demo=True)


def basemap(address: str = ADDRESS, answer: object = b"PNG"):
    network = FakeNetwork({"basemap": lambda body: answer})
    return Basemap(address, lambda address: network, MemoryCache()), network


async def test_a_picture_is_asked_for_once():
    ground, network = basemap()

    first, second = await ground.picture(3, 1, 2), await ground.picture(3, 1, 2)

    assert first == second == b"PNG"
    assert [(call.url, call.accept) for call in network.calls] == [("https://tiles.test/3/1/2.png", Accept.BYTES)]


async def test_switched_off_it_asks_nobody():
    ground, network = basemap("")

    assert await ground.picture(3, 1, 2) is None
    assert network.calls == []


async def test_the_demo_brings_its_own_ground():
    ground, network = basemap("")

    await ground.picture(14, 8408, 5841, DEMO)

    assert network.calls[0].url == "http://127.0.0.1:5/basemap/14/8408/5841.png"


@pytest.mark.parametrize("tile", [(3, 8, 0), (20, 0, 0), (-1, 0, 0), (2, 0, -1)], ids=str)
async def test_a_place_that_is_none_is_never_asked_for(tile):
    ground, network = basemap()

    with pytest.raises(FailedError):
        await ground.picture(*tile)

    assert network.calls == []


async def test_it_is_polite():
    ground, network = basemap()
    network.gate = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for x in range(8):
            group.create_task(ground.picture(3, x, 0))
        while network.in_flight < AT_ONCE:
            await asyncio.sleep(0)
        network.gate.set()

    assert network.most_in_flight == AT_ONCE


async def test_a_server_that_does_not_answer_is_a_failure_and_nothing_is_kept():
    down = Failure(FailureKind.SERVER, "It does not answer.")
    ground, network = basemap(answer=down)
    with pytest.raises(FailedError):
        await ground.picture(3, 1, 2)

    network.routes["basemap"] = lambda body: b"PNG"

    assert await ground.picture(3, 1, 2) == b"PNG"


async def test_the_cache_knows_the_server_and_the_whole_address():
    """The cache keeps what this machine serves for a shorter while, and no map may pass for another."""
    cache = MemoryCache()
    ground = Basemap(ADDRESS, lambda address: FakeNetwork({"basemap": lambda body: b"PNG"}), cache)

    await ground.picture(3, 1, 2)
    await ground.picture(3, 1, 2, DEMO)

    assert set(cache.bodies) == {
        ("tiles.test", "https://tiles.test/3/1/2.png"),
        ("127.0.0.1:5", "http://127.0.0.1:5/basemap/3/1/2.png"),
    }
