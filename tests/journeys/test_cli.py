"""The command line as a person uses it: real processes against a sandbox."""

import asyncio
import json
import os
import signal

import pytest

from tests.fakes.sandbox import sandbox_process
from tests.fakes.terminal import Terminal, lines

pytestmark = pytest.mark.slow

COUNT = 60
GONE = {"rules": [{"route": "images.download", "nth": 1, "fault": {"kind": "status", "status": 404}}]}
SCALE = 1900


async def test_a_project_comes_home_is_right_and_is_not_fetched_again(tmp_path):
    """Tree, meta, plan, download, verify, the same download, a damaged file, the same download."""
    async with sandbox_process(["--scale", str(COUNT)]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        tree = await terminal.run("tree", "--json")
        meta = await terminal.run("meta", SCALE, "--json")
        plan = await terminal.run("download", SCALE, "--to", place, "--plan", "--json")
        assert not place.exists()
        first = await terminal.run("download", SCALE, "--to", place, "--json")
        right = await terminal.run("verify", place)
        second = await terminal.run("download", SCALE, "--to", place)
        picture = next(place.rglob("*.jpg"))
        picture.unlink()
        wrong = await terminal.run("verify", place)
        third = await terminal.run("download", SCALE, "--to", place, "--json", "--annotations", "full")
        jobs = await terminal.run("jobs", "--json")

    assert any(node["id"] == SCALE and node["items_count"] == COUNT for node in lines(tree.stdout))
    assert lines(meta.stdout)[0]["classes"]
    assert lines(plan.stdout)[0]["items"] == COUNT
    events = lines(first.stdout)
    assert first.returncode == 0, first.stderr
    assert events[0]["event"] == "JobAdded"
    assert [event["event"] for event in events].count("JobFinished") == 1
    last = events[-1]
    assert (last["event"], last["done"], last["failed"]) == ("JobFinished", COUNT, 0)
    assert (right.returncode, wrong.returncode) == (0, 3)
    assert picture.name in wrong.stdout
    assert second.returncode == 0
    assert f"{COUNT} already here" in second.stdout
    assert (lines(third.stdout)[-1]["done"], lines(third.stdout)[-1]["already_here"]) == (1, COUNT - 1)
    assert {job["state"] for job in lines(jobs.stdout)} == {"done"}
    terminal.no_token_on_disk(terminal.home, place)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
async def test_an_interrupted_download_is_kept_and_goes_on(tmp_path, number):
    async with sandbox_process(["--scale", str(COUNT), "--latency", "60"]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        slow = ("download", SCALE, "--to", place, "--batch-size", "1", "--workers", "1", "--json")
        process = await terminal.start(*slow)
        assert process.stdout is not None
        while b'"running"' not in await asyncio.wait_for(process.stdout.readline(), 60):
            pass
        process.send_signal(number)
        _, err = await asyncio.wait_for(process.communicate(), 60)
        listed = await terminal.run("jobs", "--json")
        resumed = await terminal.run("jobs", "resume", lines(listed.stdout)[0]["job_id"], "--json")

    assert process.returncode == 130
    assert b"windrow jobs resume" in err
    assert lines(listed.stdout)[0]["state"] == "paused"
    assert resumed.returncode == 0, resumed.stderr
    last = lines(resumed.stdout)[-1]
    assert (last["event"], last["done"]) == ("JobFinished", COUNT)
    assert len(list(place.rglob("*.jpg"))) == COUNT


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
async def test_a_second_interrupt_ends_at_once_and_nothing_is_half_written(tmp_path):
    async with sandbox_process(["--scale", str(COUNT), "--latency", "60"]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        slow = ("download", SCALE, "--to", place, "--batch-size", "1", "--workers", "1")
        process = await terminal.start(*slow, "--json")
        assert process.stdout is not None
        while b'"running"' not in await asyncio.wait_for(process.stdout.readline(), 60):
            pass
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), 60)
        again = await terminal.run("download", SCALE, "--to", place, "--json")
        right = await terminal.run("verify", place, "--quiet")

    assert process.returncode == 130
    assert again.returncode == 0, again.stderr
    assert right.returncode == 0


async def test_what_stops_a_command_is_one_sentence(tmp_path):
    """No token, a wrong token, nobody there, an unknown project, somebody else's folder, wrong usage."""
    occupied = tmp_path / "occupied"
    occupied.mkdir()
    (occupied / "thesis.txt").write_text("mine")
    async with sandbox_process(["--scale", "4"]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        stopped = {
            "no token": await terminal.run("tree", API_TOKEN=""),
            "wrong token": await terminal.run("download", SCALE, "--to", place, API_TOKEN="not-this-one"),
            "nobody there": await terminal.run("tree", SERVER_ADDRESS="http://127.0.0.1:9"),
            "clear text": await terminal.run("tree", SERVER_ADDRESS="http://example.org"),
            "no project": await terminal.run("meta", 424242),
            "occupied": await terminal.run("download", SCALE, "--to", occupied),
            "no receipt": await terminal.run("verify", occupied),
            "no job": await terminal.run("jobs", "resume", 99),
        }
        usage = await terminal.run("download", "seven")

    assert {name: done.returncode for name, done in stopped.items()} == dict.fromkeys(stopped, 1)
    for name, done in stopped.items():
        assert len(done.stderr.strip().splitlines()) == 1, (name, done.stderr)
    assert "thesis.txt" in stopped["occupied"].stderr
    assert (occupied / "thesis.txt").read_text() == "mine"
    assert not place.exists()
    assert usage.returncode == 2


async def test_items_that_fail_are_told_and_the_code_is_three(tmp_path):
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps(GONE), encoding="utf-8")
    async with sandbox_process(["--scale", "6", "--faults", str(faults)]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        done = await terminal.run("download", SCALE, "--to", place, "--json", "--batch-size", "1")

    last = lines(done.stdout)[-1]
    assert done.returncode == 3, (done.stdout, done.stderr)
    assert last["failed"] + last["skipped"] == 1
    assert last["done"] == 5
    assert "×" in done.stderr
