"""From a spec to the ledger: project files, datasets, items with their names on disk. Idempotent by item key.

Planning that was cut short starts its walk again; what is written down already stays as it is.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import ParamSpec, Protocol, TypeVar

from app.engine.flight import stored_version
from app.engine.ledger_thread import LedgerThread
from app.engine.lines import Line
from app.engine.name_table import NameTable
from app.engine.persistent import PatientNetwork
from app.model.clock import Clock
from app.model.item import Item, ItemPage
from app.model.spec import Spec
from app.store.holdings import Holdings
from app.store.ledger_tasks import PlannedRow, Totals
from app.store.sink import Sink

P = ParamSpec("P")
T = TypeVar("T")
ROWS = 500


class PlannerOwner(Protocol):
    """Who hears how planning goes."""

    def planned(self, totals: Totals) -> None:
        """More items are written down."""
        ...


class Planner:
    """Plans one job."""

    def __init__(
        self,
        *,
        job_id: int,
        spec: Spec,
        wanted: str,
        line: Line,
        sink: Sink,
        holdings: Holdings | None,
        ledger: LedgerThread,
        threads: Executor,
        clock: Clock,
        owner: PlannerOwner,
    ) -> None:
        """Take the parts; `threads` look at files, `wanted` names what is asked for of each item.

        Without `holdings` nothing lies at the destination yet.
        """
        self._job_id = job_id
        self._spec = spec
        self._wanted = wanted
        self._line = line
        self._sink = sink
        self._holdings = holdings
        self._ledger = ledger
        self._threads = threads
        self._network = PatientNetwork(line, clock)
        self._owner = owner

    async def run(self) -> None:
        """Write the project files, then every item. Raise FailedError when the list cannot be had whole."""
        await self._line.wait_clear()
        source = self._line.source
        for file in await source.project_files(self._spec, self._network):
            await self._away(self._sink.project_file, file.path, file.body)
        table = await self._ledger.run(NameTable.restore, self._ledger.rows.tasks, self._job_id)
        async for page in source.items(self._spec, self._network):
            number, folder = await self._dataset(table, page)
            for rows in _batches(page.items):
                planned = await self._away(self._plan, table, number, folder, rows)
                totals = await self._ledger.run(
                    self._ledger.rows.tasks.add,
                    self._job_id,
                    number,
                    planned,
                    counts_bytes=getattr(self._spec, "save_images", True),
                )
                self._owner.planned(totals)

    async def _dataset(self, table: NameTable, page: ItemPage) -> tuple[int, str]:
        known = table.dataset(page.dataset)
        if known is not None:
            return known
        number, folder, new_folders = table.add_dataset(page.dataset)
        await self._ledger.run(
            self._ledger.rows.tasks.add_dataset, self._job_id, number, page.dataset.key, folder, new_folders
        )
        await self._away(self._sink.folder, f"{folder}/img")
        return number, folder

    def _plan(self, table: NameTable, number: int, folder: str, items: tuple[Item, ...]) -> list[PlannedRow]:
        """Choose names and look what lies there already. Runs in a thread, one page at a time."""
        rows = []
        holdings = self._holdings
        for item in items:
            name: str | None = None
            is_here = False
            if holdings is not None and (held := holdings.get(item.key)) is not None:
                before, _, kept = held.path.rpartition("/img/")
                if before == folder and table.keep(number, item.name, item.key, kept):
                    name = kept
                version = stored_version(item.version, self._wanted)
                # Under another name or in another folder it is not here: the tree is to equal a fresh one.
                is_here = name is not None and holdings.is_right(
                    item.key, item.sha256, item.size, version, path=held.path
                )
            if name is None:
                name = table.take(number, item.name, item.key)
            mapped = None if name == item.name else name
            rows.append(
                PlannedRow(item.key, item.name, mapped, item.size, item.sha256, item.version, item.payload, is_here)
            )
        return rows

    async def _away(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._threads.submit(function, *args, **kwargs))


def _batches(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    for start in range(0, len(items), ROWS):
        yield items[start : start + ROWS]
