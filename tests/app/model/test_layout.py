"""Where things lie in a project folder."""

import pytest

from app.model.layout import SidecarKind, dataset_path, image_path, sidecar_path


@pytest.mark.parametrize(
    ("components", "path"),
    [(["town"], "town"), (["town", "night", "rain"], "town/datasets/night/datasets/rain")],
    ids=["root", "nested"],
)
def test_nested_datasets_lie_in_datasets_folders(components, path):
    assert dataset_path(components) == path


def test_sidecars_keep_the_extension_of_the_image():
    assert image_path("town", "a.jpg") == "town/img/a.jpg"
    assert sidecar_path("town", "a.jpg", SidecarKind.ANNOTATION) == "town/ann/a.jpg.json"
    assert sidecar_path("town", "a.jpg", SidecarKind.IMAGE_INFO) == "town/img_info/a.jpg.json"
