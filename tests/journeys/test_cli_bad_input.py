"""What cannot be: one clear sentence, the right exit code, and nothing is lost by it."""

import json

import pytest

from tests.fakes.sandbox import sandbox_process
from tests.fakes.terminal import Terminal, lines

pytestmark = pytest.mark.slow
TOWN, TILES, VIDEOS = 1001, 1002, 1004


def rule(route, kind, **fields):
    where = {key: fields.pop(key) for key in ("ids", "times") if key in fields}
    return {"route": route, "fault": {"kind": kind, **fields}, **where}


def told(done):
    """Return the only sentence of a command that stopped."""
    said = done.stderr.strip().splitlines()
    assert len(said) == 1, done.stderr
    return said[0]


async def test_what_is_not_there_is_named_and_the_folder_is_left_as_it_was(tmp_path, drawn):
    async with sandbox_process(cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        first = await terminal.run("download", TOWN, "--to", place, "--dataset", 2003, "--limit", 3)
        before = sorted(path.name for path in place.rglob("*.jpg"))
        nobody = {
            "project": await terminal.run("download", 424242, "--to", tmp_path / "none"),
            "dataset": await terminal.run("download", TOWN, "--to", place, "--dataset", 424242),
            "image": await terminal.run("download", TOWN, "--to", place, "--image", 424242),
            "dataset of another project": await terminal.run("download", TOWN, "--to", place, "--dataset", 2101),
            "kind": await terminal.run("download", VIDEOS, "--to", tmp_path / "videos"),
            "figures": await terminal.run("figures", 424242, "--to", tmp_path / "f.csv"),
            "stats": await terminal.run("stats", 424242),
            "bench": await terminal.run("bench", "images", "--dataset", 424242),
            "class": await terminal.run("download", TOWN, "--to", place, "--where", "class:unicorn"),
        }
        usage = [
            await terminal.run("download", TOWN, "--to", place, "--batch-size", 0),
            await terminal.run("download", TOWN, "--to", place, "--mode", "fast"),
            await terminal.run("download", TOWN, "--to", place, "--where", "colour:red"),
            await terminal.run("download", TOWN, "--to", place, "--limit", 0),
            await terminal.run("download", TOWN, "--to", place, "--trash-gone", "--limit", 5),
        ]
        after = await terminal.run("verify", place)

    assert first.returncode == 0, first.stderr
    assert {name: done.returncode for name, done in nobody.items()} == dict.fromkeys(nobody, 1)
    sentences = {name: told(done) for name, done in nobody.items()}
    assert "424242" in sentences["dataset"]
    assert "424242" in sentences["image"]
    assert "2101" in sentences["dataset of another project"]
    assert "videos" in sentences["kind"].lower()
    assert "unicorn" in sentences["class"]
    assert [done.returncode for done in usage] == [2] * 5
    assert sorted(path.name for path in place.rglob("*.jpg")) == before
    assert after.returncode == 0
    assert not (tmp_path / "none").exists()
    assert not (tmp_path / "videos").exists()
    assert not (tmp_path / "f.csv").exists()


async def test_a_dataset_that_the_token_may_not_read_is_named_and_what_is_here_stays(tmp_path, drawn):
    faults = tmp_path / "faults.json"
    forbidden = {"error": "Forbidden", "details": {"message": "No access"}}
    faults.write_text(json.dumps([rule("images.list", "status", status=403, body=forbidden, ids=[2003])]))
    async with sandbox_process(["--faults", str(faults)], cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        others = await terminal.run("download", TOWN, "--to", place, "--dataset", 2001, "--limit", 5)
        whole = await terminal.run("download", TOWN, "--to", place)
        right = await terminal.run("verify", place)

    assert others.returncode == 0, others.stderr
    assert whole.returncode == 1
    assert "Dataset “outskirts”: Supervisely does not let this account read it." in told(whole)
    assert right.returncode == 0, right.stderr
    assert len(list(place.rglob("*.jpg"))) >= 5


async def test_a_damaged_archive_names_its_pictures_and_the_others_are_right(tmp_path, drawn):
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps([rule("images.data.download", "wrong_hash")]))
    async with sandbox_process(["--faults", str(faults)], cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "tiles"
        done = await terminal.run("download", TILES, "--to", place, "--blobs", "--json")
        right = await terminal.run("verify", place)

    last = lines(done.stdout)[-1]
    assert done.returncode == 3, done.stderr
    assert 0 < last["failed"] < 2_000
    assert last["done"] + last["failed"] == 2_004
    assert "archive does not hold" in done.stderr
    assert right.returncode == 0, right.stdout


async def test_an_archive_that_breaks_off_is_fetched_again(tmp_path, drawn):
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps([rule("images.data.download", "cut", at=0.5, times=2)]))
    async with sandbox_process(["--faults", str(faults)], cache=drawn) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "tiles"
        done = await terminal.run("download", TILES, "--to", place, "--blobs")

    assert done.returncode == 0, done.stderr
    assert len(list(place.glob("blob/*.tar"))) == 4
