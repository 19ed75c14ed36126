"""Reading single images, annotations and masks without a project folder: for programs and for measuring. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.figure import FigurePage
from app.model.geometry import Mask
from app.model.source import Listed
from app.model.statistics import Statistics

_NO_PROJECTS = Failure(FailureKind.REFUSED, "This works for Supervisely projects only.")


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one image or annotation.

    Attributes:
        key: Id of the image.
        body: Bytes of the image, or the annotation as JSON; empty when it failed.
        failure: Why it could not be had.
    """

    key: str
    body: bytes = b""
    failure: Failure | None = None


class Readable(Protocol):
    """The ability to hand out single things, checked like those of a download."""

    async def list_images(
        self, dataset_id: int, image_ids: Sequence[int], most: int | None, network: Network
    ) -> Sequence[Listed]:
        """Return the images of a dataset by id; only some when ids are given, at most `most`."""
        ...

    async def read_images(self, items: Sequence[Listed], network: Network, *, is_shared: bool) -> Sequence[Read]:
        """Return the bytes of images in their order: one request for all, or one each, one after the other."""
        ...

    async def read_annotations(self, items: Sequence[Listed], network: Network, *, is_shared: bool) -> Sequence[Read]:
        """Return annotation files in their order: one request for all, or one each, one after the other."""
        ...

    async def read_masks(self, figure_ids: Sequence[int], network: Network) -> Sequence[tuple[int, Mask | Failure]]:
        """Return the masks of alpha-mask figures in their order."""
        ...

    async def figures(
        self, dataset_id: int, image_ids: Sequence[int], page: int, network: Network, *, has_geometry: bool
    ) -> FigurePage:
        """Return a page, from 1, of the figures of a dataset. Raise FailedError (REFUSED) where there are none."""
        ...

    async def statistics(self, project_id: int, network: Network) -> Statistics:
        """Return what a project holds, from listings. Raise FailedError (REFUSED) where there are no projects."""
        ...

    async def upload_masks(self, masks: Sequence[tuple[int, Mask]], network: Network) -> tuple[int, ...]:
        """Write alpha masks of figures; return those that did not come back equal. Raise FailedError."""
        ...


class NothingToRead:
    """Refuses all of `Readable`, for sources that have no projects."""

    async def list_images(
        self, dataset_id: int, image_ids: Sequence[int], most: int | None, network: Network
    ) -> Sequence[Listed]:
        """Refuse."""
        raise FailedError(_NO_PROJECTS)

    async def read_images(self, items: Sequence[Listed], network: Network, *, is_shared: bool) -> Sequence[Read]:
        """Refuse."""
        raise FailedError(_NO_PROJECTS)

    async def read_annotations(self, items: Sequence[Listed], network: Network, *, is_shared: bool) -> Sequence[Read]:
        """Refuse."""
        raise FailedError(_NO_PROJECTS)

    async def read_masks(self, figure_ids: Sequence[int], network: Network) -> Sequence[tuple[int, Mask | Failure]]:
        """Refuse."""
        raise FailedError(_NO_PROJECTS)

    async def figures(
        self, dataset_id: int, image_ids: Sequence[int], page: int, network: Network, *, has_geometry: bool
    ) -> FigurePage:
        """Refuse."""
        raise FailedError(_NO_PROJECTS)

    async def statistics(self, project_id: int, network: Network) -> Statistics:
        """Refuse."""
        raise FailedError(_NO_PROJECTS)

    async def upload_masks(self, masks: Sequence[tuple[int, Mask]], network: Network) -> tuple[int, ...]:
        """Refuse."""
        raise FailedError(_NO_PROJECTS)
