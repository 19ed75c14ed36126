"""What only our own transport promises: its pool, its watch, and both event loops."""

import asyncio
import ssl
import subprocess
import sys
from itertools import pairwise

import pytest

from app.net.addresses import target_of
from app.net.lean import LeanWire
from app.net.trust import tls_context
from app.net.wire import Cause, Outgoing, Times, WireError
from tests.fakes.rawserver import raw_server


async def trust():
    return tls_context({})


def request_for(server, path, *, may_resend=True, is_vetted=False):
    return Outgoing("GET", target_of(server.url(path)), (), b"", 10**8, may_resend, is_vetted)


async def many_bodies():
    wire = LeanWire(trust, Times(header=1.0, idle=1.0))
    body = bytes(range(256)) * 1000

    async def big(exchange):
        await exchange.answer(body)

    async with raw_server(big=big) as server:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(wire.fetch(request_for(server, "/big"))) for _ in range(40)]
        pieces = await wire.open(request_for(server, "/big"))
        streamed = b"".join([chunk async for chunk in pieces.chunks()])
        await pieces.aclose()
        await wire.aclose()
    assert all(task.result().body == body for task in tasks)
    assert streamed == body
    assert wire.open_count == 0


async def test_it_works_on_asyncio():
    await many_bodies()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop")
def test_it_works_on_uvloop():
    import uvloop

    uvloop.run(many_bodies())


async def test_idle_connections_are_closed_after_a_while():
    wire = LeanWire(trust, Times(keep=0.04))
    async with raw_server() as server:
        await wire.fetch(request_for(server, "/a"))
        counts = [wire.open_count]
        for _ in range(50):
            await asyncio.sleep(0.01)
            counts.append(wire.open_count)
        await wire.aclose()

    assert (counts[0], counts[-1]) == (1, 0)
    assert all(after <= before for before, after in pairwise(counts))


async def test_a_call_that_must_not_be_sent_twice_is_not():
    wire = LeanWire(trust)

    async def drop(exchange):
        if exchange.number == 1:
            await exchange.answer(b"ok")
        else:
            exchange.reset()

    async with raw_server(a=drop) as server:
        await wire.fetch(request_for(server, "/a"))
        with pytest.raises(WireError) as caught:
            await wire.fetch(request_for(server, "/a", may_resend=False))
        await wire.aclose()

    assert caught.value.cause is Cause.RESET
    assert len(server.seen) == 2


async def test_a_vetted_call_does_not_reach_this_machine():
    wire = LeanWire(trust)
    async with raw_server() as server:
        with pytest.raises(WireError) as caught:
            await wire.fetch(request_for(server, "/a", is_vetted=True))

    assert caught.value.cause is Cause.PRIVATE
    assert server.connections == 0


async def test_a_certificate_nobody_signed_gets_no_bytes(tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl is not here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    async def trusting():
        return tls_context({"SLY_EXTRA_CA_CERTS": str(cert)})

    async with raw_server(context) as server:
        strict, loose = LeanWire(trust), LeanWire(trusting)
        with pytest.raises(WireError) as caught:
            await strict.fetch(request_for(server, "/a"))
        whole = await loose.fetch(request_for(server, "/a"))
        await strict.aclose()
        await loose.aclose()

    assert caught.value.cause is Cause.FOREIGN_CERTIFICATE
    assert whole.body == b"{}"
    assert len(server.seen) == 1
