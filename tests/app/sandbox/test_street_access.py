"""Tokens in every form, quotas, and the block of the tile host."""

import pytest

from app.sandbox.street_access import (
    EXPIRED_USER_TOKEN,
    STREET_TOKEN,
    USER_TOKEN,
    WITHDRAWN_USER_TOKEN,
    Block,
    BlockRule,
    Quota,
    TokenForm,
    check_graph,
    may_read_tiles,
    token_of,
)
from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.wire import Request

NEVER_ISSUED = "MLY|1|0a"


def asked(header: str = "", query: str | None = None) -> Request:
    headers = {"authorization": header} if header else {}
    return Request("GET", "/1", {} if query is None else {"access_token": query}, headers, b"")


@pytest.mark.parametrize(
    ("request_", "row"),
    [
        (asked(), "no-token"),
        (asked(f"Bearer {STREET_TOKEN}"), "no-token"),
        (asked("OAuth nonsense"), "malformed-token"),
        (asked(query="nonsense"), "malformed-token"),
        (asked(f"OAuth {NEVER_ISSUED}"), "bad-token"),
        (asked(query=NEVER_ISSUED), "bad-token-query"),
        (asked(f"OAuth {EXPIRED_USER_TOKEN}"), "expired-token"),
        (asked(f"OAuth {WITHDRAWN_USER_TOKEN}"), "withdrawn-token"),
    ],
    ids=["none", "other word", "malformed", "malformed query", "unknown", "unknown query", "expired", "withdrawn"],
)
def test_wrong_token_is_refused_by_its_own_row(request_, row):
    with pytest.raises(StreetRefusalError) as caught:
        check_graph(request_, STREET_TOKEN)

    assert caught.value.row == row


@pytest.mark.parametrize(
    ("request_", "is_user"),
    [
        (asked(f"OAuth {STREET_TOKEN}"), False),
        (asked(query=STREET_TOKEN), False),
        (asked(f"OAuth {USER_TOKEN}"), True),
    ],
    ids=["header", "query", "user"],
)
def test_right_token_passes_in_both_forms(request_, is_user):
    assert check_graph(request_, STREET_TOKEN) is is_user


@pytest.mark.parametrize(
    ("request_", "may"),
    [
        (asked(f"OAuth {STREET_TOKEN}"), False),
        (asked(query=STREET_TOKEN), True),
        (asked(), False),
        (asked(query=NEVER_ISSUED), False),
    ],
    ids=["header", "query", "none", "unknown"],
)
def test_tiles_take_the_token_in_the_query_only(request_, may):
    assert may_read_tiles(request_, STREET_TOKEN) is may


def test_header_beats_query():
    assert token_of(asked("OAuth a", "b")) == (TokenForm.HEADER, "a")


def test_quota_is_full_again_in_the_next_span():
    quota = Quota(2, 60)

    allowed = [quota.spend(now) for now in (0, 1, 2, 59, 60, 61, 62)]

    assert allowed == [True, True, False, False, True, True, False]


def test_quota_of_zero_has_no_end():
    quota = Quota(0, 60)

    assert all(quota.spend(0) for _ in range(1_000))


def test_block_lasts_until_so_much_silence():
    block = Block(BlockRule(after=2, window=60, lasts=100))

    met = [block.meets(now) for now in (0, 1, 2, 90, 189, 289)]

    # The try at 90 begins the hundred seconds anew, and so does the one at 189.
    assert met == [False, False, True, True, True, False]


def test_call_that_comes_again_counts_once():
    block = Block(BlockRule(after=1))
    block.meets(0)
    block.take_back()

    assert not block.meets(0)
