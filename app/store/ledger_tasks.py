"""Rows of tasks in the ledger, and the datasets and folder names that they hang on."""

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.model.failure import Failure
from app.model.job import JobCounts
from app.model.layout import image_path
from app.model.source import Listed
from app.model.task import TaskState
from app.store.ledger_jobs import COUNTERS, Transaction

STATES = (TaskState.PENDING, TaskState.DONE, TaskState.HERE, TaskState.SKIPPED, TaskState.FAILED)
_NUMBER = {state: number for number, state in enumerate(STATES)}
_COUNTER = {
    TaskState.DONE: "done",
    TaskState.HERE: "already_here",
    TaskState.SKIPPED: "skipped",
    TaskState.FAILED: "failed",
}
REMEMBERED = 256  # tasks whose files a power cut may still take back: of the last batches


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One item to write down.

    Attributes:
        key, name, size, sha256, version, payload: As in `Item`.
        mapped: Name on disk when it differs from `name`, else None.
        is_here: It lies right on disk already.
        likely: Bytes of an average image, where `size` is unknown.
    """

    key: str
    name: str
    mapped: str | None
    size: int | None
    sha256: str | None
    version: str
    payload: str
    is_here: bool = False
    likely: int = 0


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One task that nothing was decided about.

    Attributes:
        seq: Place in listing order.
        path: Relative path of the image.
        tries: Counted so far.
        listed: What the source wants to know of it.
        tile: Number of the tile it was found in.
    """

    seq: int
    path: str
    tries: int
    listed: Listed
    tile: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The end of one task.

    Attributes:
        seq: The task.
        state: Anything but PENDING.
        size: Bytes that it brought, for DONE.
        tries: Transfers that were counted against it.
        failure: Why it was skipped or failed.
        is_unverified: Done, but nobody can say that it is right.
        likely: Bytes that were counted for it beforehand because its size was unknown.
    """

    seq: int
    state: TaskState
    size: int | None = None
    tries: int = 0
    failure: Failure | None = None
    is_unverified: bool = False
    likely: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Counters of a job after a change."""

    counts: JobCounts
    bytes_done: int
    bytes_total: int
    names_changed: int


