"""Figures of a dataset as tables, against what a download of the same dataset brings."""

import csv
import json

import numpy as np
import pytest
from PIL import Image

from app.model.geometry import Mask
from app.model.mask import decode_mask
from tests.fakes.sandbox import sandbox_process
from tests.fakes.terminal import Terminal, lines

pytestmark = pytest.mark.slow


async def test_the_table_and_the_download_tell_the_same(tmp_path, drawn):
    async with sandbox_process(cache=drawn) as sandbox:
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


async def test_a_project_counts_the_same_before_and_after_its_download(tmp_path, drawn):
    async with sandbox_process(cache=drawn) as sandbox:
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


async def test_masks_that_are_sent_come_back_equal_and_are_in_the_next_download(tmp_path, drawn):
    pixels = np.zeros((720, 1280), np.uint8)
    pixels[10:60, 20:90] = np.arange(70, dtype=np.uint8) * 3 + 1
    Image.fromarray(pixels).save(tmp_path / "mask.png")
    async with sandbox_process(cache=drawn) as sandbox:
        terminal = Terminal(sandbox, tmp_path / "home")
        nodes = lines((await terminal.run("tree", "--json")).stdout)
        town = next(node["id"] for node in nodes if node["kind"] == "project")
        dataset = lines((await terminal.run("tree", town, "--json")).stdout)[0]["id"]
        await terminal.run("figures", dataset, "--to", tmp_path / "before.json", "--no-geometry")
        rows = json.loads((tmp_path / "before.json").read_text("utf-8"))
        figure = next(row for row in rows if row["shape"] == "alpha_mask")
        box = next(row for row in rows if row["shape"] == "rectangle")
        pair = f"{figure['id']}={tmp_path / 'mask.png'}"
        unasked = await terminal.run("masks", "upload", pair)
        sent = await terminal.run("masks", "upload", pair, "--yes")
        refused = await terminal.run("masks", "upload", f"{box['id']}={tmp_path / 'mask.png'}", "--yes")
        unknown = await terminal.run("masks", "upload", f"999999999999={tmp_path / 'mask.png'}", "--yes")
        await terminal.run("figures", dataset, "--to", tmp_path / "after.json", "--image", figure["image_id"])
        await terminal.run(
            "download", town, "--dataset", dataset, "--image", figure["image_id"], "--to", tmp_path / "town"
        )

    assert (unasked.returncode, sent.returncode, refused.returncode, unknown.returncode) == (1, 0, 1, 1), sent.stderr
    assert "--yes" in unasked.stderr
    assert "no alpha mask" in refused.stderr
    assert "not on the server. Nothing was sent." in unknown.stderr
    table = json.loads((tmp_path / "after.json").read_text("utf-8"))
    (annotation,) = (tmp_path / "town").rglob("ann/*.json")
    objects = json.loads(annotation.read_text("utf-8"))["objects"]
    for geometry in (
        next(row["geometry"] for row in table if row["id"] == figure["id"]),
        next(one for one in objects if one["id"] == figure["id"]),
    ):
        bitmap = geometry["bitmap"]
        assert bitmap["origin"] == [20, 10]
        mask = Mask(tuple(bitmap["origin"]), bitmap["data"], True)
        assert np.array_equal(decode_mask(mask), pixels[10:60, 20:90])
