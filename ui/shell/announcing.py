"""Says something aloud to people who use a screen reader, without moving the keyboard focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announcement(widget: QWidget, words: str, is_urgent: bool) -> QAccessibleAnnouncementEvent:
    """Return the event for some words; urgent ones interrupt what is being read."""
    event = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
    return event


def announce(widget: QWidget, words: str, is_urgent: bool) -> None:
    """Have words read aloud; nothing happens where nobody listens."""
    QAccessible.updateAccessibility(announcement(widget, words, is_urgent))
