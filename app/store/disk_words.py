"""Errors of the disk in words for people; the one place that knows them."""

import contextlib
import errno
from collections.abc import Iterator

from app.model.failure import FailedError, Failure, FailureKind

_WORDS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("Disk is full.", "Free some space, or choose another folder."),
    errno.EDQUOT: ("Your share of the disk is used up.", "Free some space, or choose another folder."),
    errno.EFBIG: ("The file is too large for this disk.", "Choose a folder on another disk."),
    errno.EROFS: ("Disk can only be read.", "Choose a folder on another disk."),
    errno.EACCES: ("Folder is not writable.", "Choose another folder."),
    errno.EPERM: ("Folder is not writable.", "Choose another folder."),
    errno.EIO: ("The disk reports an error.", "Check the disk, or choose a folder on another one."),
    errno.ENODEV: ("The disk is gone.", "Connect it again, or choose another folder."),
    errno.ENXIO: ("The disk is gone.", "Connect it again, or choose another folder."),
    errno.ESTALE: ("The disk is gone.", "Connect it again, or choose another folder."),
    errno.ENOENT: ("The folder is gone.", "Put it back, or choose another folder."),
    errno.ENOTDIR: ("A file stands where a folder is needed.", "Move it away, or choose another folder."),
    errno.EMFILE: ("Too many files are open.", "Close other programs; the download goes on by itself."),
    errno.ENFILE: ("Too many files are open.", "Close other programs; the download goes on by itself."),
    errno.ENAMETOOLONG: ("The path is too long for this disk.", "Choose a folder with a shorter path."),
    errno.ELOOP: ("The folder contains a link.", "Remove the link, or choose another folder."),
}


def disk_failure(error: OSError, place: str = "") -> Failure:
    """Return what an error of the disk means in words for people.

    Args:
        error: As the system raised it.
        place: Path that people know; goes to the detail.
    """
    number = error.errno or 0
    title, hint = _WORDS.get(number, ("The disk cannot take the file.", "Check the disk, or choose another folder."))
    name = errno.errorcode.get(number, str(number))
    detail = f"{name}: {error.strerror or error}" + (f" ({place})" if place else "")
    return Failure(FailureKind.DISK, title, hint, detail=detail)


@contextlib.contextmanager
def disk_errors(place: str = "") -> Iterator[None]:
    """Turn every OSError inside into a FailedError (DISK)."""
    try:
        yield
    except OSError as error:
        raise FailedError(disk_failure(error, place)) from error


def nearly_full(free: int, reserve: int, place: str) -> Failure:
    """Return the failure of a disk that still has room, but less than must stay free."""
    return Failure(
        FailureKind.DISK,
        "Disk nearly full.",
        "Free some space, or choose another folder.",
        detail=f"{free} bytes free, {reserve} stay free ({place})",
    )
