"""Tests of app.formats.sly_copy_layout."""

import pytest

from app.formats.sly_copy_layout import CopyPlaces
from app.model.layout import SidecarKind
from tests.fakes.zoo import ODD_NAMES, image


@pytest.mark.parametrize(
    ("datasets", "folders"),
    [
        (("a", "a/b", "a/b/c"), ["a", "a/datasets/b", "a/datasets/b/datasets/c"]),
        (("",), ["dataset"]),
        (("Case", "case"), ["Case", "case_01"]),
    ],
    ids=["nested", "the folder itself", "case"],
)
def test_datasets_keep_their_places(datasets, folders):
    assert list(CopyPlaces(datasets).folders.values()) == folders


def test_a_picture_and_what_lies_beside_it_keep_its_name():
    places = CopyPlaces(("a",))

    assert places.picture(image(0, "ü 1.png")) == "a/img/ü 1.png"
    assert places.sidecar(image(0, "ü 1.png"), SidecarKind.ANNOTATION) == "a/ann/ü 1.png.json"


@pytest.mark.parametrize("name", [f"{name}.png" for name in ODD_NAMES])
def test_no_name_leaves_its_folder_or_breaks_a_system(name):
    path = CopyPlaces(("a",)).picture(image(7, name, file="a_safe.png"))

    assert path.startswith("a/img/")
    assert path.count("/") == 2
    assert len(path.encode("utf-8", "surrogateescape")) < 260
    assert ".." not in path.split("/")
