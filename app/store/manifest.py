"""The manifest as a file: appended line by line, read on demand. Thread-safe."""

import os
import threading
from collections.abc import Iterator, Sequence

from app.store.disk import sync_file, write_all
from app.store.receipt import MOST_LINE, Line, decode_line
from app.store.sink_paths import NO_FOLLOW, Place

_PIECE = 1024  # an ordinary line has some 300 bytes
_BLOCK = 1 << 20


class Manifest:
    """`.windrow_meta/manifest`, open for reading and appending."""

    def __init__(self, own: Place, *, is_writable: bool = True) -> None:
        """Open the manifest in our own folder; made when it is missing and may be written.

        Args:
            own: How to reach the file.
            is_writable: False only reads.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND if is_writable else os.O_RDONLY
        self._descriptor = os.open(own.path, flags | NO_FOLLOW, 0o666, dir_fd=own.handle)
        self._lock = threading.Lock()
        self._end = os.fstat(self._descriptor).st_size
        self._is_torn = self._end > 0 and self._read(self._end - 1, 1) != b"\n"

    def append(self, texts: Sequence[bytes]) -> list[int]:
        """Append encoded lines in one write and return their offsets.

        A write that fails in the middle leaves a torn line; the next one starts on a fresh line.
        """
        with self._lock:
            start = self._end
            body = b"".join(texts)
            if self._is_torn:
                body = b"\n" + body
                start += 1
            self._is_torn = True
            try:
                write_all(self._descriptor, body)
                self._is_torn = False
            finally:
                self._end = os.fstat(self._descriptor).st_size
            offsets = []
            for text in texts:
                offsets.append(start)
                start += len(text)
            return offsets

    def sync(self) -> None:
        """Flush what was appended, and with it the names that were changed before on a journalling disk."""
        sync_file(self._descriptor)

    def line(self, offset: int) -> Line | None:
        """Return the item whose line begins there; None when it is torn."""
        with self._lock:
            text = self._read(offset, _PIECE)
            while (end := text.find(b"\n")) < 0 and len(text) < MOST_LINE:
                more = self._read(offset + len(text), len(text))
                if not more:
                    return None
                text += more
        return decode_line(text[:end])

    def lines(self) -> Iterator[tuple[int, Line | None]]:
        """Yield (offset, item) of every line that is there now; None for a torn one."""
        offset, rest = 0, b""
        while True:
            with self._lock:
                block = self._read(offset + len(rest), _BLOCK)
            if not block:
                break
            texts = (rest + block).split(b"\n")
            rest = texts.pop()
            for text in texts:
                if text:
                    yield offset, decode_line(text)
                offset += len(text) + 1
        if rest:
            yield offset, None

    def close(self) -> None:
        """Close the file; harmless when called twice."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _read(self, offset: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._descriptor, size, offset)
        os.lseek(self._descriptor, offset, os.SEEK_SET)  # O_APPEND writes at the end all the same
        return os.read(self._descriptor, size)
