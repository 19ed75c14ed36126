"""Figures of a dataset as tables, against what a download of the same dataset brings."""

import csv
import json

import pytest

from tests.fakes.sandbox import sandbox_process
from tests.fakes.terminal import Terminal, lines

pytestmark = pytest.mark.slow


async def test_the_table_and_the_download_tell_the_same(tmp_path):
    async with sandbox_process([]) as sandbox:
        terminal = Terminal(sandbox, tmp_path / "home")
        nodes = lines((await terminal.run("tree", "--json")).stdout)
        town = next(node["id"] for node in nodes if node["kind"] == "project")
        dataset = lines((await terminal.run("tree", town, "--json")).stdout)[0]["id"]
        done = await terminal.run("figures", dataset, "--to", tmp_path / "all.json")
        rows = json.loads((tmp_path / "all.json").read_text("utf-8"))
        image = rows[0]["image_id"]
        some = await terminal.run("figures", dataset, "--to", tmp_path / "s.csv", "--no-geometry", "--image", image)
        nothing = await terminal.run("figures", 999_999, "--to", tmp_path / "none.csv")
        await terminal.run("download", town, "--dataset", dataset, "--to", tmp_path / "town", "--no-images")

    assert (done.returncode, some.returncode, nothing.returncode) == (0, 0, 1), done.stderr
    assert not (tmp_path / "none.csv").exists()
    assert "Traceback" not in nothing.stderr
    objects = {
        one["id"]: (one, path.name.removesuffix(".json"))
        for path in (tmp_path / "town").rglob("ann/*.json")
        for one in json.loads(path.read_text("utf-8"))["objects"]
    }
    assert {row["id"] for row in rows} == set(objects)
    for row in rows:
        label, _ = objects[row["id"]]
        assert (row["class"], row["shape"]) == (label["classTitle"], label["geometryType"])
        for key, value in row["geometry"].items():
            assert value == label[key]
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        chosen = list(csv.DictReader(file))
    assert [int(row["id"]) for row in chosen] == [row["id"] for row in rows if row["image_id"] == image]


async def test_a_project_counts_the_same_before_and_after_its_download(tmp_path):
    async with sandbox_process([]) as sandbox:
        terminal = Terminal(sandbox, tmp_path / "home")
        nodes = lines((await terminal.run("tree", "--json")).stdout)
        town = next(node["id"] for node in nodes if node["kind"] == "project")
        before = await terminal.run("stats", town, "--json")
        shown = await terminal.run("stats", town)
        unknown = await terminal.run("stats", 999_999)
        await terminal.run("download", town, "--to", tmp_path / "town", "--no-images")
        after = await terminal.run("stats", tmp_path / "town", "--json")

    assert (before.returncode, shown.returncode, unknown.returncode) == (0, 0, 1), before.stderr
    there, here = json.loads(before.stdout), json.loads(after.stdout)
    here.pop("problems")
    there.pop("problems")
    assert there["images"] > 100
    for found in (there, here):
        found["datasets"].sort(key=lambda one: one["name"])
    assert there == here
    assert "Objects per image" in shown.stdout
