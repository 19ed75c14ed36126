import errno
import os

import pytest

from app.model.failure import FailedError, FailureKind
from app.store.disk_words import disk_errors, disk_failure, nearly_full


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (errno.ENOSPC, "Disk is full."),
        (errno.EDQUOT, "Your share of the disk is used up."),
        (errno.EROFS, "Disk can only be read."),
        (errno.EACCES, "Folder is not writable."),
        (errno.EIO, "The disk reports an error."),
        (errno.ENODEV, "The disk is gone."),
        (errno.EMFILE, "Too many files are open."),
        (errno.ENOENT, "The folder is gone."),
        (errno.EBADMSG, "The disk cannot take the file."),
    ],
    ids=lambda value: errno.errorcode.get(value) if isinstance(value, int) else None,
)
def test_an_error_of_the_disk_says_what_happened_and_what_to_do(number, title):
    failure = disk_failure(OSError(number, os.strerror(number)), "ds/a.jpg")

    assert failure.kind is FailureKind.DISK
    assert failure.title == title
    assert failure.hint
    assert "ds/a.jpg" in failure.detail


def test_errors_inside_become_failures():
    with pytest.raises(FailedError, match="Disk is full"), disk_errors():
        raise OSError(errno.ENOSPC, "full")


def test_nearly_full_is_a_failure_of_the_disk():
    assert nearly_full(1, 2, "x").title == "Disk nearly full."
