from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from ui.dialogs.form import FormDialog, say


def test_fields_have_names_helps_and_labels(theme, qtbot):
    dialog = FormDialog(theme, "d", "Title")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    field = QLineEdit(dialog)

    dialog.add_field("Token", field, "d.token", "Paste it.")
    ok, cancel = QPushButton("OK", dialog), QPushButton("Cancel", dialog)
    dialog.add_buttons(ok, cancel)

    assert (field.objectName(), field.accessibleName(), field.accessibleDescription()) == (
        "d.token",
        "Token",
        "Paste it.",
    )
    assert ok.isDefault()
    assert cancel.property("look") == "quiet"


def test_words_appear_and_change_their_colour(theme, qtbot):
    dialog = FormDialog(theme, "d", "Title")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    label = dialog.add_words("")
    assert label.isHidden()

    say(label, "No.", "error")

    assert not label.isHidden()
    assert label.property("look") == "error"


def test_a_dialog_grows_for_words_that_need_more_lines(theme, qtbot):
    dialog = FormDialog(theme, "d", "Title")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    label = dialog.add_words("")
    dialog.show()
    before = dialog.height()

    say(label, "It was refused, and there is much to be said about why and what to do. " * 4, "error")

    qtbot.waitUntil(lambda: dialog.height() >= before + 3 * label.fontMetrics().height())
