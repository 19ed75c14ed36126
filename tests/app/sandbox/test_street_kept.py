"""Made once, kept, and made again when it had to go."""

import pytest

from app.sandbox.street_kept import Kept
from app.sandbox.world import UnreadyError


def test_what_is_not_there_names_what_makes_it():
    kept = Kept(lambda key: key * 2, 4)

    with pytest.raises(UnreadyError) as caught:
        kept.get(3)
    for one in caught.value.shelves:
        one.prepare()

    assert kept.get(3) == 6


def test_thing_is_made_once():
    made = []
    kept = Kept(lambda key: made.append(key) or key, 4)

    assert [kept.make("a"), kept.make("a")] == ["a", "a"]
    assert made == ["a"]


def test_oldest_goes_when_there_is_no_room():
    kept = Kept(lambda key: key, 2)
    for key in "abc":
        kept.make(key)

    with pytest.raises(UnreadyError):
        kept.get("a")
    assert (kept.get("b"), kept.get("c")) == ("b", "c")


def test_all_that_is_missing_is_asked_for_at_once():
    kept = Kept(lambda key: key, 9)
    kept.make("b")

    with pytest.raises(UnreadyError) as caught:
        kept.require("abca")

    assert len(caught.value.shelves) == 2
    kept.make("a")
    kept.make("c")
    kept.require("abc")
