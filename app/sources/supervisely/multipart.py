"""Cuts a multipart answer apart while it streams; every part is matched by the id in its `name`."""

import re
from collections.abc import Iterable, Iterator
from email.message import Message

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from app.model.failure import FailedError
from app.model.source import Part
from app.sources.supervisely.wire import unreadable

MOST_PARTS = 10_000
_DIGITS = re.compile(r"[0-9]+")


class MultipartSplitter:
    """A `Splitter` for the bulk answers of the service.

    The closing boundary is required: an answer that was cut off fails even when its last part looks whole. An id that
    comes twice must bring the same image twice.
    """

    def __init__(self, content_type: str, *, most_bytes_per_part: int) -> None:
        """Prepare for an answer with this content type.

        Raises:
            FailedError: DATA, when it is not a multipart type with a boundary.
        """
        header = Message()
        header["content-type"] = content_type
        boundary = header.get_param("boundary")
        if header.get_content_maintype() != "multipart" or not isinstance(boundary, str) or not boundary:
            raise FailedError(unreadable(f"content type {content_type[:100]!r} where multipart was expected"))
        try:
            self._parser = PushMultipartParser(
                boundary, max_segment_size=most_bytes_per_part, max_segment_count=MOST_PARTS
            )
        except MultipartError as error:
            raise FailedError(unreadable(f"multipart boundary: {error}")) from None
        self._key = ""
        self._pieces: list[bytes] = []
        self._seen: dict[str, tuple[int, bytes, bytes]] = {}

    def feed(self, chunk: bytes) -> Iterable[Part]:
        """Take the next bytes; return the parts that they completed.

        Raises:
            FailedError: DATA, when the bytes are not multipart or a part carries no id.
        """
        return list(self._parts(chunk)) if chunk else []

    def finish(self) -> Iterable[Part]:
        """Check that the answer was complete; every part has been returned by `feed` already.

        Raises:
            FailedError: DATA, when the closing boundary never came.
        """
        try:
            self._parser.close()
        except MultipartError as error:
            raise FailedError(unreadable(f"multipart: {error}")) from None
        return []

    def _parts(self, chunk: bytes) -> Iterator[Part]:
        try:
            for event in self._parser.parse(chunk):
                if isinstance(event, MultipartSegment):
                    self._key = _key(event)
                    self._pieces = []
                elif event:
                    self._pieces.append(event)
                else:
                    part = self._part()
                    if part is not None:
                        yield part
        except MultipartError as error:
            raise FailedError(unreadable(f"multipart: {error}")) from None

    def _part(self) -> Part | None:
        body = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces = []
        # Length and ends tell doubles apart for next to nothing; whether the bytes are right, the hash of the listing
        # decides.
        fingerprint = (len(body), body[:32], body[-32:])
        if self._key not in self._seen:
            self._seen[self._key] = fingerprint
            return Part(self._key, body)
        if self._seen[self._key] != fingerprint:
            raise FailedError(unreadable(f"part {self._key} came twice with different bytes"))
        return None


def _key(segment: MultipartSegment) -> str:
    found = _DIGITS.search(segment.name or "")
    if found is None:
        raise FailedError(unreadable(f"a part without an id: {segment.name[:60]!r}"))
    return found.group()
