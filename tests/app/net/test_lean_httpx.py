"""Our transport under an httpx client."""

import httpx
import pytest

from app.net.lean import LeanWire
from app.net.lean_httpx import LeanTransport
from app.net.trust import tls_context
from tests.fakes.rawserver import raw_server


async def trust():
    return tls_context({})


async def test_an_httpx_client_can_use_it():
    async def slow(exchange):
        exchange.reset()

    async with raw_server(slow=slow) as server, httpx.AsyncClient(transport=LeanTransport(LeanWire(trust))) as client:
        response = await client.post(server.url("/a?b=1"), json={"id": 1})
        with pytest.raises(httpx.TransportError):
            await client.get(server.url("/slow"))

    assert (response.status_code, response.json()) == (200, {})
    assert server.seen[0].body == b'{"id":1}'
    assert server.seen[0].headers["content-type"] == "application/json"
