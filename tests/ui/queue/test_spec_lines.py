from app.model.export_spec import ExportSpec
from app.model.harvest import MapillarySpec, Pano, TableKind
from app.model.spec import SuperviselySpec
from app.model.spec_base import Spec
from tests.fakes.street import SMALL
from tests.ui.map.making import TRIANGLE
from ui.queue.spec_lines import MOST_REGIONS, spec_lines


def test_a_project_is_told_in_words():
    assert spec_lines(SuperviselySpec(project_id=7, dataset_ids=(1, 2))) == ["Project 7", "Datasets: 1, 2"]


def test_a_harvest_is_told_in_words():
    spec = MapillarySpec(
        regions=(SMALL, TRIANGLE), captured_from="2022-01-01", pano=Pano.YES, spacing=5.0, max_images=1000,
        tables=(TableKind.GPKG, TableKind.CSV), has_map=True, has_exif=False,
    )  # fmt: skip

    assert spec_lines(spec) == [
        "Small: 4.8,45.75,4.81,45.763 (1.12 km²)",
        "Ring road: 4.8,45.73,4.85,45.77 (8.65 km², polygon)",
        "Captured from: 2022-01-01",
        "Type: 360° only",
        "Spacing: 5",
        "Max images: 1000",
        "Tables: GeoPackage, CSV",
        "Map to share: yes",
        "Position in the pictures: no",
    ]


def test_many_regions_are_counted_and_no_tables_are_said():
    lines = spec_lines(MapillarySpec(regions=(SMALL,) * (MOST_REGIONS + 3), tables=()))

    assert lines[MOST_REGIONS:] == ["and 3 more regions", "Tables: none"]


def test_an_unknown_spec_has_no_words():
    assert spec_lines(Spec()) == []


def test_an_export_is_told_in_words():
    spec = ExportSpec("/data/town", "yolo-segment", renames=(("a", "b"),), val=0.2)

    assert spec_lines(spec) == [
        "Folder: /data/town",
        "Format: YOLO segment",
        "Names: a → b",
        "Validation share: 0.2",
    ]
