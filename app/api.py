"""The engine for Python programs: async first, with a blocking face.

    async with Windrow("https://app.supervisely.com", token) as windrow:
        finished = await windrow.download(1001, "data/town", on_progress=print)

    with BlockingWindrow(address, token) as windrow:
        windrow.download(1001, "data/town")

Every failure is a `FailedError` whose text says what happened and what to do.
"""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from app.bootstrap.accounts import refuse_clear_text
from app.bootstrap.engines import build_engine, use_fast_loop
from app.bootstrap.logs import start_logging
from app.config.paths import find_home
from app.config.settings import read_settings
from app.config.tokens import account_for
from app.engine.host import Host, InProcessHost
from app.model.address import normal_address
from app.model.commands import AddJob, PauseJob, UseAccount
from app.model.events import (
    EngineTrouble,
    Fact,
    HoldBegan,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobMoved,
    JobPlanned,
    TasksSettled,
)
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import JobCounts, JobState
from app.model.queries import ListChildren, ListFailures, ShowProject
from app.model.spec import Annotations, SuperviselySpec
from app.model.task import FailureGroup
from app.model.tree import NodeKind, ProjectPage, TreeNode

SECONDS_BETWEEN_DRAINS = 0.05
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is.

    Attributes:
        counts: Items; `counts.listed` grows until everything is planned.
        bytes_done, bytes_total: Of what has to be fetched.
    """

    counts: JobCounts
    bytes_done: int
    bytes_total: int


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What came of a download.

    Attributes:
        folder: Where it lies.
        counts: Items; done + already_here + skipped + failed = listed.
        bytes_done: Bytes that were fetched.
        seconds: Working time.
        problems: Why items failed or were skipped, grouped by cause; empty when all is well.
    """

    folder: Path
    counts: JobCounts
    bytes_done: int
    seconds: float
    problems: tuple[FailureGroup, ...]


