"""What every part of the face for Supervisely stands on: an engine and the key of an account."""

from typing import Protocol

from app.engine.host import Host


class AccountFace(Protocol):
    """One account, signed in between the borders of a with block."""

    @property
    def _engine(self) -> Host:
        """Return the engine. Raise RuntimeError outside of a with block."""
        ...

    @property
    def _key(self) -> str:
        """Return the key of the account."""
        ...
