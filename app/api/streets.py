"""Mapillary street images for Python programs: facts as a frame, pictures, whole harvests."""

import asyncio
import os
import uuid
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from app.api.session import Session
from app.api.watch import Downloaded, Listener, Progress, carry_out, tell_nobody, whole
from app.api.wishes import HarvestWishes, Wishes, region_of_bbox, regions_of, spec_of
from app.bootstrap.accounts import NO_STREET_TOKEN, Credentials
from app.config.street_tokens import find_street, street_account
from app.engine.describing import describe_all
from app.engine.host import Host
from app.model.commands import AddJob
from app.model.described import ItemList
from app.model.failure import FailedError
from app.model.harvest import HarvestLayout, MapillarySpec, ThumbSize
from app.model.harvest_title import harvest_title
from app.model.queries import ListItems, ListTasks, MakeSurvey
from app.model.survey import Survey
from app.model.task import TaskState

if TYPE_CHECKING:
    from app.api.image_frame import GeoImageFrame

PAGE = 1_000


class Streets:
    """One Mapillary account. Use it as an async context manager.

    `fetch_…` return a `GeoImageFrame` of facts without fetching a picture; its `download` brings the pictures.
    `harvest` does both, into a verified project folder. Options are those of `app.api.wishes`.
    """

    def __init__(self, token: str = "", *, allow_http: bool = False, face: object = None) -> None:
        """Remember who asks; nothing is started.

        Args:
            token: Never written anywhere; without it MLY_TOKEN of the environment, or of `.env` in this folder.
            allow_http: Send the token over plain http to another machine.
            face: What frames call to download; this object itself by default.

        Raises:
            FailedError: No token was given or found.
        """
        self._credentials = _credentials(token)
        self._allow_http = allow_http
        self._face = face or self
        self._session = Session("Streets")

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Streets({self._credentials.account.address!r}, token=…)"

    async def __aenter__(self) -> Self:
        """Start the engine."""
        await self._session.start(self._credentials, allow_http=self._allow_http)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the engine; unfinished harvests can go on later."""
        await self._session.stop()

    async def fetch_within_bbox(
        self,
        bbox: Sequence[float],
        *,
        workers: int | None = None,
        on_progress: Listener = tell_nobody,
        **wishes: Unpack[Wishes],
    ) -> "GeoImageFrame":
        """Return facts about the images inside a box: west, south, east, north in degrees, longitude first.

        Args:
            bbox: Four numbers; west > east crosses the antimeridian.
            workers: Metadata requests at once, each for 50 images; None takes a polite number.
            on_progress: Hears of every answer.
            **wishes: See `app.api.wishes.Wishes`.

        Raises:
            ValueError: The numbers are no box, or a wish does not exist.
            FailedError: The service cannot be asked, or no coverage tile could be read.
        """
        return await self.fetch(
            spec_of(wishes, regions=(region_of_bbox(bbox),)), workers=workers, on_progress=on_progress
        )

    async def fetch_within(
        self, area: Any, *, workers: int | None = None, on_progress: Listener = tell_nobody, **wishes: Unpack[Wishes]
    ) -> "GeoImageFrame":
        """Return facts about the images inside an area in any form that `app.api.wishes.regions_of` reads."""
        return await self.fetch(spec_of(wishes, regions=regions_of(area)), workers=workers, on_progress=on_progress)

    async def fetch_by_id(
        self,
        image_ids: str | int | Iterable[str | int],
        *,
        workers: int | None = None,
        on_progress: Listener = tell_nobody,
        **wishes: Unpack[Wishes],
    ) -> "GeoImageFrame":
        """Return facts about single images; those that are gone are told in `frame.attrs["problems"]`."""
        ids = [image_ids] if isinstance(image_ids, str | int) else image_ids
        return await self.fetch(spec_of(wishes, image_ids=ids), workers=workers, on_progress=on_progress)

    async def fetch_by_sequence(
        self,
        sequences: str | Iterable[str],
        *,
        workers: int | None = None,
        on_progress: Listener = tell_nobody,
        **wishes: Unpack[Wishes],
    ) -> "GeoImageFrame":
        """Return facts about all images of sequences, in capture order."""
        keys = [sequences] if isinstance(sequences, str) else sequences
        return await self.fetch(spec_of(wishes, sequences=keys), workers=workers, on_progress=on_progress)

    async def fetch_by_creator(
        self, name: str, *, workers: int | None = None, on_progress: Listener = tell_nobody, **wishes: Unpack[Wishes]
    ) -> "GeoImageFrame":
        """Return facts about all images of a user, newest first."""
        return await self.fetch(spec_of(wishes, creator=name), workers=workers, on_progress=on_progress)

    async def fetch(
        self, spec: MapillarySpec, *, workers: int | None = None, on_progress: Listener = tell_nobody
    ) -> "GeoImageFrame":
        """Return facts about everything that a spec selects; no picture is fetched."""
        listed: ItemList = await self._engine.call(ListItems(spec, self._key))
        _tell_unread(listed)
        described = await describe_all(
            self._engine, spec, self._key, listed.items, workers, lambda counts: on_progress(Progress(counts))
        )
        frame = await asyncio.to_thread(_frame, described, spec.fields)
        frame.attrs["unread_tiles"] = [key for key, _ in listed.unread]
        return frame.linked(self._face)

    async def download(
        self,
        frame: "GeoImageFrame",
        to: str | Path,
        *,
        filename_column: str | None = None,
        size: str | int = ThumbSize.MEDIUM.value,
        workers: int | None = None,
        exif: bool = True,
        on_progress: Listener = tell_nobody,
    ) -> "GeoImageFrame":
        """Bring the pictures of a frame home; the same call again fetches only what is missing.

        Addresses in a frame expire, so they are asked for anew; every file is checked before it gets its name.

        Args:
            frame: With the column `mly_id`, or names like "mly_<id>".
            to: The folder. Files are called mly_<id>.jpg.
            filename_column: Names that the files get as well, cleaned for every disk.
            size: 256, 1024, 2048 or "original".
            workers: Pictures at once; None lets Windrow learn.
            exif: Write position, time, heading and credits into the files.
            on_progress: Hears how far it is.

        Returns:
            A new frame whose `image_url` and `file` are the path of each picture that is here. For the others
            `image_url` stays an address, `file` is empty, and `attrs["problems"]` says why.

        Raises:
            ValueError: Two rows would get the same name.
            FailedError: It stopped, or waits for something that only a person can do.
        """
        ids, names = await asyncio.to_thread(_names, frame, filename_column)
        wishes = HarvestWishes(size=size, exif=exif, layout=HarvestLayout.FLAT.value, tables=())
        folder = whole(to)
        files: dict[str, Path] = {}
        problems: list[str] = []
        if ids:
            done = await self._carry_out(spec_of(wishes, image_ids=ids), folder, workers, None, on_progress)
            files = await self._files(done.job_id, folder)
            problems = [f"{group.count:,} × {group.title} {group.hint}".strip() for group in done.problems]
        await asyncio.to_thread(_second_names, names, files)
        return frame.with_files(ids, files, problems)

    async def harvest(
        self,
        area: Any,
        to: str | Path,
        *,
        sequences: Iterable[str] = (),
        image_ids: Iterable[str | int] = (),
        workers: int | None = None,
        rate_limit: int | None = None,
        on_progress: Listener = tell_nobody,
        **wishes: Unpack[HarvestWishes],
    ) -> Downloaded:
        """Bring the images of an area home, as `windrow harvest` does.

        Args:
            area: As in `fetch_within`; None with sequences, ids or a creator.
            to: The project folder.
            sequences: Keys of further images.
            image_ids: Further images.
            workers: Pictures at once; None lets Windrow learn.
            rate_limit: Bytes per second; None is unlimited.
            on_progress: Hears how far it is.
            **wishes: See `app.api.wishes.HarvestWishes`.

        Raises:
            FailedError: It stopped, or waits for something that only a person can do.
        """
        spec = spec_of(wishes, regions=regions_of(area), sequences=sequences, image_ids=image_ids)
        return await self._carry_out(spec, whole(to), workers, rate_limit, on_progress)

    async def plan(self, area: Any, to: str | Path = "", **wishes: Unpack[HarvestWishes]) -> Survey:
        """Count what a harvest would cost, from coverage tiles alone; with a folder also what is here already."""
        spec = spec_of(wishes, regions=regions_of(area))
        survey: Survey = await self._engine.call(MakeSurvey(spec, self._key, str(whole(to)) if to else ""))
        return survey

    @property
    def _engine(self) -> Host:
        return self._session.host

    @property
    def _key(self) -> str:
        return self._credentials.account.key

    async def _carry_out(
        self, spec: MapillarySpec, folder: Path, workers: int | None, rate_limit: int | None, on_progress: Listener
    ) -> Downloaded:
        title, ticket = harvest_title(spec), uuid.uuid4().hex
        order = AddJob(spec, self._key, str(folder), title, workers=workers, rate_limit=rate_limit, ticket=ticket)
        return await carry_out(self._engine, order, on_progress)

    async def _files(self, job_id: int, folder: Path) -> dict[str, Path]:
        """Return where the picture of each id lies."""
        files: dict[str, Path] = {}
        offset, total = 0, 1
        while offset < total:
            page = await self._engine.call(ListTasks(job_id, (TaskState.DONE, TaskState.HERE), "", offset, PAGE))
            files |= {task.key: folder / task.path for task in page.tasks}
            offset, total = offset + PAGE, page.total
        return files


def _credentials(token: str) -> Credentials:
    if token.strip():
        graph, tiles = (os.environ.get(name, "") for name in ("MAPILLARY_GRAPH_URL", "MAPILLARY_TILES_URL"))
        return Credentials(street_account(graph, tiles), token.strip())
    found = find_street(os.environ)
    if found is None:
        raise FailedError(NO_STREET_TOKEN)
    return Credentials(found.account, found.token)


def _tell_unread(listed: ItemList) -> None:
    """Raise when no tile could be read; warn when some could not: never is that the same as no coverage."""
    if not listed.unread:
        return
    failure = listed.unread[0][1]
    if len(listed.unread) >= listed.tiles:
        raise FailedError(failure)
    warnings.warn(
        f"{len(listed.unread)} of {listed.tiles} coverage tiles could not be read, so images are missing. "
        f"{failure.sentence()}",
        stacklevel=4,
    )


def _frame(described: "Sequence[Any]", fields: Sequence[str]) -> "GeoImageFrame":
    from app.api.image_frame import frame_of_described  # late: it loads geopandas

    return frame_of_described(described, fields)


def _names(frame: "GeoImageFrame", column: str | None) -> tuple[list[str], dict[str, str]]:
    from app.api.image_frame import ids_of, names_of

    ids = ids_of(frame)
    return ids, {} if column is None else names_of(frame, ids, column)


def _second_names(names: dict[str, str], files: dict[str, Path]) -> None:
    from app.store.second_name import second_name

    for key, name in names.items():
        if key in files:
            second_name(files[key], name)
