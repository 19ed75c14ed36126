"""Bodies in chunks, taken apart as they come. Pure.

Source: RFC 9112, section 7.1.
"""

from app.net.wire import Cause, WireError

MOST_LINE = 4096
MOST_TRAILER = 16 * 1024
MOST_DIGITS = 12
HEX = frozenset(b"0123456789abcdefABCDEF")


class Unchunker:
    """Reads one body.

    Attributes:
        is_done: The last chunk and the trailer have been read.
        rest: What came after the end.
    """

    def __init__(self) -> None:
        """Begin before the first chunk."""
        self.is_done = False
        self.rest = b""
        self._line = b""
        self._left = 0
        self._awaits_gap = False
        self._in_trailer = False
        self._trailer = 0

    def feed(self, came: bytes) -> list[bytes]:
        """Return the pieces of the body in what came.

        Raises:
            WireError: A size cannot be read, or a chunk does not end where it should.
        """
        pieces: list[bytes] = []
        at = 0
        while at < len(came) and not self.is_done:
            if self._left:
                piece = came[at : at + self._left]
                pieces.append(piece)
                at += len(piece)
                self._left -= len(piece)
                self._awaits_gap = not self._left
                continue
            end = came.find(b"\n", at)
            if end < 0:
                self._line += came[at:]
                self._refuse_long()
                return pieces
            self._line += came[at : end + 1]
            at = end + 1
            self._refuse_long()
            line, self._line = self._line, b""
            if not line.endswith(b"\r\n"):
                raise WireError(Cause.GARBLED, "a broken line between chunks")
            self._read_line(line[:-2])
        if self.is_done:
            self.rest += came[at:]
        return pieces

    def _read_line(self, line: bytes) -> None:
        if self._awaits_gap:
            if line:
                raise WireError(Cause.GARBLED, "a chunk that is longer than its size")
            self._awaits_gap = False
        elif self._in_trailer:
            self._trailer += len(line)
            if self._trailer > MOST_TRAILER:
                raise WireError(Cause.GARBLED, "a trailer without end")
            self.is_done = not line
        else:
            size = line.partition(b";")[0].strip(b" \t")
            if not size or len(size) > MOST_DIGITS or not HEX.issuperset(size):
                raise WireError(Cause.GARBLED, "a broken chunk size")
            self._left = int(size, 16)
            self._in_trailer = not self._left

    def _refuse_long(self) -> None:
        if len(self._line) > MOST_LINE:
            raise WireError(Cause.GARBLED, "a line without end between chunks")
