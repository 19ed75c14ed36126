"""What is counted of one annotation, and where a harvested picture was taken."""

import pytest

from app.formats.supervisely import ItemFiles
from app.gallery.index import Note
from app.gallery.reading import counted, place_of, read_note, read_record
from app.model.annotation import Annotation, Label, Tag
from app.model.geometry import Point, Rectangle
from app.model.harvest_record import HarvestRecord, record_to_json
from app.model.problem import ProblemKind
from tests.fakes.gallery_folder import box

CAR = Label("car", "#000000", Rectangle(1, 1, 5, 5), (Tag("old"), Tag("old")))


def note(path, size=lambda: (0, 0)) -> Note:
    return read_note(ItemFiles("a.jpg", None, path), (), frozenset(), size)


def test_labels_and_tags_are_counted():
    annotation = Annotation(10, 10, (CAR, CAR, Label("car", "", Point((1, 1)))), (Tag("weather", "sunny"), Tag("old")))

    read = counted(annotation, {"car"})

    assert sorted(read.labels) == [("car", "point", 1), ("car", "rectangle", 2)]
    assert sorted(read.tags) == [("old", "", 0, 1), ("old", "", 1, 2), ("weather", "sunny", 0, 1)]
    assert (read.width, read.height, read.problems, read.reason) == (10, 10, [], "")


def test_problems_name_their_label():
    outside = Label("car", "", Rectangle(5, 5, 15, 8))

    read = counted(Annotation(10, 10, (CAR, outside)), {"sign"})

    assert read.problems == [
        (ProblemKind.UNKNOWN_CLASS, 0),
        (ProblemKind.OUTSIDE, 1),
        (ProblemKind.UNKNOWN_CLASS, 1),
    ]


def test_a_picture_without_annotation_has_nothing_to_count():
    assert note(None) == Note()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"[" * 100_000, b"\xff\xfe"], ids=["empty", "cut", "list", "deep", "utf-16"]
)
def test_an_annotation_that_cannot_be_read_has_a_reason(tmp_path, body):
    path = tmp_path / "a.json"
    path.write_bytes(body)

    assert note(path).reason.startswith("The annotation")


def test_an_annotation_that_vanishes_has_a_reason(tmp_path):
    assert note(tmp_path / "gone.json").reason


def test_without_a_size_the_picture_is_asked(tmp_path):
    """Else nobody could say what lies outside."""
    path = tmp_path / "a.json"
    path.write_text(f'{{"objects": [{box(corners=((0, 0), (50, 5)))}]}}'.replace("'", '"'))

    assert note(path, lambda: (40, 30)).problems == [(ProblemKind.OUTSIDE, 0)]
    assert note(path, lambda: (60, 30)).problems == []
    assert note(path).problems == []


def test_records_are_read_and_damaged_ones_are_none(tmp_path):
    path = tmp_path / "a.json"
    record = HarvestRecord(id="1", name="mly_1.jpg", lon=4.5, lat=45.5)
    path.write_bytes(record_to_json(record))

    assert read_record(path) == record
    path.write_bytes(b"{}")
    assert read_record(path) is None
    assert read_record(tmp_path / "none") is None
    assert read_record(None) is None


PLACES = {
    "of the camera": ({"lon": 1.0, "lat": 2.0}, (1.0, 2.0)),
    "computed alone": ({"computed_lon": 3.0, "computed_lat": 4.0}, (3.0, 4.0)),
    "as its file says": (
        {"lon": 1.0, "lat": 2.0, "computed_lon": 3.0, "computed_lat": 4.0, "written_position": "computed"},
        (3.0, 4.0),
    ),
    "half a place": ({"lon": 1.0}, None),
}


@pytest.mark.parametrize(("fields", "place"), PLACES.values(), ids=PLACES.keys())
def test_a_picture_lies_where_its_file_says(fields, place):
    assert place_of(HarvestRecord(id="1", name="a", **fields)) == place
