"""The gallery's side of the channel: questions from standard input, answers to standard output.

window -> gallery   ("ask", number, query) · ("forget", number) · ("stop",)
gallery -> window   ("answer", number, value) · ("refused", number, failure)
"""

import logging
import threading
from contextlib import suppress
from typing import Any, BinaryIO

from app.engine.channel import FrameReader, Message, pack, unpack
from app.gallery.desks import Asked, Desks
from app.gallery.gallery import Gallery
from app.gallery.plain import plain
from app.model.failure import FailedError, Failure, FailureKind
from app.model.gallery import CloseFolder

log = logging.getLogger(__name__)

READ_BYTES = 256 * 1024
STOP_SECONDS = 2.0
_OWN_FAULT = Failure(FailureKind.INTERNAL, "This question could not be answered.", "The log says why.")
CLOSED = Failure(FailureKind.CANCELLED, "The folder was closed.")


def serve(gallery: Gallery, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer the window at the other end; return when it says stop or its end of the pipe closes.

    Nothing else may write to `stdout`.

    Args:
        gallery: It is closed on return.
        stdin: Frames from the window.
        stdout: Frames to the window.
    """
    window = _Window(gallery, stdin, stdout)
    try:
        window.run()
    finally:
        gallery.close()


class _Window:
    """The window at the other end of the pipes."""

    def __init__(self, gallery: Gallery, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._gallery = gallery
        self._stdin = stdin
        self._stdout = stdout
        self._speaking = threading.Lock()
        self._stops: dict[int, threading.Event] = {}
        self._desks = Desks(self._answer)

    def run(self) -> None:
        frames = FrameReader()
        read = getattr(self._stdin, "read1", self._stdin.read)
        try:
            while chunk := read(READ_BYTES):
                for body in frames.feed(chunk):
                    if not self._take(unpack(body)):
                        return
        except (OSError, ValueError):
            log.exception("the window speaks in riddles")
        finally:
            for stop in tuple(self._stops.values()):
                stop.set()
            self._desks.close(STOP_SECONDS)

    def _take(self, message: Message) -> bool:
        """Take a message; return whether more may come."""
        match message:
            case ("ask", int() as number, query):
                if isinstance(query, CloseFolder):
                    self._refuse_all(query.path)
                self._desks.put(Asked(number, query))
            case ("forget", int() as number):
                self._desks.drop(lambda asked: asked.number == number)
                if (stop := self._stops.get(number)) is not None:
                    stop.set()
            case ("stop",):
                return False
            case _:
                log.warning("the window said something that is none of our messages")
        return True

    def _refuse_all(self, path: str) -> None:
        for asked in self._desks.drop(lambda asked: getattr(asked.query, "path", None) == path):
            self._say(("refused", asked.number, CLOSED))

    def _answer(self, asked: Asked) -> None:
        stop = self._stops[asked.number] = threading.Event()
        try:
            answer: tuple[Any, ...] = ("answer", asked.number, self._gallery.answer(asked.query, stop.is_set))
        except FailedError as error:
            answer = ("refused", asked.number, error.failure)
        except Exception:
            log.exception("the question %s was not answered", type(asked.query).__name__)
            answer = ("refused", asked.number, _OWN_FAULT)
        finally:
            self._stops.pop(asked.number, None)
        self._say(answer)

    def _say(self, message: Message) -> None:
        try:
            frame = pack(message)
        except UnicodeEncodeError:
            # Names of files and texts of JSON may be no text at all.
            frame = pack(tuple(plain(part) for part in message))
        # A window that is gone closes our input, too: that ends us.
        with self._speaking, suppress(OSError, ValueError):
            self._stdout.write(frame)
            self._stdout.flush()
