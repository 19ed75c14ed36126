"""The message strip above the centre: icon, sentence, at most two buttons, and a cross."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from ui.shell.announcing import announce
from ui.shell.messages import Button, Message, Messages
from ui.theme.theme import Theme

ICONS = {
    "info": ("information-outline", "info"),
    "ok": ("check-circle-outline", "ok"),
    "warn": ("alert-outline", "warn"),
    "err": ("alert-circle-outline", "err"),
}
MOST_BUTTONS = 2


class Strip(QFrame):
    """Shows the newest open message; hidden while there is none."""

    def __init__(self, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages = messages
        self._shown: Message | None = None
        self.announce: Callable[[QWidget, str, bool], object] = announce
        self.setObjectName("strip")
        self.setProperty("look", "strip")
        self._icon = QLabel(self)
        self._words = QLabel(self)
        self._words.setObjectName("strip.text")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self._close = QToolButton(self)
        self._close.setObjectName("strip.close")
        self._close.setAccessibleName("Close this message")
        self._close.setProperty("look", "flat")
        self._close.clicked.connect(self._on_close)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        for number in range(MOST_BUTTONS):
            button = QPushButton(self)
            button.setObjectName(f"strip.button{number + 1}")
            button.setProperty("look", "quiet")
            button.clicked.connect(lambda _checked=False, n=number: self._on_button(n))
            self._buttons.append(button)
            self._row.addWidget(button)
        self._row.addWidget(self._close)
        messages.changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        message = self._messages.top
        is_new = message is not self._shown
        self._shown = message
        self.setVisible(message is not None)
        if message is None:
            return
        if is_new:
            self.announce(self, message.sentence(), message.level == "err")
        more = f"  (+{self._messages.waiting})" if self._messages.waiting else ""
        self._words.setText(message.sentence() + more)
        self.setAccessibleName(message.sentence())
        icon, token = ICONS[message.level]
        self._icon.setPixmap(self._theme.icon(icon, token).pixmap(20, 20))
        self._close.setIcon(self._theme.icon("close", "muted"))
        for number, button in enumerate(self._buttons):
            has = number < len(message.buttons)
            button.setVisible(has)
            if has:
                button.setText(message.buttons[number].text)
        if self.property("level") != message.level:
            self.setProperty("level", message.level)
            # A changed property reaches the style sheet only when the widget is polished again.
            self.style().unpolish(self)
            self.style().polish(self)

    def _on_button(self, number: int) -> None:
        message = self._shown
        if message is None or number >= len(message.buttons):
            return
        button: Button = message.buttons[number]
        if not button.keeps:
            self._messages.close(message.key)
        button.act()

    def _on_close(self) -> None:
        if self._shown is not None:
            self._messages.close(self._shown.key)
