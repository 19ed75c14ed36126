"""Decoding in processes of their own: whatever a picture does to its process, one sentence comes back."""

import sys
import threading

import pytest

from app.bootstrap.demo import own_command, own_environment
from app.gallery.decoding import CLOSED, CRASHED, NOT_STARTED, TOO_SLOW, Decoder
from app.model.exporter import PictureFile
from tests.fakes.gallery_folder import picture

pytestmark = pytest.mark.slow

# A decoder that does what the picture says.
UNRULY = """
import io, os, sys, time
from app.gallery.decode_frames import Answer, Order, read_exactly, read_head, write_head
from app.gallery.decoder import _answer, carry_out
from app.gallery.picture import Decoded, PictureFacts
import msgspec
orders, answers = sys.stdin.buffer, sys.stdout.buffer
_answer(answers, Decoded(PictureFacts()))
while True:
    try:
        note, length = read_head(orders)
    except EOFError:
        sys.exit(0)
    body = read_exactly(orders, length)
    if body == b"die":
        os._exit(9)
    if body == b"hang":
        time.sleep(600)
    if body == b"lie":
        write_head(answers, Answer(("", 0, 0, 0, 0, 1, False, "", 0), (10**6, 10**6, 3)), 5)
        answers.write(b"12345")
        answers.flush()
        continue
    if body == b"babble":
        answers.write(b"Warning: this is no answer at all, but text that some library printed.")
        answers.flush()
        continue
    _answer(answers, carry_out(msgspec.msgpack.decode(note, type=Order), body))
"""
GOOD = picture()


def pids(decoder):
    return {child.pid for child in decoder._idle}


def test_pictures_are_decoded_by_one_process_after_the_other(tmp_path):
    decoder = Decoder(own_command("decode"), own_environment(), most_pictures=2)
    (tmp_path / "a.jpg").write_bytes(GOOD)
    file = PictureFile(str(tmp_path / "a.jpg"))
    first = decoder.picture(file, (20, 20))
    before = pids(decoder)
    facts = decoder.facts(file)
    last = decoder.picture_of(GOOD)

    assert (first.pixels.shape, last.pixels.shape) == ((15, 20, 3), (30, 40, 3))
    assert (facts.facts.width, facts.has_pixels) == (40, False)
    assert pids(decoder) != before
    decoder.close()


@pytest.mark.parametrize(
    ("body", "problem", "seconds"),
    [(b"die", CRASHED, 60), (b"hang", TOO_SLOW, 4), (b"lie", CRASHED, 60), (b"babble", CRASHED, 60)],
)
def test_whatever_a_picture_does_the_next_one_is_shown(body, problem, seconds):
    unruly = Decoder([sys.executable, "-c", UNRULY], own_environment(), seconds=seconds)

    assert unruly.picture_of(GOOD).has_pixels
    assert unruly.picture_of(body).problem == problem
    assert unruly.picture_of(GOOD).has_pixels
    unruly.close()


def test_several_threads_get_their_own_pictures():
    decoder = Decoder(own_command("decode"), own_environment(), children=2)
    sizes = [(20 + n, 15 + n) for n in range(12)]
    found = {}

    def ask(size):
        found[size] = decoder.picture_of(picture(*size)).pixels.shape[1::-1]

    threads = [threading.Thread(target=ask, args=(size,)) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decoder.close()

    assert found == {size: size for size in sizes}


@pytest.mark.parametrize("command", [["/none/such/program"], [sys.executable, "-c", "raise SystemExit(3)"]])
def test_a_decoder_that_does_not_start_is_said(command):
    decoder = Decoder(command, own_environment())

    assert decoder.picture_of(GOOD).problem == NOT_STARTED
    decoder.close()


def test_closing_ends_whoever_waits():
    decoder = Decoder([sys.executable, "-c", UNRULY], own_environment(), seconds=30)
    assert decoder.picture_of(GOOD).has_pixels
    found = []
    waits = threading.Thread(target=lambda: found.append(decoder.picture_of(b"hang").problem))
    waits.start()
    while not decoder._busy:
        pass
    decoder.close()
    waits.join(20)

    assert found == [CLOSED]
    assert decoder.picture_of(GOOD).problem == CLOSED
    decoder.close()
