"""The same for programs without an event loop: each call runs to its end."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

from app.api.streets import Streets
from app.api.watch import Downloaded, Listener, tell_nobody
from app.api.windrow import Windrow
from app.api.wishes import HarvestWishes, Wishes
from app.bootstrap.engines import use_fast_loop
from app.model.survey import Survey
from app.model.tree import NodeKind, ProjectPage, TreeNode

if TYPE_CHECKING:
    from app.api.image_frame import GeoImageFrame

T = TypeVar("T")


class _Loop:
    """An event loop of our own between `open` and `close`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._runner: asyncio.Runner | None = None

    def open(self, begin: Coroutine[Any, Any, Any]) -> None:
        self._runner = asyncio.Runner(loop_factory=use_fast_loop)
        try:
            self.run(begin)
        except BaseException:
            self._runner.close()
            self._runner = None
            raise

    def close(self, end: Coroutine[Any, Any, Any]) -> None:
        try:
            self.run(end)
        finally:
            if self._runner is not None:
                self._runner.close()
                self._runner = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        if self._runner is None:
            work.close()
            raise RuntimeError(f"Use {self._name} in a with block: it has an engine only there.")
        return self._runner.run(work)


class BlockingWindrow:
    """`Windrow` for programs without an event loop. Use it as a context manager."""

    def __init__(self, address: str, token: str, *, allow_http: bool = False) -> None:
        """Remember who asks; nothing is started. Arguments as in `Windrow`."""
        self._windrow = Windrow(address, token, allow_http=allow_http)
        self._loop = _Loop("BlockingWindrow")

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Blocking{self._windrow!r}"

    def __enter__(self) -> Self:
        """Start an event loop and the engine."""
        self._loop.open(self._windrow.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the engine and its loop."""
        self._loop.close(self._windrow.__aexit__(kind, error, trace))

    def tree(self, kind: NodeKind | None = None, node_id: int | None = None) -> tuple[TreeNode, ...]:
        """Return the nodes right below one; without arguments the teams."""
        return self._loop.run(self._windrow.tree(kind, node_id))

    def meta(self, project_id: int) -> ProjectPage:
        """Return datasets, classes, tags and settings of a project."""
        return self._loop.run(self._windrow.meta(project_id))

    def download(self, project_id: int, to: str | Path, **options: Any) -> Downloaded:
        """Bring a project home; the options are those of `Windrow.download`."""
        return self._loop.run(self._windrow.download(project_id, to, **options))


class BlockingStreets:
    """`Streets` for programs without an event loop. Use it as a context manager; its frames download blocking, too."""

    def __init__(self, token: str = "", *, allow_http: bool = False) -> None:
        """Remember who asks; nothing is started. Arguments as in `Streets`."""
        self._streets = Streets(token, allow_http=allow_http, face=self)
        self._loop = _Loop("BlockingStreets")

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Blocking{self._streets!r}"

    def __enter__(self) -> Self:
        """Start an event loop and the engine."""
        self._loop.open(self._streets.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the engine and its loop."""
        self._loop.close(self._streets.__aexit__(kind, error, trace))

    def fetch_within_bbox(
        self,
        bbox: Sequence[float],
        *,
        workers: int | None = None,
        on_progress: Listener = tell_nobody,
        **wishes: Unpack[Wishes],
    ) -> "GeoImageFrame":
        """Return facts about the images inside a box: west, south, east, north; see `Streets.fetch_within_bbox`."""
        return self._loop.run(self._streets.fetch_within_bbox(bbox, workers=workers, on_progress=on_progress, **wishes))

    def fetch_within(self, area: Any, *, workers: int | None = None, **wishes: Unpack[Wishes]) -> "GeoImageFrame":
        """Return facts about the images inside an area; see `Streets.fetch_within`."""
        return self._loop.run(self._streets.fetch_within(area, workers=workers, **wishes))

    def fetch_by_id(
        self, image_ids: str | int | Iterable[str | int], *, workers: int | None = None, **wishes: Unpack[Wishes]
    ) -> "GeoImageFrame":
        """Return facts about single images; see `Streets.fetch_by_id`."""
        return self._loop.run(self._streets.fetch_by_id(image_ids, workers=workers, **wishes))

    def fetch_by_sequence(
        self, sequences: str | Iterable[str], *, workers: int | None = None, **wishes: Unpack[Wishes]
    ) -> "GeoImageFrame":
        """Return facts about all images of sequences; see `Streets.fetch_by_sequence`."""
        return self._loop.run(self._streets.fetch_by_sequence(sequences, workers=workers, **wishes))

    def fetch_by_creator(self, name: str, *, workers: int | None = None, **wishes: Unpack[Wishes]) -> "GeoImageFrame":
        """Return facts about all images of a user; see `Streets.fetch_by_creator`."""
        return self._loop.run(self._streets.fetch_by_creator(name, workers=workers, **wishes))

    def download(self, frame: "GeoImageFrame", to: str | Path, **options: Any) -> "GeoImageFrame":
        """Bring the pictures of a frame home; the options are those of `Streets.download`."""
        return self._loop.run(self._streets.download(frame, to, **options))

    def harvest(self, area: Any, to: str | Path, **options: Any) -> Downloaded:
        """Bring the images of an area home; the options are those of `Streets.harvest`."""
        return self._loop.run(self._streets.harvest(area, to, **options))

    def plan(self, area: Any, to: str | Path = "", **wishes: Unpack[HarvestWishes]) -> Survey:
        """Count what a harvest would cost; see `Streets.plan`."""
        return self._loop.run(self._streets.plan(area, to, **wishes))
