"""Annotations of single images and of many, as JSON or as objects whose shapes become numpy masks; masks of figures."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.api.account_face import AccountFace
from app.api.many import BATCH, WORKERS, Told, by_groups, nobody
from app.api.pictures import body_of, listed, unlisted
from app.model.annotation import Annotation, Label
from app.model.failure import FailedError, Failure
from app.model.figure_json import annotation_from_json
from app.model.geometry import Mask
from app.model.label_class import LabelClass
from app.model.queries import ReadAnnotations, ReadMasks
from app.model.readable import Read
from app.model.source import Listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Labels(AccountFace):
    """Annotations of one account, in pixels, with their masks: as a download writes them."""

    async def annotation_json(self, image_id: int) -> dict[str, Any]:
        """Return the annotation of one image as the content of its file.

        Raises:
            FailedError: It cannot be had.
        """
        asked = ReadAnnotations(self._key, (unlisted(image_id),), is_shared=False)
        (read,) = await self._engine.call(asked)
        return _parsed(read)

    async def annotation(self, image_id: int, classes: Sequence[LabelClass] = ()) -> Annotation:
        """Return the annotation of one image as objects; `classes`, from `meta`, give colours and skeletons."""
        return annotation_from_json(await self.annotation_json(image_id), classes)

    async def annotations_json(
        self,
        dataset_id: int,
        image_ids: Sequence[int],
        *,
        batch_size: int = BATCH,
        workers: int = WORKERS,
        on_progress: Told = nobody,
    ) -> list[dict[str, Any]]:
        """Return annotations of one dataset as JSON, in the order of the ids.

        Args:
            dataset_id: The dataset.
            image_ids: Its images.
            batch_size: Annotations per request; 1 asks for each alone.
            workers: Requests at once.
            on_progress: Called with (done, of how many).

        Raises:
            FailedError: One of them cannot be had; it is named.
        """
        items = await listed(self, dataset_id, image_ids)

        async def ask(group: tuple[Listed, ...]) -> Sequence[Read]:
            found: Sequence[Read] = await self._engine.call(ReadAnnotations(self._key, group, is_shared=len(group) > 1))
            return found

        reads = await by_groups(items, ask, batch_size=batch_size, workers=workers, on_progress=on_progress)
        return [_parsed(read) for read in reads]

    async def annotations(
        self, dataset_id: int, image_ids: Sequence[int], classes: Sequence[LabelClass] = (), **options: Any
    ) -> list[Annotation]:
        """Return annotations of one dataset as objects; the options are those of `annotations_json`."""
        found = await self.annotations_json(dataset_id, image_ids, **options)
        return [annotation_from_json(one, classes) for one in found]

    async def masks(self, figure_ids: Sequence[int]) -> "dict[int, tuple[tuple[int, int], NDArray[np.uint8]]]":
        """Return alpha masks by figure: the pixel of the image that the corner lies on, and the opacity of each pixel.

        Raises:
            FailedError: One of them cannot be had; it is named.
        """
        from app.model.mask import decode_mask

        found: dict[int, tuple[tuple[int, int], NDArray[np.uint8]]] = {}
        answers: Sequence[tuple[int, Mask | Failure]]
        answers = await self._engine.call(ReadMasks(self._key, tuple(figure_ids)))
        for figure, mask in answers:
            if isinstance(mask, Failure):
                title = f"Figure {figure}: {mask.title}"
                raise FailedError(Failure(mask.kind, title, mask.hint, detail=mask.detail))
            found[figure] = (mask.origin, decode_mask(mask))
        return found


def label_mask(annotation: Annotation, label: Label) -> "NDArray[np.bool_]":
    """Return the pixels of a label on its image, shape (height, width), whatever its geometry."""
    from app.model.raster import raster

    return raster(label.geometry, annotation.width, annotation.height)


def _parsed(read: Read) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(body_of(read))
    return document
