"""Bulk answers."""

from app.sandbox.multipart import BOUNDARY, HEADERS, drop_parts, multipart_reply, with_part


def names(body: bytes) -> list[bytes]:
    parts = body.split(b"--" + BOUNDARY)
    return [part.split(b'name="')[1].split(b'"')[0] for part in parts if b'name="' in part]


def test_bytes_of_a_part_stay_exact():
    body = multipart_reply([("1", b"\r\n--x\r\n"), ("2", b"")]).whole()

    assert body.split(b"--" + BOUNDARY)[1].partition(b"\r\n\r\n")[2] == b"\r\n--x\r\n\r\n"
    assert body.endswith(b"--" + BOUNDARY + b"--\r\n")


def test_named_parts_are_left_out():
    body = multipart_reply([("1", b"a"), ("2", b"b"), ("3", b"c")]).whole()

    assert names(b"".join(drop_parts(body, HEADERS, [3]))) == [b"1", b"2"]
    assert names(b"".join(drop_parts(body, HEADERS, []))) == [b"2", b"3"]


def test_foreign_part_comes_first():
    body = multipart_reply([("1", b"a")]).whole()

    assert names(b"".join(with_part(body, HEADERS, 99))) == [b"99", b"1"]
