"""Masks are sent as the service wants them, read back, and compared by their pixels."""

import base64
import zlib
from io import BytesIO

import msgspec
import numpy as np
import pytest
from PIL import Image

from app.model.failure import FailedError, Failure, FailureKind
from app.model.geometry import Mask
from app.model.mask import encode_mask
from app.sandbox.multipart import uploaded
from app.sandbox.wire import Request
from app.sources.supervisely.client import Client
from app.sources.supervisely.mask_upload import upload
from tests.fakes.network import FakeNetwork, multipart

CLIENT = Client("https://server.test")
SEND, READ = "figures.bulk.upload.geometry", "figures.bulk.download.geometry"
PIXELS = np.arange(1, 13, dtype=np.uint8).reshape(3, 4)


def mask(value: int = 0) -> Mask:
    return encode_mask(PIXELS + np.uint8(value), (5, 6), is_alpha=True)


def answer(one: Mask) -> bytes:
    return msgspec.json.encode({"origin": list(one.origin), "data": one.data})


def server(back: dict[int, bytes]) -> FakeNetwork:
    return FakeNetwork({
        SEND: lambda values: {"success": True},
        READ: lambda body: multipart({str(one): back[one] for one in body["ids"] if one in back}),
    })  # fmt: skip


async def test_masks_travel_as_fields_in_turn():
    network = server({7: answer(mask()), 8: answer(mask(3))})

    assert await upload([(7, mask()), (8, mask(3))], CLIENT, network) == ()

    (call,) = [call for call in network.calls if call.route == SEND]
    request = Request("POST", "/", {}, dict(call.headers), call.body)
    assert uploaded(request) == [(7, answer(mask())), (8, answer(mask(3)))]


async def test_the_same_pixels_packed_otherwise_are_equal():
    memory = BytesIO()
    Image.fromarray(PIXELS).save(memory, "PNG", compress_level=0)
    other = Mask((5, 6), base64.b64encode(zlib.compress(memory.getvalue())).decode(), True)

    assert other.data != mask().data
    assert await upload([(7, mask())], CLIENT, server({7: answer(other)})) == ()


@pytest.mark.parametrize(
    "back",
    [
        pytest.param(answer(mask(1)), id="other pixels"),
        pytest.param(answer(encode_mask(PIXELS, (6, 6), is_alpha=True)), id="another place"),
        pytest.param(b'{"origin": [5, 6], "data": "!"}', id="no mask"),
        pytest.param(b"[]", id="no object"),
        pytest.param(None, id="nothing"),
    ],
)
async def test_a_mask_that_does_not_come_back_equal_is_named(back):
    found = {7: answer(mask()), **({} if back is None else {8: back})}

    assert await upload([(7, mask()), (8, mask())], CLIENT, server(found)) == (8,)


async def test_too_many_and_twice_the_same_are_refused_before_anything_is_sent():
    network = server({})
    for masks in ([(n, mask()) for n in range(101)], [(1, mask()), (1, mask())]):
        with pytest.raises(FailedError):
            await upload(masks, CLIENT, network)

    assert network.calls == []


async def test_a_refusal_of_the_server_comes_out():
    network = FakeNetwork({SEND: lambda values: Failure(FailureKind.FORBIDDEN, "Not yours.", status=403)})

    with pytest.raises(FailedError, match="Not yours"):
        await upload([(7, mask())], CLIENT, network)
