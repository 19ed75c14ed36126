"""Masks come in bulk; what stays away is asked for once more and then named."""

import json

import pytest

from app.model.failure import FailedError, Failure, FailureKind
from app.sources.supervisely.client import Client
from app.sources.supervisely.masks import masks_of
from tests.fakes.network import FakeNetwork, Reply, multipart

CLIENT = Client("https://server.test")
ROUTE = "figures.bulk.download.geometry"


def mask(key: int) -> dict[str, object]:
    return {"origin": [key, 0], "data": "x"}


def server(*, missing: tuple[int, ...] = (), shy: tuple[int, ...] = (), refused: tuple[int, ...] = ()) -> FakeNetwork:
    def reply(body: dict[str, list[int]]) -> Reply:
        ids = body["ids"]
        if set(ids) & set(refused):
            return Failure(FailureKind.NOT_FOUND, "The figure is gone.", status=404)
        left = [i for i in ids if i not in missing and not (i in shy and len(ids) > 1)]
        return multipart({str(i): json.dumps(mask(i)).encode() for i in [*left, 999_999]})

    return FakeNetwork({ROUTE: reply})


async def test_masks_come_fifty_at_a_time():
    network = server()

    masks = await masks_of(range(120), CLIENT, network)

    assert masks == {key: mask(key) for key in range(120)}
    assert [len(body["ids"]) for body in network.asked(ROUTE)] == [50, 50, 20]


async def test_a_mask_that_stayed_away_is_asked_for_alone():
    network = server(shy=(2,))

    assert await masks_of([1, 2, 3], CLIENT, network) == {key: mask(key) for key in (1, 2, 3)}
    assert network.asked(ROUTE) == [{"ids": [1, 2, 3]}, {"ids": [2]}]


async def test_a_mask_that_never_comes_is_named():
    masks = await masks_of([1, 2], CLIENT, server(missing=(2,)))

    assert masks[1] == mask(1)
    assert isinstance(masks[2], Failure)
    assert masks[2].kind is FailureKind.DATA


async def test_a_refused_request_is_taken_apart():
    masks = await masks_of([1, 2], CLIENT, server(refused=(2,)))

    assert masks[1] == mask(1)
    assert isinstance(masks[2], Failure)
    assert masks[2].kind is FailureKind.NOT_FOUND


@pytest.mark.parametrize("body", [b"", b"[]", b"{"], ids=["nothing", "a list", "half"])
async def test_a_mask_that_is_no_object_is_named(body):
    network = FakeNetwork({ROUTE: lambda b: multipart({str(i): body for i in b["ids"]})})

    masks = await masks_of([1], CLIENT, network)

    assert isinstance(masks[1], Failure)


async def test_a_busy_server_stops_all():
    network = FakeNetwork({ROUTE: lambda _: Failure(FailureKind.RATE, "Slow down.", retry_after=5)})

    with pytest.raises(FailedError):
        await masks_of([1], CLIENT, network)
