from app.model.failure import Failure, FailureKind
from app.model.job import JobState
from tests.ui.queue.making import NOW, a_job, an_export, counts
from ui.queue.columns import Column
from ui.queue.row import JobRow
from ui.queue.tips import cell_tip, status_lines


def test_a_name_is_never_read_as_markup():
    row = JobRow(a_job(title="<img src=file:///etc/passwd>"))

    tip = cell_tip(row, Column.NAME, NOW)

    assert "<img" not in tip
    assert "&lt;img" in tip


def test_status_tells_all_that_is_worth_knowing():
    failure = Failure(FailureKind.DISK, "Folder is not writable.", "Choose another folder.")
    job = a_job(
        state=JobState.FAILED,
        failure=failure,
        counts=counts(already_here=3, skipped=2, unverified=1),
        names_changed=12,
    )

    lines = status_lines(JobRow(job), NOW)

    assert lines == [
        "Stopped · folder is not writable",
        "Folder is not writable.",
        "Choose another folder.",
        "3 were already here",
        "2 skipped",
        "1 could not be checked: the source gives neither hash nor length",
        "12 names adjusted for this disk",
    ]


def test_progress_tells_the_items():
    tip = cell_tip(JobRow(a_job(counts=counts(listed=9, done=2, already_here=1))), Column.PROGRESS, NOW)

    assert tip == "<qt>3 / 9 items<br>1 already here</qt>"


def test_what_was_left_out_of_an_export_is_called_so():
    assert "2 left out" in status_lines(
        JobRow(an_export(JobState.DONE, counts=counts(listed=3, done=1, skipped=2))), NOW
    )
