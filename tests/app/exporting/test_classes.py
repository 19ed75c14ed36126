from app.exporting.classes import ClassChoice, export_classes
from app.model.export_spec import ExportSpec
from app.model.label_class import LabelClass

CAR, VAN, SIGN = (
    LabelClass("car", "rectangle", "#FF0000"),
    LabelClass("van", "rectangle", "#00FF00"),
    LabelClass("sign", "polygon", "#0000FF"),
)
KNOWN = (CAR, VAN, SIGN)


def test_all_classes_come_in_the_order_of_the_project():
    assert export_classes(ExportSpec(), KNOWN) == KNOWN


def test_only_these_and_without_these():
    assert export_classes(ExportSpec(classes=("sign", "car")), KNOWN) == (CAR, SIGN)
    assert export_classes(ExportSpec(without_classes=("car",)), KNOWN) == (VAN, SIGN)
    assert not ClassChoice(ExportSpec(classes=("car",), without_classes=("car",))).is_in("car")


def test_two_classes_with_one_name_are_one_with_the_colour_of_the_first():
    (vehicle, sign) = export_classes(ExportSpec(renames=(("car", "vehicle"), ("van", "vehicle"))), KNOWN)

    assert vehicle == LabelClass("vehicle", "rectangle", "#FF0000")
    assert sign == SIGN


def test_a_class_can_be_merged_into_another_one():
    merged = export_classes(ExportSpec(renames=(("sign", "car"),)), KNOWN)

    assert [(one.name, one.shape) for one in merged] == [("car", "any"), ("van", "rectangle")]


def test_names_can_be_swapped():
    spec = ExportSpec(renames=(("car", "van"), ("van", "car")))

    assert [(one.name, one.color) for one in export_classes(spec, KNOWN)][:2] == [
        ("van", "#FF0000"),
        ("car", "#00FF00"),
    ]


def test_unknown_classes_come_behind_by_name():
    names = [one.name for one in export_classes(ExportSpec(), KNOWN, {"zebra", "ape", "car"})]

    assert names == ["car", "van", "sign", "ape", "zebra"]
