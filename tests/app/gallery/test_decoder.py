"""The process that decodes: in this process as far as that does no harm, else as one of its own."""

import io
import os
import subprocess

import msgspec
import pytest

from app.bootstrap.demo import own_command, own_environment
from app.gallery.decode_frames import Answer, Order, read_exactly, read_head, write_head
from app.gallery.decoder import carry_out
from tests.fakes.gallery_folder import picture

BODY = picture()


def order(path="", start=0, end=-1, box=(0, 0), has_pixels=True):
    return Order(str(path), start, end, box, (0, 0), has_pixels)


def test_a_file_is_decoded(tmp_path):
    (tmp_path / "a.jpg").write_bytes(BODY)

    assert carry_out(order(tmp_path / "a.jpg"), b"").pixels.shape == (30, 40, 3)


def test_bytes_are_decoded_into_a_box():
    assert carry_out(order(box=(20, 20)), BODY).pixels.shape == (15, 20, 3)


def test_a_part_of_an_archive_is_decoded(tmp_path):
    (tmp_path / "a.tar").write_bytes(b"x" * 100 + BODY + b"y" * 9)

    assert carry_out(order(tmp_path / "a.tar", 100, 100 + len(BODY)), b"").has_pixels


def test_facts_alone_have_no_pixels(tmp_path):
    (tmp_path / "a.jpg").write_bytes(BODY)
    found = carry_out(order(tmp_path / "a.jpg", has_pixels=False), b"")

    assert (found.facts.format, found.has_pixels, found.problem) == ("JPEG", False, "")


@pytest.mark.parametrize(
    ("name", "start", "end", "words"),
    [
        ("none.jpg", 0, -1, "is missing"),
        ("folder", 0, -1, "cannot be read"),
        ("pipe", 0, -1, "no file"),
        ("a.tar", 0, 10**6, "as a whole"),
        ("a.tar", 50, 20, "as a whole"),
        ("a.tar", -5, 20, "as a whole"),
        ("a.tar", 0, 10**12, "as a whole"),
        ("nul\0l", 0, -1, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_picture(tmp_path, name, start, end, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.tar").write_bytes(bytes(100))
    if name == "pipe":
        os.mkfifo(tmp_path / "pipe")
        writer = os.open(tmp_path / "pipe", os.O_RDWR)
    found = carry_out(order(tmp_path / name, start, end), b"")
    if name == "pipe":
        os.close(writer)

    assert words in found.problem
    assert not found.has_pixels


@pytest.mark.slow
def test_it_answers_picture_after_picture_and_ends_with_its_orders():
    orders = io.BytesIO()
    for body in (BODY, b"no picture", BODY):
        write_head(orders, order(), len(body))
        orders.write(body)
    ended = subprocess.run(
        own_command("decode"),
        input=orders.getvalue(),
        capture_output=True,
        check=True,
        env=own_environment(),
        timeout=60,
    )

    answers = io.BytesIO(ended.stdout)
    found = []
    for _ in range(4):
        note, length = read_head(answers)
        read_exactly(answers, length)
        found.append(msgspec.msgpack.decode(note, type=Answer))
    assert [one.shape for one in found] == [(0, 0, 3), (30, 40, 3), (0, 0, 3), (30, 40, 3)]
    assert "not a picture" in found[2].problem
    assert answers.read() == b""
