"""How much of a destination is filled already, cheaply: distinct items in its receipt. Opens and locks nothing."""

from dataclasses import replace
from pathlib import Path

from app.engine.hash_set import HashSet
from app.model.layout import OWN_FOLDER
from app.model.survey import ByteRange, Survey
from app.store.receipt import MANIFEST, decode_line


def count_here(destination: Path) -> int:
    """Return how many items the receipt of a destination knows; 0 when there is none. Reads the file once."""
    known = HashSet()
    try:
        with (destination / OWN_FOLDER / MANIFEST).open("rb") as lines:
            for text in lines:
                line = decode_line(text)
                if line is not None and not line.key.startswith("/"):
                    known.add(line.key)
    except OSError:
        return len(known)
    return len(known)


def with_here(survey: Survey, here: int) -> Survey:
    """Return a survey that takes into account how many of its items lie there already."""
    here = min(here, survey.items)
    if here == 0:
        return survey
    share = 1 - here / survey.items
    size = ByteRange(*(round(part * share) for part in (survey.size.low, survey.size.likely, survey.size.high)))
    return replace(survey, already_here=here, size=size)
