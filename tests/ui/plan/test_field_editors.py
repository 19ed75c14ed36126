import pytest

from app.model.fields import Description, FieldKind, descriptions
from app.model.harvest import MapillarySpec
from app.model.spec import Annotations, Mode, SuperviselySpec
from ui.plan.field_editors import AmountEditor, CountEditor, editor_for

SHOWN = {name: d for name, d in descriptions(SuperviselySpec).items() if d.kind is not FieldKind.IDS}


@pytest.mark.parametrize("name", SHOWN, ids=SHOWN)
def test_an_editor_gives_back_what_it_was_given(name, theme, qtbot):
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    editor = editor_for(theme, name, SHOWN[name], parent)
    values = {
        FieldKind.CHOICE: (Annotations.TAGS,) if name == "annotations" else (Mode.BULK,),
        FieldKind.TEXT: ("/data/cache", ""),
        FieldKind.RULES: (("class:car", "labelled"), ()),
        FieldKind.SWITCH: (True, False),
        FieldKind.COUNT: (7, None),
        FieldKind.WORDS: (("coco", "yolo-pose"), ()),
    }

    for value in values[SHOWN[name].kind]:
        editor.set_value(value)
        assert editor.value() == value
    control = parent.findChild(object, f"plan.{name}")
    assert control.accessibleName() == SHOWN[name].label
    assert control.accessibleDescription() == SHOWN[name].help


def test_ids_are_chosen_elsewhere(theme, qtbot):
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)

    assert editor_for(theme, "image_ids", descriptions(SuperviselySpec)["image_ids"], parent) is None


def test_bounds_are_kept(theme, qtbot):
    editor = CountEditor(theme, "n", Description(FieldKind.COUNT, "N", "Help.", minimum=1, maximum=500))
    qtbot.addWidget(editor)

    editor.set_value(900)

    assert editor.value() == 500


def test_an_amount_is_a_number_or_nothing_in_words(theme, qtbot):
    editor = AmountEditor(theme, "spacing", descriptions(MapillarySpec)["spacing"])
    qtbot.addWidget(editor)
    assert editor._box.text() == "Every image"

    editor.set_value(5.0)

    assert editor._box.text() == "1 image per 5.0 m"
    assert editor.value() == 5.0
    editor.set_value(None)
    assert editor.value() is None


def test_a_quality_keeps_its_bounds(theme, qtbot):
    editor = AmountEditor(theme, "min_quality", descriptions(MapillarySpec)["min_quality"])
    qtbot.addWidget(editor)

    editor.set_value(7.0)

    assert editor.value() == 1.0
