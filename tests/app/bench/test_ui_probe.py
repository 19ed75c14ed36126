"""What the probe makes of its ticks."""

import asyncio

from app.bench.ui_probe import _look_for_end, percentiles
from app.model.events import Batch, HoldBegan, JobFinished, JobMoved
from app.model.failure import Failure, FailureKind
from app.model.job import Hold, HoldKind, JobCounts, JobState
from tests.fakes.jobs import a_job


def test_percentiles_of_ticks():
    assert percentiles([float(n) for n in range(101)]) == {"p50": 50.0, "p99": 99.0, "max": 100.0, "ticks": 101}
    assert percentiles([]) == {"p50": 0.0, "p99": 0.0, "max": 0.0, "ticks": 0}


async def test_the_end_of_the_job_is_seen_once():
    ended = asyncio.get_running_loop().create_future()
    finished = JobFinished(1, JobCounts(1, 1), 1, 1.0)

    _look_for_end(Batch((finished, finished), ()), ended)

    assert ended.result() == finished


async def test_a_job_that_stops_or_waits_for_a_person_says_why():
    loop = asyncio.get_running_loop()
    failed, held = loop.create_future(), loop.create_future()
    full = Failure(FailureKind.DISK, "The disk is full.", "Make room.")

    _look_for_end(Batch((JobMoved(a_job(1, JobState.FAILED, failure=full), JobState.RUNNING),), ()), failed)
    _look_for_end(Batch((HoldBegan(1, Hold(HoldKind.SIGN_IN, "Not accepted.", "", None, 0.0)),), ()), held)

    assert (failed.result(), held.result()) == ("The disk is full. Make room.", "Not accepted.")
