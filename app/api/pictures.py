"""Single images and many of them, as bytes, numpy arrays or files. Every one is checked against the listing."""

import asyncio
import io
import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.api.account_face import AccountFace
from app.api.many import BATCH, WORKERS, Told, by_groups, nobody
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import ListImages, ReadImages
from app.model.readable import Read
from app.model.source import Listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Pictures(AccountFace):
    """Images of one account. A dataset is named where several images share a request, as the service wants it."""

    async def image_bytes(self, image_id: int) -> bytes:
        """Return the bytes of one image as they lie on the server.

        Without its dataset nothing is known of it: only its length is checked, as the transfer announces it.

        Raises:
            FailedError: It cannot be had.
        """
        (read,) = await self._engine.call(ReadImages(self._key, (unlisted(image_id),), is_shared=False))
        return body_of(read)

    async def image_array(self, image_id: int, *, keep_alpha: bool = False) -> "NDArray[np.uint8]":
        """Return one image as an array (height, width, 3), red first; `keep_alpha` adds a fourth where there is alpha.

        Raises:
            FailedError: It cannot be had or decoded.
        """
        return await asyncio.to_thread(decoded, await self.image_bytes(image_id), str(image_id), keep_alpha)

    async def image_file(self, image_id: int, path: str | Path) -> Path:
        """Write one image to a file, which appears when it is whole; return its path.

        Raises:
            FailedError: It cannot be had or written.
        """
        body = await self.image_bytes(image_id)
        return await asyncio.to_thread(written, Path(path), body)

    async def images_bytes(
        self,
        dataset_id: int,
        image_ids: Sequence[int],
        *,
        batch_size: int = BATCH,
        workers: int = WORKERS,
        on_progress: Told = nobody,
    ) -> list[bytes]:
        """Return the bytes of images of one dataset, in the order of their ids.

        Args:
            dataset_id: The dataset.
            image_ids: Its images.
            batch_size: Images per request; 1 asks for each alone.
            workers: Requests at once.
            on_progress: Called with (done, of how many).

        Raises:
            FailedError: One of them cannot be had; it is named.
        """
        items = await listed(self, dataset_id, image_ids)

        async def ask(group: tuple[Listed, ...]) -> Sequence[Read]:
            found: Sequence[Read] = await self._engine.call(ReadImages(self._key, group, is_shared=len(group) > 1))
            return found

        reads = await by_groups(items, ask, batch_size=batch_size, workers=workers, on_progress=on_progress)
        return [body_of(read) for read in reads]

    async def images_arrays(
        self,
        dataset_id: int,
        image_ids: Sequence[int],
        *,
        batch_size: int = BATCH,
        workers: int = WORKERS,
        on_progress: Told = nobody,
        keep_alpha: bool = False,
    ) -> "list[NDArray[np.uint8]]":
        """Return images of one dataset as arrays, in the order of their ids; arguments as in `images_bytes`."""
        bodies = await self.images_bytes(
            dataset_id, image_ids, batch_size=batch_size, workers=workers, on_progress=on_progress
        )

        def decode() -> "list[NDArray[np.uint8]]":
            return [decoded(body, str(key), keep_alpha) for key, body in zip(image_ids, bodies, strict=True)]

        return await asyncio.to_thread(decode)

    async def images_files(
        self,
        dataset_id: int,
        image_ids: Sequence[int],
        paths: Sequence[str | Path],
        *,
        batch_size: int = BATCH,
        workers: int = WORKERS,
        on_progress: Told = nobody,
    ) -> list[Path]:
        """Write images of one dataset to files, one path for each; other arguments as in `images_bytes`.

        Raises:
            ValueError: There are not as many paths as images.
            FailedError: One of them cannot be had or written; files that were written stay.
        """
        if len(paths) != len(image_ids):
            raise ValueError(f"{len(image_ids)} images and {len(paths)} paths: each image needs one.")
        items = await listed(self, dataset_id, image_ids)
        places = [(one, Path(path)) for one, path in zip(items, paths, strict=True)]

        async def ask(group: tuple[tuple[Listed, Path], ...]) -> Sequence[Path]:
            chosen = tuple(one for one, _ in group)
            reads: Sequence[Read] = await self._engine.call(ReadImages(self._key, chosen, is_shared=len(chosen) > 1))
            pairs = [(path, body_of(read)) for (_, path), read in zip(group, reads, strict=True)]
            return await asyncio.to_thread(lambda: [written(path, body) for path, body in pairs])

        return await by_groups(places, ask, batch_size=batch_size, workers=workers, on_progress=on_progress)


async def listed(face: AccountFace, dataset_id: int, image_ids: Sequence[int]) -> list[Listed]:
    """Return images of one dataset as they are listed, in the order of their ids; an id may come twice.

    Raises:
        FailedError: NOT_FOUND, one of them is not in the dataset.
    """
    ids = tuple(dict.fromkeys(image_ids))
    # No ids would mean every image.
    items: Sequence[Listed] = await face._engine.call(ListImages(face._key, dataset_id, ids)) if ids else ()
    known = {one.key: one for one in items}
    return [known[str(key)] for key in image_ids]


def unlisted(image_id: int) -> Listed:
    """Return an image of which nothing but its id is known."""
    return Listed(str(image_id), str(image_id), None, None, "", "{}", "0")


def body_of(read: Read) -> bytes:
    """Return what came. Raise FailedError, naming the image, when nothing did."""
    if read.failure is None:
        return read.body
    failure = read.failure
    raise FailedError(Failure(failure.kind, f"Image {read.key}: {failure.title}", failure.hint, detail=failure.detail))


def decoded(body: bytes, name: str, keep_alpha: bool) -> "NDArray[np.uint8]":
    """Return an image as an array. Raise FailedError (DATA)."""
    import numpy as np
    from PIL import Image

    try:
        with Image.open(io.BytesIO(body)) as picture:
            has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
            return np.asarray(picture.convert("RGBA" if keep_alpha and has_alpha else "RGB"), dtype=np.uint8)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        title = f"Image {name}: it cannot be decoded."
        raise FailedError(Failure(FailureKind.DATA, title, detail=str(error))) from None


def written(path: Path, body: bytes) -> Path:
    """Write a file that appears when it is whole. Raise FailedError (DISK)."""
    path = path.expanduser().absolute()
    fresh = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(body)
        os.replace(fresh, path)  # noqa: PTH105 - names both sides
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        title = f"{path} cannot be written: {error.strerror}."
        raise FailedError(Failure(FailureKind.DISK, title)) from error
    return path
