import pytest

from app.exporting.split import drawn, is_for_validation
from app.model.export_spec import ExportSpec, SplitBy


def sides(spec, keys, **more):
    return [is_for_validation(spec, "ds", key, (), **more) for key in keys]


def test_about_the_wanted_share_is_drawn():
    chosen = sides(ExportSpec(val=0.2), [f"ds/{n}.jpg" for n in range(5000)])

    assert 900 < sum(chosen) < 1100


def test_an_image_keeps_its_side_when_others_come():
    few, many = (sides(ExportSpec(val=0.3), [f"ds/{n}" for n in range(count)]) for count in (20, 200))

    assert many[:20] == few


def test_another_seed_draws_other_images():
    keys = [f"ds/{n}" for n in range(200)]

    assert sides(ExportSpec(val=0.5, seed=1), keys) != sides(ExportSpec(val=0.5), keys)


@pytest.mark.parametrize(("share", "side"), [(0.0, False), (1.0, True)], ids=["none", "all"])
def test_the_ends_are_exact(share, side):
    assert set(sides(ExportSpec(val=share), [str(n) for n in range(500)])) == {side}


def test_images_of_one_sequence_stay_together():
    spec = ExportSpec(val=0.5, val_by=SplitBy.SEQUENCE)

    by_sequence = [set(sides(spec, [f"{s}/{n}" for n in range(20)], sequence=f"s{s}")) for s in range(30)]

    assert all(len(one) == 1 for one in by_sequence)
    assert {True, False} == set().union(*by_sequence)


def test_images_without_a_sequence_are_drawn_alone():
    keys = [str(n) for n in range(50)]

    assert sides(ExportSpec(val=0.5, val_by=SplitBy.SEQUENCE), keys) == sides(ExportSpec(val=0.5), keys)


def test_datasets_and_tags_decide_by_themselves():
    assert is_for_validation(ExportSpec(val_datasets=("ds",)), "ds", "ds/a", ())
    assert not is_for_validation(ExportSpec(val_datasets=("ds",)), "ds/child", "ds/child/a", ())
    assert is_for_validation(ExportSpec(val_tag="val"), "ds", "ds/a", ("night", "val"))
    assert not is_for_validation(ExportSpec(), "ds", "ds/a", ("val",))


def test_a_draw_is_below_one():
    assert all(0 <= drawn(0, str(n)) < 1 for n in range(1000))
