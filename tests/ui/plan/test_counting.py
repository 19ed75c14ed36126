from app.model.failure import Failure, FailureKind
from app.model.queries import CheckDestination, MakeSurvey
from app.model.spec import SuperviselySpec
from tests.fakes.waiting import turns
from ui.plan.choice import Choice, Order, jobs
from ui.plan.counting import Counting

ONE = (Choice("acc", 100, "signs"),)
ORDER = Order(SuperviselySpec(), "/data/signs")
JOBS = jobs(ONE, ORDER)


async def settle(counting):
    counting._timer.stop()
    counting._start()
    await turns()


async def test_surveys_and_the_disk_are_asked_for(desk, host):
    counting = Counting(desk.ask)

    counting.count(JOBS, ORDER.folder)
    assert counting.surveys is None
    await settle(counting)

    assert [survey.items for survey in counting.surveys] == [240]
    assert counting.disk.can_write
    assert {type(query) for query in host.asked} == {MakeSurvey, CheckDestination}


async def test_the_same_plan_is_not_asked_for_twice(desk, host):
    counting = Counting(desk.ask)
    counting.count(JOBS, ORDER.folder)
    await settle(counting)
    asked = len(host.asked)

    counting.count(JOBS, ORDER.folder)

    assert not counting._timer.isActive()
    assert len(host.asked) == asked


async def test_a_failure_stands_until_it_is_tried_again(desk, host):
    host.answers[MakeSurvey] = Failure(FailureKind.SERVER, "Down.")
    counting = Counting(desk.ask)
    counting.count(JOBS, ORDER.folder)
    await settle(counting)
    assert counting.failure.title == "Down."

    counting.again()

    assert counting.failure is None
    assert counting._timer.isActive()


async def test_an_answer_to_an_older_plan_is_dropped(desk, host):
    counting = Counting(desk.ask)
    host.hold()
    counting.count(JOBS, ORDER.folder)
    await settle(counting)

    counting.count((), ORDER.folder)
    host.release()
    await turns()

    assert counting.surveys == ()


async def test_a_survey_asks_no_more_than_it_may(desk, host):
    counting = Counting(desk.ask, most_requests=100)

    counting.count(JOBS, ORDER.folder)
    await settle(counting)

    assert next(query for query in host.asked if isinstance(query, MakeSurvey)).most_requests == 100
