"""The gallery's side of the channel."""

import os
import threading

import pytest

from app.engine.channel import FrameReader, pack, unpack
from app.gallery.serve import CLOSED, serve
from app.model.failure import FailedError, Failure, FailureKind
from app.model.gallery import CheckExport, CloseFolder, CountFolder, FindPicture, ListPictures, OpenFolder, ShowThumb

REFUSED = Failure(FailureKind.NOT_FOUND, "No.")


class FakeGallery:
    """Answers with what the question says; holds thumbs until it is let go."""

    def __init__(self):
        self.gate, self.begun, self.is_closed = threading.Event(), threading.Event(), False
        self.was_stopped = threading.Event()

    def answer(self, query, is_stopped=lambda: False):
        if isinstance(query, ShowThumb):
            self.begun.set()
            self.gate.wait(10)
        if isinstance(query, CheckExport):
            self.begun.set()
            while not is_stopped():
                pass
            self.was_stopped.set()
        if isinstance(query, FindPicture):
            raise FailedError(REFUSED)
        if isinstance(query, ListPictures):
            raise RuntimeError("a fault of our own")
        return getattr(query, "path", "")

    def close(self):
        self.is_closed = True
        self.gate.set()


class Window:
    """The other end of two pipes."""

    def __init__(self, gallery):
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        self._frames, self._got = FrameReader(), []
        self._ends = os.fdopen(theirs_in, "rb"), os.fdopen(theirs_out, "wb")
        self._thread = threading.Thread(target=serve, args=(gallery, *self._ends), daemon=True)
        self._thread.start()

    def say(self, *message):
        os.write(self._out, pack(message))

    def hear(self):
        while not self._got:
            chunk = os.read(self._in, 65536)
            assert chunk, "the gallery has ended"
            self._got += [unpack(body) for body in self._frames.feed(chunk)]
        return self._got.pop(0)

    def hang_up(self):
        if self._out is not None:
            os.close(self._out)
            self._out = None
        self._thread.join(10)
        assert not self._thread.is_alive()

    def close(self):
        self.hang_up()
        for end in self._ends:
            end.close()
        os.close(self._in)


@pytest.fixture
def gallery():
    return FakeGallery()


@pytest.fixture
def window(gallery):
    window = Window(gallery)
    yield window
    gallery.gate.set()
    window.close()


def test_questions_are_answered_by_their_numbers(window):
    window.say("ask", 7, OpenFolder("/a"))
    window.say("ask", 8, CountFolder("/b"))

    assert [window.hear(), window.hear()] == [("answer", 7, "/a"), ("answer", 8, "/b")]


def test_a_refusal_is_a_failure_and_a_fault_of_our_own_is_one_sentence(window):
    window.say("ask", 1, FindPicture("/a", 0, ""))
    window.say("ask", 2, ListPictures("/a", "", 0, 9))

    assert window.hear() == ("refused", 1, REFUSED)
    _, number, failure = window.hear()
    assert (number, failure.kind) == (2, FailureKind.INTERNAL)
    assert "fault" not in failure.title


def test_names_that_are_no_text_can_be_told(window):
    window.say("ask", 1, OpenFolder("/half \ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")))

    assert window.hear()[0] == "answer"


def test_counts_are_answered_while_a_picture_is_painted(window, gallery):
    window.say("ask", 1, ShowThumb("/a", 0, 9, 9))
    assert gallery.begun.wait(10)
    window.say("ask", 2, CountFolder("/a"))

    assert window.hear() == ("answer", 2, "/a")
    gallery.gate.set()
    assert window.hear() == ("answer", 1, "/a")


def test_closing_a_folder_refuses_what_waits_for_it(window, gallery):
    for number in range(8):
        window.say("ask", number, ShowThumb("/a", number, 9, 9))
    assert gallery.begun.wait(10)
    window.say("ask", 99, CloseFolder("/a"))
    heard = []
    while ("answer", 99, "/a") not in heard:
        heard.append(window.hear())

    # One of the two painters has begun for certain, the other one as a rule.
    assert sum(message[2] == CLOSED for message in heard) in (6, 7)


def test_a_long_question_that_is_forgotten_stops(window, gallery):
    window.say("ask", 1, CheckExport("{}"))
    assert gallery.begun.wait(10)
    window.say("forget", 1)
    window.say("forget", 12345)

    assert gallery.was_stopped.wait(10)


def test_riddles_are_passed_over(window):
    window.say("what", "is", "this")
    window.say("ask", 1, OpenFolder("/a"))

    assert window.hear() == ("answer", 1, "/a")


@pytest.mark.parametrize("how", ["stop", "hang up"])
def test_it_ends_with_the_window(gallery, how):
    window = Window(gallery)
    window.say("ask", 1, CheckExport("{}"))
    assert gallery.begun.wait(10)
    if how == "stop":
        window.say("stop")
    window.hang_up()

    assert gallery.is_closed
    assert gallery.was_stopped.wait(10)
    window.close()
