from PySide6.QtWidgets import QListWidget

from ui.shell.bell import Bell, noted_text
from ui.shell.messages import Message, Noted


def test_the_bell_counts_what_was_not_read_and_lists_everything(desk, qtbot):
    bell = Bell(desk.theme, desk.messages)
    qtbot.addWidget(bell)
    desk.messages.post(Message("a", "ok", "First."))
    desk.messages.post(Message("b", "err", "Second."))
    assert bell.accessibleName() == "Messages, 2 not read"
    bell.grab()

    bell.open()
    rows = bell.findChild(QListWidget, "bell.list") or bell.window().findChild(QListWidget, "bell.list")

    assert [rows.item(n).text()[7:] for n in range(rows.count())] == ["Second.", "First."]
    assert bell.accessibleName() == "Messages"
    bell._popover.close()


def test_an_empty_list_says_so(desk, qtbot):
    bell = Bell(desk.theme, desk.messages)
    qtbot.addWidget(bell)

    bell.open()

    rows = bell.window().findChild(QListWidget, "bell.list")
    assert rows.item(0).text() == "Nothing was said yet."
    bell._popover.close()


def test_repeated_messages_say_how_often():
    assert noted_text(Noted(Message("a", "ok", "Done."), 0.0, 3)).endswith("Done. (3 times)")
