"""The door: who gets credentials, which redirects are followed, what becomes of slots and gates."""

import asyncio
import gzip
import logging
from dataclasses import replace

import pytest

from app.model.call import Accept, Call
from app.model.door import Credential, DoorRules, plain_rules
from app.model.failure import FailedError, Failure, FailureKind
from app.net.http import Http
from app.net.limiter import Limiters
from app.net.wire import Times
from tests.fakes.clock import FakeClock
from tests.fakes.rawserver import raw_server

SECRET = "s3cret-token-value"


@pytest.fixture
async def http():
    clock = FakeClock()
    made = Http(
        clock=clock, limiters=Limiters(clock), user_agent="Windrow/1", environ={}, times=Times(header=0.3, idle=0.3)
    )
    yield made
    await made.aclose()
    await asyncio.sleep(0)


def door_to(http, server):
    return http.door(plain_rules(server.origin, {"x-api-key": SECRET}), service="Supervisely")


def get(server, path, **options):
    return Call("GET", server.url(path), route=path.strip("/"), **options)


def redirects(location, status=302):
    async def handler(exchange):
        await exchange.answer(b"", status, location=location() if callable(location) else location)

    return handler


def answers(body=b"{}", status=200, **headers):
    async def handler(exchange):
        await exchange.answer(body, status, **headers)

    return handler


async def failure_of(door, call):
    with pytest.raises(FailedError) as caught:
        await door.ask(call)
    assert SECRET not in repr(caught.value.failure)
    assert "://" not in repr(caught.value.failure)
    return caught.value.failure


async def test_credentials_go_to_their_own_origin_only(http):
    async with raw_server() as own, raw_server() as other:
        door = door_to(http, own)
        await door.ask(get(own, "/a"))
        await door.ask(get(other, "/b"))

    assert own.seen[0].headers["x-api-key"] == SECRET
    assert "x-api-key" not in other.seen[0].headers
    assert SECRET not in repr(door)


async def test_a_redirect_to_another_origin_loses_credentials_and_cookies(http):
    async with raw_server() as other, raw_server(a=redirects(lambda: other.url("/b"))) as own:
        call = get(own, "/a", headers=(("range", "bytes=0-"), ("x-private", "1")))
        await door_to(http, own).ask(call)

    headers = other.seen[0].headers
    assert headers["range"] == "bytes=0-"
    assert not {"x-api-key", "x-private", "cookie", "referer", "authorization"} & set(headers)


async def test_five_redirects_are_followed_and_a_loop_is_not(http):
    routes = {f"r{n}": redirects(f"/r{n + 1}") for n in range(5)}
    async with raw_server(loop=redirects("/loop"), **routes) as server:
        door = door_to(http, server)
        answer = await door.ask(get(server, "/r0"))
        failure = await failure_of(door, get(server, "/loop"))

    assert answer.status == 200
    assert failure.kind is FailureKind.REFUSED


@pytest.mark.parametrize(
    "location",
    ["", "file:///etc/passwd", "javascript:alert(1)", "http://user:word@127.0.0.1/", "http://example.com/", "//[bad"],
    ids=["empty", "file", "script", "user name", "unencrypted", "broken"],
)
async def test_unsafe_redirects_are_refused(http, location):
    async with raw_server(a=redirects(location)) as server:
        failure = await failure_of(door_to(http, server), get(server, "/a"))

    assert failure.kind is FailureKind.REFUSED


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1", "localhost", "2130706433"])
async def test_a_public_service_cannot_point_into_the_local_network(http, host):
    door = http.door(plain_rules("https://example.com", {"x-api-key": SECRET}))

    failure = await failure_of(door, Call("GET", f"https://{host}:1/x", route="x"))

    assert failure.kind is FailureKind.REFUSED


async def test_a_post_is_not_sent_on_to_another_origin(http):
    async with raw_server() as other, raw_server(a=redirects(lambda: other.url("/b"), 307)) as own:
        failure = await failure_of(door_to(http, own), Call("POST", own.url("/a"), b"{}", route="a"))

    assert failure.kind is FailureKind.REFUSED
    assert other.seen == []


