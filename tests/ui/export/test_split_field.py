"""Tests of ui.export.split_field."""

import pytest

from app.model.export_spec import ExportSpec, SplitBy
from ui.export.split_field import SplitField

SPEC = ExportSpec(folder="/data/town")


@pytest.fixture
def split(theme, qtbot):
    split = SplitField(theme)
    split.said = []
    split.edited.connect(lambda: split.said.append("edited"))
    qtbot.addWidget(split)
    split.show()
    return split


def ways(split):
    return [split.way.itemText(place) for place in range(split.way.count())]


def choose(split, words):
    split.way.setCurrentIndex(split.way.findText(words))
    split.way.activated.emit(split.way.currentIndex())


def test_a_folder_without_tags_and_with_one_dataset_is_split_by_share_alone(split):
    split.offer([], ["streets"], has_places=False)

    assert ways(split) == ["No split", "Train 90 · val 10", "Train 80 · val 20", "Train 70 · val 30"]
    assert split.fill(SPEC) == SPEC
    assert not split.what.isVisible()


def test_a_harvest_is_split_by_sequence_too(split):
    split.offer([], [""], has_places=True)
    choose(split, "Train 80 · val 20, by sequence")

    spec = split.fill(SPEC)
    assert (spec.val, spec.val_by) == (0.2, SplitBy.SEQUENCE)
    assert split.said == ["edited"]


@pytest.mark.parametrize(
    ("way", "place", "expected"),
    [
        ("By image tag", 0, {"val_tag": "weather"}),
        ("By image tag", 1, {"val_tag": "split"}),
        ("By dataset", 1, {"val_datasets": ("crossings",)}),
    ],
    ids=["first tag", "second tag", "dataset"],
)
def test_a_second_choice_says_which(split, way, place, expected):
    split.offer(["weather", "split"], ["streets", "crossings"], has_places=False)
    choose(split, way)
    split.what.setCurrentIndex(place)
    split.what.activated.emit(place)

    spec = split.fill(SPEC)
    assert split.what.isVisible()
    assert {name: getattr(spec, name) for name in expected} == expected
    assert spec.val == 0.0


def test_what_was_chosen_stays_where_another_folder_has_it_too(split):
    split.offer(["weather"], ["streets"], has_places=False)
    choose(split, "Train 80 · val 20")
    split.offer([], ["other"], has_places=True)
    assert split.fill(SPEC).val == 0.2

    choose(split, "Train 80 · val 20, by sequence")
    split.offer([], ["other"], has_places=False)
    assert split.fill(SPEC) == SPEC


def test_another_way_forgets_the_one_before(split):
    split.offer(["weather"], ["streets"], has_places=False)
    choose(split, "By image tag")
    choose(split, "Train 90 · val 10")

    spec = split.fill(split.fill(SPEC))
    assert (spec.val, spec.val_tag) == (0.1, "")
    assert not split.what.isVisible()
