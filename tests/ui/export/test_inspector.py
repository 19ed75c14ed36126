"""Tests of ui.export.inspector."""

import json
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from app.model.commands import AddJob, RemoveJob
from app.model.events import JobAdded, JobFinished
from app.model.exporter import Checked
from app.model.failure import Failure, FailureKind
from app.model.folder_card import FolderCard, FolderCounts
from app.model.gallery import CheckExport
from app.model.job import Job, JobCounts, JobState
from app.model.label_class import TagMeta
from app.model.queries import ShowReport
from app.model.spec import spec_from_builtins
from tests.fakes.gallery import CLASSES, FOLDER
from tests.fakes.waiting import until
from ui.export.inspector import OPEN_WORDS, ExportInspector, export_title

CARD = FolderCard(FOLDER, "Town streets", CLASSES, (TagMeta("split", "none", "#000000"),), ("streets", "crossings"))
COUNTS = FolderCounts(1, 12, 12, 12, True, 12, 24)


@pytest.fixture
def plan(desk, decisions, qtbot):
    plan = ExportInspector(desk, decisions)
    plan.said = []
    plan.search_wanted.connect(plan.said.append)
    qtbot.addWidget(plan)
    plan.resize(330, 700)
    plan.show()
    decisions.open(FOLDER)
    return plan


def words(plan):
    return plan.frame.primary.text()


async def checked(plan):
    """Let the pause after the last change be over, and the answer arrive."""
    plan._settle.stop()
    plan._check()
    await until(lambda: not plan._is_checking)


@pytest.fixture
async def ready(plan):
    plan.show_folder(CARD)
    plan.show_counts(COUNTS)
    await checked(plan)
    return plan


def choose(editor, key):
    editor.set_value(key)
    editor.edited.emit()


def asked(gallery):
    return [spec_from_builtins(json.loads(query.spec_text)) for query in gallery.asked_of(CheckExport)]


def test_without_a_folder_the_button_says_what_to_do(plan):
    assert words(plan) == OPEN_WORDS
    assert not plan.frame.primary.isEnabled()
    assert not plan.frame.copy.isEnabled()


def test_numbers_wait_until_the_folder_is_read(plan, gallery):
    plan.show_folder(CARD)
    plan.show_counts(replace(COUNTS, is_complete=False, read=3))

    assert words(plan) == "Checking 12 images …"
    assert not plan._settle.isActive()
    assert not plan.can_start


async def test_the_button_carries_the_number_that_is_written(ready, gallery):
    assert words(ready) == "Export 12 images"
    assert ready.can_start
    assert ready.loss.lines["Changed"].text() == "1 box"
    (spec,) = asked(gallery)
    assert (spec.folder, spec.format) == (FOLDER, "coco")


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (lambda plan, _: choose(plan.format, "yolo-pose"), "format", "yolo-pose"),
        (lambda plan, _: choose(plan.images, "copy"), "images", "copy"),
        (lambda plan, _: choose(plan.least, 16), "min_area", 16.0),
        (lambda plan, _: choose(plan.like_sdk, True), "like_sdk", True),
        (lambda plan, _: choose(plan.layout_, "per-dataset"), "layout", "per-dataset"),
        (lambda plan, decisions: decisions.exclude(["streets/1.jpg"]), "excluded", ("streets/1.jpg",)),
        (lambda plan, decisions: decisions.rename("sign", "traffic sign"), "renames", (("sign", "traffic sign"),)),
        (lambda plan, decisions: decisions.leave_class("car"), "without_classes", ("car",)),
    ],
    ids=["format", "images", "least area", "like the SDK", "layout", "excluded", "renamed", "left out"],
)  # fmt: skip
async def test_every_change_is_checked_anew_and_until_then_nothing_can_be_started(
    ready, gallery, decisions, change, field, value
):
    change(ready, decisions)
    assert words(ready) == "Checking 12 images …"
    assert not ready.frame.primary.isEnabled()
    await checked(ready)

    assert getattr(asked(gallery)[-1], field) == value
    assert ready.can_start


async def test_an_answer_about_a_plan_that_has_changed_is_not_shown(ready, gallery, host):
    host.hold()
    ready._check()
    await until(lambda: len([one for one in host.asked if isinstance(one, CheckExport)]) == 2)
    gallery.report = replace(gallery.report, written=5)
    choose(ready.format, "yolo-detect")
    host.release()
    await until(lambda: len(gallery.asked_of(CheckExport)) == 2)

    assert words(ready) == "Checking 12 images …"


