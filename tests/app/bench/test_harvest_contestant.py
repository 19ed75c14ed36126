"""Our own way of a harvest, measured."""

import pytest

from app.bench import harvest_contestant
from app.bench.harvest_contestant import Course
from app.model.events import EngineTrouble, HoldBegan, JobAdded, JobFinished, JobMoved, JobPlanned, TasksSettled
from app.model.harvest import HarvestLayout, MapillarySpec
from app.model.job import Hold, HoldKind, JobCounts, JobState
from app.model.region import box
from app.model.spec import SuperviselySpec, spec_to_builtins
from tests.fakes.jobs import a_job
from tests.fakes.streets import TOWN, running_streets

SPEC = MapillarySpec(regions=(box(*TOWN),), max_images=60, layout=HarvestLayout.FLAT, tables=(), size="256")


@pytest.mark.slow
@pytest.mark.parametrize("way", ["ids", "metadata", "images", "list"])
async def test_each_way_does_its_work_and_says_what_it_took(tmp_path, monkeypatch, way):
    async with running_streets(monkeypatch):
        wish = {"way": way, "spec": spec_to_builtins(SPEC), "destination": str(tmp_path / "out"), "workers": 4}
        answer = await harvest_contestant.bring(wish)

    assert answer["items"] == 60
    assert len(answer["ids"]) == (60 if way == "ids" else 0)
    assert (answer["seconds"] > 0) is (way != "ids")
    assert (len(list((tmp_path / "out").glob("*.jpg"))) == 60) or way != "images"


async def test_another_spec_is_refused(monkeypatch):
    monkeypatch.setenv("MLY_TOKEN", "t")
    wish = {"way": "ids", "spec": spec_to_builtins(SuperviselySpec(1)), "destination": "", "workers": 1}

    with pytest.raises(RuntimeError, match="no harvest"):
        await harvest_contestant.bring(wish)


def test_the_course_ends_when_everything_is_settled():
    course = Course(until_planned=False)

    ends = [
        course.is_over(fact)
        for fact in (
            JobAdded(a_job(5)),
            TasksSettled(5, JobCounts(2, 2), 10, ()),
            JobPlanned(5, JobCounts(3, 2), 15, 0),
            TasksSettled(5, JobCounts(3, 3), 15, ()),
        )
    ]

    assert ends == [False, False, False, True]
    assert (course.job_id, course.counts.done, course.size) == (5, 3, 15)


def test_the_course_of_a_listing_ends_when_it_is_planned():
    assert Course(until_planned=True).is_over(JobPlanned(5, JobCounts(3), 15, 0))
    assert Course(until_planned=True).is_over(JobFinished(5, JobCounts(), 0, 0.1))


@pytest.mark.parametrize(
    "fact",
    [
        JobMoved(a_job(5, JobState.FAILED), JobState.RUNNING),
        HoldBegan(5, Hold(HoldKind.SIGN_IN, "Not accepted.", "", None, 0.0)),
        EngineTrouble("Bad.", ""),
    ],
    ids=["failed", "needs a person", "trouble"],
)
def test_what_will_never_end_is_said(fact):
    with pytest.raises(RuntimeError):
        Course(until_planned=False).is_over(fact)
