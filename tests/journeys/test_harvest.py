"""A harvest as a person starts it in a terminal: real processes against a sandbox."""

import asyncio
import json
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.street_access import STREET_TOKEN
from tests.fakes.sandbox import SandboxProcess, sandbox_process
from tests.fakes.streets import SEA, TOWN, TUTORIAL, TUTORIAL_FIELDS
from tests.fakes.terminal import Terminal, asked, lines, until

pytestmark = pytest.mark.slow

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
SMALL = ("--street-dense", "300")
# Where four tiles meet.
CROSSING = (4.81, 45.751, 4.8135, 45.7525)


def words(box: tuple[float, ...]) -> str:
    return ",".join(str(number) for number in box)


def faults(folder: Path, *rules: dict[str, object]) -> tuple[str, ...]:
    path = folder / "faults.json"
    path.write_text(json.dumps({"rules": rules}), encoding="utf-8")
    return (*SMALL, "--faults", str(path))


def pictures(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("mly_*.jpg")}


async def fetched(sandbox: SandboxProcess) -> Counter[str]:
    """Return how often the picture of each id was sent."""
    entries = await asyncio.to_thread(asked, sandbox.address, "street.thumb")
    return Counter(key for entry in entries if entry["status"] == 200 for key in entry["ids"])


def adds_up(last: dict[str, Any], listed: int) -> bool:
    return sum(last[name] for name in ("done", "already_here", "skipped", "failed")) == listed


async def test_the_run_of_the_tutorial_with_one_five_and_ten_workers(tmp_path, drawn):
    """Its box lies in a tile of 83,737 images: fifty of them come, the same each time, and the tile is asked once."""
    async with sandbox_process(cache=drawn) as sandbox:
        terminal, found, ends = Terminal(sandbox, tmp_path / "home"), [], []
        for workers in (1, 5, 10):
            done = await terminal.run(
                *("harvest", words(TUTORIAL), "--to", tmp_path / str(workers), "--fields", ",".join(TUTORIAL_FIELDS)),
                *("--max-images", 50, "--fetch-workers", workers, "--workers", workers, "--json", "--size", 256),
            )
            assert done.returncode == 0, done.stderr
            ends.append(lines(done.stdout)[-1])
            found.append(pictures(tmp_path / str(workers)))
        tiles = await asyncio.to_thread(asked, sandbox.address, "street.tile")

    table = json.loads((tmp_path / "5" / "images.geojson").read_text())
    columns = set(table["features"][0]["properties"])
    assert len(found[0]) == 50
    assert found[0] == found[1] == found[2]
    assert [(end["event"], end["done"], end["tiles_failed"]) for end in ends] == [("JobFinished", 50, 0)] * 3
    assert [tile["ids"] for tile in tiles] == [["14/14549/6452"]]
    assert {"mly_id", "name", "image_url", "captured_at", "compass_angle"} <= columns
    assert "sequence" not in columns
    terminal.no_token_on_disk(terminal.home, tmp_path / "1", tmp_path / "5", tmp_path / "10")