async def test_plain_http_is_for_this_machine(http):
    failure = await failure_of(
        http.door(plain_rules("http://example.com", {})), Call("GET", "http://example.com/", route="x")
    )

    assert failure.kind is FailureKind.REFUSED


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, FailureKind.AUTH),
        (402, FailureKind.AUTH),
        (403, FailureKind.FORBIDDEN),
        (404, FailureKind.NOT_FOUND),
        (410, FailureKind.NOT_FOUND),
        (400, FailureKind.REFUSED),
        (408, FailureKind.SERVER),
        (429, FailureKind.RATE),
        (500, FailureKind.SERVER),
        (503, FailureKind.SERVER),
        (204, FailureKind.DATA),
        (206, FailureKind.DATA),
        (304, FailureKind.DATA),
    ],
)
async def test_a_status_has_a_kind(http, status, kind):
    async with raw_server(a=answers(b"", status)) as server:
        failure = await failure_of(door_to(http, server), get(server, "/a"))

    assert (failure.kind, failure.status) == (kind, status)


async def test_a_closed_gate_sends_nothing(http):
    async with raw_server(a=answers(b"", 429, retry_after="7")) as server:
        door = door_to(http, server)
        first = await failure_of(door, get(server, "/a"))
        await http.clock.advance(3.0)
        second = await failure_of(door, get(server, "/b"))
        await http.clock.advance(4.1)
        third = await door.ask(get(server, "/b"))

    assert (first.retry_after, second.retry_after, third.status) == (7.0, 4.0, 200)
    assert [exchange.path for exchange in server.seen] == ["/a", "/b"]


async def test_every_slot_comes_back(http):
    async with raw_server(a=answers(b"", 500), b=answers(b"<html>", 200)) as server:
        door = door_to(http, server)
        for path in ("/a", "/b", "/c"):
            try:
                await door.ask(get(server, path))
            except FailedError:
                continue
        async with door.stream(get(server, "/c", accept=Accept.BYTES)) as stream:
            assert http.limiters.paces()[0].in_flight == 1
            assert [chunk async for chunk in stream.chunks()] == [b"{}"]

    assert http.limiters.paces()[0].in_flight == 0


@pytest.mark.parametrize(
    ("accept", "body", "kind"),
    [
        (Accept.JSON, b"<!DOCTYPE html><title>Sign in", "text/html"),
        (Accept.BYTES, b"\xef\xbb\xbf <html>", "text/html"),
        (Accept.MULTIPART, b"<html>", "text/html"),
    ],
    ids=["json", "image", "multipart"],
)
async def test_a_login_page_is_called_one(http, accept, body, kind):
    async with raw_server(a=answers(body, content_type=kind)) as server:
        failure = await failure_of(door_to(http, server), get(server, "/a", accept=accept))

    assert failure.kind is FailureKind.DATA
    assert "login page" in failure.title


async def test_json_may_be_packed_and_images_never_are(http):
    packed = gzip.compress(b'{"a": 1}')
    async with raw_server(a=answers(packed, content_encoding="gzip")) as server:
        door = door_to(http, server)
        answer = await door.ask(get(server, "/a"))
        failure = await failure_of(door, get(server, "/a", accept=Accept.BYTES))

    assert answer.body == b'{"a": 1}'
    assert [exchange.headers["accept-encoding"] for exchange in server.seen] == ["gzip", "identity"]
    assert failure.kind is FailureKind.DATA


async def test_a_speed_limit_is_felt_within_a_body(http):
    http.limiters.set_rate_limit(100_000)
    async with raw_server(a=answers(b"x" * 300_000)) as server, asyncio.TaskGroup() as group:
        task = group.create_task(door_to(http, server).ask(get(server, "/a", accept=Accept.BYTES)))
        while not task.done():
            await asyncio.sleep(0.001)
            # Bytes come in real time: the clock moves only while somebody waits for it.
            if http.clock.next_wake is not None:
                await http.clock.advance(http.clock.next_wake)

    assert len(task.result().body) == 300_000
    assert 2.5 <= http.clock.monotonic() <= 4.0


async def test_a_service_may_read_its_own_errors(http):
    def read(call, status, headers, body):
        return failure if b"190" in body else None

    failure = Failure(FailureKind.AUTH, "Mapillary does not accept this token.")
    async with raw_server(a=answers(b'{"error": {"code": 190}}')) as server:
        door = http.door(replace(plain_rules(server.origin, {}), read_error=read))
        caught = await failure_of(door, get(server, "/a"))

    assert caught is failure


def test_libraries_that_print_addresses_are_silent(http):
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)


