import pytest

from app.model.harvest import MapillarySpec, Pano, TableKind, ThumbSize
from app.model.region import box
from ui.plan.field_group import FieldGroup

NAMES = ("captured_from", "pano", "spacing", "min_quality", "creator", "max_images", "tables", "size", "fields")


@pytest.fixture
def group(theme, qtbot):
    group = FieldGroup(theme, MapillarySpec(), NAMES)
    qtbot.addWidget(group)
    return group


def test_an_untouched_group_changes_nothing(group):
    spec = MapillarySpec(regions=(box(1, 2, 3, 4, "a"),), has_map=True)

    assert group.fill(spec) == spec
    assert group.changed_count == 0


def test_a_spec_goes_in_and_comes_out(group):
    spec = MapillarySpec(
        captured_from="2022-01-01", pano=Pano.YES, spacing=5.0, min_quality=0.4, creator="ada", max_images=1000,
        tables=(TableKind.CSV, TableKind.PARQUET), size=ThumbSize.LARGE,
    )  # fmt: skip

    group.show_spec(spec)

    assert group.fill(MapillarySpec()) == spec
    assert group.changed_count == 8


def test_showing_is_quiet_and_editing_is_told(group, qtbot):
    told = []
    group.edited.connect(lambda: told.append(1))

    group.show_spec(MapillarySpec(spacing=9.0))
    assert told == []
    group.set_field("spacing", 5.0)

    assert told == [1]


def test_fields_without_an_editor_are_left_out(group):
    assert "fields" not in group.names
