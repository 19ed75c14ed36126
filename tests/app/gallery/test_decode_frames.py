"""Messages between us and the process that decodes."""

import io

import msgspec
import pytest

from app.gallery.decode_frames import MOST_NOTE_BYTES, Answer, Order, read_exactly, read_head, write_head

ORDER = Order("/a/ü \udce9.jpg".replace("\udce9", "x"), 3, 9, (320, 320), (40, 30))


def test_a_note_and_the_length_of_its_body_come_back():
    stream = io.BytesIO()
    write_head(stream, ORDER, 4)
    stream.write(b"body")
    stream.seek(0)
    note, length = read_head(stream)

    assert msgspec.msgpack.decode(note, type=Order) == ORDER
    assert read_exactly(stream, length) == b"body"


def test_an_answer_comes_back():
    answer = Answer(("JPEG", 4, 3, 3, 4, 6, True, "RGB", 99), (3, 4, 3), "")
    stream = io.BytesIO()
    write_head(stream, answer, 36)
    stream.seek(0)

    assert msgspec.msgpack.decode(read_head(stream)[0], type=Answer) == answer


@pytest.mark.parametrize("cut", [0, 5, 12, 14])
def test_the_end_of_the_other_side_is_heard_of(cut):
    stream = io.BytesIO()
    write_head(stream, ORDER, 4)

    with pytest.raises(EOFError):
        read_head(io.BytesIO(stream.getvalue()[:cut]))


def test_a_note_longer_than_any_of_ours_is_not_read():
    body = (MOST_NOTE_BYTES + 1).to_bytes(4, "big") + bytes(8)

    with pytest.raises(ValueError, match="longer than any"):
        read_head(io.BytesIO(body + bytes(100)))
