"""The list of jobs and what is chosen from it."""

import json

import pytest

from app.cli.desk import Exit
from app.cli.jobs import choose, list_lines
from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import JobState
from tests.fakes.jobs import Table, a_job

JOBS = (
    a_job(1, JobState.DONE),
    a_job(2, JobState.PAUSED),
    a_job(3, JobState.FAILED, failure=Failure(FailureKind.DISK, "The disk is full.", "Make room.")),
    a_job(4, JobState.PROBLEMS),
)


def test_a_line_tells_state_counts_and_place():
    assert list_lines(JOBS[:1], None, as_json=False) == [
        "    1  done       Town  113 of 240 images · 1.0 MB · 2 failed · 1 skipped  → /data/town"
    ]


def test_a_stopped_job_tells_why():
    assert "The disk is full. Make room." in list_lines(JOBS, 3, as_json=False)[0]


def test_json_has_one_object_per_job():
    lines = [json.loads(line) for line in list_lines(JOBS, None, as_json=True)]

    assert [line["job_id"] for line in lines] == [1, 2, 3, 4]


def test_an_empty_queue_is_said_to_people_only():
    assert list_lines((), None, as_json=False) == ["The queue is empty."]
    assert list_lines((), None, as_json=True) == []


def test_without_an_id_all_unfinished_jobs_are_meant():
    assert [job.id for job in choose(JOBS, None)] == [2, 3]


def test_an_unknown_job_is_named():
    with pytest.raises(FailedError, match="There is no job 9"):
        choose(JOBS, 9)


@pytest.mark.parametrize("action", ["pause", "retry", "remove"])
def test_orders_for_one_job_need_its_id(action):
    table = Table()

    code = carry_out(build_parser().parse_args(["jobs", action]), table.desk)

    assert code == Exit.USAGE
    assert "Which job?" in table.err.getvalue()
