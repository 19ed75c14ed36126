import dataclasses

import pytest

from app.model.events import (
    AccountChanged,
    Batch,
    EngineStarted,
    EngineTrouble,
    HoldBegan,
    HoldEnded,
    JobAdded,
    JobFinished,
    JobMoved,
)
from app.model.export_spec import ExportSpec
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.job import Hold, HoldKind, Job, JobCounts, JobState
from app.model.spec import SuperviselySpec
from tests.fakes import street, tree
from tests.fakes.clock import FakeClock
from ui.narrator import Narrator
from ui.shell.messages import Messages

JOB = Job(1, "signs", "supervisely", "acc", "/data/signs", SuperviselySpec(), JobState.RUNNING, 1)


@pytest.fixture
def narrator(qapp):
    narrator = Narrator(Messages(FakeClock()))
    narrator.know((JOB,))
    return narrator


def said(narrator, *facts):
    narrator.take(Batch(facts, ()))
    top = narrator._messages.top
    return top.sentence() if top is not None else ""


STARTS = {
    "first time": (EngineStarted(0, False), ""),
    "unfinished": (EngineStarted(3, False), "3 jobs of last time. They go on where they stopped."),
    "killed": (
        EngineStarted(1, True),
        "Last session ended unexpectedly. 1 job picked up where it stopped.",
    ),
}


@pytest.mark.parametrize(("fact", "expected"), STARTS.values(), ids=STARTS)
def test_a_start_is_told_only_when_something_is_left(narrator, fact, expected):
    assert said(narrator, fact) == expected


def test_a_second_start_is_one_quiet_line(narrator):
    said(narrator, EngineStarted(0, False))

    assert said(narrator, EngineStarted(2, True)) == (
        "The engine was started again. 2 jobs went on where they stopped."
    )
    assert narrator._messages.top.level == "info"


def test_a_finished_job_says_how_much_and_how_long(narrator, qtbot):
    with qtbot.waitSignal(narrator.finished):
        sentence = said(narrator, JobFinished(1, JobCounts(12, 10, 2), 100, 20.0))

    assert sentence == "“signs” is done: 10 items in 20 s, 2 were here already."
    assert narrator._messages.top.level == "ok"


def test_problems_are_never_plain_green(narrator, qtbot):
    sentence = said(narrator, JobFinished(1, JobCounts(12, 10, failed=2), 100, 20.0))

    assert sentence == "“signs” is done with 2 problems."
    with qtbot.waitSignal(narrator.job_wanted) as told:
        narrator._messages.top.buttons[0].act()
    assert told.args == [1, "failures"]


def test_a_stopped_job_says_why(narrator):
    failure = Failure(FailureKind.DISK, "Folder is not writable.", "Choose another folder.")
    stopped = dataclasses.replace(JOB, state=JobState.FAILED, failure=failure)

    assert said(narrator, JobMoved(stopped, JobState.RUNNING)) == (
        "“signs” stopped. Folder is not writable. Choose another folder."
    )


def test_a_full_disk_waits_and_goes_when_there_is_room(narrator):
    hold = Hold(HoldKind.DISK, "Disk full.", "Free some space.", None, 0.0)

    assert said(narrator, HoldBegan(1, hold)).startswith("Disk nearly full: “signs” paused before anything broke.")
    assert said(narrator, HoldEnded(1)) == ""


def test_a_refused_token_offers_to_fix_the_account(narrator, qtbot):
    refused = Failure(FailureKind.AUTH, "The token is not accepted.")
    said(narrator, AccountChanged(tree.ACCOUNT, refused))

    with qtbot.waitSignal(narrator.fix_wanted) as told:
        narrator._messages.top.buttons[0].act()
    assert told.args == [tree.ACCOUNT.key]
    said(narrator, AccountChanged(tree.ACCOUNT, refused))
    assert said(narrator, AccountChanged(tree.ACCOUNT, None)) == ""