class TaskRows:
    """Tasks by (job, seq). Use from the ledger's thread."""

    def __init__(self, connection: sqlite3.Connection, transaction: Transaction) -> None:
        """Stand on the ledger's connection."""
        self._connection = connection
        self._transaction = transaction

    def folders(self, job_id: int) -> list[tuple[str, str, str, str]]:
        """Return (parent key, key, name, mapped) of every dataset folder; the parent of a root is ""."""
        return self._connection.execute(
            "SELECT parent, key, name, mapped FROM folders WHERE job_id=?", (job_id,)
        ).fetchall()

    def datasets(self, job_id: int) -> list[tuple[int, str, str]]:
        """Return (number, key, folder) of every dataset."""
        return self._connection.execute(
            "SELECT number, key, folder FROM datasets WHERE job_id=? ORDER BY number", (job_id,)
        ).fetchall()

    def add_dataset(
        self, job_id: int, number: int, key: str, folder: str, folders: Sequence[tuple[str, str, str, str]]
    ) -> None:
        """Write down a dataset and the folder names on the way to it that are new."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO folders VALUES (?,?,?,?,?)", [(job_id, *folder_row) for folder_row in folders]
            )
            connection.execute("INSERT OR IGNORE INTO datasets VALUES (?,?,?,?)", (job_id, number, key, folder))

    def add(
        self,
        job_id: int,
        dataset: int,
        rows: Sequence[PlannedRow],
        *,
        counts_bytes: bool = True,
        tile: int | None = None,
    ) -> Totals:
        """Write items down in listing order; those that are known already by key change nothing.

        Args:
            job_id: The job.
            dataset: Number of the dataset that all of them belong to.
            rows: The items.
            counts_bytes: Their sizes are bytes to fetch.
            tile: Number of the tile that all of them were found in.
        """
        with self._transaction() as connection:
            (seq,) = connection.execute("SELECT coalesce(max(seq)+1,0) FROM tasks WHERE job_id=?", (job_id,)).fetchone()
            known = self._known(connection, job_id, rows)
            fresh = [row for row in rows if row.key not in known]
            connection.executemany(
                "INSERT INTO tasks (job_id, seq, key, dataset, name, mapped, size, sha256, version, payload, state,"
                " tile) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                [
                    (
                        job_id,
                        seq + index,
                        row.key,
                        dataset,
                        row.name,
                        row.mapped,
                        row.size,
                        None if row.sha256 is None else bytes.fromhex(row.sha256),
                        row.version,
                        row.payload,
                        _NUMBER[TaskState.HERE if row.is_here else TaskState.PENDING],
                        tile,
                    )
                    for index, row in enumerate(fresh)
                ],
            )
            here = sum(row.is_here for row in fresh)
            size = (
                sum(row.likely if row.size is None else row.size for row in fresh if not row.is_here)
                if counts_bytes
                else 0
            )
            changed = sum(row.mapped is not None for row in fresh)
            connection.execute(
                "UPDATE jobs SET listed=listed+?, already_here=already_here+?, bytes_total=bytes_total+?,"
                " names_changed=names_changed+? WHERE id=?",
                (len(fresh), here, size, changed, job_id),
            )
            return self._totals(connection, job_id)

    @staticmethod
    def _known(connection: sqlite3.Connection, job_id: int, rows: Sequence[PlannedRow]) -> set[str]:
        known: set[str] = set()
        for start in range(0, len(rows), 500):
            keys = [row.key for row in rows[start : start + 500]]
            marks = ",".join("?" * len(keys))
            known.update(
                key
                for (key,) in connection.execute(
                    f"SELECT key FROM tasks WHERE job_id=? AND key IN ({marks})", (job_id, *keys)
                )
            )
        return known

    def names(self, job_id: int) -> Iterable[tuple[int, str]]:
        """Yield (dataset number, name on disk) of every task, to know again which names are taken."""
        return self._connection.execute("SELECT dataset, coalesce(mapped, name) FROM tasks WHERE job_id=?", (job_id,))

    def changed_names(self, job_id: int) -> list[tuple[str, str, str]]:
        """Return (key, name on the server, relative path) of datasets and items whose names were adjusted.

        Datasets come first; of the items at most 10,000.
        """
        folders = self._connection.execute(
            "SELECT f.key, f.name, coalesce(d.folder, f.mapped) FROM folders f LEFT JOIN datasets d"
            " ON d.job_id=f.job_id AND d.key=f.key WHERE f.job_id=? AND f.name<>f.mapped ORDER BY f.parent, f.key",
            (job_id,),
        ).fetchall()
        rows = self._connection.execute(
            "SELECT t.key, t.name, d.folder, t.mapped FROM tasks t JOIN datasets d ON d.job_id=t.job_id"
            " AND d.number=t.dataset WHERE t.job_id=? AND t.mapped IS NOT NULL ORDER BY t.seq LIMIT 10000",
            (job_id,),
        ).fetchall()
        return [*folders, *((key, name, image_path(folder, mapped)) for key, name, folder, mapped in rows)]

    def pending(self, job_id: int, after: int, count: int) -> list[PendingRow]:
        """Return the next pending tasks behind a seq, in listing order."""
        rows = self._connection.execute(
            "SELECT t.seq, t.key, t.name, t.mapped, t.size, t.sha256, t.version, t.payload, t.tries, d.key, d.folder,"
            " t.tile FROM tasks t CROSS JOIN datasets d ON d.job_id=t.job_id AND d.number=t.dataset"
            " WHERE t.job_id=? AND t.seq>? AND t.state=0 ORDER BY t.seq LIMIT ?",
            (job_id, after, count),
        )
        found = []
        for seq, key, name, mapped, size, sha256, version, payload, tries, dataset, folder, tile in rows:
            path = image_path(folder, mapped or name)
            digest = sha256.hex() if sha256 is not None else None
            listed = Listed(key, name, size, digest, version, payload, dataset, path)
            found.append(PendingRow(seq, path, tries, listed, tile))
        return found

    def settle(self, job_id: int, ends: Sequence[Settled]) -> Totals:
        """Write down the ends of tasks and count them; a task that has its end already is left alone."""
        with self._transaction() as connection:
            counted = dict.fromkeys(COUNTERS, 0)
            bytes_done = bytes_more = 0
            reasons: dict[Failure, int] = {}
            for end in ends:
                reason = None
                if end.failure is not None:
                    reason = reasons.get(end.failure)
                    if reason is None:
                        reason = reasons[end.failure] = self._reason(connection, job_id, end.failure)
                changed = connection.execute(
                    "UPDATE tasks SET state=?, size=coalesce(?, size), tries=?, failure=?"
                    " WHERE job_id=? AND seq=? AND state=0",
                    (_NUMBER[end.state], end.size, end.tries, reason, job_id, end.seq),
                ).rowcount
                if changed:
                    counted[_COUNTER[end.state]] += 1
                    if end.likely:
                        bytes_more += (end.size or 0 if end.state is TaskState.DONE else 0) - end.likely
                    if end.state is TaskState.DONE:
                        counted["unverified"] += end.is_unverified
                        bytes_done += end.size or 0
            self._count(connection, job_id, counted, bytes_done, bytes_more)
            done = [end.seq for end in ends if end.state is TaskState.DONE]
            if done:
                self._remember(connection, job_id, done)
            return self._totals(connection, job_id)

    @staticmethod
    def _count(
        connection: sqlite3.Connection, job_id: int, counted: dict[str, int], bytes_done: int, bytes_more: int = 0
    ) -> None:
        assignments = ", ".join(f"{name}={name}+?" for name in COUNTERS)
        connection.execute(
            f"UPDATE jobs SET {assignments}, bytes_done=bytes_done+?, bytes_total=max(0, bytes_total+?) WHERE id=?",
            (*(counted[name] for name in COUNTERS), bytes_done, bytes_more, job_id),
        )

    @staticmethod
    def _remember(connection: sqlite3.Connection, job_id: int, done: Sequence[int]) -> None:
        (before,) = connection.execute("SELECT last_batch FROM jobs WHERE id=?", (job_id,)).fetchone()
        kept = (before + struct.pack(f"<{len(done)}q", *done))[-8 * REMEMBERED :]
        connection.execute("UPDATE jobs SET last_batch=? WHERE id=?", (kept, job_id))

    @staticmethod
    def _reason(connection: sqlite3.Connection, job_id: int, failure: Failure) -> int:
        values = (job_id, failure.kind.value, failure.title, failure.hint)
        connection.execute(
            "INSERT OR IGNORE INTO failures (job_id, kind, title, hint, detail, status) VALUES (?,?,?,?,?,?)",
            (*values, failure.detail, failure.status),
        )
        (number,) = connection.execute(
            "SELECT id FROM failures WHERE job_id=? AND kind=? AND title=? AND hint=?", values
        ).fetchone()
        return int(number)

    def last_batch(self, job_id: int) -> list[PendingRow]:
        """Return the tasks that were done last; after a power cut their files are looked at again."""
        (blob,) = self._connection.execute("SELECT last_batch FROM jobs WHERE id=?", (job_id,)).fetchone()
        rows = []
        for (seq,) in struct.iter_unpack("<q", blob):
            row = self._connection.execute(
                "SELECT t.key, t.name, t.mapped, t.size, t.sha256, t.version, t.payload, t.tries, d.key, d.folder"
                " FROM tasks t JOIN datasets d ON d.job_id=t.job_id AND d.number=t.dataset"
                " WHERE t.job_id=? AND t.seq=? AND t.state=1",
                (job_id, seq),
            ).fetchone()
            if row is not None:
                key, name, mapped, size, sha256, version, payload, tries, dataset, folder = row
                digest = sha256.hex() if sha256 is not None else None
                path = image_path(folder, mapped or name)
                listed = Listed(key, name, size, digest, version, payload, dataset, path)
                rows.append(PendingRow(seq, path, tries, listed))
        return rows

    def reopen(
        self, job_id: int, *, seqs: Sequence[int] = (), kinds: Sequence[str] | None = None, tile: str | None = None
    ) -> Totals:
        """Make tasks pending again: these DONE ones (`seqs`), or the FAILED ones.

        Args:
            job_id: The job.
            seqs: DONE tasks.
            kinds: FAILED ones of these kinds; empty means of all.
            tile: Only those of this tile.
        """
        with self._transaction() as connection:
            counted = dict.fromkeys(COUNTERS, 0)
            size = 0
            for seq in seqs:
                row = connection.execute(
                    "UPDATE tasks SET state=0, tries=0 WHERE job_id=? AND seq=? AND state=1 RETURNING size",
                    (job_id, seq),
                ).fetchone()
                if row is not None:
                    counted["done"] -= 1
                    size -= row[0] or 0
            if kinds is not None:
                marks = ",".join("?" * len(kinds))
                chosen = ""
                values: list[int | str] = [job_id]
                if kinds:
                    chosen += f" AND failure IN (SELECT id FROM failures WHERE job_id=? AND kind IN ({marks}))"
                    values += [job_id, *kinds]
                if tile is not None:
                    chosen += " AND tile=(SELECT number FROM tiles WHERE job_id=? AND key=?)"
                    values += [job_id, tile]
                counted["failed"] -= connection.execute(
                    f"UPDATE tasks SET state=0, tries=0, failure=NULL WHERE job_id=? AND state=4{chosen}", values
                ).rowcount
            self._count(connection, job_id, counted, size)
            return self._totals(connection, job_id)

    def accept(self, job_id: int) -> Totals:
        """Count the failed tasks as skipped, with the reasons they failed for."""
        with self._transaction() as connection:
            moved = connection.execute("UPDATE tasks SET state=3 WHERE job_id=? AND state=4", (job_id,)).rowcount
            counted = dict.fromkeys(COUNTERS, 0) | {"failed": -moved, "skipped": moved}
            self._count(connection, job_id, counted, 0)
            return self._totals(connection, job_id)

    def totals(self, job_id: int) -> Totals:
        """Return the counters of a job."""
        return self._totals(self._connection, job_id)

    @staticmethod
    def _totals(connection: sqlite3.Connection, job_id: int) -> Totals:
        row = connection.execute(
            f"SELECT {', '.join(COUNTERS)}, bytes_done, bytes_total, names_changed FROM jobs WHERE id=?", (job_id,)
        ).fetchone()
        if row is None:
            return Totals(JobCounts(), 0, 0, 0)
        count = len(COUNTERS)
        return Totals(JobCounts(*row[:count]), *row[count:])

    def clear(self, job_id: int) -> Totals:
        """Forget all that was planned for a job; it is planned afresh."""
        with self._transaction() as connection:
            for table in ("tasks", "datasets", "folders", "tiles", "failures"):
                connection.execute(f"DELETE FROM {table} WHERE job_id=?", (job_id,))
            zeros = ", ".join(f"{name}=0" for name in (*COUNTERS, "bytes_done", "bytes_total", "names_changed"))
            connection.execute(f"UPDATE jobs SET {zeros}, is_planned=0, last_batch=x'' WHERE id=?", (job_id,))
            return self._totals(connection, job_id)
