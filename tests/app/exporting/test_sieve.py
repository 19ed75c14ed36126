import pytest

from app.exporting.sieve import Sieve
from app.model.annotation import Annotation, Label
from app.model.export_spec import ExportSpec
from app.model.geometry import Mask, Point, Polygon, Rectangle, UnknownGeometry
from app.model.label_class import LabelClass
from app.model.label_problems import label_problems

CLASSES = (LabelClass("car", "any", "#FF0000"), LabelClass("sign", "any", "#00FF00"))
INSIDE, PARTLY, OUTSIDE = Rectangle(1, 1, 9, 9), Rectangle(35, 1, 49, 9), Rectangle(60, 60, 70, 70)
LINE_LIKE, FLAT = Polygon(((1, 1), (5, 5))), Polygon(((1, 1), (5, 5), (9, 9)))


def label(geometry, name="car", **more):
    return Label(name, "#FF0000", geometry, **more)


def sift(spec, *labels):
    note = Annotation(40, 30, labels)
    return Sieve(spec, CLASSES).sift(note, label_problems(note, 40, 30, {"car", "sign"}), 40, 30)


def test_a_sound_label_goes_in_as_it_is():
    found = sift(ExportSpec(), label(INSIDE, group="g"))

    (one,) = found.labels
    assert (one.label.geometry, one.shape, one.class_before, one.place, one.group) == (
        INSIDE,
        "rectangle",
        "car",
        0,
        "g",
    )
    assert not one.was_clipped


def test_a_label_of_a_class_that_was_not_chosen_is_left_out():
    found = sift(ExportSpec(classes=("sign",)), label(INSIDE), label(INSIDE, "sign"))

    assert [one.place for one in found.labels] == [1]
    assert found.left_out == [("car", "rectangle", "class not chosen")]


def test_problems_of_classes_that_were_not_chosen_exclude_no_image():
    spec = ExportSpec(classes=("sign",), remedies=(("outside", "exclude"),))

    assert sift(spec, label(OUTSIDE), label(INSIDE, "sign")).excluded_by is None


def test_a_renamed_label_knows_what_it_was():
    (one,) = sift(ExportSpec(renames=(("car", "vehicle"),)), label(INSIDE)).labels

    assert (one.label.class_name, one.class_before) == ("vehicle", "car")


NEVER = {
    "unreadable": (UnknownGeometry("rectangle"), ("car", "rectangle", "label cannot be read")),
    "mask": (Mask((0, 0), "no mask"), ("car", "bitmap", "mask does not decode")),
    "points": (LINE_LIKE, ("car", "polygon", "too few points")),
}


@pytest.mark.parametrize(("geometry", "expected"), NEVER.values(), ids=NEVER)
def test_what_no_format_can_hold_is_lost_and_says_why(geometry, expected):
    found = sift(ExportSpec(), label(geometry))

    assert (found.labels, found.lost, found.left_out) == ([], [expected], [])


def test_what_a_format_may_hold_is_left_to_it():
    found = sift(ExportSpec(), label(PARTLY), label(FLAT), label(INSIDE, "stranger"))

    assert [one.place for one in found.labels] == [0, 1, 2]
    assert found.strangers == {"stranger"}


def test_a_clipped_label_says_so():
    found = sift(ExportSpec(remedies=(("outside", "clip"),)), label(PARTLY), label(OUTSIDE), label(INSIDE))

    assert [(one.label.geometry, one.was_clipped) for one in found.labels] == [
        (Rectangle(35, 1, 39, 9), True),
        (INSIDE, False),
    ]
    assert found.left_out == [("car", "rectangle", "nothing of it inside the picture")]


def test_pieces_of_one_label_belong_together():
    horseshoe = Polygon(((30, 2), (50, 2), (50, 20), (30, 20), (30, 15), (45, 15), (45, 6), (30, 6)))

    found = sift(ExportSpec(remedies=(("outside", "clip"),)), label(INSIDE), label(horseshoe))

    assert [(one.place, one.group) for one in found.labels] == [(0, ""), (1, "piece 1"), (1, "piece 1")]


def test_a_dropped_label_is_left_out_and_an_excluding_one_ends_it():
    dropped = sift(ExportSpec(remedies=(("zero-area", "drop"), ("few-points", "drop"))), label(FLAT), label(LINE_LIKE))
    excluded = sift(ExportSpec(remedies=(("outside", "exclude"),)), label(INSIDE), label(PARTLY))

    assert [why for _, _, why in dropped.left_out] == ["zero-area shape", "too few points"]
    assert dropped.lost == []
    assert excluded.excluded_by == "outside"


def test_small_shapes_are_left_out_and_points_are_not_small():
    found = sift(ExportSpec(min_area=81.5), label(INSIDE), label(Rectangle(1, 1, 10, 9)), label(Point((2, 2))))

    assert [one.place for one in found.labels] == [1, 2]
    assert found.left_out == [("car", "rectangle", "smaller than 81.5 pixels")]


def test_what_is_left_after_clipping_counts():
    found = sift(ExportSpec(min_area=50, remedies=(("outside", "clip"),)), label(PARTLY), label(INSIDE))

    assert [one.place for one in found.labels] == [1]


def test_an_unknown_remedy_is_refused():
    with pytest.raises(ValueError, match="shrink"):
        Sieve(ExportSpec(remedies=(("outside", "shrink"),)), CLASSES)
