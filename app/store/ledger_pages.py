"""Questions about the tasks of a job: pages of the item table, failures by cause. Reads only."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from app.model.answers import TaskPage
from app.model.failure import Failure, FailureKind
from app.model.layout import image_path
from app.model.task import FailureGroup, Task, TaskState
from app.store.ledger_tasks import STATES

_NO_RETRY = frozenset({FailureKind.NOT_FOUND.value, FailureKind.REFUSED.value})
_COUNTED = {
    TaskState.DONE: "done",
    TaskState.HERE: "already_here",
    TaskState.SKIPPED: "skipped",
    TaskState.FAILED: "failed",
    TaskState.PENDING: "listed-done-already_here-skipped-failed",
}


class TaskPages:
    """Answers for the window. Use from the ledger's thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Stand on the ledger's connection."""
        self._connection = connection

    def known_keys(self, job_id: int, keys: Sequence[str]) -> set[str]:
        """Return those of some keys that a job has listed; at most 500 at once."""
        marks = ",".join("?" * len(keys))
        rows = self._connection.execute(f"SELECT key FROM tasks WHERE job_id=? AND key IN ({marks})", (job_id, *keys))
        return {key for (key,) in rows}

    def page(self, job_id: int, states: tuple[TaskState, ...], text: str, offset: int, count: int) -> TaskPage:
        """Return tasks in listing order and how many there are in all under the same filter.

        Without a filter, any place of a million rows is reached by key; with one, rows before it are walked over.
        """
        chosen = tuple(state for state in STATES if state in states) if states else STATES
        where, values = self._where(job_id, chosen, text)
        if len(chosen) == len(STATES) and not text:
            where, values, skipped = "t.job_id=? AND t.seq>=?", [job_id, offset], 0
        else:
            skipped = offset
        rows = self._connection.execute(
            "SELECT t.seq, t.key, t.name, t.mapped, t.size, t.state, t.tries, d.folder, f.kind, f.title, f.hint,"
            " f.detail, f.status FROM tasks t CROSS JOIN datasets d ON d.job_id=t.job_id AND d.number=t.dataset"
            f" LEFT JOIN failures f ON f.id=t.failure WHERE {where} ORDER BY t.seq LIMIT ? OFFSET ?",
            (*values, count, skipped),
        ).fetchall()
        return TaskPage(tuple(_task(job_id, row) for row in rows), self._count(job_id, chosen, text))

    @staticmethod
    def _where(job_id: int, states: tuple[TaskState, ...], text: str) -> tuple[str, list[Any]]:
        where, values = "t.job_id=?", [job_id]
        if len(states) < len(STATES):
            where += f" AND t.state IN ({','.join(str(STATES.index(state)) for state in states)})"
        if text:
            escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            where += " AND (coalesce(t.mapped, t.name) LIKE ? ESCAPE '\\' OR t.key=? OR t.dataset IN"
            where += " (SELECT number FROM datasets WHERE job_id=? AND folder LIKE ? ESCAPE '\\'))"
            values += [f"%{escaped}%", text, job_id, f"%{escaped}%"]  # type: ignore[list-item]  # SQL values are mixed
        return where, values

    def _count(self, job_id: int, states: tuple[TaskState, ...], text: str) -> int:
        if text:
            where, values = self._where(job_id, states, text)
            row = self._connection.execute(f"SELECT count(*) FROM tasks t WHERE {where}", values).fetchone()
        else:
            total = "+".join(f"({_COUNTED[state]})" for state in states)
            row = self._connection.execute(f"SELECT {total} FROM jobs WHERE id=?", (job_id,)).fetchone()
        return 0 if row is None else int(row[0])

    def failures(self, job_id: int) -> tuple[FailureGroup, ...]:
        """Return the failed and skipped tasks of a job by cause, most first."""
        groups = self._connection.execute(
            "SELECT f.id, f.kind, f.title, f.hint, t.state, count(*) FROM tasks t JOIN failures f ON f.id=t.failure"
            " WHERE t.job_id=? AND t.state>=3 GROUP BY f.id, t.state ORDER BY 6 DESC, f.id",
            (job_id,),
        ).fetchall()
        return tuple(
            FailureGroup(
                title,
                hint,
                kind,
                count,
                state == STATES.index(TaskState.FAILED) and kind not in _NO_RETRY,
                self._examples(job_id, number, state),
            )
            for number, kind, title, hint, state, count in groups
        )

    def _examples(self, job_id: int, failure: int, state: int) -> tuple[str, ...]:
        rows = self._connection.execute(
            "SELECT d.folder, coalesce(t.mapped, t.name) FROM tasks t JOIN datasets d ON d.job_id=t.job_id"
            " AND d.number=t.dataset WHERE t.job_id=? AND t.state=? AND t.failure=? ORDER BY t.seq LIMIT 3",
            (job_id, state, failure),
        ).fetchall()
        return tuple(image_path(folder, name) for folder, name in rows)


def _task(job_id: int, row: tuple[Any, ...]) -> Task:
    seq, key, name, mapped, size, state, tries, folder, kind, title, hint, detail, status = row
    failure = None if kind is None else Failure(FailureKind(kind), title, hint, detail=detail, status=status)
    return Task(job_id, seq, key, image_path(folder, mapped or name), STATES[state], size, tries, failure)