async def test_plan_harvest_verify_again_and_a_lost_picture(tmp_path, drawn):
    async with sandbox_process(SMALL, cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        harvest = ("harvest", words(TOWN), "--to", place, "--max-images", 30, "--size", 256)
        extras = ("--table", "geojson,gpkg,csv,parquet", "--map", "--detections")
        plan = await terminal.run(*harvest, "--plan", "--json")
        entities = await asyncio.to_thread(asked, sandbox.address, "street.entities")
        assert not place.exists()
        first = await terminal.run(*harvest, *extras, "--json")
        right = await terminal.run("verify", place)
        next(place.rglob("mly_*.jpg")).unlink()
        again = await terminal.run(*harvest, *extras, "--json")
        planned = await terminal.run(*harvest, "--plan", "--json")

    numbers = lines(plan.stdout)[0]
    assert (numbers["images"], numbers["licence"]) == (30, "CC BY-SA 4.0")
    assert entities == [], "counting asks about no image"
    assert 0 < numbers["quota_share"] < 0.01
    assert first.returncode == 0, first.stderr
    assert lines(first.stdout)[-1]["done"] == 30
    assert right.returncode == 0, right.stdout
    last = lines(again.stdout)[-1]
    assert (last["done"], last["already_here"]) == (1, 29)
    assert lines(planned.stdout)[0]["already_here"] == 30
    here = {path.name for path in place.iterdir()}
    assert here >= {f"images.{kind}" for kind in ("geojson", "gpkg", "csv", "parquet")}
    assert here >= {"map.html", "ATTRIBUTION.md", "meta.json"}
    terminal.no_token_on_disk(terminal.home, place)


@POSIX
async def test_a_kill_in_the_middle_costs_nothing_that_was_finished(tmp_path, drawn):
    async with sandbox_process((*SMALL, "--latency", "60"), cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        harvest = ("harvest", words(TOWN), "--to", place, "--max-images", 60, "--size", 256, "--json")
        process = await terminal.start(*harvest, "--workers", 2)
        await until(process, lambda event: event["event"] == "TasksSettled" and event["done"] >= 5)
        process.kill()
        await process.wait()
        finished = pictures(place)
        again = await terminal.run(*harvest)
        right = await terminal.run("verify", place, "--quiet")
        times = await fetched(sandbox)

    assert again.returncode == 0, again.stderr
    assert adds_up(lines(again.stdout)[-1], 60)
    assert len(pictures(place)) == 60
    assert right.returncode == 0
    assert finished
    assert {times[name.removeprefix("mly_").removesuffix(".jpg")] for name in finished} == {1}
    assert not list(place.rglob("*.part"))


@POSIX
async def test_an_interrupted_harvest_is_kept_and_goes_on(tmp_path, drawn):
    async with sandbox_process((*SMALL, "--latency", "60"), cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        process = await terminal.start(
            *("harvest", words(TOWN), "--to", place, "--max-images", 60, "--size", 256, "--json", "--workers", 2)
        )
        await until(process, lambda event: event["event"] == "TasksSettled")
        process.send_signal(signal.SIGINT)
        _, err = await asyncio.wait_for(process.communicate(), 60)
        listed = await terminal.run("jobs", "--json")
        resumed = await terminal.run("jobs", "resume", lines(listed.stdout)[0]["job_id"], "--json")

    assert process.returncode == 130
    assert b"windrow jobs resume" in err
    assert lines(listed.stdout)[0]["state"] == "paused"
    assert resumed.returncode == 0, resumed.stderr
    assert len(pictures(place)) == 60


async def test_regions_that_overlap_fetch_an_image_once(tmp_path, drawn):
    west, south, east, north = CROSSING
    wider = (west, south, east + 0.0008, north)
    async with sandbox_process(SMALL, cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        first = await terminal.run("harvest", words((west, south, east, north)), "--to", place, "--size", 256, "--json")
        second = await terminal.run("harvest", words(wider), "--to", place, "--size", 256, "--json")
        both = await terminal.run(
            *("harvest", words((west, south, east, north)), words(wider)),
            *("--to", tmp_path / "both", "--size", 256, "--json", "--table", "csv"),
        )
        times = await fetched(sandbox)

    one, two, three = (lines(done.stdout)[-1] for done in (first, second, both))
    assert one["done"] > 0
    assert two["already_here"] == one["done"]
    assert two["done"] > 0
    assert three["done"] == one["done"] + two["done"]
    assert max(times.values()) == 2, "once for each of the two folders"
    assert len(pictures(tmp_path / "both")) == three["done"]


async def test_nothing_there_and_all_filtered_out_are_complete_and_told_apart(tmp_path, drawn):
    async with sandbox_process(SMALL, cache=drawn) as sandbox:
        terminal = Terminal(sandbox, tmp_path / "home")
        sea = await terminal.run("harvest", words(SEA), "--to", tmp_path / "sea")
        old = await terminal.run("harvest", words(TOWN), "--to", tmp_path / "old", "--until", "2001-01-01")
        quiet = await terminal.run("harvest", words(SEA), "--to", tmp_path / "sea", "--json")
        nobody = await terminal.run("harvest", "--creator", "nobody_at_all", "--to", tmp_path / "nobody")

    assert [done.returncode for done in (sea, old, quiet, nobody)] == [0, 0, 0, 0]
    assert "nobody_at_all" in nobody.stdout
    assert "no pictures here" in sea.stdout
    assert "filtered out" in old.stdout
    assert lines(quiet.stdout)[-1]["event"] == "JobFinished"


async def test_a_tile_that_cannot_be_read_is_named_and_read_again_later(tmp_path, drawn):
    torn = {"route": "street.tile", "ids": ["14/8411/5845"], "times": 3, "fault": {"kind": "short", "by": 0.4}}
    async with sandbox_process(faults(tmp_path, torn), cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        first = await terminal.run("harvest", words(CROSSING), "--to", place, "--json", "--size", 256)
        job = lines(first.stdout)[-1]["job_id"]
        listed = await terminal.run("jobs")
        again = await terminal.run("jobs", "retry", job, "--json")

    events, last = lines(first.stdout), lines(again.stdout)[-1]
    assert first.returncode == 3, (first.stdout, first.stderr)
    assert (events[-1]["event"], events[-1]["tiles_failed"]) == ("JobFinished", 1)
    assert [event["tile"] for event in events if event["event"] == "TileUnread"] == ["14/8411/5845"]
    assert "14/8411/5845" in first.stderr
    assert f"windrow jobs retry {job}" in first.stderr
    assert "1 tile not read" in listed.stdout
    assert again.returncode == 0, again.stderr
    assert (last["tiles_failed"], last["failed"]) == (0, 0)
    assert last["done"] > events[-1]["done"] > 0


async def test_a_shut_tile_host_is_one_sentence(tmp_path, drawn):
    shut = {"route": "street.tile", "fault": {"kind": "tile_block"}}
    async with sandbox_process(faults(tmp_path, shut), cache=drawn) as sandbox:
        terminal = Terminal(sandbox, tmp_path / "home")
        done = await terminal.run("harvest", words(TOWN), "--to", tmp_path / "town", "--quiet")
        tiles = await asyncio.to_thread(asked, sandbox.address, "street.tile")

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "stopped answering tiles" in done.stderr
    assert len(tiles) <= 4, "the first answers shut the way for all other tiles"


@POSIX
async def test_a_spent_quota_is_waited_for_and_left_with_ctrl_c(tmp_path, drawn):
    async with sandbox_process((*SMALL, "--tiles-per-day", "1"), cache=drawn) as sandbox:
        terminal = Terminal(sandbox, tmp_path / "home")
        process = await terminal.start(
            "harvest",
            "4.80,45.74,4.83,45.77",
            "--to",
            tmp_path / "town",
            "--json",
            "--size",
            256,
            "--until",
            "2001-01-01",
        )
        hold = await until(process, lambda event: event["event"] == "HoldBegan")
        process.send_signal(signal.SIGINT)
        _, err = await asyncio.wait_for(process.communicate(), 60)

    assert hold["kind"] == "quota"
    assert hold["until"] is not None
    assert process.returncode == 130
    assert b"windrow jobs resume" in err


async def test_faults_here_and_there_lose_only_what_is_gone(tmp_path, drawn):
    """One address in thirty is gone, some answers are cut, some addresses have expired."""
    rules = (
        {"route": "street.thumb", "every": 30, "fault": {"kind": "status", "status": 404}},
        {"route": "street.thumb", "every": 17, "fault": {"kind": "cut", "at": 0.5}},
        {
            "route": "street.thumb",
            "every": 23,
            "fault": {"kind": "status", "status": 403, "body": "URL signature expired"},
        },
        {"route": "street.entities", "nth": 1, "fault": {"kind": "graph", "row": "temporary"}},
        {"route": "street.tile", "nth": 1, "fault": {"kind": "status", "status": 503}},
    )
    async with sandbox_process(faults(tmp_path, *rules), cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        done = await terminal.run("harvest", words(TOWN), "--to", place, "--max-images", 100, "--size", 256, "--json")
        right = await terminal.run("verify", place, "--quiet")

    last = lines(done.stdout)[-1]
    assert done.returncode == 3, (done.stdout[-500:], done.stderr)
    assert adds_up(last, 100)
    assert last["skipped"] + last["failed"] > 0
    assert len(pictures(place)) == last["done"] >= 90
    assert "×" in done.stderr
    assert right.returncode == 0
    assert len(json.loads((place / "images.geojson").read_text())["features"]) == last["done"]


async def test_the_file_of_the_tutorial_names_token_and_folder(tmp_path, drawn):
    async with sandbox_process(SMALL, cache=drawn) as sandbox:
        terminal, here = Terminal(sandbox, tmp_path / "home"), tmp_path / "here"
        here.mkdir()
        (here / ".env").write_text(f"MLY_TOKEN={STREET_TOKEN}\nDOWNLOAD_DIR={tmp_path / 'streets'}\n")
        harvest = ("harvest", words(TOWN), "--max-images", 3, "--size", 256, "--layout", "flat", "--table", "none")
        done = await terminal.run(*harvest, folder=here, MLY_TOKEN="")

    assert done.returncode == 0, done.stderr
    assert len(pictures(tmp_path / "streets")) == 3


async def test_what_stops_a_harvest_is_one_sentence(tmp_path, drawn):
    """No token, a wrong one, clear text, no folder, somebody else's folder, an unknown field, a file without areas."""
    occupied = tmp_path / "occupied"
    occupied.mkdir()
    (occupied / "thesis.txt").write_text("mine")
    async with sandbox_process(SMALL, cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), ("--to", tmp_path / "town")
        box = ("harvest", words(TOWN))
        stopped = {
            "no token": await terminal.run(*box, *place, folder=tmp_path, MLY_TOKEN=""),
            "wrong token": await terminal.run(*box, *place, MLY_TOKEN="MLY|12|34"),
            "clear text": await terminal.run(*box, *place, MAPILLARY_TILES_URL="http://tiles.example.org"),
            "no folder": await terminal.run(*box, folder=tmp_path),
            "occupied": await terminal.run(*box, "--to", occupied),
            "unknown field": await terminal.run(*box, *place, "--fields", "id,colour"),
            "no areas": await terminal.run("harvest", "--region", occupied / "thesis.txt", *place),
        }

    assert {name: done.returncode for name, done in stopped.items()} == dict.fromkeys(stopped, 1)
    for name, done in stopped.items():
        assert len(done.stderr.strip().splitlines()) == 1, (name, done.stderr)
    assert "MLY_TOKEN" in stopped["no token"].stderr
    assert "--to DIR" in stopped["no folder"].stderr
    assert "thesis.txt" in stopped["occupied"].stderr
    assert "colour" in stopped["unknown field"].stderr
    assert pictures(tmp_path / "town") == set()
