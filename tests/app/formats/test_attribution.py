"""Everybody who took a picture is named, and no name does more than be read."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.attribution import attribution_text, credits_of, escaped
from tests.fakes.harvest import record

DAY = datetime.date(2026, 1, 1)


def text_of(*records) -> str:
    return attribution_text(credits_of(records), DAY)


def test_creators_are_named_with_their_pictures_most_first():
    text = text_of(record(1, creator="anna"), record(2, creator="zoe"), record(3, creator="zoe"), record(4, creator=""))

    assert "| zoe | 2 |\n| anna | 1 |\n| unnamed | 1 |" in text
    assert "## Creators (3)" in text
    assert "- Images: 4" in text


def test_the_licence_is_linked_and_the_service_named():
    text = text_of(record(1))

    assert "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/)" in text
    assert "[Mapillary](https://www.mapillary.com)" in text


def test_it_says_when_the_pictures_were_taken_and_harvested():
    text = text_of(record(1, captured_at_ms=1_500_000_000_000), record(2, captured_at_ms=0), record(3))

    assert "- Captured: 2017-07-14 to 2023-11-14" in text
    assert "- Harvested: 2026-01-01" in text


def test_a_harvest_without_pictures_still_names_the_licence():
    text = text_of()

    assert "CC BY-SA 4.0" in text
    assert "- Captured" not in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("walker-one.2", "walker-one.2"),
        ("<script>alert(1)</script>", r"\<script\>alert\(1\)\<\/script\>"),
        ("a|b", r"a\|b"),
        ("[x](http://evil)", r"\[x\]\(http\:\/\/evil\)"),
        ("www.evil.org", r"www\.evil.org"),
        ("line\nbreak\u2028here", "line break here"),
        ("\u202egnp", "gnp"),
        (" \u200b ", "unnamed"),
        ("山田", "山田"),
    ],
    ids=["plain", "tag", "cell", "link", "address", "lines", "turned", "invisible", "beyond ASCII"],
)
def test_names_are_plain_text(name, shown):
    assert escaped(name) == shown


@given(st.text())
def test_no_name_leaves_its_cell(name):
    cell = escaped(name)

    bare = cell.replace("\\\\", "")
    assert "\n" not in cell
    assert all(bare[at - 1] == "\\" for at, letter in enumerate(bare) if letter in "|<>[]`*_")
