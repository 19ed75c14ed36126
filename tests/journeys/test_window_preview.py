"""See it, find what is wrong, decide, export what was seen, read the report: in the real window, by mouse and keys."""

import hashlib
import json
import os
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from app.bootstrap.demo import Demo
from app.formats.coco_tools import loaded
from app.model.job import JobState
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.window import Person, a_backend, opened_window
from ui.workspaces import PREVIEW

pytestmark = [pytest.mark.gui, pytest.mark.slow]
TOWN = "Town streets"
PLAN = "inspector.preview"


def press(person: Person, words: str) -> None:
    """Click the button that says this."""
    kinds = (QPushButton, QToolButton)
    found = [
        one for kind in kinds for one in person.window.findChildren(kind) if one.isVisible() and one.text() == words
    ]
    assert found, f"no button says {words}"
    assert found[0].isEnabled(), f"{words} cannot be clicked"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def says(person: Person, words: str) -> bool:
    return bool(buttons(person, words))


def buttons(person: Person, words: str) -> list[QPushButton | QToolButton]:
    every = [one for kind in (QPushButton, QToolButton) for one in person.window.findChildren(kind)]
    return [one for one in every if one.isVisible() and one.text() == words]


def told(person: Person, start: str) -> bool:
    return person.desk.messages.top.text.startswith(start)


def button_of_plan(person: Person) -> QPushButton:
    return person.window.workspaces.preview.inspector.frame.primary


async def until_planned(person: Person, words: str) -> None:
    await person.until(lambda: button_of_plan(person).text() == words, f"the plan says {words}")
    assert button_of_plan(person).isEnabled()


async def until_exported(person: Person, title: str) -> None:
    await person.until(lambda: person.status(title).startswith("Done"), f"{title} is done")


def fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(str(path.relative_to(folder)).encode() + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


async def open_folder(person: Person, folder: Path) -> None:
    await person.until(lambda: person.engine_pid is not None, "the engine runs")
    person.window.workspaces.show(PREVIEW)
    person.window.workspaces.preview.open_folder(str(folder))
    counts = lambda: person.window.workspaces.preview.folder.counts  # noqa: E731 - a name for what is waited for
    await person.until(lambda: counts() is not None and counts().is_complete, "the folder is read")


async def test_the_story_of_the_sample_project(drawn: Path, private_home: Path) -> None:
    backend = a_backend()
    backend.demo = Demo(drawn, ())
    async with opened_window(backend) as person:
        person.click("welcome.demo")
        await person.download()
        await person.until(lambda: person.status(TOWN).startswith("Done"), "the town is here")
        source = Path(person.job(TOWN).destination)
        before = fingerprint(source)

        # Look.
        await person.until(lambda: says(person, "Preview 240 images"), "the end leads to the pictures")
        press(person, "Preview 240 images")
        preview = person.window.workspaces.preview
        await person.until(lambda: preview.folder.counts and preview.folder.counts.is_complete, "all is read")
        problems = {row.words: row.count for row in preview.sidebar.problems.rows.rows}
        assert problems == {"Shape outside picture": 1, "Zero-area shape": 1, "Exact duplicate picture": 1}
        await until_planned(person, "Export 240 images")
        assert "720 lines" in preview.inspector.loss.lines["Lost"].text()

        # Find, step by step.
        said = []
        for number in (1, 2, 3):
            preview.centre.setFocus()
            preview.next_problem()
            await person.until(
                lambda number=number: person.desk.messages.top.text.startswith(f"Problem {number} of 3"),
                f"problem {number}",
            )
            await person.until(lambda: preview.single.card is not None, "its picture")
            said.append(person.desk.messages.top.text.partition(": ")[2])
        assert any("beyond the right edge" in one for one in said), said
        assert any("same bytes" in one for one in said), said
        assert len(set(said)) == 3

        # Decide: the duplicate goes, the others are clipped and mended.
        twin = next(at for at, one in enumerate(said) if "same bytes" in one)
        for _ in range(twin + 1):
            preview.next_problem()
            await person.while_(0.3)
        press(person, "Exclude")
        assert len(preview.decisions.now.excluded) == 1
        press(person, "Clip and fix 2")
        await until_planned(person, "Export 239 images")
        assert dict(preview.decisions.now.remedies) == {"outside": "clip", "zero-area": "drop"}

        # Export to COCO, then to YOLO, through the queue.
        button_of_plan(person).click()
        await until_exported(person, "COCO")
        verified = preview.inspector.loss.verified
        await person.until(verified.isVisible, "the report of COCO")
        assert verified.text().startswith("Verified: 239 images, ")
        assert verified.text().endswith(" shapes, 0 differences")
        coco = loaded(Path(person.job("COCO").destination) / "annotations" / "instances.json")
        assert len(coco.imgs) == 239
        assert all(entry["bbox"][0] + entry["bbox"][2] <= 960 for entry in coco.anns.values() if entry["iscrowd"] == 0)

        await person.until(lambda: not preview.inspector.starting.can_undo, "the button carries its number again")
        preview.inspector.choose_format("yolo-detect")
        preview.inspector.format.edited.emit()
        await until_planned(person, "Export 239 images")
        button_of_plan(person).click()
        await until_exported(person, "YOLO detect")
        await person.until(verified.isVisible, "the report of YOLO")
        yolo = Path(person.job("YOLO").destination)
        assert len(list((yolo / "labels" / "train").glob("*.txt"))) == 239
        assert person.job("YOLO").state is JobState.DONE

    assert fingerprint(source) == before, "a preview or an export changed the project"
    assert yolo.is_relative_to(private_home)


async def test_a_damaged_folder_shows_what_can_be_shown(tmp_path: Path) -> None:
    project = ProjectFolder(tmp_path / "hurt")
    for number in range(6):
        project.add(f"good{number}.jpg", [box()])
    project.add("cut.jpg", [box()])
    (project.root / "ds" / "img" / "cut.jpg").write_bytes(
        (project.root / "ds" / "img" / "good1.jpg").read_bytes()[:400]
    )
    project.add("note.jpg", [])
    (project.root / "ds" / "ann" / "note.jpg.json").write_bytes(b'{"objects": [')
    project.add(
        "mask.jpg", [{"classTitle": "car", "geometryType": "bitmap", "bitmap": {"data": "x", "origin": [0, 0]}}]
    )
    project.add("nan.jpg", [box(corners=((1e999, 0), (5, 5)))], body=b"\x89PNG\r\n\x1a\nrubbish")
    project.add("gone.jpg", [box()], body=None)

    async with opened_window() as person:
        await open_folder(person, project.root)
        preview = person.window.workspaces.preview
        kinds = {row.key: row.count for row in preview.sidebar.problems.rows.rows}
        assert kinds["unreadable-picture"] == 2
        assert (kinds["unreadable-annotation"], kinds["bad-mask"], kinds["no-picture"]) == (2, 1, 1)
        for position in range(preview.grid._rows.total):
            preview.grid.opened.emit(position)
            await person.until(lambda: preview.single.card is not None, "a picture")
            await person.until(
                lambda: preview.single._problem or not preview.single._frame.isNull(), "pixels, or a sentence"
            )
        await person.until(lambda: preview.inspector._report is not None, "a plan")
        report = preview.inspector._report

    assert report.written >= 6
    assert report.excluded + report.written == 11


async def test_a_gallery_that_is_killed_is_there_again(tmp_path: Path) -> None:
    project = ProjectFolder(tmp_path / "town")
    for number in range(4):
        project.add(f"{number}.jpg", [box()])
    async with opened_window() as person:
        await open_folder(person, project.root)
        preview, host = person.window.workspaces.preview, person.backend.host
        victim = host._gallery.pid
        os.kill(victim, signal.SIGKILL)
        await person.until(lambda: host._gallery.pid != victim, "it is gone")
        preview.grid.opened.emit(2)
        await person.until(lambda: preview.single.card is not None, "a picture all the same")
        assert host._gallery.pid not in (None, victim)
        assert preview.single.card.name == "2.jpg"


async def test_an_export_that_is_stopped_leaves_the_older_one(tmp_path: Path) -> None:
    project = ProjectFolder(tmp_path / "town")
    for number in range(400):
        project.add(f"{number:03}.jpg", [box()] * 20)
    async with opened_window() as person:
        await open_folder(person, project.root)
        await until_planned(person, "Export 400 images")
        button_of_plan(person).click()
        await until_exported(person, "COCO")
        target = Path(person.job("COCO").destination)
        older = fingerprint(target)

        preview = person.window.workspaces.preview
        await person.until(lambda: not preview.inspector.starting.can_undo, "the button carries its number again")
        preview.decisions.leave_class("sign")
        preview.decisions.rename("car", "vehicle")
        await until_planned(person, "Export 400 images")
        button_of_plan(person).click()
        await person.until(lambda: person.window.queue.jobs.rowCount() == 2, "a second job")
        await person.until(lambda: says(person, "Added to queue ✓ (Undo)"), "it can be taken back")
        button_of_plan(person).click()
        await person.until(lambda: person.window.queue.jobs.rowCount() == 1, "it is gone")
        await person.while_(0.5)
        left = fingerprint(target)

    names = {one["name"] for one in json.loads((target / "annotations" / "instances.json").read_bytes())["categories"]}
    assert left == older or names == {"vehicle", "sign"}, "a mixture of two exports"
    assert not list(target.parent.glob("*.partial-*"))
