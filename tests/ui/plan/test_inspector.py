import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from app.model.answers import DestinationCheck
from app.model.commands import AddJob, RemoveJob
from app.model.events import EngineRate, JobFinished
from app.model.failure import Failure, FailureKind
from app.model.job import JobCounts
from app.model.queries import CheckDestination, MakeSurvey
from tests.fakes.waiting import turns
from ui.plan.choice import SAMPLE_COUNT, Choice
from ui.plan.inspector import Inspector

CHOICE = (Choice("acc", 100, "street-signs"),)


@pytest.fixture
def inspector(desk, qtbot):
    inspector = Inspector(desk)
    qtbot.addWidget(inspector)
    inspector.resize(328, 600)
    inspector.show()
    return inspector


async def chosen(inspector, choices=CHOICE):
    inspector.show_choices(choices)
    await counted(inspector)


async def counted(inspector):
    inspector.counting._timer.stop()
    inspector.counting._start()
    await turns()


async def test_the_button_carries_the_number(inspector):
    await chosen(inspector)

    assert inspector.primary.text() == "Download 240 items"
    assert inspector.can_start


async def test_nothing_chosen_says_what_to_do(inspector):
    assert inspector.primary.text() == "Download — pick a project"
    assert not inspector.primary.isEnabled()


async def test_a_press_adds_a_job_and_can_be_taken_back(inspector, host, backend):
    await chosen(inspector)

    inspector.primary.click()
    assert inspector.primary.text() == "Added to queue ✓ (Undo)"
    (job,) = host.submitted_of(AddJob)
    inspector.starting._ids.append(4)
    inspector.primary.click()

    assert job.destination == str(backend.default_folder / "street-signs")
    assert host.submitted_of(RemoveJob) == [RemoveJob(4)]
    assert inspector.primary.text() == "Download 240 items"


async def test_a_sample_is_small_and_lies_beside(inspector, host):
    await chosen(inspector)

    inspector.findChild(QPushButton, "plan.sample").click()

    (job,) = host.submitted_of(AddJob)
    assert job.spec.limit == SAMPLE_COUNT
    assert job.destination.endswith("street-signs-sample")


async def test_too_small_a_disk_offers_ways_out(inspector, host):
    host.answers[CheckDestination] = DestinationCheck(True, "", "", False, 10_000_000, 10**9)
    await chosen(inspector)
    only_labels = inspector.findChild(QPushButton, "plan.labels-only")

    assert inspector.primary.text() == "Download — not enough space"
    assert "Needs 96.0 MB, 10.0 MB free." in inspector.findChild(QLabel, "plan.problem").text()
    assert only_labels.isVisible()
    assert inspector.can_sample
    only_labels.click()

    assert not inspector.order().what.save_images


async def test_a_folder_of_somebody_else_is_refused_beside_the_field(inspector, host):
    reason = "“holiday.jpg” is not Windrow’s. Choose an empty folder."
    host.answers[CheckDestination] = DestinationCheck(False, reason, "holiday.jpg", False, 10**12, 10**12)

    await chosen(inspector)

    assert inspector.findChild(QLabel, "plan.folder-reason").text() == reason
    assert not inspector.primary.isEnabled()
    assert inspector.findChild(QPushButton, "plan.change-folder").isVisible()


async def test_counting_can_be_tried_again(inspector, host):
    survey = host.answers[MakeSurvey]
    host.answers[MakeSurvey] = Failure(FailureKind.SERVER, "The server does not answer.", "Try again.")
    await chosen(inspector)
    assert "does not answer" in inspector.findChild(QLabel, "plan.problem").text()

    host.answers[MakeSurvey] = survey
    inspector.findChild(QPushButton, "plan.again").click()
    await counted(inspector)

    assert inspector.primary.text() == "Download 240 items"


async def test_the_command_goes_to_the_clipboard(inspector):
    await chosen(inspector)

    inspector.findChild(QPushButton, "plan.copy").click()

    assert QGuiApplication.clipboard().text().startswith("windrow download 100 --to ")
    assert inspector.findChild(QPushButton, "plan.copy").text() == "Copied ✓"


async def test_a_finished_job_teaches_the_speed_and_counts_again(inspector, desk, host):
    await chosen(inspector)

    host.publish(JobFinished(1, JobCounts(10, 10), 100_000_000, 10.0))
    desk.bridge.drain()
    assert inspector.primary.text() == "Download — counting…"
    await counted(inspector)

    assert inspector.findChild(QLabel, "plan.time").text() == "under a minute at 10.0 MB/s"


async def test_a_plan_for_nothing_says_what_to_choose(inspector):
    await chosen(inspector)

    inspector.form.set_field("save_images", False)
    inspector.form.set_field("annotations", "none")

    assert inspector.primary.text() == "Download — choose pictures or annotations"


async def test_new_settings_move_the_folder(inspector, backend):
    await chosen(inspector)
    backend.default_folder = backend.default_folder.parent / "Elsewhere"

    inspector.use_settings()

    assert inspector.order().folder.endswith("Elsewhere/street-signs")


def engine_rate(average):
    return EngineRate(
        at=1.0, bytes_per_second=average, items_per_second=1.0, disk_bytes_per_second=average, average=average,
        peak=average, limited_by="network", limit_evidence="", disk_free=None,
    )  # fmt: skip


async def test_the_time_follows_the_rate_until_a_job_has_told_a_good_one(inspector, host, desk):
    await chosen(inspector)

    host.publish(engine_rate(60_000.0))
    desk.bridge.drain()
    slow = inspector.numbers.findChild(QLabel, "plan.time").text()
    host.publish(engine_rate(6_000_000.0))
    desk.bridge.drain()

    assert "60 kB/s" in slow or "60.0 kB/s" in slow
    assert "6 MB/s" in inspector.numbers.findChild(QLabel, "plan.time").text().replace(".00", "").replace(".0", "")
