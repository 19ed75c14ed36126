"""Where bundled files lie: beside the code in a checkout, inside the package in a wheel and in the frozen program."""

from pathlib import Path

import ui

PACKAGE = Path(ui.__file__).parent
PLACES = (PACKAGE / "_resources", PACKAGE.parent / "resources")


def resource(name: str) -> Path | None:
    """Return the path of a bundled file such as "icons/windrow.svg"; None when it is not there."""
    return next((place / name for place in PLACES if (place / name).is_file()), None)


def resource_text(name: str) -> str:
    """Return the text of a bundled file; empty when it is not there."""
    path = resource(name)
    return path.read_text(encoding="utf-8") if path is not None else ""
