from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.job import JobState
from tests.fakes.street import SMALL
from tests.ui.map.making import LYON, TRIANGLE
from tests.ui.queue.making import a_desk, a_job
from ui.queue.copying import copy
from ui.queue.orders import Order

FAILED = a_job(2, JobState.FAILED, failure=Failure(FailureKind.DISK, "The folder is not writable.", "Choose another."))


@pytest.fixture
def bench(qtbot, tmp_path):
    return a_desk(tmp_path)[0]


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (Order.COPY_NAME, "job 1\njob 2"),
        (Order.COPY_FOLDER, "/data/job-1\n/data/job-2"),
        (Order.COPY_ERROR, "\nThe folder is not writable. Choose another."),
    ],
)
def test_each_job_is_a_line(order, text, bench):
    copy(order, [a_job(1), FAILED], bench)

    assert QGuiApplication.clipboard().text() == text


def test_the_file_that_a_command_names_is_there(bench, tmp_path):
    job = a_job(3, spec=MapillarySpec(regions=(LYON, TRIANGLE)), source="mapillary")

    copy(Order.COPY_COMMAND, [job], bench)

    words = QGuiApplication.clipboard().text().split("'")
    assert Path(words[1]).is_file()
    assert Path(words[1]).is_relative_to(tmp_path)


def test_a_file_that_cannot_be_written_is_said(bench, tmp_path):
    (tmp_path / "regions").write_text("in the way")

    copy(Order.COPY_COMMAND, [a_job(3, spec=MapillarySpec(regions=(SMALL, LYON)))], bench)

    assert bench.messages.top.text == "The regions cannot be written to a file."
