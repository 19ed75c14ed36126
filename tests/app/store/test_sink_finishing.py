"""What can only be done when the whole image is here."""

import io
from pathlib import Path

import pytest
from PIL import Image

from app.model.failure import FailureKind
from app.model.imprint import Imprint
from app.store.sink import Sink
from app.store.sink_records import Incoming, Level, Rejected, Written
from tests.fakes.street_source import street_body

IMPRINT = Imprint(lon=-4.8, lat=45.75, heading_deg=90.0)


def finish(width: int, height: int) -> tuple[tuple[tuple[str, bytes], ...], Imprint | None]:
    return (("ds/meta/1.jpg.json", f"{width}x{height}".encode()),), IMPRINT


def incoming(body: object, *, size: int | None = None, wants: object = finish) -> Incoming:
    return Incoming("1", "ds/img/1.jpg", body, size, None, (), "v", wants)  # type: ignore[arg-type]


@pytest.fixture
def sink(tmp_path: Path):
    opened = Sink.open(tmp_path / "out", "attempt")
    yield opened
    opened.close()


def large_body() -> bytes:
    picture = Image.effect_noise((1200, 800), 90)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95)
    return file.getvalue()


def test_an_image_and_what_follows_from_it_are_put_in_place(sink: Sink, tmp_path: Path):
    body = street_body("1")

    written = sink.write([incoming(body, size=len(body))])
    (committed,) = sink.commit([item for item in written if isinstance(item, Written)])

    assert (tmp_path / "out/ds/meta/1.jpg.json").read_text() == "17x12"
    file = tmp_path / "out/ds/img/1.jpg"
    assert committed.size == file.stat().st_size > len(body)
    assert committed.level is Level.LENGTH
    with Image.open(file) as picture:
        assert picture.getexif().get_ifd(0x8825)[3] == "W"


def test_a_streamed_image_gets_its_imprint_without_a_second_copy_left(sink: Sink, tmp_path: Path):
    body = large_body()
    part = sink.part()
    for at in range(0, len(body), 65_536):
        part.write(body[at : at + 65_536])

    written = sink.write([incoming(part.close(), size=len(body))])
    sink.commit([item for item in written if isinstance(item, Written)])

    kept = (tmp_path / "out/ds/img/1.jpg").read_bytes()
    assert kept.endswith(body[-100_000:])
    with Image.open(io.BytesIO(kept)) as picture, Image.open(io.BytesIO(body)) as before:
        assert picture.getexif().get_ifd(0x8825)[17] == 90
        assert picture.tobytes() == before.tobytes()
    left = [path.name for path in (tmp_path / "out/.windrow_meta/tmp/attempt").iterdir()]
    assert [name for name in left if not name.startswith("intent")] == []


@pytest.mark.parametrize(
    "body",
    [
        street_body("1")[:-2],
        street_body("1")[:200] + b"\xff\xd9",
        b"<html>Sign in</html>",
        b"",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
    ids=["no end", "cut and sewn up", "login page", "nothing", "another format"],
)
def test_what_is_no_whole_jpeg_is_refused_though_its_length_is_right(sink: Sink, tmp_path: Path, body: bytes):
    """Trap 18 of the reference: start, end, length and a decode."""
    (answer,) = sink.write([incoming(body, size=len(body))])

    assert isinstance(answer, Rejected)
    assert answer.failure.kind is FailureKind.DATA
    assert not (tmp_path / "out/ds").exists()
    assert list((tmp_path / "out/.windrow_meta/tmp/attempt").iterdir()) == []


def test_without_a_length_a_decoder_has_to_get_through(sink: Sink):
    """A body that only the end of the connection ends has no other witness."""
    body = street_body("1")
    table = body.index(b"\xff\xc4") + 5  # how many codes of each length there are
    broken = body[:table] + b"\x7f" * 16 + body[table + 16 :]

    (with_length,) = sink.write([incoming(broken, size=len(broken))])
    (without,) = sink.write([incoming(broken)])

    assert isinstance(with_length, Written)
    assert isinstance(without, Rejected)


def test_padding_after_the_end_is_tolerated(sink: Sink):
    body = street_body("1") + b"\0" * 7

    (answer,) = sink.write([incoming(body, size=len(body))])

    assert isinstance(answer, Written)


def test_without_an_imprint_the_bytes_stay_as_they_came(sink: Sink, tmp_path: Path):
    body = street_body("1")

    written = sink.write([incoming(body, wants=lambda width, height: ((), None))])
    sink.commit([item for item in written if isinstance(item, Written)])

    assert (tmp_path / "out/ds/img/1.jpg").read_bytes() == body


def test_files_beside_images_may_lie_in_our_own_folder_and_nothing_else_may(sink: Sink):
    body = street_body("1")

    def beside(path: str) -> Incoming:
        return Incoming("1", "1.jpg", body, None, None, ((path, b"{}"),), "v")

    (good,) = sink.write([beside(".windrow_meta/meta/1.jpg.json")])
    (bad,) = sink.write([beside(".windrow_meta/manifest")])
    (worse,) = sink.write([beside(".windrow_meta/meta/../lock")])

    assert isinstance(good, Written)
    assert isinstance(bad, Rejected)
    assert isinstance(worse, Rejected)
