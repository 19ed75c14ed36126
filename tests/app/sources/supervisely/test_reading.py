"""Single things: in order, compared with the listing, asked for again alone when a shared answer lacks them."""

import hashlib
import json

import pytest

from app.model.failure import FailedError, Failure, FailureKind
from app.model.geometry import Mask
from app.model.source import Listed
from app.sources.supervisely.client import Client
from app.sources.supervisely.label_weights import LabelWeights
from app.sources.supervisely.reading import read_annotations, read_images, read_masks
from tests.fakes.network import FakeNetwork, multipart
from tests.fakes.small_server import ROOT, SmallServer

CLIENT = Client("https://server.test")
SHARED, ALONE = "images.bulk.download", "images.download"
GONE = Failure(FailureKind.NOT_FOUND, "Gone.", status=404)


def body(key: int) -> bytes:
    return f"image {key}".encode()


def listed(key: int, *, is_known: bool = True) -> Listed:
    size, digest = (len(body(key)), hashlib.sha256(body(key)).hexdigest()) if is_known else (None, None)
    return Listed(str(key), f"{key}.jpg", size, digest, "", "{}", "5")


def server(shared: dict[int, bytes], alone: dict[int, object]) -> FakeNetwork:
    return FakeNetwork({
        SHARED: lambda asked: multipart({str(key): one for key, one in shared.items()}),
        ALONE: lambda asked: alone.get(asked["id"], GONE),
    })  # fmt: skip


async def test_one_request_brings_all_in_the_order_asked_for():
    network = server({key: body(key) for key in (1, 2, 3)}, {})

    reads = await read_images([listed(key) for key in (3, 1, 2)], CLIENT, network, is_shared=True)

    assert [read.body for read in reads] == [body(3), body(1), body(2)]
    assert [call.route for call in network.calls] == [SHARED]


async def test_what_is_left_out_or_damaged_is_asked_for_alone():
    network = server({1: body(1), 2: b"damaged"}, {2: body(2), 3: body(3)})

    reads = await read_images([listed(key) for key in (1, 2, 3)], CLIENT, network, is_shared=True)

    assert [read.body for read in reads] == [body(1), body(2), body(3)]
    assert network.asked(ALONE) == [{"id": 2}, {"id": 3}]


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        pytest.param(GONE, "Gone.", id="gone"),
        pytest.param(b"image X", "not the one that was listed", id="another one"),
        pytest.param(b"imag", "incomplete", id="cut off"),
        pytest.param(b"", "incomplete", id="empty"),
    ],
)
async def test_an_image_that_cannot_be_had_fails_alone(answer, title):
    network = server({}, {1: body(1), 2: answer})

    reads = await read_images([listed(1), listed(2)], CLIENT, network, is_shared=False)

    assert reads[0].body == body(1)
    assert (reads[1].key, reads[1].body) == ("2", b"")
    assert title in reads[1].failure.title


async def test_of_an_unlisted_image_any_bytes_are_taken():
    (read,) = await read_images([listed(2, is_known=False)], CLIENT, server({}, {2: b"x"}), is_shared=False)

    assert read.body == b"x"


async def test_a_busy_server_stops_all():
    busy = Failure(FailureKind.RATE, "Too many.", status=429)

    with pytest.raises(FailedError, match="Too many"):
        await read_images([listed(1)], CLIENT, server({}, {1: busy}), is_shared=False)


async def test_annotations_come_shared_or_alone_and_are_the_same():
    small = SmallServer(4)
    items = [Listed(str(1000 + n), f"{n}.jpg", 10, None, "", '{"w":100,"h":60}', str(ROOT)) for n in (2, 0, 1)]

    shared = await read_annotations(items, CLIENT, small.network, LabelWeights(), is_shared=True)
    alone = await read_annotations(items, CLIENT, small.network, LabelWeights(), is_shared=False)

    assert shared == alone
    assert [read.key for read in shared] == ["1002", "1000", "1001"]
    assert all(json.loads(read.body)["objects"] for read in shared)
    assert len(small.network.asked("annotations.bulk.info")) == 1
    assert len(small.network.asked("annotations.info")) == 3


async def test_masks_keep_their_order_and_name_what_is_none():
    bitmaps = {7: {"origin": [1, 2], "data": "abc"}, 8: {"origin": "?"}}
    network = FakeNetwork({
        "figures.bulk.download.geometry": lambda asked: multipart({
            str(one): json.dumps(bitmaps[one]).encode() for one in asked["ids"] if one in bitmaps
        }) if set(asked["ids"]) & set(bitmaps) else GONE,
    })  # fmt: skip

    found = await read_masks([8, 7, 9], CLIENT, network)

    assert [figure for figure, _ in found] == [8, 7, 9]
    assert found[1][1] == Mask((1, 2), "abc", True)
    assert isinstance(found[0][1], Failure)
    assert found[2][1] == GONE
