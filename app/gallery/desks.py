"""Questions in line at a few desks: counts never wait for painting, and the newest picture is painted first.

Each desk is one thread. Painting takes the latest question first, because a window that scrolls has no use for what
it asked before; all others keep their order.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.model.gallery import (
    CheckExport,
    CloseFolder,
    CountFolder,
    FindPicture,
    GalleryQuery,
    LabelAt,
    ListPictures,
    ListPlaces,
    NextProblem,
    OpenFolder,
    PaintLook,
    ShowPicture,
    ShowThumb,
    ShowView,
)

# Pictures are decoded in processes of their own; two threads keep two of them busy.
PAINTERS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in line.

    Attributes:
        number: By which it is answered.
        query: The question.
    """

    number: int
    query: GalleryQuery


class Line:
    """Questions that wait for the desks of one kind. Any thread."""

    def __init__(self, *, newest_first: bool = False) -> None:
        """Nobody waits."""
        self._newest_first = newest_first
        self._waiting: deque[Asked] = deque()
        self._is_open = True
        self._has_some = threading.Condition()

    def put(self, asked: Asked) -> None:
        """Get in line."""
        with self._has_some:
            self._waiting.append(asked)
            self._has_some.notify()

    def take(self) -> Asked | None:
        """Wait for the next question; None when the line is closed."""
        with self._has_some:
            self._has_some.wait_for(lambda: self._waiting or not self._is_open)
            if not self._is_open:
                return None
            return self._waiting.pop() if self._newest_first else self._waiting.popleft()

    def drop(self, is_stale: Callable[[Asked], bool]) -> list[Asked]:
        """Take questions out of the line that nobody needs answered any more; return them."""
        with self._has_some:
            gone = [asked for asked in self._waiting if is_stale(asked)]
            if gone:
                self._waiting = deque(asked for asked in self._waiting if not is_stale(asked))
        return gone

    def close(self) -> None:
        """Send everybody home."""
        with self._has_some:
            self._is_open = False
            self._waiting.clear()
            self._has_some.notify_all()


class Desks:
    """All desks and their lines."""

    def __init__(self, answer: Callable[[Asked], None]) -> None:
        """Open the desks; `answer` is called in their threads and never raises."""
        self._answer = answer
        self._quick, self._slow = Line(), Line()
        # The picture that is looked at alone comes before all thumbnails.
        self._view, self._thumbs = Line(newest_first=True), Line(newest_first=True)
        self._lines = (self._quick, self._slow, self._view, self._thumbs)
        lines = (self._quick, self._slow, self._view, *(self._thumbs for _ in range(PAINTERS)))
        self._threads = [
            threading.Thread(target=self._serve, args=(line,), name=f"windrow-desk-{place}", daemon=True)
            for place, line in enumerate(lines)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, asked: Asked) -> None:
        """Send a question to its desk."""
        self._line_of(asked.query).put(asked)

    def drop(self, is_stale: Callable[[Asked], bool]) -> list[Asked]:
        """Take questions out of all lines that nobody needs answered any more; return them."""
        return [asked for line in self._lines for asked in line.drop(is_stale)]

    def close(self, seconds: float) -> None:
        """Close all desks; what is being answered is waited for a little."""
        for line in self._lines:
            line.close()
        for thread in self._threads:
            thread.join(seconds / len(self._threads))

    def _line_of(self, query: GalleryQuery) -> Line:
        match query:
            case ShowThumb() | PaintLook():
                return self._thumbs
            case ShowView() | LabelAt():
                return self._view
            case CheckExport():
                return self._slow
            case (
                OpenFolder()
                | CloseFolder()
                | CountFolder()
                | ListPictures()
                | FindPicture()
                | NextProblem()
                | ShowPicture()
                | ListPlaces()
            ):
                return self._quick

    def _serve(self, line: Line) -> None:
        while (asked := line.take()) is not None:
            self._answer(asked)
