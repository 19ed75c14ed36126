"""Jobs, rates and a desk for the tests of the queue."""

from pathlib import Path
from types import SimpleNamespace

from app.model.events import JobRate
from app.model.export_spec import ExportSpec
from app.model.job import Job, JobCounts, JobState
from app.model.spec import SuperviselySpec
from tests.fakes.clock import FakeClock
from tests.fakes.host import FakeHost
from ui.desk import Desk, make_desk

NOW = 1_700_000_000.0
MB = 1_000_000


def a_job(job_id: int = 1, state: JobState = JobState.RUNNING, **changes: object) -> Job:
    values: dict[str, object] = {
        "title": f"job {job_id}",
        "source": "supervisely",
        "account": "demo",
        "destination": f"/data/job-{job_id}",
        "spec": SuperviselySpec(project_id=7),
        "position": job_id,
        "is_planned": True,
    }
    return Job(id=job_id, state=state, **(values | changes))


def counts(**changes: int) -> JobCounts:
    return JobCounts(**changes)


def a_rate(job_id: int = 1, speed: float = 5.0 * MB, **changes: object) -> JobRate:
    values: dict[str, object] = {
        "items_per_second": 20.0,
        "average": 4.0 * MB,
        "peak": 9.0 * MB,
        "disk_bytes_per_second": speed,
        "seconds_left": 100.0,
        "seconds_left_high": 100.0,
        "in_flight": 8,
        "bytes_done": 0,
        "items_settled": 0,
    }
    return JobRate(job_id=job_id, bytes_per_second=speed, **(values | changes))


def a_desk(tmp_path: Path, answers: dict[object, object] | None = None) -> tuple[Desk, FakeHost, FakeClock]:
    host = FakeHost(answers or {})
    clock = FakeClock(NOW)
    backend = SimpleNamespace(host=host, state_file=tmp_path / "window.ini", default_folder=tmp_path)
    desk = make_desk(backend, clock)
    desk.theme.apply("light")
    return desk, host, clock


def an_export(state: JobState = JobState.RUNNING, **changes: object) -> Job:
    values: dict[str, object] = {
        "title": "Town → COCO",
        "source": "export",
        "account": "",
        "spec": ExportSpec("/data/town"),
        "destination": "/data/town-coco",
    }
    return a_job(1, state, **(values | changes))
