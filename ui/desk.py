"""What every part of the window is given: one object instead of six arguments."""

from dataclasses import dataclass

from PySide6.QtCore import QSettings

from app.model.clock import Clock
from ui.ask import Ask
from ui.backend import Backend
from ui.bridge import Bridge
from ui.shell.messages import Messages
from ui.tasks import TaskOwner
from ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Desk:
    """The tools of the window.

    Attributes:
        theme: Colours, fonts, icons.
        backend: Engine, accounts, settings.
        tasks: Owner of everything awaited.
        ask: Questions to the engine.
        bridge: News of the engine.
        messages: What the window has to say.
        state: Sizes, positions and last choices, in the private home.
        clock: Time.
    """

    theme: Theme
    backend: Backend
    tasks: TaskOwner
    ask: Ask
    bridge: Bridge
    messages: Messages
    state: QSettings
    clock: Clock


def make_desk(backend: Backend, clock: Clock) -> Desk:
    """Return tools around a backend. Needs a QApplication."""
    tasks = TaskOwner()
    state = QSettings(str(backend.state_file), QSettings.Format.IniFormat)
    return Desk(
        theme=Theme(),
        backend=backend,
        tasks=tasks,
        ask=Ask(backend.host, tasks),
        bridge=Bridge(backend.host),
        messages=Messages(clock),
        state=state,
        clock=clock,
    )
