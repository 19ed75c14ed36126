"""The way of fetching that plans of an account begin with, in the private home."""

from PySide6.QtCore import QSettings

from app.model.measure import Kind, Way, ways


def keep_way(state: QSettings, account: str, way: Way) -> None:
    """Remember the way that plans of an account begin with."""
    state.setValue(_key(account), f"{way.mode.value} {way.batch_size} {way.workers}")


def kept_way(state: QSettings, account: str) -> Way | None:
    """Return the way that plans of an account begin with; None when nobody chose one."""
    words = str(state.value(_key(account), "")).split()
    found = [way for kind in Kind for way in ways(kind)]
    return next((way for way in found if [way.mode.value, str(way.batch_size), str(way.workers)] == words), None)


def _key(account: str) -> str:
    return f"plan/way/{account.replace('/', '_')}"
