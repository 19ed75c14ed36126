"""Answers to the questions of the window and the command line. They change nothing here."""

import asyncio
from pathlib import Path
from typing import Any

from app.engine.comparing import Folder, compared
from app.engine.foreman import Foreman
from app.engine.gathering import describe_items, list_items
from app.engine.hash_set import HashSet
from app.engine.here import keys_here, with_here
from app.engine.lines import Service
from app.engine.measuring import measure
from app.engine.parts import EngineParts
from app.engine.persistent import BriskNetwork, steady
from app.engine.pieces import LabelQuery, piece
from app.engine.run_parts import RunParts
from app.engine.tile_board import standing_of
from app.model import queries
from app.model.answers import DestinationCheck
from app.model.call import Network
from app.model.coverage import TileStanding
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Job, JobState
from app.model.loss import LossReport
from app.model.measure import Measured
from app.model.queries import Query
from app.model.region import Region
from app.model.survey import Survey
from app.store.sink import Sink

_NO_REGIONS = Failure(FailureKind.REFUSED, "Files with areas cannot be read here.", "Paste the coordinates instead.")
_BUSY = Failure(FailureKind.REFUSED, "Downloads are running.", "Pause them first: they would share the line.")
_NO_EXPORT = Failure(FailureKind.NOT_FOUND, "There is no such export.", "")
_NO_REPORT = Failure(
    FailureKind.NOT_FOUND, "The export is not there any more, or another one took its place.", "Export it again."
)
_UNKNOWN = Failure(FailureKind.AUTH, "This account is not signed in.", "Fix the account.")


