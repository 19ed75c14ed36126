"""Geometries in plain words."""

import pytest

from ui.projects.shape_words import shape_text


@pytest.mark.parametrize(
    ("shape", "words"),
    [("bitmap", "mask"), ("line", "polyline"), ("rectangle", "rectangle"), ("new_shape", "new shape")],
)
def test_a_shape_is_called_what_people_call_it(shape, words):
    assert shape_text(shape) == words
