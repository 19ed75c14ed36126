"""What the window needs from the rest of the program, as protocols. `app.bootstrap` fits them.

The window never builds an engine, reads a file of settings or a secret: it asks this object.
The `Host` of `app.engine.host` fits the one here; importing that module would load the whole engine into the window.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.config.settings import Settings
from app.model.account import Account, FoundCredentials
from app.model.answers import Look
from app.model.commands import Command
from app.model.events import Batch
from app.model.figure import Figure
from app.model.gallery import GalleryQuery
from app.model.label_class import LabelClass
from app.model.queries import Query


class Host(Protocol):
    """The three doors of the engine, and its start and end.

    Attributes:
        on_news: Called in the thread of the loop whenever something waits to be drained.
    """

    on_news: Callable[[], None]

    def submit(self, command: Command) -> None:
        """Give an order; returns at once."""
        ...

    async def call(self, query: Query | GalleryQuery) -> object:
        """Ask the engine, or the gallery about a folder; queries name the type of their answer. Raises FailedError."""
        ...

    def drain(self) -> Batch:
        """Take everything published since the last time."""
        ...

    async def start(self) -> None:
        """Begin; unfinished jobs go on."""
        ...

    async def stop(self) -> None:
        """End in order; returns when nothing of the engine is left."""
        ...


class Backend(Protocol):
    """Everything behind the window."""

    @property
    def host(self) -> Host:
        """Return the engine."""
        ...

    @property
    def state_file(self) -> Path:
        """Return where the window may keep sizes and positions: an INI file in the private home."""
        ...

    @property
    def default_folder(self) -> Path:
        """Return where downloads go when nobody chose a folder."""
        ...

    @property
    def secrets_note(self) -> str:
        """Return one sentence about where tokens are kept on this computer."""
        ...

    def accounts(self) -> list[Account]:
        """Return the accounts that are known, oldest first. The engine knows them already."""
        ...

    def found(self) -> FoundCredentials | None:
        """Return credentials that lie ready and are not in use yet."""
        ...

    async def use_found(self) -> Account:
        """Take the found credentials into use and save them. Raises FailedError."""
        ...

    def found_street(self) -> FoundCredentials | None:
        """Return a Mapillary token that lies ready and is not in use yet."""
        ...

    async def use_found_street(self) -> Account:
        """Take the found Mapillary token into use. Raises FailedError."""
        ...

    async def save_account(self, account: Account, token: str) -> None:
        """Keep an account and its token, and tell the engine. Raises FailedError."""
        ...

    async def forget_account(self, key: str) -> None:
        """Drop an account and its token here and in the engine."""
        ...

    async def start_demo(self) -> Account:
        """Start the sandbox and connect to it, streets included; return its Supervisely side. Raises FailedError."""
        ...

    async def stop_demo(self) -> None:
        """End the sandbox and drop its account."""
        ...

    async def keep_looks(self, title: str, looks: tuple[Look, ...], classes: tuple[LabelClass, ...]) -> str:
        """Keep pictures of a first look as a project folder of the cache; return its path. Raises FailedError."""
        ...

    async def save_figures(self, path: str, figures: tuple[Figure, ...], *, has_geometry: bool) -> None:
        """Save a table of figures; the ending of the path says the form. Raises FailedError."""
        ...

    def settings(self) -> Settings:
        """Return what is set now."""
        ...

    def save_settings(self, settings: Settings) -> None:
        """Keep settings and tell the engine those that concern it. Raises OSError."""
        ...
