"""Colours of classes are stable, valid and easy to see."""

from hypothesis import given
from hypothesis import strategies as st

from app.model.class_color import class_color
from app.model.meta_json import hex_color


def test_a_name_keeps_its_colour_for_good():
    """Files of last year must look as they did."""
    assert class_color("object--bench") == "#753AE3"


def test_names_that_differ_little_have_other_colours():
    assert len({class_color(f"regulatory--stop--g{number}") for number in range(100)}) > 95


@given(st.text())
def test_every_name_has_a_colour_that_shows(name):
    color = class_color(name)

    channels = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    assert hex_color(color) == color
    assert 30 < sum(channels) / 3 < 225
