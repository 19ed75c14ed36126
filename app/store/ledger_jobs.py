"""Rows of jobs in the ledger."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

from app.model.failure import Failure, FailureKind
from app.model.job import Job, JobCounts, JobState
from app.model.spec import Spec, spec_from_builtins, spec_identity, spec_text

Transaction: TypeAlias = Callable[[], AbstractContextManager[sqlite3.Connection]]

COUNTERS = ("listed", "done", "already_here", "skipped", "failed", "unverified", "tiles_failed")
_COLUMNS = (
    "id, title, source, account, destination, spec, state, position, listed, done, already_here, skipped, failed,"
    " unverified, bytes_done, bytes_total, is_planned, added_at, started_at, finished_at, active_seconds, failure,"
    " workers, rate_limit, names_changed, ticket, tiles_failed"
)
_CHANGEABLE = frozenset(
    {
        "title",
        "destination",
        "state",
        "is_planned",
        "started_at",
        "finished_at",
        "active_seconds",
        "failure",
        "workers",
        "rate_limit",
        "account",
        "spec",
    }
)


class JobRows:
    """Jobs by id, in queue order. Use from the ledger's thread."""

    def __init__(self, connection: sqlite3.Connection, transaction: Transaction) -> None:
        """Stand on the ledger's connection."""
        self._connection = connection
        self._transaction = transaction

    def all(self) -> list[Job]:
        """Return every job in queue order."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM jobs ORDER BY position, id").fetchall()
        return [_job(row) for row in rows]

    def get(self, job_id: int) -> Job | None:
        """Return one job."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM jobs WHERE id=?", (job_id,)).fetchone()
        return None if row is None else _job(row)

    def add(
        self,
        spec: Spec,
        account: str,
        destination: str,
        title: str,
        *,
        now: float,
        workers: int | None = None,
        rate_limit: int | None = None,
        ticket: str = "",
    ) -> Job:
        """Write a new job at the end of the queue; the same ticket gives the same job again."""
        with self._transaction() as connection:
            if ticket:
                row = connection.execute(f"SELECT {_COLUMNS} FROM jobs WHERE ticket=?", (ticket,)).fetchone()
                if row is not None:
                    return _job(row)
            cursor = connection.execute(
                "INSERT INTO jobs (ticket, title, source, account, destination, spec, state, position, added_at,"
                " workers, rate_limit) VALUES (?,?,?,?,?,?,?,(SELECT coalesce(max(position),0)+1 FROM jobs),?,?,?)",
                (
                    ticket,
                    title,
                    spec.source,
                    account,
                    destination,
                    spec_text(spec),
                    JobState.QUEUED.value,
                    now,
                    workers,
                    rate_limit,
                ),
            )
            row = connection.execute(f"SELECT {_COLUMNS} FROM jobs WHERE id=?", (cursor.lastrowid,)).fetchone()
        return _job(row)

    def find(self, spec: Spec, account: str, destination: str) -> list[Job]:
        """Return the jobs that ask for the very same, however it is fetched; oldest first."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM jobs WHERE source=? AND account=? AND destination=? ORDER BY id",
            (spec.source, account, destination),
        ).fetchall()
        same = spec_identity(spec)
        return [job for job in map(_job, rows) if spec_identity(job.spec) == same]

    def change(self, job_id: int, **values: Any) -> None:
        """Set columns of a job: `state`, `failure`, `finished_at`, … as the attributes of `Job`."""
        unknown = values.keys() - _CHANGEABLE
        if unknown:
            raise ValueError(f"These columns are not changed this way: {sorted(unknown)}.")
        if isinstance(failure := values.get("failure"), Failure):
            values["failure"] = failure_text(failure)
        if isinstance(spec := values.get("spec"), Spec):
            values["spec"] = spec_text(spec)
        assignments = ", ".join(f"{name}=?" for name in values)
        with self._transaction() as connection:
            connection.execute(f"UPDATE jobs SET {assignments} WHERE id=?", (*values.values(), job_id))

    def count(self, job_id: int, counts: JobCounts, bytes_done: int, bytes_total: int) -> None:
        """Set the counters of a job whose items are no tasks: an export."""
        assignments = ", ".join(f"{name}=?" for name in COUNTERS)
        numbers = [getattr(counts, name) for name in COUNTERS]
        with self._transaction() as connection:
            connection.execute(
                f"UPDATE jobs SET {assignments}, bytes_done=?, bytes_total=? WHERE id=?",
                (*numbers, bytes_done, bytes_total, job_id),
            )

    def reorder(self, positions: Sequence[tuple[int, int]]) -> None:
        """Give jobs new places: (job id, position)."""
        with self._transaction() as connection:
            connection.executemany("UPDATE jobs SET position=? WHERE id=?", [(place, job) for job, place in positions])

    def remove(self, job_id: int) -> None:
        """Forget a job and all that hangs on it; thousands of tasks at a time, so that others get a turn."""
        while True:
            with self._transaction() as connection:
                gone = connection.execute(
                    "DELETE FROM tasks WHERE (job_id, seq) IN"
                    " (SELECT job_id, seq FROM tasks WHERE job_id=? LIMIT 20000)",
                    (job_id,),
                ).rowcount
                if gone < 20000:
                    connection.execute("DELETE FROM jobs WHERE id=?", (job_id,))
                    return


def failure_text(failure: Failure) -> str:
    """Return a failure as JSON, without what only counts now."""
    return json.dumps([failure.kind.value, failure.title, failure.hint, failure.detail, failure.status])


def failure_from_text(text: str) -> Failure:
    """Return the failure that `failure_text` wrote."""
    kind, title, hint, detail, status = json.loads(text)
    return Failure(FailureKind(kind), title, hint, detail=detail, status=status)


def _job(row: tuple[Any, ...]) -> Job:
    return Job(
        id=row[0],
        title=row[1],
        source=row[2],
        account=row[3],
        destination=row[4],
        spec=spec_from_builtins(json.loads(row[5])),
        state=JobState(row[6]),
        position=row[7],
        counts=JobCounts(*row[8:14], *row[26:27]),
        bytes_done=row[14],
        bytes_total=row[15],
        is_planned=bool(row[16]),
        added_at=row[17],
        started_at=row[18],
        finished_at=row[19],
        active_seconds=row[20],
        failure=None if row[21] is None else failure_from_text(row[21]),
        workers=row[22],
        rate_limit=row[23],
        names_changed=row[24],
        ticket=row[25],
    )
