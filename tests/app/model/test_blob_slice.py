"""Where an image lies in an archive, out of the payload of its item."""

import pytest

from app.model.blob_slice import Slice, archive_key, archive_path, slice_of


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param("{}", None, id="a file"),
        pytest.param('{"slice":{"archive":"7","start":1,"end":5}}', Slice("7", 1, 5), id="no hash"),
        pytest.param(
            '{"w":3,"slice":{"archive":"7","start":1,"end":5,"sha256":"a"}}', Slice("7", 1, 5, "a"), id="hash"
        ),
        pytest.param('{"slice":{"archive":"7"}}', None, id="half"),
        pytest.param('{"slice":', None, id="broken"),
        pytest.param('{"meta":"\\"slice\\":"}', None, id="only the word"),
    ],
)
def test_a_payload_names_its_slice(payload, expected):
    assert slice_of(payload) == expected


def test_an_archive_has_a_key_and_a_place():
    assert (archive_key("7"), archive_path("7")) == ("blob:7", "blob/7.tar")
