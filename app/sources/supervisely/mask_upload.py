"""Alpha masks of figures go to the server, and are read back: the one thing here that writes to a service."""

import secrets
from collections.abc import Sequence

import msgspec

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.geometry import Mask
from app.model.mask import decode_mask
from app.sources.supervisely.client import Client
from app.sources.supervisely.masks import masks_of

FIGURES_PER_REQUEST = 100


async def upload(masks: Sequence[tuple[int, Mask]], client: Client, network: Network) -> tuple[int, ...]:
    """Write masks, at most 100, and return the figures whose mask did not come back equal.

    Raises:
        FailedError: REFUSED for too many or a figure that is named twice, else as the server answers; then none of
            them counts as written.
    """
    ids = [figure for figure, _ in masks]
    if len(ids) > FIGURES_PER_REQUEST or len(set(ids)) < len(ids):
        raise FailedError(Failure(FailureKind.REFUSED, "At most 100 masks at once, one for each figure."))
    boundary = f"windrow{secrets.token_hex(16)}"
    await network.ask(client.upload_geometries(_body(masks, boundary), boundary, len(ids)))
    back = await masks_of(ids, client, network)
    return tuple(figure for figure, mask in masks if not _equals(back[figure], mask))


def _body(masks: Sequence[tuple[int, Mask]], boundary: str) -> bytes:
    """Return fields in turn, as the service wants them: the number of a figure, then its mask as a file."""
    head = f"--{boundary}\r\nContent-Disposition: form-data; name="
    parts = []
    for figure, mask in masks:
        value = msgspec.json.encode({"origin": list(mask.origin), "data": mask.data})
        parts.append(f'{head}"figureId"\r\n\r\n{figure}\r\n'.encode())
        kind = "Content-Type: application/octet-stream"
        parts.append(f'{head}"geometry"; filename="{figure}"\r\n{kind}\r\n\r\n'.encode())
        parts.append(value + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def _equals(answer: object, mask: Mask) -> bool:
    if not isinstance(answer, dict):
        return False
    origin, data = answer.get("origin"), answer.get("data")
    if not isinstance(data, str) or list(mask.origin) != origin:
        return False
    try:
        there, here = decode_mask(Mask(mask.origin, data, True)), decode_mask(mask)
    except ValueError:
        return False
    return there.shape == here.shape and bool((there == here).all())