class Windrow:
    """One account and an engine of its own over the ledger of this user. Use it as an async context manager."""

    def __init__(self, address: str, token: str, *, allow_http: bool = False) -> None:
        """Remember who asks; nothing is started.

        Args:
            address: Of the server, such as "https://app.supervisely.com".
            token: Of the account; never written anywhere.
            allow_http: Send the token over plain http to another machine.
        """
        self._account = account_for(normal_address(address))
        self._token = token
        self._allow_http = allow_http
        self._host: Host | None = None

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Windrow({self._account.address!r}, token=…)"

    async def __aenter__(self) -> Self:
        """Start the engine."""
        refuse_clear_text(self._account.address, allow_http=self._allow_http)
        home = find_home()
        home.make()
        start_logging(home, "python")
        settings, _ = read_settings(home.settings)
        host = InProcessHost(build_engine(home, settings, allow_http=self._allow_http), resume=False)
        await host.start()
        host.submit(UseAccount(self._account, self._token))
        self._host = host
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the engine; unfinished downloads can go on later."""
        host, self._host = self._host, None
        if host is not None:
            await host.stop()

    async def tree(self, kind: NodeKind | None = None, node_id: int | None = None) -> tuple[TreeNode, ...]:
        """Return the nodes right below one; without arguments the teams."""
        nodes: tuple[TreeNode, ...] = await self._engine.call(ListChildren(self._account.key, kind, node_id))
        return nodes

    async def meta(self, project_id: int) -> ProjectPage:
        """Return datasets, classes, tags and settings of a project."""
        page: ProjectPage = await self._engine.call(ShowProject(self._account.key, project_id))
        return page

    async def download(
        self,
        project_id: int,
        to: str | Path,
        *,
        dataset_ids: tuple[int, ...] = (),
        with_children: bool = False,
        image_ids: tuple[int, ...] = (),
        annotations: Annotations = Annotations.FULL,
        save_images: bool = True,
        save_image_info: bool = False,
        save_image_meta: bool = False,
        limit: int | None = None,
        batch_size: int | None = None,
        workers: int | None = None,
        rate_limit: int | None = None,
        on_progress: Callable[[Progress], object] = lambda progress: None,
    ) -> Downloaded:
        """Bring a project, or chosen parts of it, home; the same call again fetches only what is missing or changed.

        Cancelling it pauses the download. `rate_limit` is in bytes per second; the other arguments are the fields
        of `app.model.spec.SuperviselySpec`.

        Raises:
            FailedError: It stopped, or waits for something that only a person can do.
        """
        spec = SuperviselySpec(
            project_id=project_id,
            dataset_ids=tuple(dataset_ids),
            with_children=with_children,
            image_ids=tuple(image_ids),
            annotations=annotations,
            save_images=save_images,
            save_image_info=save_image_info,
            save_image_meta=save_image_meta,
            limit=limit,
            batch_size=batch_size,
        )
        folder = _whole(to)
        title = (await self.meta(project_id)).project.name
        order = AddJob(
            spec, self._account.key, str(folder), title, workers=workers, rate_limit=rate_limit, ticket=uuid.uuid4().hex
        )
        finished = await _Watch(self._engine, order, on_progress).run()
        counts, problems = finished.counts, ()
        if counts.failed or counts.skipped:
            problems = await self._engine.call(ListFailures(finished.job_id))
        return Downloaded(folder, counts, finished.bytes_done, finished.seconds, problems)

    @property
    def _engine(self) -> Host:
        if self._host is None:
            raise RuntimeError("Use Windrow in a with block: it has an engine only there.")
        return self._host


def _whole(to: str | Path) -> Path:
    return Path(to).expanduser().absolute()


class _Watch:
    """Follows one job to its end."""

    def __init__(self, host: Host, order: AddJob, on_progress: Callable[[Progress], object]) -> None:
        self._host = host
        self._order = order
        self._on_progress = on_progress
        self._job_id: int | None = None
        self._progress = Progress(JobCounts(), 0, 0)
        self._news = asyncio.Event()

    async def run(self) -> JobFinished:
        """Give the order and return its end. Raise FailedError."""
        self._host.on_news = self._news.set
        self._host.submit(self._order)
        try:
            while True:
                for fact in self._host.drain().facts:
                    finished = self._take(fact)
                    if finished is not None:
                        return finished
                await self._news.wait()
                self._news.clear()
                await asyncio.sleep(SECONDS_BETWEEN_DRAINS)
        except (asyncio.CancelledError, FailedError):
            if self._job_id is not None:
                self._host.submit(PauseJob(self._job_id))
            raise

    def _take(self, fact: Fact) -> JobFinished | None:
        if isinstance(fact, JobAdded) and fact.job.ticket == self._order.ticket:
            self._job_id = fact.job.id
        if isinstance(fact, EngineTrouble) and self._job_id is None:
            raise FailedError(Failure(FailureKind.REFUSED, fact.title, fact.hint))
        if isinstance(fact, JobMoved) and fact.job.id == self._job_id:
            self._refuse_end(fact)
        elif getattr(fact, "job_id", None) == self._job_id and self._job_id is not None:
            match fact:
                case JobFinished():
                    return fact
                case HoldBegan(hold=hold) if hold.until is None:
                    raise FailedError(Failure(FailureKind.REFUSED, hold.title, hold.hint))
                case ItemsPlanned(counts=counts, bytes_total=total) | JobPlanned(counts=counts, bytes_total=total):
                    self._tell(Progress(counts, self._progress.bytes_done, total))
                case TasksSettled(counts=counts, bytes_done=done):
                    self._tell(Progress(counts, done, self._progress.bytes_total))
                case _:
                    pass
        return None

    def _refuse_end(self, moved: JobMoved) -> None:
        """Raise FailedError when the job stopped without coming to its end."""
        job = moved.job
        if job.state is JobState.FAILED and job.failure is not None:
            raise FailedError(job.failure)
        if job.state in {JobState.PAUSED, JobState.CANCELLED} and moved.before is not job.state:
            title = f"The download was {job.state.value}."
            raise FailedError(Failure(FailureKind.CANCELLED, title, "The same call again goes on."))

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        self._on_progress(progress)


class BlockingWindrow:
    """The same for programs without an event loop. Use it as a context manager."""

    def __init__(self, address: str, token: str, *, allow_http: bool = False) -> None:
        """Remember who asks; nothing is started. Arguments as in `Windrow`."""
        self._windrow = Windrow(address, token, allow_http=allow_http)
        self._runner: asyncio.Runner | None = None

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Blocking{self._windrow!r}"

    def __enter__(self) -> Self:
        """Start an event loop and the engine."""
        self._runner = asyncio.Runner(loop_factory=use_fast_loop)
        try:
            self._run(self._windrow.__aenter__())
        except BaseException:
            self._runner.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the engine and its loop."""
        try:
            self._run(self._windrow.__aexit__(kind, error, trace))
        finally:
            if self._runner is not None:
                self._runner.close()
                self._runner = None

    def tree(self, kind: NodeKind | None = None, node_id: int | None = None) -> tuple[TreeNode, ...]:
        """Return the nodes right below one; without arguments the teams."""
        return self._run(self._windrow.tree(kind, node_id))

    def meta(self, project_id: int) -> ProjectPage:
        """Return datasets, classes, tags and settings of a project."""
        return self._run(self._windrow.meta(project_id))

    def download(self, project_id: int, to: str | Path, **options: Any) -> Downloaded:
        """Bring a project home; the options are those of `Windrow.download`."""
        return self._run(self._windrow.download(project_id, to, **options))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        if self._runner is None:
            work.close()
            raise RuntimeError("Use BlockingWindrow in a with block: it has an engine only there.")
        return self._runner.run(work)
