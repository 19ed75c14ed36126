import pytest

from app.store.manifest import Manifest
from app.store.receipt import Line, encode_line
from app.store.sink_paths import Place


@pytest.fixture
def place(tmp_path):
    return Place(str(tmp_path / "manifest"), None)


def text(number: int) -> bytes:
    return encode_line(Line(str(number), f"ds/img/{number}.jpg", version="x" * (number * 700)))


def test_lines_come_back_by_offset_and_in_order(place):
    manifest = Manifest(place)
    offsets = manifest.append([text(1), text(2)]) + manifest.append([text(3)])

    assert [manifest.line(offset).key for offset in offsets] == ["1", "2", "3"]
    assert [(offset, line.key) for offset, line in manifest.lines()] == list(zip(offsets, "123", strict=True))
    manifest.close()
    manifest.close()


def test_a_torn_last_line_is_passed_over_and_the_next_one_starts_afresh(place, tmp_path):
    (tmp_path / "manifest").write_bytes(text(1) + text(2)[:40])
    manifest = Manifest(place)

    (offset,) = manifest.append([text(3)])

    assert manifest.line(offset).key == "3"
    assert [line.key if line else None for _, line in manifest.lines()] == ["1", None, "3"]
    assert manifest.line(len(text(1))) is None
    manifest.close()


def test_a_torn_end_is_reported_once(place, tmp_path):
    (tmp_path / "manifest").write_bytes(text(1)[:-1])
    manifest = Manifest(place, is_writable=False)

    assert [line for _, line in manifest.lines()] == [None]
    assert manifest.line(0) is None
    manifest.close()