async def test_an_answer_about_another_folder_is_not_shown(ready, gallery, host):
    host.hold()
    ready._check()
    await until(lambda: len([one for one in host.asked if isinstance(one, CheckExport)]) == 2)
    ready.show_folder(replace(CARD, path="/data/other"))
    host.release()
    await until(lambda: len(gallery.asked_of(CheckExport)) == 2)

    assert ready._report is None
    assert not ready.can_start


async def test_a_plan_that_cannot_be_checked_says_why_and_can_be_changed(ready, host, gallery):
    good = host.answers[CheckExport]
    host.answers[CheckExport] = Failure(FailureKind.DISK, "The folder cannot be read.", "Check the rights to it.")
    choose(ready.format, "pascal-voc")
    await checked(ready)
    assert words(ready) == "Export — it cannot be checked"
    assert "Check the rights to it." in ready.loss.notes.text()
    assert not ready.frame.primary.isEnabled()

    host.answers[CheckExport] = good
    choose(ready.format, "coco")
    await checked(ready)
    assert ready.can_start


async def test_an_export_of_nothing_cannot_be_started(ready, gallery):
    gallery.report = replace(gallery.report, written=0)
    choose(ready.images, "none")
    await checked(ready)

    assert words(ready) == "Export — nothing is left to write"
    assert not ready.can_start


async def test_without_a_place_it_cannot_be_started(ready):
    ready.folder._field.setText("")
    ready.folder.edited.emit()

    assert words(ready) == "Export — choose a folder"


async def test_a_press_puts_it_into_the_queue_and_another_one_takes_it_out(ready, host):
    ready.press()
    (order,) = host.submitted_of(AddJob)
    assert order.spec == ready.spec()
    assert order.destination.endswith("town-coco")
    assert order.title == "Town streets → COCO"
    assert "Undo" in words(ready)

    host.publish(JobAdded(added(order)))
    ready._desk.bridge.drain()
    ready.press()
    assert host.submitted_of(RemoveJob) == [RemoveJob(7)]


def added(order, number=7):
    return Job(number, order.title, "export", "", order.destination, order.spec, JobState.QUEUED, 1)


async def finish(plan, host, order, report):
    host.answers[ShowReport] = report
    host.publish(JobAdded(added(order)), JobFinished(7, JobCounts(listed=12, done=12), 9, 1.0))
    plan._desk.bridge.drain()
    await until(lambda: any(isinstance(one, ShowReport) for one in host.asked))
    await until(lambda: not plan._desk.tasks.count)


async def test_afterwards_it_says_what_was_read_back(ready, host, gallery):
    ready.press()
    await finish(ready, host, *host.submitted_of(AddJob), replace(gallery.report, verified=Checked(12, 23)))

    assert ready.loss.verified.text() == "Verified: 12 images, 23 shapes, 0 differences"


async def test_what_was_read_back_of_another_plan_is_not_shown(ready, host, gallery):
    ready.press()
    choose(ready.format, "yolo-detect")
    await finish(ready, host, *host.submitted_of(AddJob), replace(gallery.report, verified=Checked(12, 23)))

    assert not ready.loss.verified.isVisible()


async def test_the_command_on_the_clipboard_does_the_same(ready):
    ready.copy_command()

    line = QGuiApplication.clipboard().text()
    assert line.startswith(f"windrow export {FOLDER} --to ")
    assert "--format coco" in line


async def test_only_what_the_search_shows_can_be_exported(ready, gallery):
    assert not ready.only.isVisible()
    ready.show_search("class:sign ")
    ready.show_counts(replace(COUNTS, shown=1, revision=1))
    assert ready.only.text() == "Only the 1 image that the search shows"
    ready.only.setChecked(True)
    await checked(ready)

    assert asked(gallery)[-1].only == "class:sign"


@pytest.mark.parametrize(
    ("key", "layout", "like_sdk"),
    [("coco", True, True), ("pascal-voc", False, True), ("yolo-detect", False, False), ("supervisely", False, False)],
)
async def test_options_of_other_formats_are_not_shown(ready, key, layout, like_sdk):
    choose(ready.format, key)

    assert (ready.layout_.isHidden(), ready.like_sdk.isHidden()) == (not layout, not like_sdk)


async def test_each_format_gets_a_folder_of_its_own_unless_one_was_chosen(ready):
    choose(ready.format, "pascal-voc")
    assert ready.folder.folder() == "/data/town-pascal-voc"


async def test_a_cause_leads_to_its_pictures(ready):
    ready.loss.search_wanted.emit("class:sign")

    assert ready.said == ["class:sign"]


@pytest.mark.parametrize(
    ("key", "expected"), [("coco", "Town → COCO"), ("yolo-pose", "Town → YOLO pose"), ("new", "Town → new")]
)
def test_an_export_is_called_by_its_format(key, expected):
    assert export_title("Town", key) == expected
