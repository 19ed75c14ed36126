"""Requests and replies of the sandbox's HTTP/1.1 server, and how their bytes are read and written. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote

import msgspec

MAX_HEAD = 64 * 1024
MAX_BODY = 64 * 1024 * 1024
JSON_TYPE = b"Content-Type: application/json; charset=utf-8\r\n"
_STATUS = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class FileSlice:
    """Bytes of a file that are read while they are sent."""

    path: Path
    start: int
    length: int

    def read(self, offset: int, most: int) -> bytes:
        """Return at most `most` bytes from `offset` within the slice."""
        with self.path.open("rb") as file:
            file.seek(self.start + offset)
            return file.read(min(most, self.length - offset))


Piece: TypeAlias = bytes | FileSlice


class BadRequestError(ValueError):
    """The bytes on the line are no HTTP/1.1 request that this server serves."""


class RefusalError(Exception):
    """A handler answers with an error of the documented form."""

    def __init__(self, status: int, error: str, message: str, key: str = "") -> None:
        """Keep the code, the sentence, and the request key that is wrong."""
        super().__init__(message)
        self.status, self.error, self.message, self.key = status, error, message, key


@dataclass(slots=True)
class Request:
    """One request; header names are lower-case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    _values: Mapping[str, object] | None = field(default=None, repr=False)

    @property
    def values(self) -> Mapping[str, object]:
        """Return the JSON object of the body, else the query.

        Raises:
            RefusalError: The body is not a JSON object.
        """
        if self._values is None:
            if self.body:
                try:
                    found = msgspec.json.decode(self.body)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    found = None
                if not isinstance(found, dict):
                    raise RefusalError(400, "Validation error", "The body is not a JSON object")
                self._values = found
            else:
                self._values = self.query
        return self._values

    def integer(self, key: str) -> int:
        """Return a number that must be there. Raises RefusalError."""
        value = self.optional_integer(key)
        if value is None:
            raise RefusalError(400, "Validation error", f'"{key}" is required', key)
        return value

    def optional_integer(self, key: str) -> int | None:
        """Return a number, None when it is absent. Raises RefusalError when it is something else."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
            raise RefusalError(400, "Validation error", f'"{key}" must be a number', key)
        return int(value)

    def integers(self, key: str) -> list[int]:
        """Return a list of numbers that must be there. Raises RefusalError."""
        value = self.values.get(key)
        if value is None:
            raise RefusalError(400, "Validation error", f'"{key}" is required', key)
        if not isinstance(value, list) or not all(isinstance(one, int) for one in value):
            raise RefusalError(400, "Validation error", f'"{key}" must be an array of numbers', key)
        return value

    def items(self, key: str) -> list[object]:
        """Return a list, empty when it is absent. Raises RefusalError."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise RefusalError(400, "Validation error", f'"{key}" must be an array', key)
        return value

    def text(self, key: str) -> str:
        """Return a text, empty when it is absent."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def flag(self, key: str, default: bool) -> bool:
        """Return a truth value."""
        value = self.values.get(key)
        return value if isinstance(value, bool) else default

    @property
    def keeps_alive(self) -> bool:
        """Whether the connection stays open afterwards."""
        return self.headers.get("connection", "").lower() != "close"


class Framing(Enum):
    """How a client knows where a body ends. CHUNKED bodies are already written in chunks."""

    LENGTH = auto()
    CHUNKED = auto()
    CLOSE = auto()


@dataclass(slots=True)
class Reply:
    """One answer.

    Attributes:
        headers: Whole header lines with their line ends, without the length.
        pieces: The body in order.
        cut_at: Send only so many bytes of the body, although the full length was announced.
        stall_seconds: After the cut: wait so long before the rest goes out; infinity waits for ever.
        resets: After the cut: end with a reset instead of a quiet close.
        wait_seconds: Send nothing for so long.
        framing: How the end of the body is told.
        fault: Name of the fault that made it so, for the log.
    """

    status: int
    headers: bytes = b""
    pieces: Sequence[Piece] = ()
    cut_at: int | None = None
    stall_seconds: float = 0.0
    resets: bool = False
    wait_seconds: float = 0.0
    framing: Framing = Framing.LENGTH
    fault: str = ""

    @property
    def length(self) -> int:
        """Bytes of the body."""
        return sum(len(one) if isinstance(one, bytes) else one.length for one in self.pieces)

    def head(self, length: int, keeps_alive: bool) -> bytes:
        """Return status line and headers."""
        end = b"\r\n\r\n" if keeps_alive and not self.closes else b"\r\nConnection: close\r\n\r\n"
        if self.framing is Framing.LENGTH:
            return b"%b%bContent-Length: %d%b" % (_status_line(self.status), self.headers, length, end)
        framing = b"Transfer-Encoding: chunked" if self.framing is Framing.CHUNKED else b"Accept-Ranges: none"
        return b"%b%b%b%b" % (_status_line(self.status), self.headers, framing, end)

    @property
    def closes(self) -> bool:
        """Whether the end of the connection is the end of the body."""
        return self.framing is Framing.CLOSE

    def whole(self) -> bytes:
        """Return the body in one piece."""
        return b"".join(one if isinstance(one, bytes) else one.read(0, one.length) for one in self.pieces)


def _status_line(status: int) -> bytes:
    return _STATUS.get(status) or b"HTTP/1.1 %d Status\r\n" % status


def header(name: str, value: str) -> bytes:
    """Return one header line."""
    return f"{name}: {value}\r\n".encode("latin-1")


def json_reply(value: object, status: int = 200, headers: bytes = b"") -> Reply:
    """Return a JSON answer."""
    return Reply(status, JSON_TYPE + headers, (msgspec.json.encode(value),))


def error_reply(refusal: RefusalError) -> Reply:
    """Return an error body as the service writes it."""
    details: object = {"message": refusal.message}
    if refusal.error == "Validation error":
        context = {"key": refusal.key, "label": refusal.key}
        path = [refusal.key] if refusal.key else []
        details = [{"message": refusal.message, "path": path, "type": "any.required", "context": context}]
    return json_reply({"error": refusal.error, "details": details}, refusal.status)


def read_head(buffer: bytes | bytearray) -> tuple[Request, int, int] | None:
    """Return the request without its body, where the body begins, and its length; None while the head is incomplete.

    Raises:
        BadRequestError: It is not a request that this server serves.
    """
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        if len(buffer) > MAX_HEAD or (buffer and not buffer[:1].isalpha()):
            raise BadRequestError("The head is not HTTP")
        return None
    first, *lines = bytes(buffer[:end]).decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise BadRequestError("The request line is not HTTP/1.1")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if "transfer-encoding" in headers:
        raise BadRequestError("Chunked requests are not served")
    size = headers.get("content-length", "0")
    if not size.isdigit() or int(size) > MAX_BODY:
        raise BadRequestError("The length is not served")
    path, _, query = parts[1].partition("?")
    if "%" in path:
        path = unquote(path)
    values = dict(parse_qsl(query)) if query else {}
    return Request(parts[0], path, values, headers, b""), end + 4, int(size)


def byte_range(value: str, length: int) -> tuple[int, int] | None:
    """Return the asked part of a body as start and end (end not included); None when the whole is to be sent.

    Raises:
        ValueError: The range lies outside of the body.
    """
    unit, _, span = value.partition("=")
    first, dash, last = span.partition("-")
    if unit.strip() != "bytes" or not dash or "," in span or not (first + last).strip().isdigit():
        return None
    if not first:
        start, end = max(0, length - int(last)), length
    else:
        start, end = int(first), min(length, int(last) + 1) if last else length
    if start >= length or start >= end:
        raise ValueError(value)
    return start, end


def slice_piece(piece: Piece, start: int, end: int) -> Piece:
    """Return part of a piece."""
    if isinstance(piece, bytes):
        return piece[start:end]
    return FileSlice(piece.path, piece.start + start, end - start)


def body_reply(piece: Piece, headers: bytes, asked: str | None) -> Reply:
    """Return raw bytes, or the part of them that a Range header asks for."""
    if not asked:
        return Reply(200, headers, (piece,))
    length = len(piece) if isinstance(piece, bytes) else piece.length
    try:
        span = byte_range(asked, length)
    except ValueError:
        return Reply(416, header("Content-Range", f"bytes */{length}"))
    if span is None:
        return Reply(200, headers, (piece,))
    start, end = span
    place = header("Content-Range", f"bytes {start}-{end - 1}/{length}")
    return Reply(206, headers + place, (slice_piece(piece, start, end),))