def test_a_sign_in_hold_names_the_account_of_the_job(narrator, qtbot):
    said(narrator, HoldBegan(1, Hold(HoldKind.SIGN_IN, "Token refused.", "", None, 0.0)))

    with qtbot.waitSignal(narrator.fix_wanted) as told:
        narrator._messages.top.buttons[0].act()
    assert told.args == ["acc"]


def test_trouble_of_our_own_is_said(narrator):
    said(narrator, JobAdded(JOB))

    assert said(narrator, EngineTrouble("Cannot save progress.", "Free some space.")) == (
        "Cannot save progress. Free some space."
    )


def test_an_end_that_an_engine_could_not_tell_any_more_is_told(narrator):
    narrator.know((dataclasses.replace(JOB, state=JobState.DONE, active_seconds=8.0),))
    narrator.know((dataclasses.replace(JOB, state=JobState.DONE, active_seconds=8.0),))

    assert [noted.message.text for noted in narrator._messages.noted] == ["“signs” is done: 0 items in 8 s."]


HARVEST = dataclasses.replace(JOB, source="mapillary", title="Lyon", account="mapillary", spec=MapillarySpec())


def test_a_harvest_with_unread_tiles_says_that_images_may_be_missing(narrator):
    narrator.know((HARVEST,))

    words = said(narrator, JobFinished(1, JobCounts(9, 9, tiles_failed=2), 10, 5.0))

    assert words == "“Lyon” is done with 2 problems. 2 tiles could not be read, so pictures may be missing."


def test_an_area_without_images_is_a_good_end(narrator):
    narrator.know((HARVEST,))

    assert "no pictures there" in said(narrator, JobFinished(1, JobCounts(), 0, 1.0))


def test_a_refused_mapillary_token_offers_a_new_one_and_where_to_get_it(narrator, qtbot):
    failure = Failure(FailureKind.AUTH, "Mapillary does not accept this token.", "Paste a new one.")
    words = said(narrator, AccountChanged(street.ACCOUNT, failure))
    paste, get = narrator._messages.top.buttons

    assert words.startswith("Mapillary does not accept this token.")
    assert (paste.text, get.text) == ("Paste new token", "Get one")
    with qtbot.waitSignal(narrator.fix_wanted) as told:
        paste.act()
    assert told.args == ["mapillary"]


@pytest.mark.parametrize(
    ("state", "is_verified", "sentence"),
    [
        (JobState.DONE, True, "“Town → COCO” is done: 240 images, verified."),
        (JobState.DONE, False, "“Town → COCO” is done: 240 images."),
        (JobState.PROBLEMS, True, "“Town → COCO” is done, but reading it back found differences."),
    ],
    ids=["verified", "not read back", "differences"],
)
def test_a_finished_export_says_whether_it_was_read_back(narrator, state, is_verified, sentence):
    spec = ExportSpec("/data/town", is_verified=is_verified)
    job = Job(2, "Town → COCO", "export", "", "/data/town-coco", spec, JobState.RUNNING, 2)
    counts = JobCounts(240, 240)
    moved = JobMoved(dataclasses.replace(job, state=state, counts=counts), JobState.RUNNING)

    assert said(narrator, JobAdded(job), moved, JobFinished(2, counts, 0, 3.0)) == sentence


def test_a_finished_download_leads_to_its_pictures(narrator, qtbot):
    said(narrator, JobFinished(1, JobCounts(listed=9, done=7, already_here=2), 10, 5.0))
    look, folder = narrator._messages.top.buttons

    assert (look.text, folder.text) == ("Preview 9 images", "Open folder")
    with qtbot.waitSignal(narrator.preview_wanted) as told:
        look.act()
    assert told.args == [JOB]


def test_a_download_without_pictures_offers_none(narrator):
    said(narrator, JobFinished(1, JobCounts(), 0, 1.0))

    assert [button.text for button in narrator._messages.top.buttons] == ["Open folder"]
