from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from ui.shell.announcing import announce, announcement


def test_words_are_said_politely_unless_they_are_urgent(qtbot):
    label = QLabel()
    qtbot.addWidget(label)

    polite, urgent = announcement(label, "Done.", False), announcement(label, "Stopped.", True)

    assert polite.message() == "Done."
    assert polite.politeness() is QAccessible.AnnouncementPoliteness.Polite
    assert urgent.politeness() is QAccessible.AnnouncementPoliteness.Assertive


def test_nobody_has_to_listen(qtbot):
    label = QLabel()
    qtbot.addWidget(label)

    announce(label, "Done.", False)
