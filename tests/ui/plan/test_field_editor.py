from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QWidget

from app.model.fields import descriptions
from app.model.harvest import MapillarySpec
from ui.plan.field_editors import editor_for

FIELDS = descriptions(MapillarySpec)


def made(theme, qtbot, name):
    parent = QWidget()
    qtbot.addWidget(parent)
    editor = editor_for(theme, name, FIELDS[name], parent)
    editor.keeper = parent
    return editor


def test_a_line_has_its_label_beside_and_its_help_as_a_tip(theme, qtbot):
    editor = made(theme, qtbot, "pano")

    editor.be_line(90)
    editor.resize(240, 30)
    editor.show()

    box = editor.findChild(QComboBox)
    label = next(one for one in editor.findChildren(QLabel) if one.text() == "Type")
    assert label.geometry().right() < box.geometry().left()
    assert box.toolTip() == FIELDS["pano"].help
    assert editor._help.isHidden()


def test_a_line_gives_way_to_a_narrow_form(theme, qtbot):
    editor = made(theme, qtbot, "spacing")

    editor.be_line(90)

    assert editor.minimumSizeHint().width() < 120
    assert editor.findChild(QDoubleSpinBox).height() >= 22
