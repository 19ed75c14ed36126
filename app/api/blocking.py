"""The same for programs without an event loop: each call runs to its end."""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

from app.api.hierarchy import DatasetTree
from app.api.streets import Streets
from app.api.watch import Downloaded, Listener, tell_nobody
from app.api.windrow import Windrow
from app.api.wishes import HarvestWishes, Wishes
from app.bootstrap.engines import use_fast_loop
from app.model.annotation import Annotation
from app.model.figure import Figure
from app.model.label_class import LabelClass
from app.model.source import Listed
from app.model.statistics import Statistics
from app.model.survey import Survey
from app.model.tree import NodeKind, ProjectPage, TreeNode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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

    def datasets(self, project_id: int, under: int | None = None) -> tuple[TreeNode, ...]:
        """Return all datasets of a project, parents first; with `under` those right below one."""
        return self._loop.run(self._windrow.datasets(project_id, under))

    def dataset_tree(self, project_id: int) -> DatasetTree:
        """Return the datasets of a project as a dictionary of dictionaries."""
        return self._loop.run(self._windrow.dataset_tree(project_id))

    def walk_datasets(self, project_id: int) -> Iterator[tuple[tuple[str, ...], TreeNode]]:
        """Yield (names of the parents, dataset), parents before children."""

        async def all_of_them() -> list[tuple[tuple[str, ...], TreeNode]]:
            return [one async for one in self._windrow.walk_datasets(project_id)]

        yield from self._loop.run(all_of_them())

    def images(self, dataset_id: int, image_ids: Sequence[int] = (), *, limit: int | None = None) -> tuple[Listed, ...]:
        """Return the images of a dataset by id."""
        return self._loop.run(self._windrow.images(dataset_id, image_ids, limit=limit))

    def image_bytes(self, image_id: int) -> bytes:
        """Return the bytes of one image."""
        return self._loop.run(self._windrow.image_bytes(image_id))

    def image_array(self, image_id: int, *, keep_alpha: bool = False) -> "NDArray[np.uint8]":
        """Return one image as an array of shape (height, width, 3)."""
        return self._loop.run(self._windrow.image_array(image_id, keep_alpha=keep_alpha))

    def image_file(self, image_id: int, path: str | Path) -> Path:
        """Write one image to a file; return its path."""
        return self._loop.run(self._windrow.image_file(image_id, path))

    def images_bytes(self, dataset_id: int, image_ids: Sequence[int], **options: Any) -> list[bytes]:
        """Return the bytes of images in their order; the options are those of `Windrow.images_bytes`."""
        return self._loop.run(self._windrow.images_bytes(dataset_id, image_ids, **options))

    def images_arrays(self, dataset_id: int, image_ids: Sequence[int], **options: Any) -> "list[NDArray[np.uint8]]":
        """Return images as arrays in their order; the options are those of `Windrow.images_arrays`."""
        return self._loop.run(self._windrow.images_arrays(dataset_id, image_ids, **options))

    def images_files(
        self, dataset_id: int, image_ids: Sequence[int], paths: Sequence[str | Path], **options: Any
    ) -> list[Path]:
        """Write images to files; the options are those of `Windrow.images_files`."""
        return self._loop.run(self._windrow.images_files(dataset_id, image_ids, paths, **options))

    def annotation_json(self, image_id: int) -> dict[str, Any]:
        """Return the annotation of one image as the content of its file."""
        return self._loop.run(self._windrow.annotation_json(image_id))

    def annotation(self, image_id: int, classes: Sequence[LabelClass] = ()) -> Annotation:
        """Return the annotation of one image as objects."""
        return self._loop.run(self._windrow.annotation(image_id, classes))

    def annotations_json(self, dataset_id: int, image_ids: Sequence[int], **options: Any) -> list[dict[str, Any]]:
        """Return annotations as JSON in their order; the options are those of `Windrow.annotations_json`."""
        return self._loop.run(self._windrow.annotations_json(dataset_id, image_ids, **options))

    def annotations(
        self, dataset_id: int, image_ids: Sequence[int], classes: Sequence[LabelClass] = (), **options: Any
    ) -> list[Annotation]:
        """Return annotations as objects in their order; the options are those of `Windrow.annotations_json`."""
        return self._loop.run(self._windrow.annotations(dataset_id, image_ids, classes, **options))

    def figures(
        self, dataset_id: int, image_ids: Sequence[int] = (), *, has_geometry: bool = False
    ) -> tuple[Figure, ...]:
        """Return every figure of a dataset, or of some of its images."""
        return self._loop.run(self._windrow.figures(dataset_id, image_ids, has_geometry=has_geometry))

    def masks(self, figure_ids: Sequence[int]) -> "dict[int, tuple[tuple[int, int], NDArray[np.uint8]]]":
        """Return alpha masks by figure."""
        return self._loop.run(self._windrow.masks(figure_ids))

    def statistics(self, project_id: int) -> Statistics:
        """Return objects, images and tags of a project as counted from listings."""
        return self._loop.run(self._windrow.statistics(project_id))

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
