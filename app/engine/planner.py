"""From a spec to the ledger: project files, datasets, items with their names on disk. Idempotent by item key.

Planning that was cut short starts its walk again; what is written down already stays as it is.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from typing import ParamSpec, Protocol, TypeVar

from app.engine.archives import refuse_other_form
from app.engine.flight import stored_version
from app.engine.ledger_thread import LedgerThread
from app.engine.lines import Line
from app.engine.name_table import NameTable
from app.engine.persistent import PatientNetwork
from app.engine.tile_board import TileBoard
from app.model.clock import Clock
from app.model.failure import FailedError
from app.model.item import Item, ItemPage
from app.model.job import Hold
from app.model.layout import is_plain
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

    def planning_waits(self, hold: Hold | None) -> None:
        """Listing has to wait, though what is listed may travel; None when it goes on."""
        ...


class Planner:
    """Plans one job.

    Attributes:
        network: The door that listings go through.
    """

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
        board: TileBoard,
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
        self.network = PatientNetwork(line, clock, owner.planning_waits)
        self._owner = owner
        self._board = board
        self._listed = 0

    async def run(self) -> None:
        """Write the project files, then every item. Raise FailedError when the list cannot be had whole.

        A tile that cannot be read fails alone: it is written down as such, and the others go on.
        """
        await self._line.wait_clear()
        source, rows = self._line.source, self._ledger.rows
        if self._holdings is not None:
            await self._away(refuse_other_form, self._spec, self._sink)
        for file in await source.project_files(self._spec, self.network):
            await self._away(self._sink.project_file, file.path, file.body, keeps_existing=file.keeps_existing)
        passed_over: frozenset[str] = frozenset()
        # Finding the tiles of a large shape takes a moment.
        if keys := await self._away(source.tiles, self._spec):
            passed_over = await self._ledger.run(rows.tiles.failed_keys, self._job_id)
            await self._ledger.run(rows.tiles.begin, self._job_id, keys)
            self._board.load(await self._ledger.run(rows.tiles.standings, self._job_id))
        totals = await self._ledger.run(rows.tasks.totals, self._job_id)
        self._listed = totals.counts.listed
        table = await self._ledger.run(NameTable.restore, rows.tasks, self._job_id)
        async for page in source.items(self._spec, self.network, passed_over):
            await self._write(table, page)

    async def _write(self, table: NameTable, page: ItemPage) -> None:
        tile = self._board.number(page.tile)
        rows = self._ledger.rows
        if page.failure is not None:
            if tile is None:
                raise FailedError(page.failure)
            await self._ledger.run(rows.tiles.fail, self._job_id, tile, page.failure.sentence())
            self._board.failed(tile, page.failure.sentence())
        elif page.items or not page.tile:
            number, folder = await self._dataset(table, page)
            for batch in _batches(page.items):
                await self._write_items(table, number, folder, batch, tile)
        if page.failure is None and page.ends_tile and tile is not None:
            await self._ledger.run(rows.tiles.end, self._job_id, tile)
            self._board.ended(tile)
        if page.failure is not None or page.ends_tile:
            self._owner.planned(await self._ledger.run(rows.tasks.totals, self._job_id))

    async def _write_items(
        self, table: NameTable, number: int, folder: str, items: tuple[Item, ...], tile: int | None
    ) -> None:
        groups = await self._away(self._plan, table, number, folder, items)
        for place, rows in groups.items():
            dataset = number if place == folder else await self._adopted(table, place, rows)
            totals = await self._ledger.run(
                self._ledger.rows.tasks.add,
                self._job_id,
                dataset,
                rows,
                counts_bytes=getattr(self._spec, "save_images", True),
                tile=tile,
            )
            if tile is not None:
                await self._tell_board(tile, rows, totals)
            self._owner.planned(totals)

    async def _tell_board(self, tile: int, rows: Sequence[PlannedRow], totals: Totals) -> None:
        fresh, self._listed = totals.counts.listed - self._listed, totals.counts.listed
        if fresh == len(rows):
            self._board.planned(tile, fresh, sum(row.is_here for row in rows))
        elif fresh:
            # Some were written down by an earlier run: only the ledger knows which.
            self._board.load(await self._ledger.run(self._ledger.rows.tiles.standings, self._job_id))

    async def _dataset(self, table: NameTable, page: ItemPage) -> tuple[int, str]:
        known = table.dataset(page.dataset)
        if known is not None:
            return known
        number, folder, new_folders = table.add_dataset(page.dataset)
        await self._ledger.run(
            self._ledger.rows.tasks.add_dataset, self._job_id, number, page.dataset.key, folder, new_folders
        )
        if folder and not is_plain(folder):
            await self._away(self._sink.folder, f"{folder}/img")
        return number, folder

    async def _adopted(self, table: NameTable, folder: str, rows: Sequence[PlannedRow]) -> int:
        """Return the number of a folder that an earlier harvest filled, where these items stay."""
        number, key, is_new = table.adopt(folder)
        if is_new:
            await self._ledger.run(self._ledger.rows.tasks.add_dataset, self._job_id, number, key, folder, ())
        for row in rows:
            table.claim(number, row.mapped or row.name)
        return number

    def _plan(self, table: NameTable, number: int, folder: str, items: tuple[Item, ...]) -> dict[str, list[PlannedRow]]:
        """Choose names and look what lies there already: rows by folder. Runs in a thread, one page at a time."""
        groups: dict[str, list[PlannedRow]] = {}
        likely = self._line.source.likely_size(self._spec) or 0
        for item in items:
            place, name, is_here = self._here_already(table, number, folder, item)
            if name is None and is_plain(folder) and table.claim(number, item.name):
                name = item.name  # its source chose it, see `Dataset.is_plain`
            elif name is None:
                name = table.take(number, item.name, item.key)
            mapped = None if name == item.name else name
            groups.setdefault(place, []).append(
                PlannedRow(
                    item.key,
                    item.name,
                    mapped,
                    item.size,
                    item.sha256,
                    item.version,
                    item.payload,
                    is_here,
                    likely if item.size is None else 0,
                )
            )
        return groups

    def _here_already(self, table: NameTable, number: int, folder: str, item: Item) -> tuple[str, str | None, bool]:
        """Return the folder of an item, its name if it keeps one, and whether it lies right there."""
        holdings = self._holdings
        held = None if holdings is None else holdings.get(item.key)
        if holdings is None or held is None:
            return folder, None, False
        before, _, kept = held.path.rpartition("/img/")
        name = None
        if before == folder and table.keep(number, item.name, item.key, kept):
            name = kept
        keeps_place = before != folder and self._line.source.keeps_places
        if name is None and not keeps_place:
            # Under another name or in another folder it is not here: the tree is to equal a fresh one.
            return folder, None, False
        version = stored_version(item.version, self._wanted)
        is_here = holdings.is_right(item.key, item.sha256, item.size, version, path=held.path)
        if keeps_place and name is None:
            return (before, kept, True) if is_here else (folder, None, False)
        return folder, name, is_here

    async def _away(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._threads.submit(function, *args, **kwargs))


def _batches(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    for start in range(0, len(items), ROWS):
        yield items[start : start + ROWS]
