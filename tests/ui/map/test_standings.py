import pytest

from app.model.coverage import TileStanding, TileState
from app.model.events import Batch, JobMoved, JobRemoved
from app.model.harvest import MapillarySpec
from app.model.job import JobState
from app.model.queries import ListTiles
from tests.fakes.waiting import turns
from tests.ui.map.making import LYON
from tests.ui.queue.making import a_job
from ui.map.standings import MOST_JOBS, Standings

FIRST, SECOND = "14/8410/5843", "14/8411/5843"
JOB = a_job(1, spec=MapillarySpec(regions=(LYON,)))


def tile(key, state, job_id=1):
    return TileStanding(job_id, key, state, 10, 3)


@pytest.fixture
def standings(street_desk, street_host):
    street_host.answers[ListTiles] = (tile(FIRST, TileState.DONE), tile(SECOND, TileState.QUEUED))
    return Standings(street_desk.ask)


async def test_a_shown_harvest_is_read_first_and_followed_then(standings):
    standings.take(Batch((JobMoved(JOB, JobState.QUEUED),), ()))
    await turns()
    standings.take(Batch((), (tile(SECOND, TileState.ACTIVE), tile(FIRST, TileState.ACTIVE, job_id=9))))

    assert [(one.key, one.state) for one in standings.tiles] == [
        (FIRST, TileState.DONE),
        (SECOND, TileState.ACTIVE),
    ]


async def test_news_are_told_in_bundles(standings):
    told = []
    standings.changed.connect(lambda: told.append(1))
    standings.show(JOB)
    await turns()
    for _ in range(50):
        standings.take(Batch((), (tile(SECOND, TileState.ACTIVE),)))

    standings._tell.timeout.emit()

    assert told == [1]


async def test_a_removed_job_takes_its_tiles_along(standings):
    standings.show(JOB)
    await turns()

    standings.take(Batch((JobRemoved(1),), ()))

    assert standings.tiles == ()


async def test_other_jobs_have_no_tiles(standings, street_host):
    standings.show(a_job(2))
    await turns()

    assert street_host.asked == []


async def test_only_the_latest_harvests_are_kept(standings):
    for number in range(MOST_JOBS + 3):
        standings.show(a_job(number, spec=JOB.spec))
    await turns()

    assert standings.job_ids == tuple(range(3, MOST_JOBS + 3))