class Queries:
    """Answers questions, each in its own time."""

    def __init__(self, parts: EngineParts, run_parts: RunParts, foreman: Foreman) -> None:
        """Take the parts."""
        self._parts = parts
        self._run_parts = run_parts
        self._ledger = run_parts.ledger
        self._foreman = foreman

    async def answer(self, query: Query) -> Any:
        """Return the answer, of the type that the query names. Raise FailedError."""
        pages, notes = self._ledger.rows.pages, self._ledger.rows.notes
        match query:
            case queries.ListJobs():
                return await self._jobs()
            case queries.ListTasks(job_id, states, text, offset, count):
                return await self._ledger.run(pages.page, job_id, states, text, offset, count)
            case queries.ListFailures(job_id):
                return await self._ledger.run(pages.failures, job_id)
            case queries.JobLog(job_id, count):
                return await self._ledger.run(notes.log, job_id, count)
            case queries.CheckDestination(destination):
                return await self._check(destination)
            case queries.ListTiles(job_id):
                return await self._tiles(job_id)
            case queries.ShowReport(job_id):
                return await self._report(job_id)
            case queries.ShowBasemap(z, x, y, account_key):
                return await self._basemap(z, x, y, account_key)
            case queries.ReadRegions(path):
                return await self._read_regions(path)
            case queries.CheckAccount(account, token):
                source, network = self._parts.source_for(account), self._parts.network_for(account, token)
                return await source.check(account, BriskNetwork(network, self._parts.clock))
            case _:
                return await self._look_around(query)

    async def _look_around(
        self,
        query: queries.ListChildren
        | queries.ShowProject
        | queries.FirstLook
        | queries.MakeSurvey
        | queries.ListItems
        | queries.DescribeItems
        | queries.LookAround
        | LabelQuery
        | queries.MeasureWay
        | queries.ShowCoverage,
    ) -> Any:
        line = self._foreman.lines.get(query.account)
        if line is None or not line.is_known:
            raise FailedError(_UNKNOWN)
        source, network = line.source, BriskNetwork(line.network, self._parts.clock)
        match query:
            case queries.ListChildren():
                return tuple(await source.children(query.kind, query.id, network))
            case queries.ShowProject():
                return await source.project(query.project_id, network)
            case queries.FirstLook():
                return tuple(await source.first_look(query.project_id, query.dataset_ids, query.count, network))
            case queries.MakeSurvey():
                return await self._survey(query, source, network)
            case queries.ListItems():
                return await list_items(source, query.spec, steady(line.network, self._parts.clock))
            case queries.DescribeItems():
                door = steady(line.network, self._parts.clock)
                return await describe_items(source, query.spec, query.items, door)
            case queries.LookAround():
                return tuple(await source.looks(query.spec, query.count, network))
            case queries.MeasureWay():
                return await self._measure(query, source, steady(line.network, self._parts.clock))
            case queries.ShowCoverage():
                z, x, y = query.z, query.x, query.y
                return await source.coverage(z, x, y, network, only_cached=query.only_cached)
            case _:
                return await piece(query, source, steady(line.network, self._parts.clock))

    async def _measure(self, query: queries.MeasureWay, source: Service, network: Network) -> Measured:
        if self._foreman.runs:
            raise FailedError(_BUSY)
        self._parts.limits.fix(query.way.workers)
        try:
            return await measure(query.kind, query.way, query.items, query.seconds, source, network, self._parts.clock)
        finally:
            self._foreman.share()

    async def _jobs(self) -> tuple[Job, ...]:
        book = self._run_parts.book
        jobs = await self._ledger.run(self._ledger.rows.jobs.all)
        return tuple(sorted((book.get(job.id) or job for job in jobs), key=lambda job: (job.position, job.id)))

    async def _check(self, destination: str) -> DestinationCheck:
        return await asyncio.wrap_future(self._run_parts.lookers.submit(Sink.check, Path(destination)))

    async def _tiles(self, job_id: int) -> tuple[TileStanding, ...]:
        rows = await self._ledger.run(self._ledger.rows.tiles.standings, job_id)
        job = self._run_parts.book.get(job_id)
        is_waiting = job is not None and job.state is JobState.WAITING
        is_running = job_id in self._foreman.runs
        return tuple(standing_of(job_id, row, is_running=is_running, is_waiting=is_waiting) for row in rows)

    async def _report(self, job_id: int) -> LossReport:
        job = self._run_parts.book.get(job_id) or await self._ledger.run(self._ledger.rows.jobs.get, job_id)
        exporting = self._run_parts.exporting
        if job is None or not isinstance(job.spec, ExportSpec) or exporting is None:
            raise FailedError(_NO_EXPORT)
        report = await exporting.report(job.spec, Path(job.destination))
        if report is None:
            raise FailedError(_NO_REPORT)
        return report

    async def _basemap(self, z: int, x: int, y: int, account_key: str) -> bytes | None:
        if self._parts.basemap is None:
            return None
        line = self._foreman.lines.get(account_key)
        return await self._parts.basemap.picture(z, x, y, None if line is None else line.account)

    async def _read_regions(self, path: str) -> tuple[Region, ...]:
        read = self._parts.read_regions
        if read is None:
            raise FailedError(_NO_REGIONS)
        return tuple(await asyncio.wrap_future(self._run_parts.lookers.submit(read, Path(path))))

    async def _survey(self, query: queries.MakeSurvey, source: Service, network: Network) -> Survey:
        folder = Path(query.destination)
        has_folder = bool(query.destination) and folder.is_absolute()
        threads = self._run_parts.lookers
        here = await asyncio.wrap_future(threads.submit(keys_here, folder)) if has_folder else HashSet()
        survey = await source.survey(query.spec, network, here, query.most_requests)
        if source.knows_here or not len(here):
            return survey
        book = self._run_parts.book
        if any(Path(book[job_id].destination) == folder for job_id in self._foreman.runs):
            # It is being filled: what is compared now is no longer so a moment later.
            return with_here(survey, len(here))
        filled = await asyncio.wrap_future(threads.submit(Folder, folder))
        if not filled.is_comparable or query.most_requests is not None:
            return with_here(survey, len(here))
        return await compared(survey, query.spec, filled, source, network, threads)
