"""Answers to the questions of the window and the command line. They change nothing."""

import asyncio
from pathlib import Path
from typing import Any, assert_never

from app.engine.foreman import Foreman
from app.engine.here import count_here, with_here
from app.engine.parts import EngineParts
from app.engine.persistent import BriskNetwork
from app.engine.run import RunParts
from app.model import queries
from app.model.answers import DestinationCheck
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Job
from app.model.queries import Query
from app.model.survey import Survey
from app.store.sink import Sink

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
            case queries.CheckAccount(account, token):
                source, network = self._parts.source_for(account), self._parts.network_for(account, token)
                return await source.check(account, BriskNetwork(network, self._parts.clock))
            case _:
                return await self._look_around(query)

    async def _look_around(
        self, query: queries.ListChildren | queries.ShowProject | queries.FirstLook | queries.MakeSurvey
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
                return await self._survey(query, await source.survey(query.spec, network))
            case _:
                assert_never(query)

    async def _jobs(self) -> tuple[Job, ...]:
        book = self._run_parts.book
        jobs = await self._ledger.run(self._ledger.rows.jobs.all)
        return tuple(sorted((book.get(job.id) or job for job in jobs), key=lambda job: (job.position, job.id)))

    async def _check(self, destination: str) -> DestinationCheck:
        return await asyncio.wrap_future(self._run_parts.lookers.submit(Sink.check, Path(destination)))

    async def _survey(self, query: queries.MakeSurvey, survey: Survey) -> Survey:
        folder = Path(query.destination)
        if not query.destination or not folder.is_absolute():
            return survey
        here = await asyncio.wrap_future(self._run_parts.lookers.submit(count_here, folder))
        return with_here(survey, here)