async def test_a_ca_file_that_cannot_be_read_fails_calls_not_the_start():
    clock = FakeClock()
    http = Http(clock=clock, limiters=Limiters(clock), user_agent="W/1", environ={"SSL_CERT_FILE": "/none.pem"})

    await http.prewarm()
    failure = await failure_of(
        http.door(plain_rules("https://127.0.0.1:9", {})), Call("GET", "https://127.0.0.1:9/", route="x")
    )
    await http.aclose()

    assert failure.hint == "Choose another CA file."


async def test_a_dead_host_behind_a_redirect_is_told_apart_from_the_service(http):
    async with raw_server() as gone:
        dead = gone.url("/b")
    async with raw_server(a=redirects(dead)) as own:
        door = door_to(http, own)
        behind = await failure_of(door, get(own, "/a"))
    itself = await failure_of(door, get(own, "/a"))

    assert (behind.kind, behind.is_elsewhere) == (FailureKind.SERVER, True)
    assert (itself.kind, itself.is_elsewhere) == (FailureKind.SERVER, False)


async def test_a_pause_that_another_host_asks_for_leaves_the_gate_of_the_service_open(http):
    busy = answers(status=429, retry_after="20")
    async with raw_server(b=busy) as other, raw_server(a=redirects(lambda: other.url("/b"))) as own:
        door = door_to(http, own)
        behind = await failure_of(door, get(own, "/a"))
        answer = await door.ask(get(own, "/c"))

    assert behind.is_elsewhere
    assert answer.status == 200


async def test_a_credential_in_the_query_goes_to_its_own_path_only(http):
    """The token of the tile server stands in the address; it is added late and shown nowhere."""
    async with raw_server() as server:
        rules = DoorRules(
            (
                Credential(server.origin, headers=(("authorization", f"OAuth {SECRET}"),)),
                Credential(server.origin, query=(("access_token", f"MLY|1|{SECRET}"),), path="/maps/"),
            )
        )
        door = http.door(rules)
        await door.ask(get(server, "/maps/tile"))
        await door.ask(get(server, "/images?fields=id"))
        tile, images = server.seen

    assert tile.path == f"/maps/tile?access_token=MLY%7C1%7C{SECRET}"
    assert "authorization" not in tile.headers
    assert images.path == "/images?fields=id"
    assert images.headers["authorization"] == f"OAuth {SECRET}"


async def test_a_redirect_that_is_not_to_be_followed_is_handed_to_the_reader_of_errors(http):
    seen = []

    def read(call, status, headers, body):
        seen.append((call.route, status, headers["location"]))
        return Failure(FailureKind.FORBIDDEN, "The host is blocked.", code="blocked")

    async with raw_server(a=redirects("https://login.test/")) as server:
        door = http.door(replace(plain_rules(server.origin, {}), read_error=read))
        failure = await failure_of(door, replace(get(server, "/a"), route="tile", follows_redirects=False))

    assert failure.code == "blocked"
    assert seen == [("tile", 302, "https://login.test/")]


async def test_a_spent_budget_sends_nothing(http):
    class Spent:
        async def spend(self, call):
            raise FailedError(Failure(FailureKind.RATE, "Nothing is left today.", retry_after=60.0))

    async with raw_server() as server:
        door = http.door(replace(plain_rules(server.origin, {}), budget=Spent()))
        failure = await failure_of(door, get(server, "/a"))

    assert failure.title == "Nothing is left today."
    assert server.seen == []


async def test_an_answer_without_content_is_good_where_there_may_be_nothing(http):
    async with raw_server(a=answers(b"", status=204)) as server:
        door = http.door(plain_rules(server.origin, {}))
        answer = await door.ask(replace(get(server, "/a"), accept=Accept.PACKED))

    assert (answer.status, answer.body) == (204, b"")


async def test_packed_bytes_are_unpacked_and_the_server_is_told_that_they_may_be(http):
    packed = gzip.compress(b"tile" * 100)
    async with raw_server(a=answers(packed, content_encoding="gzip", content_type="application/x-protobuf")) as server:
        door = http.door(plain_rules(server.origin, {}))
        answer = await door.ask(replace(get(server, "/a"), accept=Accept.PACKED))

    assert answer.body == b"tile" * 100
    assert server.seen[0].headers["accept-encoding"] == "gzip"
