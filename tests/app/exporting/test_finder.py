import pytest

from app.exporting.finder import Finder
from app.model.annotation import Annotation, Label, Tag
from app.model.geometry import Rectangle
from app.model.problem import ProblemKind

NOTE = Annotation(40, 30, (Label("car", "#FF0000", Rectangle(1, 1, 2, 2), (Tag("parked"),)),), (Tag("weather", "sun"),))

SEARCHES = {
    "": True,
    "class:car": True,
    "-class:car": False,
    "class:sign": False,
    "tag:weather=sun tag:parked": True,
    "dataset:ds name:img": True,
    "objects>1": False,
    "shape:rectangle": True,
    "problem:outside": True,
    "problem:zero-area": False,
}


@pytest.mark.parametrize(("text", "is_found"), SEARCHES.items(), ids=SEARCHES)
def test_a_search_finds_what_it_says(text, is_found):
    assert Finder(text).finds("ds", "img_1.jpg", NOTE, [ProblemKind.OUTSIDE]) is is_found


NEEDS = {
    "class:car": (False, False),
    "problem:outside": (False, False),
    "problem:duplicate": (False, True),
    "-problem:size-differs": (True, False),
    "problem:*": (True, True),
}


@pytest.mark.parametrize(("text", "needs"), NEEDS.items(), ids=NEEDS)
def test_pictures_are_looked_at_only_when_they_are_asked_for(text, needs):
    finder = Finder(text)

    assert (finder.needs_pictures, finder.needs_duplicates) == needs
