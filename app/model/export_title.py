"""How exports are called in lists and sentences. Pure."""

from app.model.export_spec import FORMATS

_TITLES = {key: title.partition(" (")[0] for key, title in FORMATS}


def export_title(project: str, key: str) -> str:
    """Return the title of an export in the queue: "Road assets → COCO"."""
    return f"{project} → {format_title(key)}"


def format_title(key: str) -> str:
    """Return a format as it stands in a sentence: "COCO"."""
    return _TITLES.get(key, key)
