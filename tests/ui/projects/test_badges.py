"""What the tree says of a project that was brought here before."""

from dataclasses import replace

import pytest

from app.model.failure import Failure, FailureKind
from app.model.job import Job, JobCounts, JobState
from app.model.queries import MakeSurvey
from app.model.spec import SuperviselySpec
from app.model.survey import ByteRange, Difference, Survey
from app.model.tree import NodeKind, TreeNode
from tests.fakes.host import FakeHost
from tests.fakes.waiting import turns
from ui.ask import Ask
from ui.projects.badges import NOT_HERE, Badge, Badges, Here, by_date, by_survey, latest_jobs
from ui.tasks import TaskOwner

PROJECT = TreeNode(NodeKind.PROJECT, 7, 1, None, "Town", "images", 240, 1, "2026-01-02T00:00:00.000Z")
AT = 1_767_398_400.0  # 2026-01-03
JOB = Job(1, "Town", "supervisely", "k", "/d/Town", SuperviselySpec(7), JobState.DONE, 1, JobCounts(240, 240))
JOB = replace(JOB, started_at=AT)
SURVEY = Survey(240, 240, ByteRange(0, 0, 0), {}, difference=Difference(0, 0, 0))


@pytest.mark.parametrize(
    ("project", "job", "here"),
    [
        pytest.param(PROJECT, JOB, Here.CURRENT, id="nothing moved"),
        pytest.param(replace(PROJECT, updated_at="2026-01-04T00:00:00Z"), JOB, Here.CHANGED, id="touched since"),
        pytest.param(replace(PROJECT, items_count=241), JOB, Here.CHANGED, id="another number"),
        pytest.param(replace(PROJECT, updated_at="yesterday", items_count=None), JOB, Here.CURRENT, id="no date"),
        pytest.param(PROJECT, replace(JOB, spec=SuperviselySpec(7, limit=9)), Here.PARTLY, id="a part was wanted"),
        pytest.param(PROJECT, replace(JOB, state=JobState.PAUSED), Here.PARTLY, id="it did not come to its end"),
        pytest.param(PROJECT, replace(JOB, counts=JobCounts(240, 239, failed=1)), Here.PARTLY, id="an image failed"),
    ],
)
def test_date_and_number_tell_how_much_lies_here(project, job, here):
    assert by_date(project, job).here is here


@pytest.mark.parametrize(
    ("survey", "badge"),
    [
        pytest.param(SURVEY, Badge(Here.CURRENT, 0, "/d/Town", True), id="nothing differs"),
        pytest.param(
            replace(SURVEY, already_here=234, difference=Difference(3, 2, 1)),
            Badge(Here.CHANGED, 6, "/d/Town", True),
            id="some differ",
        ),
        pytest.param(replace(SURVEY, already_here=0, difference=None), NOT_HERE, id="the folder is gone"),
        pytest.param(replace(SURVEY, already_here=0, difference=Difference(240, 0, 3)), NOT_HERE, id="emptied"),
    ],
)
def test_a_comparison_tells_exactly(survey, badge):
    assert by_survey(survey, JOB) == badge


def test_the_latest_download_of_the_whole_project_says_most():
    part = replace(JOB, id=3, spec=SuperviselySpec(7, dataset_ids=(1,)))
    older, newer, other = JOB, replace(JOB, id=2), replace(JOB, id=4, account="other")
    empty = replace(JOB, id=5, counts=JobCounts())

    assert latest_jobs([part, newer, older, other, empty], "k") == {7: newer}
    assert latest_jobs([part], "k") == {7: part}


@pytest.mark.parametrize(
    ("badge", "mark", "words"),
    [
        (NOT_HERE, "240", ""),
        (Badge(Here.PARTLY, 0, "/d"), "◐ 240", "Partly in /d"),
        (Badge(Here.CURRENT, 0, "/d", True), "✓ 240", "Current in /d"),
        (Badge(Here.CURRENT, 0, "/d"), "✓ 240", "Current in /d, by its date and number"),
        (Badge(Here.CHANGED, 12, "/d", True), "↻ 12 changed", "12 images changed since it was brought to /d"),
        (Badge(Here.CHANGED, 0, "/d"), "↻ 240", "Changed since it was brought to /d"),
    ],
)
def test_a_badge_is_a_mark_for_the_eye_and_a_sentence_for_the_ear(badge, mark, words):
    assert (badge.mark("240"), badge.words()) == (mark, words)


async def test_small_projects_are_compared_one_after_the_other_and_large_ones_by_date(qapp):
    host = FakeHost({MakeSurvey: replace(SURVEY, already_here=230, difference=Difference(10, 0, 0))})
    badges = Badges(Ask(host, TaskOwner()))
    large = replace(PROJECT, id=8, items_count=90_000)
    jobs = [JOB, replace(JOB, id=2, spec=SuperviselySpec(8), counts=JobCounts(90_000, 90_000))]
    badges.jobs = lambda: jobs
    told = []
    badges.changed.connect(told.append)

    badges.look("k", [PROJECT, large])
    at_once = (badges.of(7).here, badges.of(8).here)
    await turns()

    assert at_once == (Here.CURRENT, Here.CURRENT)
    assert badges.of(7) == Badge(Here.CHANGED, 10, "/d/Town", True)
    assert badges.of(9) is NOT_HERE
    assert [query.spec.project_id for query in host.asked] == [7]
    assert told == [7, 8, 7] or told == [8, 7, 7]


async def test_a_server_that_does_not_answer_leaves_what_the_date_said(qapp):
    host = FakeHost({MakeSurvey: Failure(FailureKind.SERVER, "No.")})
    badges = Badges(Ask(host, TaskOwner()))
    badges.jobs = lambda: [JOB]

    badges.look("k", [PROJECT])
    await turns()

    assert badges.of(7).here is Here.CURRENT


async def test_what_was_compared_is_compared_again_only_when_something_moved_or_the_tree_is_fresh(qapp):
    host = FakeHost({MakeSurvey: replace(SURVEY, already_here=230, difference=Difference(10, 0, 0))})
    badges = Badges(Ask(host, TaskOwner()))
    jobs = [JOB]
    badges.jobs = lambda: jobs
    counts = []
    for projects, is_fresh, more in (
        ([PROJECT], True, []),
        ([PROJECT], False, []),
        ([replace(PROJECT, updated_at="2026-01-03T00:00:00.000Z")], False, []),
        ([replace(PROJECT, updated_at="2026-01-03T00:00:00.000Z")], False, [replace(JOB, id=9)]),
        ([replace(PROJECT, updated_at="2026-01-03T00:00:00.000Z")], True, []),
    ):
        jobs += more
        badges.look("k", projects, is_fresh=is_fresh)
        await turns()
        counts.append(len(host.asked))

    assert counts == [1, 1, 2, 3, 4]
    assert badges.of(7) == Badge(Here.CHANGED, 10, "/d/Town", True)
