import pytest

from app.model.region import box, polygon_region
from app.model.region_text import parse_regions
from ui.plan.regions_file import keep_regions, regions_path

BOX = box(4.8, 45.7, 4.9, 45.8, "Old town")
TRIANGLE = polygon_region([[[(4.8, 45.7), (4.9, 45.7), (4.85, 45.8)]]], "Ring / road")


def test_one_box_needs_no_file(tmp_path):
    assert keep_regions((BOX,), tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("regions", [(TRIANGLE,), (BOX, TRIANGLE)], ids=["polygon", "several"])
def test_what_is_written_is_what_was_chosen(regions, tmp_path):
    path = keep_regions(regions, tmp_path)

    assert path == regions_path(regions, tmp_path)
    assert parse_regions(path.read_text()).regions == regions


def test_other_regions_are_another_file(tmp_path):
    assert regions_path((BOX, TRIANGLE), tmp_path) != regions_path((TRIANGLE, BOX), tmp_path)
    assert regions_path((TRIANGLE,), tmp_path).name.startswith("Ring _ road-")
