"""Exports and previews as a person types them: real processes, in a fresh home."""

import hashlib
import json

import pytest
from PIL import Image

from app.formats.registry import FORMATS
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.sandbox import sandbox_process
from tests.fakes.terminal import Terminal, lines

pytestmark = pytest.mark.slow
SCALE, COUNT = 1900, 40
OUTSIDE = ((30, 10), (60, 20))


@pytest.fixture
def town(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    for number in range(6):
        project.add(f"{number}.jpg", [box(), box("sign", OUTSIDE)], tags=[{"name": "weather", "value": "sunny"}])
    return project.root


@pytest.fixture
def terminal(tmp_path):
    return Terminal(None, tmp_path / "home")


def fingerprint(folder):
    body = [(str(path.relative_to(folder)), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
    return hashlib.sha256(repr(body).encode()).hexdigest()


async def test_check_says_what_the_export_then_does(terminal, town, tmp_path):
    before = fingerprint(town)
    options = ("--format", "coco", "--remedy", "outside=clip", "--rename", "car=vehicle", "--val", "0.5", "--seed", "7")
    checked = await terminal.run("export", town, *options, "--check", "--json")
    assert {path.name for path in tmp_path.iterdir()} <= {"home", "town"}
    done = await terminal.run(
        "export", town, "--to", tmp_path / "coco", *options, "--json", "--report", tmp_path / "r.json"
    )

    assert (checked.returncode, done.returncode) == (0, 0), done.stderr
    (plan,) = lines(checked.stdout)
    report = json.loads((tmp_path / "r.json").read_text())
    for key in ("format", "images", "shapes", "tags", "totals"):
        assert plan[key] == report[key], key
    assert plan["verified"] is None
    assert report["verified"] == {"images": 6, "shapes": 12, "differences": 0, "first": []}
    assert report["totals"] == {"kept": 6, "changed": 6, "lost": 0}
    events = lines(done.stdout)
    assert (events[0]["event"], events[-1]["event"], events[-1]["done"]) == ("JobAdded", "JobFinished", 6)
    assert fingerprint(town) == before


async def test_every_format_is_written_and_verified_and_comes_out_the_same_again(terminal, town, tmp_path):
    for key in FORMATS:
        target = tmp_path / key
        first = await terminal.run("export", town, "--to", target, "--format", key)
        assert first.returncode == 0, first.stderr
        assert "0 differences" in first.stdout
        before = fingerprint(target)
        again = await terminal.run("export", town, "--to", target, "--format", key, "--quiet")
        assert (again.returncode, again.stdout) == (0, "")
        assert fingerprint(target) == before, key


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("none", "--to", "out", "--format", "coco"), 1, "no folder"),
        (("town", "--to", "out", "--format", "bmp"), 2, "invalid choice"),
        (("town", "--format", "coco"), 2, "Where to?"),
        (("town", "--to", "out", "--format", "coco", "--rename", "car"), 2, "OLD=NEW"),
        (("town", "--to", "out", "--format", "coco", "--class", "cat"), 1, "cat"),
        (("town", "--to", "out", "--format", "coco", "--dataset", "nowhere"), 1, "nowhere"),
        (("town", "--to", "out", "--format", "coco", "--only", "foo:bar"), 1, "foo"),
        (("town", "--to", "out", "--format", "coco", "--remedy", "outside=paint"), 1, "paint"),
        (("town", "--to", "out", "--format", "coco", "--val", "0.2", "--val-tag", "x"), 2, "different ways"),
        (("town", "--to", "foreign", "--format", "coco"), 1, "foreign"),
        (("town", "--to", "town/inside", "--format", "coco"), 1, "project"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_be_done_is_one_sentence(terminal, town, tmp_path, options, code, words):
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("two years of work")
    before = fingerprint(tmp_path / "town") + fingerprint(tmp_path / "foreign")

    said = await terminal.run("export", *options, folder=tmp_path)

    assert said.returncode == code, said.stderr
    assert words in said.stderr
    assert fingerprint(tmp_path / "town") + fingerprint(tmp_path / "foreign") == before
    assert not (tmp_path / "out").exists()


async def test_a_picture_is_drawn_with_its_labels(terminal, town, tmp_path):
    drawn = await terminal.run("preview", town, "--image", "ds/3.jpg", "--to", tmp_path / "3.png", "--width", "400")
    wrong = await terminal.run("preview", town, "--image", "33.jpg", "--to", tmp_path / "x.png")

    with Image.open(tmp_path / "3.png") as image:
        assert image.size == (400, 300)
    assert (drawn.returncode, wrong.returncode) == (0, 1)
    assert "2 labels" in drawn.stdout
    assert not (tmp_path / "x.png").exists()


async def test_an_export_belongs_to_the_download(tmp_path):
    async with sandbox_process(["--scale", str(COUNT)]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "town"
        done = await terminal.run("download", SCALE, "--to", place, "--then", "coco,yolo-detect")
        jobs = await terminal.run("jobs", "--json")

    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "town-coco" / "annotations" / "instances.json").read_bytes())
    assert len(document["images"]) == COUNT
    assert len(list((tmp_path / "town-yolo-detect" / "labels" / "train").glob("*.txt"))) == COUNT
    assert {job["state"] for job in lines(jobs.stdout)} == {"done"}
