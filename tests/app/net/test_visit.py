"""Which headers travel."""

import pytest

from app.model.door import plain_rules
from app.net.addresses import target_of
from app.net.visit import Rights, travels


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("accept", True),
        ("range", True),
        ("if-range", True),
        ("user-agent", True),
        ("x-api-key", False),
        ("authorization", False),
        ("cookie", False),
        ("referer", False),
    ],
)
def test_only_harmless_headers_follow_a_redirect_elsewhere(name, expected):
    assert travels(name) is expected


def test_rights_do_not_show_their_secret():
    rules = plain_rules("https://a.org", {"x-api-key": "s3cret"})
    rights = Rights(target_of("https://a.org"), "A", frozenset(), rules, "W/1")

    assert "s3cret" not in repr(rights)
