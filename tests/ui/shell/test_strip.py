import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from ui.shell.messages import Button, Message
from ui.shell.strip import Strip


@pytest.fixture
def strip(desk, qtbot):
    strip = Strip(desk.theme, desk.messages)
    qtbot.addWidget(strip)
    return strip


def test_it_is_hidden_while_there_is_nothing_to_say(strip, desk):
    assert strip.isHidden()

    desk.messages.post(Message("a", "warn", "Careful.", "Look here."))

    assert not strip.isHidden()
    assert strip.findChild(QLabel, "strip.text").text() == "Careful. Look here."
    assert strip.property("level") == "warn"


def test_a_button_acts_and_closes(strip, desk):
    pressed = []
    desk.messages.post(Message("a", "err", "Down.", buttons=(Button("Retry", lambda: pressed.append(1)),)))

    strip.findChild(QPushButton, "strip.button1").click()

    assert pressed == [1]
    assert strip.isHidden()
    assert strip.findChild(QPushButton, "strip.button2").isHidden()


def test_a_button_may_keep_the_message(strip, desk):
    desk.messages.post(Message("a", "err", "Down.", buttons=(Button("Copy", lambda: None, keeps=True),)))

    strip.findChild(QPushButton, "strip.button1").click()

    assert not strip.isHidden()


def test_the_cross_shows_the_message_below(strip, desk):
    desk.messages.post(Message("a", "info", "First."))
    desk.messages.post(Message("b", "ok", "Second."))
    assert "(+1)" in strip.findChild(QLabel, "strip.text").text()

    strip.findChild(QToolButton, "strip.close").click()

    assert strip.findChild(QLabel, "strip.text").text() == "First."


def test_each_message_is_said_aloud_once(strip, desk):
    said = []
    strip.announce = lambda _widget, words, is_urgent: said.append((words, is_urgent))

    desk.messages.post(Message("a", "ok", "“signs” is done."))
    desk.messages.see()
    desk.messages.post(Message("b", "err", "“cracks” stopped.", "Choose another folder."))

    assert said == [("“signs” is done.", False), ("“cracks” stopped. Choose another folder.", True)]
