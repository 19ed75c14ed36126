"""Bulk answers: form parts that carry the id as their name. Pure."""

import re
from collections.abc import Iterable, Sequence

from app.sandbox.wire import Piece, RefusalError, Reply, Request

BOUNDARY = b"windrow7MA4YWxkTrZu0gW"
HEADERS = b"Content-Type: multipart/form-data; boundary=" + BOUNDARY + b"\r\n"
_END = b"--" + BOUNDARY + b"--\r\n"
_NAME = re.compile(rb'name="([^"]*)"')


def multipart_reply(parts: Iterable[tuple[str, Piece]]) -> Reply:
    """Return a bulk answer: one part per name, in the order given."""
    pieces: list[Piece] = []
    for name, piece in parts:
        pieces.append(b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n' % (BOUNDARY, name.encode()))
        pieces.append(piece)
        pieces.append(b"\r\n")
    pieces.append(_END)
    if all(isinstance(one, bytes) for one in pieces):
        body = b"".join(one for one in pieces if isinstance(one, bytes))
        return Reply(200, HEADERS, (body,))
    return Reply(200, HEADERS, tuple(pieces))


def uploaded(request: Request) -> list[tuple[int, bytes]]:
    """Return (figure, file) of a form that names them in turn: `figureId`, then `geometry`.

    Raises:
        RefusalError: It is no such form.
    """
    kind = request.headers.get("content-type", "")
    boundary = kind.partition("boundary=")[2].strip().strip('"').encode()
    refusal = RefusalError(400, "Validation error", '"figureId" and "geometry" must come in turn', "figureId")
    if not kind.startswith("multipart/form-data") or not boundary:
        raise refusal
    found: list[tuple[int, bytes]] = []
    figure: int | None = None
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, body = part.partition(b"\r\n\r\n")
        name, body = _NAME.search(head), body.removesuffix(b"\r\n")
        if name is not None and name[1] == b"figureId" and figure is None and body.isdigit():
            figure = int(body)
        elif name is not None and name[1] == b"geometry" and figure is not None:
            found.append((figure, body))
            figure = None
        else:
            raise refusal
    if figure is not None:
        raise refusal
    return found


def drop_parts(body: bytes, headers: bytes, ids: Sequence[int]) -> tuple[bytes, ...]:
    """Return a bulk answer without the parts of these ids, without its first part when none is named."""
    if BOUNDARY not in headers:
        return (body,)
    kept, names = [], {str(one).encode() for one in ids}
    for place, part in enumerate(body.split(b"--" + BOUNDARY + b"\r\n")[1:]):
        name = _NAME.search(part)
        is_wanted = place > 0 if not names else name is None or name[1] not in names
        part = part.removesuffix(_END)
        if is_wanted:
            kept.append(b"--" + BOUNDARY + b"\r\n" + part)
    return (*kept, _END)


def with_part(body: bytes, headers: bytes, foreign: int) -> tuple[bytes, ...]:
    """Return a bulk answer with one part more, that nobody asked for."""
    if BOUNDARY not in headers:
        return (body,)
    part = b'--%b\r\nContent-Disposition: form-data; name="%d"\r\n\r\nforeign\r\n' % (BOUNDARY, foreign)
    return (part, body)
