"""Choosing what to download and which way it travels: the command line against a sandbox."""

import hashlib
import json

import pytest

from tests.fakes.sandbox import sandbox_process
from tests.fakes.terminal import Terminal, lines

pytestmark = pytest.mark.slow


def files_of(place):
    """Every file that the download is about: its hash by path."""
    return {
        str(path.relative_to(place)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(place.rglob("*"))
        if path.is_file() and ".windrow" not in str(path.relative_to(place))
    }


def pictures(place):
    return {path.name: json.loads(path.read_text("utf-8")) for path in place.rglob("ann/*.json")}


async def test_every_way_brings_the_same_folder(tmp_path, drawn):
    """Only the requests differ; the log says which way was chosen and what came of it."""
    async with sandbox_process(cache=drawn) as sandbox:
        terminal = Terminal(sandbox, tmp_path / "home")
        places = {mode: tmp_path / mode for mode in ("auto", "single", "batch", "async", "bulk")}
        town = next(
            node["id"] for node in lines((await terminal.run("tree", "--json")).stdout) if node["kind"] == "project"
        )
        ends = [
            await terminal.run("download", town, "--to", place, "--mode", mode, "--limit", "40", "--json")
            for mode, place in places.items()
        ]

    assert [end.returncode for end in ends] == [0] * 5, ends[0].stderr
    assert len({json.dumps(files_of(place), sort_keys=True) for place in places.values()}) == 1
    assert len(files_of(places["auto"])) > 80


async def test_rules_choose_and_the_plan_counts_the_same(tmp_path, drawn):
    async with sandbox_process(cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "all"
        nodes = lines((await terminal.run("tree", "--json")).stdout)
        town = next(node["id"] for node in nodes if node["kind"] == "project")
        await terminal.run("download", town, "--to", place)
        whole = pictures(place)
        title = next(one["classTitle"] for ann in whole.values() for one in ann["objects"])
        rule = ("--where", f"class:{title}", "--labelled-only", "--where", "name:*.jpg")
        plan = await terminal.run("download", town, "--to", tmp_path / "some", *rule, "--plan", "--json")
        some = await terminal.run("download", town, "--to", tmp_path / "some", *rule, "--json")
        unknown = await terminal.run("download", town, "--to", tmp_path / "none", "--where", "class:no such thing")

    expected = {
        name
        for name, ann in whole.items()
        if name.endswith(".jpg.json") and any(one["classTitle"] == title for one in ann["objects"])
    }
    assert 0 < len(expected) < len(whole)
    assert set(pictures(tmp_path / "some")) == expected
    assert lines(some.stdout)[-1]["done"] == len(expected) == lines(plan.stdout)[0]["items"]
    assert unknown.returncode == 1
    assert "no class “no such thing”" in unknown.stderr


async def test_a_cache_spares_the_second_project_every_picture(tmp_path, drawn):
    """A spoilt entry is fetched afresh; a cache that is no folder any more costs requests and nothing else."""
    async with sandbox_process(cache=drawn) as sandbox:
        terminal, cache = Terminal(sandbox, tmp_path / "home"), tmp_path / "cache"
        nodes = lines((await terminal.run("tree", "--json")).stdout)
        town = next(node["id"] for node in nodes if node["kind"] == "project")
        order = ("--cache", cache, "--limit", "30", "--json")
        first = await terminal.run("download", town, "--to", tmp_path / "one", *order)
        entries = [path for path in cache.rglob("*") if path.is_file()]
        spoilt = entries[0]
        body = spoilt.read_bytes()
        spoilt.unlink()
        spoilt.write_bytes(b"X" + body[1:])
        second = await terminal.run("download", town, "--to", tmp_path / "two", *order)
        right = await terminal.run("verify", tmp_path / "two")

    assert (first.returncode, second.returncode, right.returncode) == (0, 0, 0), second.stderr
    assert lines(second.stdout)[-1]["done"] == 30
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    assert len(entries) == len({path.read_bytes() for path in (tmp_path / "one").rglob("img/*")})
    assert spoilt.read_bytes() == body
