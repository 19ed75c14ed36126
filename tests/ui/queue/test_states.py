import pytest
import qtawesome

from app.model.export_spec import ExportSpec
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.job import Hold, HoldKind, JobState
from tests.ui.queue.making import NOW, a_job, an_export, counts
from ui.queue.row import JobRow
from ui.queue.states import counts_down, look, ordinal


def held(kind, until=None, title="The disk is nearly full."):
    return {"state": JobState.WAITING, "hold": Hold(kind, title, "", until, NOW)}


def stopped(title):
    return {"state": JobState.FAILED, "failure": Failure(FailureKind.DISK, title)}


CASES = {
    "counting": ({"state": JobState.PLANNING, "counts": counts(listed=4120)}, None, "Counting · 4,120 found", "info"),
    "next": ({"state": JobState.QUEUED}, 1, "Queued · starts next", "muted"),
    "third": ({"state": JobState.QUEUED}, 3, "Queued · 3rd in line", "muted"),
    "running": ({"state": JobState.RUNNING}, None, "Downloading", "accent"),
    "server": (held(HoldKind.SERVER, NOW + 20), None, "Server not answering · retry in 0:20", "warn"),
    "server-open": (held(HoldKind.SERVER), None, "Server not answering", "warn"),
    "quota": (held(HoldKind.QUOTA, NOW + 41), None, "Waiting for quota · 0:41", "warn"),
    "quota-over": (held(HoldKind.QUOTA, NOW - 5), None, "Waiting for quota · 0:00", "warn"),
    "network": (held(HoldKind.NETWORK), None, "Offline · resumes by itself", "warn"),
    "disk": (held(HoldKind.DISK), None, "The disk is nearly full", "warn"),
    "sign-in": (held(HoldKind.SIGN_IN), None, "Token refused", "err"),
    "waiting": ({"state": JobState.WAITING}, None, "Waiting", "warn"),
    "paused": ({"state": JobState.PAUSED}, None, "Paused", "paused"),
    "done": (
        {"state": JobState.DONE, "counts": counts(listed=12431, done=12431), "active_seconds": 480.0},
        None,
        "Done · 12,431 in 8 min",
        "ok",
    ),
    "done-fast": (
        {"state": JobState.DONE, "counts": counts(listed=240, done=240), "active_seconds": 12.2},
        None,
        "Done · 240 in 12 s",
        "ok",
    ),
    "all-here": (
        {"state": JobState.DONE, "counts": counts(listed=240, already_here=240), "active_seconds": 2.0},
        None,
        "Done · all 240 already here",
        "ok",
    ),
    "problems": (
        {"state": JobState.PROBLEMS, "counts": counts(listed=20, done=6, failed=14)},
        None,
        "Done · 14 problems",
        "err",
    ),
    "one-problem": ({"state": JobState.PROBLEMS, "counts": counts(failed=1)}, None, "Done · 1 problem", "err"),
    "stopped": (stopped("Folder is not writable."), None, "Stopped · folder is not writable", "err"),
    "stopped-acronym": (stopped("DNS has no such host."), None, "Stopped · DNS has no such host", "err"),
    "cancelled": (
        {"state": JobState.CANCELLED, "bytes_done": 46, "bytes_total": 100, "counts": counts(listed=9)},
        None,
        "Cancelled at 46 %",
        "muted",
    ),
}


@pytest.mark.parametrize(("changes", "rank", "text", "token"), CASES.values(), ids=CASES)
def test_each_state_has_its_words_and_colour(changes, rank, text, token):
    shown = look(JobRow(a_job(**changes), None, rank), NOW)

    assert (shown.text, shown.token) == (text, token)


def test_each_icon_exists(qapp):
    icons = {look(JobRow(a_job(**changes), None, rank), NOW).icon for changes, rank, _, _ in CASES.values()}

    assert all(not qtawesome.icon(f"mdi6.{icon}").isNull() for icon in icons)


def test_only_waits_with_an_hour_count_down():
    assert counts_down(JobRow(a_job(**held(HoldKind.QUOTA, NOW + 5))))
    assert not counts_down(JobRow(a_job(**held(HoldKind.QUOTA))))
    assert not counts_down(JobRow(a_job(**held(HoldKind.DISK, NOW + 5))))
    assert not counts_down(JobRow(a_job()))


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (1021, "1,021st")],
)
def test_ordinals_are_spelled_as_people_do(number, text):
    assert ordinal(number) == text


def test_tiles_that_could_not_be_read_are_problems():
    row = JobRow(a_job(1, JobState.PROBLEMS, spec=MapillarySpec(), counts=counts(listed=5, done=5, tiles_failed=2)))

    assert look(row, NOW).text == "Done · 2 problems"


def test_an_area_without_images_is_done_and_says_so():
    assert look(JobRow(a_job(1, JobState.DONE, spec=MapillarySpec())), NOW).text == "Done · no images here"


EXPORTS = {
    "reading": (an_export(JobState.PLANNING, counts=counts(listed=240)), "Reading · 240 images", "magnify"),
    "writing": (an_export(counts=counts(listed=240, done=100)), "Writing COCO", "export-variant"),
    "verifying": (an_export(counts=counts(listed=240, done=238, skipped=2)), "Verifying", "file-check-outline"),
    "placing": (
        an_export(spec=ExportSpec("/t", is_verified=False), counts=counts(listed=2, done=2)),
        "Putting it in place",
        "file-check-outline",
    ),
    "done": (
        an_export(JobState.DONE, counts=counts(listed=242, done=240, skipped=2)),
        "Done · verified 240 images",
        "check-circle-outline",
    ),
    "unverified": (
        an_export(JobState.DONE, spec=ExportSpec("/t", is_verified=False), counts=counts(listed=1, done=1)),
        "Done · 1 image",
        "check-circle-outline",
    ),
    "problems": (
        an_export(JobState.PROBLEMS, counts=counts(listed=9, done=7, failed=2)),
        "Done · 2 problems",
        "alert-outline",
    ),
    "differences": (
        an_export(JobState.PROBLEMS, counts=counts(listed=9, done=9)),
        "Done · differences found",
        "alert-outline",
    ),
    "cancelled": (an_export(JobState.CANCELLED), "Cancelled", "close-circle-outline"),
    "paused": (an_export(JobState.PAUSED), "Paused", "pause"),
}


@pytest.mark.parametrize(("job", "words", "icon"), EXPORTS.values(), ids=EXPORTS)
def test_an_export_says_what_it_does(job, words, icon, qapp):
    shown = look(JobRow(job), NOW)

    assert (shown.text, shown.icon) == (words, icon)
    assert not qtawesome.icon(f"mdi6.{icon}").isNull()
