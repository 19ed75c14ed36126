from app.model.fields import Description, FieldKind
from ui.dialogs.number import NumberEditor


def test_a_number_stays_within_its_bounds(theme, qtbot):
    editor = NumberEditor(theme, "n", Description(FieldKind.COUNT, "N", "Help.", minimum=1, maximum=8))
    qtbot.addWidget(editor)

    editor.set_value(3)
    assert editor.value() == 3
    editor.set_value(99)

    assert editor.value() == 8
