"""Supervisely projects for Python programs."""

import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

from app.api.hierarchy import Hierarchy
from app.api.labels import Labels
from app.api.pictures import Pictures
from app.api.session import Session
from app.api.watch import Downloaded, Listener, carry_out, tell_nobody, whole
from app.bootstrap.accounts import Credentials
from app.config.tokens import account_for
from app.engine.host import Host
from app.model.address import normal_address
from app.model.commands import AddJob
from app.model.spec import Annotations, Mode, SuperviselySpec


class Windrow(Hierarchy, Pictures, Labels):
    """One Supervisely account. Use it as an async context manager."""

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
        self._session = Session("Windrow")

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Windrow({self._account.address!r}, token=…)"

    async def __aenter__(self) -> Self:
        """Start the engine."""
        await self._session.start(Credentials(self._account, self._token), allow_http=self._allow_http)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the engine; unfinished downloads can go on later."""
        await self._session.stop()

    async def download(
        self,
        project_id: int,
        to: str | Path,
        *,
        dataset_ids: tuple[int, ...] = (),
        with_children: bool = False,
        image_ids: tuple[int, ...] = (),
        annotations: Annotations | str = Annotations.FULL,
        save_images: bool = True,
        save_image_info: bool = False,
        save_image_meta: bool = False,
        labelled_only: bool = False,
        where: tuple[str, ...] = (),
        limit: int | None = None,
        mode: Mode | str = Mode.AUTO,
        batch_size: int | None = None,
        blobs: bool = False,
        trash_gone: bool = False,
        cache: str | Path = "",
        workers: int | None = None,
        rate_limit: int | None = None,
        on_progress: Listener = tell_nobody,
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
            annotations=Annotations(annotations),
            save_images=save_images,
            save_image_info=save_image_info,
            save_image_meta=save_image_meta,
            labelled_only=labelled_only,
            where=tuple(where),
            limit=limit,
            mode=Mode(mode),
            batch_size=batch_size,
            blobs=blobs,
            trash_gone=trash_gone,
            cache=str(whole(cache)) if cache else "",
        )
        title = (await self.meta(project_id)).project.name
        place, ticket = str(whole(to)), uuid.uuid4().hex
        order = AddJob(spec, self._account.key, place, title, workers=workers, rate_limit=rate_limit, ticket=ticket)
        return await carry_out(self._engine, order, on_progress)

    @property
    def _engine(self) -> Host:
        return self._session.host

    @property
    def _key(self) -> str:
        return self._account.key
