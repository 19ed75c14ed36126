"""Bulk answers."""

import pytest

from app.sandbox.multipart import BOUNDARY, HEADERS, drop_parts, multipart_reply, uploaded, with_part
from app.sandbox.wire import RefusalError, Request


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


def form(*fields: tuple[str, bytes], kind: str = "multipart/form-data; boundary=b") -> Request:
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), body)
        for name, body in fields
    ]
    return Request("POST", "/", {}, {"content-type": kind}, b"".join(parts) + b"--b--\r\n")


def test_an_upload_names_figure_and_mask_in_turn():
    request = form(("figureId", b"7"), ("geometry", b"{}"), ("figureId", b"8"), ("geometry", b"\r\n{}"))

    assert uploaded(request) == [(7, b"{}"), (8, b"\r\n{}")]


@pytest.mark.parametrize(
    "request_",
    [
        form(("geometry", b"{}")),
        form(("figureId", b"7")),
        form(("figureId", b"x"), ("geometry", b"{}")),
        form(("figureId", b"7"), ("figureId", b"8"), ("geometry", b"{}")),
        form(("figureId", b"7"), ("geometry", b"{}"), kind="application/json"),
        form(("figureId", b"7"), ("geometry", b"{}"), kind="multipart/form-data"),
    ],
    ids=["no figure", "no mask", "no number", "twice", "no form", "no boundary"],
)
def test_a_form_out_of_turn_is_refused(request_):
    with pytest.raises(RefusalError):
        uploaded(request_)
