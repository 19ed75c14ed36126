import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QSpinBox

from app.model.commands import SetJobLimits
from app.model.job import JobState
from app.model.spec import Annotations, SuperviselySpec
from tests.ui.queue.making import a_desk, a_job
from ui.queue.settings_page import SettingsPage
from ui.queue.spec_lines import spec_lines


@pytest.fixture
def bench(qtbot, tmp_path):
    desk, host, _ = a_desk(tmp_path)
    jobs = {1: a_job(1, workers=4, rate_limit=2_000_000)}
    page = SettingsPage(desk, jobs.get)
    page.jobs, page.host = jobs, host
    qtbot.addWidget(page)
    page.show_job(1)
    return page


def test_a_spec_is_told_in_words():
    spec = SuperviselySpec(project_id=7, dataset_ids=(1, 2), annotations=Annotations.TAGS, save_images=False, limit=50)

    assert spec_lines(spec) == [
        "Project 7",
        "Datasets: 1, 2",
        "Annotations: Image tags only",
        "Pictures: no",
        "At most: 50",
    ]


def test_what_is_set_is_shown_without_giving_an_order(bench):
    assert bench.findChild(QSpinBox, "job.settings.workers").value() == 4
    assert bench.findChild(QDoubleSpinBox, "job.settings.limit").value() == 2.0
    assert bench.findChild(QLabel, "job.settings.destination").text() == "/data/job-1"
    assert bench.host.submitted == []


def test_a_change_is_an_order(bench):
    bench.findChild(QSpinBox, "job.settings.workers").setValue(0)
    bench.findChild(QDoubleSpinBox, "job.settings.limit").setValue(1.5)

    assert bench.host.submitted == [SetJobLimits(1, None, 2_000_000), SetJobLimits(1, None, 1_500_000)]


def test_a_finished_job_cannot_be_changed(bench):
    bench.jobs[1] = a_job(1, JobState.DONE)

    bench.refresh()

    assert not bench.findChild(QSpinBox, "job.settings.workers").isEnabled()


def test_the_command_is_copied(bench):
    bench.findChild(QPushButton, "job.settings.copy").click()

    assert QGuiApplication.clipboard().text().startswith("windrow download 7 --to /data/job-1")
