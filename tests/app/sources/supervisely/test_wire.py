"""Answers are read leniently, and nonsense is a failure in words."""

import pytest

from app.model.call import Answer
from app.model.failure import FailedError, FailureKind
from app.sources.supervisely.wire import IMAGES, read, whole


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5),
        ("5", 5),
        (5.0, 5),
        (0, 0),
        (None, None),
        ("", None),
        ("5.5", None),
        (5.5, None),
        (-1, None),
        ("²", None),
        (2**63, None),
        ("9" * 30, None),
        (float("inf"), None),
    ],
)
def test_numbers_may_come_as_text(value, number):
    assert whole(value) == number


def test_ids_and_sizes_may_be_text_and_unknown_keys_are_ignored():
    body = b'{"total": "1", "perPage": 500, "entities": [{"id": "7", "size": "12", "newKey": {"a": []}, "name": null}]}'

    page = read(IMAGES, Answer(200, {}, body), "images.list")

    assert (whole(page.entities[0].id), whole(page.entities[0].size), page.entities[0].name) == (7, 12, None)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"entities": 5}', b'{"entities": [5]}', b"\xff\xfe", b"[" * 100_000]
)
def test_nonsense_is_a_failure_in_words(body):
    with pytest.raises(FailedError, match="cannot be read") as caught:
        read(IMAGES, Answer(200, {}, body), "images.list")

    assert caught.value.failure.kind is FailureKind.DATA
    assert caught.value.failure.detail.startswith("images.list")
