"""The server as a whole: tokens, latency, capacity, the log."""

import pytest

from app.sandbox.capacity import Capacity, CapacityKind
from app.sandbox.server import SandboxSettings
from tests.fakes.sandbox import ask, ask_json, ask_street, running_sandbox, small_project


@pytest.mark.parametrize("token", [None, "wrong"])
async def test_wrong_or_missing_token_is_401(token):
    async with running_sandbox(SandboxSettings(scale=4)) as sandbox:
        heard = await ask(sandbox, "teams.list", {}, token=token)

    assert heard.status == 401
    assert b'"error":"Unauthorized"' in heard.body


async def test_token_can_change_while_it_runs():
    async with running_sandbox(SandboxSettings(scale=4)) as sandbox:
        old, sandbox.token = sandbox.token, "new"

        assert (await ask(sandbox, "teams.list", {}, token=old)).status == 401
        assert (await ask(sandbox, "teams.list", {}, token="new")).status == 200


async def test_log_names_route_ids_and_credentials_but_no_token():
    async with running_sandbox(SandboxSettings(scale=4)) as sandbox:
        await ask(sandbox, "images.download", {"id": 100_002}, headers="Range: bytes=0-9\r\nCookie: a=b\r\n")
        (entry,) = sandbox.journal.of("images.download")
        page = await ask(sandbox, "/sandbox/log?route=images.download", verb="GET")

    assert (entry.ids, entry.status, entry.bytes, entry.range) == (("100002",), 206, 10, "bytes=0-9")
    assert entry.credentials == ("x-api-key", "cookie")
    assert b'"images.download":1' in page.body
    assert sandbox.token.encode() not in page.body


async def test_unknown_method_is_404_with_a_json_body():
    async with running_sandbox(SandboxSettings(scale=4)) as sandbox:
        heard = await ask(sandbox, "no.such.method", {})

    assert (heard.status, heard.headers["content-type"][:16]) == (404, "application/json")


async def test_latency_is_added():
    async with running_sandbox(SandboxSettings(scale=4, latency_ms=30)) as sandbox:
        await ask(sandbox, "teams.list", {})
        (entry,) = sandbox.journal.of("teams.list")

    assert entry.seconds >= 0.029


async def test_rate_answers_429_with_the_time_to_wait():
    capacity = Capacity(CapacityKind.RATE, per_second=0.001, burst=1, retry_after=3)
    async with running_sandbox(SandboxSettings(scale=4, capacity=capacity)) as sandbox:
        first = await ask(sandbox, "teams.list", {})
        second = await ask(sandbox, "teams.list", {})

    assert (first.status, second.status, second.headers["retry-after"]) == (200, 429, "3")


async def test_slots_answer_everyone_in_the_end():
    capacity = Capacity(CapacityKind.SLOTS, slots=1, service_ms=1)
    async with running_sandbox(SandboxSettings(scale=4, capacity=capacity)) as sandbox:
        answers = [await ask_json(sandbox, "images.info", {"id": 100_001 + n}) for n in range(3)]
        assert sandbox.gate.in_flight == 0

    assert [one["id"] for one in answers] == [100_001, 100_002, 100_003]


async def test_unreadable_data_is_500_and_not_silence(tmp_path, caplog):
    root = small_project(tmp_path / "p")
    async with running_sandbox(SandboxSettings(projects=(root,))) as sandbox:
        (root / "ds" / "img" / "small_00001.jpg").unlink()
        (root / "ds" / "img" / "small_00001.jpg").symlink_to(tmp_path / "nowhere")
        next(iter(sandbox.world.datasets.values())).shelf._load = lambda: [][0]
        heard = await ask(sandbox, "datasets.list", {"projectId": 1101})

    assert heard.status == 500
    assert "cannot be served" in caplog.text


async def test_prewarmed_server_stops_at_once():
    async with running_sandbox() as sandbox:
        sandbox.prewarm()
        heard = await ask(sandbox, "projects.list", {"workspaceId": 1})

    assert heard.status == 200
    assert not sandbox.world.datasets[2102].shelf.is_ready


def test_settings_do_not_show_the_token():
    assert "secret" not in repr(SandboxSettings(token="secret"))


async def test_too_many_street_requests_get_the_page_of_the_edge():
    capacity = Capacity(CapacityKind.RATE, per_second=0.001, burst=1, retry_after=3)
    async with running_sandbox(SandboxSettings(scale=4, capacity=capacity)) as sandbox:
        await ask_street(sandbox, "/1")
        heard = await ask_street(sandbox, "/1")

    assert (heard.status, heard.headers["retry-after"]) == (429, "3")
    assert b"<html>" in heard.body


async def test_street_addresses_are_those_of_the_server():
    async with running_sandbox(SandboxSettings(scale=4)) as sandbox:
        assert sandbox.graph_address == sandbox.tiles_address == sandbox.address
        assert sandbox.street_token.startswith("MLY|")


def test_street_settings_do_not_show_the_token():
    assert "MLY" not in repr(SandboxSettings())
