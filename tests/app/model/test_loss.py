"""Tests of app.model.loss."""

from app.model.annotation import Label
from app.model.exporter import Checked, ExportImage, ExportLabel, Fate, Made, Verdict
from app.model.geometry import Point
from app.model.loss import LossCount, loss_json


def image(*classes, is_val=False, lost=(), left_out=()):
    labels = tuple(
        ExportLabel(Label(name, "#000000", Point((1, 1))), "point", name, place) for place, name in enumerate(classes)
    )
    return ExportImage(0, "ds", "a.png", "ds_a.png", 4, 4, labels, is_val=is_val, lost=lost, left_out=left_out)


KEPT, LOST = Verdict(Fate.KEPT), Verdict(Fate.LOST, "points have no place in it")


def test_every_label_is_kept_changed_lost_or_left_out():
    count = LossCount()
    count.take(
        image("car", "car", lost=(("sign", "bitmap", "cannot be read"),), left_out=(("tree", "bitmap", "class"),)),
        Made((KEPT, LOST), tags_kept=1, tags_lost=2),
    )

    report = count.report("coco")

    assert [(row.class_name, row.kept, row.changed, row.lost, row.left_out) for row in report.rows] == [
        ("car", 1, 0, 1, 0),
        ("sign", 0, 0, 1, 0),
        ("tree", 0, 0, 0, 1),
    ]
    assert (report.kept, report.changed, report.lost) == (1, 0, 2)
    assert report.rows[0].why == ("points have no place in it (1)",)


def test_causes_stand_most_frequent_first():
    count = LossCount()
    rare, often = Verdict(Fate.CHANGED, "rare"), Verdict(Fate.CHANGED, "often")
    count.take(image("car", "car", "car"), Made((often, rare, often)))

    assert count.report("coco").rows[0].why == ("often (2)", "rare (1)")


def test_counts_of_two_processes_add_up():
    first, second = LossCount(), LossCount()
    first.take(image("car"), Made((KEPT,)))
    second.take(image("car", is_val=True), Made((LOST,), tags_lost=3))
    second.exclude("by choice")

    first.add(second)
    report = first.report("coco")

    assert (report.written, report.train, report.val, report.excluded, report.tags_lost) == (2, 1, 1, 1, 3)
    assert (report.kept, report.lost) == (1, 1)


def test_the_json_has_the_keys_that_scripts_rely_on():
    count = LossCount()
    count.take(image("car"), Made((LOST,)))

    document = loss_json(count.report("coco", verified=Checked(1, 0, 0)))

    assert document.keys() >= {"format", "images", "shapes", "tags", "totals", "verified"}
    assert document["shapes"] == [
        {
            "class": "car",
            "shape": "point",
            "kept": 0,
            "changed": 0,
            "lost": 1,
            "left_out": 0,
            "why": ["points have no place in it (1)"],
        }
    ]
    assert document["totals"] == {"kept": 0, "changed": 0, "lost": 1}
    assert document["verified"] == {"images": 1, "shapes": 0, "differences": 0, "first": []}
