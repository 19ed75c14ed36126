import asyncio
import os
from pathlib import Path

import pytest

from app.bootstrap.demo import DEMO_REGION, Demo, own_command, own_environment
from app.model.failure import FailedError, FailureKind
from app.sandbox import street_plan


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def test_the_token_of_a_person_stays_out_of_children(monkeypatch):
    monkeypatch.setenv("API_TOKEN", "canary-token-0123456789")
    monkeypatch.setenv("SERVER_ADDRESS", "https://sly.example.org")

    environment = own_environment()

    assert "canary-token-0123456789" not in environment.values()
    assert (Path(environment["PYTHONPATH"].split(os.pathsep)[0]) / "app" / "bootstrap").is_dir()


def test_the_frozen_program_starts_itself(monkeypatch):
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", "/opt/windrow/windrow")

    assert own_command("engine") == ["/opt/windrow/windrow", "engine"]


@pytest.mark.slow
async def test_the_demo_answers_is_started_once_and_ends(tmp_path):
    demo = Demo(tmp_path / "cache")

    first = await demo.start()
    again = await demo.start()
    pid = demo._process.pid
    host, _, port = first.account.address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /sandbox/log HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await demo.stop()

    assert again is first
    assert first.account.is_demo
    assert answer.startswith(b"HTTP/1.1 200")
    assert first.token not in repr(first)
    assert not is_alive(pid)


@pytest.mark.slow
async def test_an_end_that_was_cut_short_can_be_made_again(tmp_path):
    demo = Demo(tmp_path / "cache")
    await demo.start()
    pid = demo._process.pid

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await demo.stop()
    await demo.stop()

    assert not is_alive(pid)
    assert demo._process is None


@pytest.mark.slow
async def test_a_demo_that_does_not_come_up_says_what_to_do(tmp_path):
    demo = Demo(tmp_path / "cache", ("--no-such-option",))

    with pytest.raises(FailedError) as caught:
        await demo.start()

    assert caught.value.failure.title == "The demo did not start."
    assert caught.value.failure.kind is FailureKind.INTERNAL
    assert caught.value.failure.hint


async def test_a_demo_that_never_started_can_be_stopped(tmp_path):
    demo = Demo(tmp_path)

    await demo.stop()

    assert not list(tmp_path.iterdir())


def test_the_window_knows_where_the_demo_town_lies():
    assert DEMO_REGION == street_plan.DEMO_REGION
