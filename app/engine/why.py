"""Why a run is asked to stop."""

from enum import StrEnum


class Why(StrEnum):
    """Why a run is asked to stop."""

    PAUSE = "pause"
    CANCEL = "cancel"
    AGAIN = "again"
    SHUTDOWN = "shutdown"
