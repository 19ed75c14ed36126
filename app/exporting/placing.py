"""May an export be put where it is wanted: nothing of somebody else in the way, room enough on the disk."""

import os
from pathlib import Path

from app.exporting.receipt import NAME, in_the_way
from app.exporting.survey import Survey
from app.exporting.wishes import refused
from app.model.export_spec import Images
from app.model.failure import FailedError
from app.store.disk import nearest_existing, space
from app.store.disk_words import disk_errors, nearly_full

# What stays free beside the pictures: labels of a large project.
RESERVE_BYTES = 64 * 1024 * 1024


def check_free(destination: Path) -> None:
    """Make sure that nothing but an older export of ours is at the destination. Raise FailedError (REFUSED)."""
    with disk_errors(str(destination)):
        found = in_the_way(destination)
    if found is None:
        return
    if not found:
        raise refused(f"{destination} is no folder.", "Choose another folder.")
    raise refused(
        f"{destination / found} is in the way: it is not of an export, or was edited since.",
        "Move it away, or choose another folder.",
    )


def move_away(destination: Path, trash: Path) -> bool:
    """Move an export to another name beside it; return whether there was one.

    Raises:
        FailedError: A file in it is of somebody else or was edited, or it cannot be moved.
    """
    if not (destination / NAME).is_file():
        return False
    check_free(destination)
    with disk_errors(str(destination)):
        destination.rename(trash)
    return True


def check_room(survey: Survey, destination: Path) -> None:
    """Make sure that the pictures find room. Raise FailedError (DISK)."""
    with disk_errors(str(destination)):
        place = nearest_existing(destination.parent)
        free = space(place).free
        is_elsewhere = os.stat(place).st_dev != os.stat(survey.spec.folder).st_dev  # noqa: PTH116 - two short calls
    images = survey.spec.images
    is_copied = images is Images.COPY or (images is Images.LINK and is_elsewhere)
    if (survey.picture_bytes if is_copied else 0) + RESERVE_BYTES > free:
        raise FailedError(nearly_full(free, RESERVE_BYTES, str(destination)))
