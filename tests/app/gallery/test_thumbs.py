"""Small copies of pictures on disk."""

import os
from pathlib import Path

import numpy as np
import pytest

from app.gallery.picture import Decoded, PictureFacts
from app.gallery.thumbs import LONG_SIDES, MOST_PROBLEMS, Thumbs, packed, unpacked
from app.model.exporter import PictureFile

FACTS = PictureFacts("JPEG", 400, 300, 300, 400, 6, True, "RGB", 999)


class Counting:
    """Decodes to a size, or to a problem; counts."""

    def __init__(self):
        self.asked, self.problem, self.channels, self.is_closed = [], "", 3, False

    def picture(self, file, box=None, annotated=(0, 0)):
        self.asked.append(box)
        if self.problem:
            return Decoded(FACTS, None, self.problem)
        width, height = box or (400, 300)
        return Decoded(FACTS, np.full((height * 3 // 4, width, self.channels), 90, np.uint8))

    def picture_of(self, body, box=None, annotated=(0, 0)):
        return Decoded(FACTS, np.zeros((1, 1, 3), np.uint8))

    def facts(self, file, annotated=(0, 0)):
        return Decoded(FACTS)

    def close(self):
        self.is_closed = True


class Shelf(dict):
    def get(self, host, key):
        return super().get((host, key))

    def put(self, host, key, body):
        self[host, key] = body


@pytest.fixture
def file(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x" * 50)
    return PictureFile(str(tmp_path / "a.jpg"))


@pytest.fixture
def decoder():
    return Counting()


def test_a_small_picture_is_decoded_once_for_all_sizes_and_sessions(decoder, file):
    shelf = Shelf()
    first = Thumbs(decoder, shelf).picture(file, (100, 80))
    again = Thumbs(decoder, shelf).picture(file, (300, 90))

    assert decoder.asked == [(LONG_SIDES[0],) * 2]
    assert first.pixels.shape == again.pixels.shape == (240, 320, 3)
    assert again.facts == FACTS


def test_a_picture_that_changed_is_decoded_again(decoder, file):
    thumbs = Thumbs(decoder, Shelf())
    thumbs.picture(file, (100, 80))
    status = Path(file.path).stat()
    os.utime(file.path, ns=(status.st_atime_ns, status.st_mtime_ns + 10**9))
    thumbs.picture(file, (100, 80))
    thumbs.picture(file, (100, 80), (300, 400))

    assert len(decoder.asked) == 3


@pytest.mark.parametrize("box", [None, (2000, 10)], ids=["whole", "large"])
def test_large_pictures_are_not_kept(decoder, file, box):
    shelf = Shelf()
    thumbs = Thumbs(decoder, shelf)
    thumbs.picture(file, box)

    assert decoder.asked == [box]
    assert not shelf


def test_what_is_wrong_with_a_picture_is_remembered_for_this_session_alone(decoder, file):
    decoder.problem = "It hangs."
    shelf = Shelf()
    thumbs = Thumbs(decoder, shelf)

    assert [thumbs.picture(file, (99, 99)).problem for _ in range(3)] == ["It hangs."] * 3
    assert len(decoder.asked) == 1
    assert not shelf
    for number in range(MOST_PROBLEMS + 3):
        thumbs._problems[str(number)] = Decoded(FACTS)
    thumbs.picture(PictureFile(file.path, 0, 9), (99, 99))
    assert len(thumbs._problems) == MOST_PROBLEMS


def test_a_file_that_is_not_there_is_the_decoders_business(decoder, tmp_path):
    Thumbs(decoder, Shelf()).picture(PictureFile(str(tmp_path / "none")), (99, 99))

    assert decoder.asked == [(99, 99)]


def test_everything_else_is_handed_on(decoder, file):
    thumbs = Thumbs(decoder, Shelf())
    assert thumbs.facts(file).facts == FACTS
    assert thumbs.picture_of(b"x").has_pixels
    thumbs.close()

    assert decoder.is_closed


@pytest.mark.parametrize("channels", [3, 4])
def test_a_copy_comes_back(channels):
    pixels = np.full((24, 32, channels), (60, 90, 120, 77)[:channels], np.uint8)
    copy = unpacked(packed(Decoded(FACTS, pixels)))

    assert copy.facts == FACTS
    assert np.abs(copy.pixels.astype(int) - pixels).max() <= (0 if channels == 4 else 3)


CUT = packed(Decoded(FACTS, np.zeros((9, 9, 3), np.uint8)))[:-40]


@pytest.mark.parametrize(
    "body", [b"", b"\0", b"\xff\xff", b"\0\3abc", CUT], ids=["empty", "half", "long", "no facts", "cut"]
)
def test_a_broken_copy_is_none(body, decoder, file):
    assert unpacked(body) is None
    shelf = Shelf()
    thumbs = Thumbs(decoder, shelf)
    thumbs.picture(file, (9, 9))
    shelf[next(iter(shelf))] = b"rubbish"
    assert thumbs.picture(file, (9, 9)).has_pixels
    assert len(decoder.asked) == 2


def test_a_copy_larger_than_any_is_none():
    assert unpacked(packed(Decoded(FACTS, np.zeros((700, 700, 3), np.uint8)))) is None
