import pytest

from app.engine.scheduler import LEAST_HANDS, MOST_HANDS, hands, pick
from app.model.job import Job, JobState
from app.model.spec import SuperviselySpec


def job(number: int, state: JobState = JobState.QUEUED, position: int | None = None) -> Job:
    return Job(number, "t", "s", "a", "/d", SuperviselySpec(1), state, position or number)


@pytest.mark.parametrize(
    ("jobs", "running", "forced", "expected"),
    [
        pytest.param([job(1), job(2), job(3), job(4)], (), (), [1, 2, 3], id="three at once"),
        pytest.param([job(1, position=9), job(2)], (), (), [2, 1], id="by place in the queue"),
        pytest.param([job(1), job(2)], (7, 8), (), [1], id="running ones take places"),
        pytest.param([job(1), job(2)], (6, 7, 8), (2,), [2], id="a forced one runs on top"),
        pytest.param([job(1), job(2)], (6, 7, 8), (8,), [1], id="a forced one takes no place"),
        pytest.param([job(1, JobState.PAUSED), job(2, JobState.DONE)], (), (1,), [], id="only queued ones"),
        pytest.param([job(1)], (1,), (), [], id="never twice"),
    ],
)
def test_which_jobs_start(
    jobs: list[Job], running: tuple[int, ...], forced: tuple[int, ...], expected: list[int]
) -> None:
    assert pick(jobs, running, forced, 3) == expected


@pytest.mark.parametrize(
    ("workers", "running", "expected"),
    [(None, 1, MOST_HANDS), (None, 2, MOST_HANDS // 2), (None, 99, LEAST_HANDS), (5, 3, 5), (0, 1, 1)],
)
def test_hands_are_shared_or_fixed(workers: int | None, running: int, expected: int) -> None:
    assert hands(workers, running) == expected
