"""A second name for a finished file, in the same folder."""

import filecmp
import shutil
from pathlib import Path

from app.model.failure import FailedError, Failure, FailureKind
from app.store.disk_words import disk_errors


def second_name(file: Path, name: str) -> None:
    """Let a file be found under another name as well: the same bytes once, or a copy where the disk has no links.

    Args:
        file: A file that is complete.
        name: One safe path component.

    Raises:
        FailedError: DISK, something else has that name already, or the disk refuses.
    """
    target = file.with_name(name)
    if target == file:
        return
    with disk_errors(str(target)):
        if target.exists():
            if target.samefile(file) or filecmp.cmp(target, file, shallow=False):
                return
            title = f"{name} is in the way: it is another file than {file.name}."
            raise FailedError(Failure(FailureKind.DISK, title, "Choose another name, or another folder."))
        try:
            target.hardlink_to(file)
        except OSError:
            part = target.with_name(f".{name}.part")
            try:
                shutil.copy2(file, part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
