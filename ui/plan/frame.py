"""What every plan looks like: a title, a scrolling middle, the button with the number, and two small ones."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.plan.choice import SAMPLE_COUNT
from ui.shell.flow import FlowLayout
from ui.theme.theme import Theme

REVEALED_PX = 24
COPIED_MS = 2000


class PlanFrame(QWidget):
    """The frame of an inspector.

    Signals:
        pressed(): The button with the number.
        sample_pressed(): A few first.
        copy_pressed(): The plan as a command.
    """

    pressed = Signal()
    sample_pressed = Signal()
    copy_pressed = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._had_focus = False
        self.title = QLabel(title, self)
        self.title.setFont(theme.font(semibold=True))
        self.body = QWidget(self)
        self._inner = QVBoxLayout(self.body)
        self._inner.setContentsMargins(12, 8, 12, 8)
        self._inner.setSpacing(10)
        scroll = self._scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.body)
        self.fixes = QWidget(self.body)
        self._fixes = FlowLayout(self.fixes)
        self.primary = self._button("plan.primary", "primary", self.pressed.emit)
        self.primary.setMinimumHeight(36)
        self.sample = self._button("plan.sample", "quiet", self.sample_pressed.emit)
        self.sample.setText(f"Sample {SAMPLE_COUNT} first")
        self.copy = self._button("plan.copy", "quiet", self.copy_pressed.emit)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(lambda: self.copy.setText("Copy as command"))
        self.copy.setText("Copy as command")
        self._lay_out(scroll)

    def reveal(self, part: QWidget) -> None:
        """Scroll the middle so that a part of it is seen, once it has its place."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(part, 0, REVEALED_PX))

    def fill(self, *parts: QWidget) -> None:
        """Put the parts of a plan into the middle, one below the other."""
        for part in parts:
            self._inner.addWidget(part)
        self._inner.addStretch(1)

    def replace_sample(self, part: QWidget) -> None:
        """Put something else where a plan has its sample."""
        self._pair.replaceWidget(self.sample, part)
        self.sample.hide()

    def add_fix(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        """Add a button that mends something about the plan; it is hidden at first."""
        button = self._button(name, "quiet", act, self.fixes)
        button.setText(words)
        button.hide()
        self._fixes.addWidget(button)
        return button

    def show_button(self, words: str, *, is_added: bool, can_press: bool, icon: str = "download-outline") -> None:
        """Show what the button does now; `is_added` means that a press takes the last one back."""
        self.primary.setText("Added to queue ✓ (Undo)" if is_added else words)
        self.primary.setAccessibleName(self.primary.text())
        self._enable(is_added or can_press)
        token = "on_accent" if self.primary.isEnabled() else "muted"
        self.primary.setIcon(self._theme.icon("check" if is_added else icon, token))

    def show_fixes(self) -> None:
        """Give room to the fixes that are wanted now, and none when there are none."""
        buttons = (self._fixes.itemAt(place) for place in range(self._fixes.count()))
        wanted = [item.widget() for item in buttons if item is not None]
        self.fixes.setVisible(any(button is not None and not button.isHidden() for button in wanted))

    def put_on_clipboard(self, text: str) -> None:
        """Copy a text and say so on the button."""
        QGuiApplication.clipboard().setText(text)
        self.copy.setText("Copied ✓")
        self._copied.start()

    def _enable(self, is_on: bool) -> None:
        # A disabled button loses the keyboard to its neighbour: it gets it back with the next number.
        if not is_on and self.primary.hasFocus():
            self._had_focus = True
        self.primary.setEnabled(is_on)
        if is_on and self._had_focus:
            self._had_focus = False
            if self.sample.hasFocus() or self.copy.hasFocus() or self.focusWidget() is None:
                self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, scroll: QScrollArea) -> None:
        pair = self._pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.sample, 1)
        pair.addWidget(self.copy, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.primary)
        foot.addLayout(pair)
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 0)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def _button(self, name: str, look: str, act: Callable[[], None], parent: QWidget | None = None) -> QPushButton:
        button = QPushButton(parent or self)
        button.setObjectName(name)
        button.setProperty("look", look)
        button.clicked.connect(lambda: act())
        return button
