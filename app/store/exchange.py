"""Two folders change names in one step, so that nobody ever sees neither; in two steps where the system cannot."""

import ctypes
import errno
import os
import sys
from pathlib import Path

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS have the same number
_UNKNOWN_CALL = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
_AT_FDCWD = -2 if sys.platform == "darwin" else -100
_LIBC = None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)
_RENAME = getattr(_LIBC, "renameatx_np" if sys.platform == "darwin" else "renameat2", None)


def exchange(one: Path, other: Path) -> bool:
    """Let two existing paths on one disk change names; return False where there is no call for that.

    Raises:
        OSError: The disk refuses; both stay as they are.
    """
    if _RENAME is None:
        return False
    if not _RENAME(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE):
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN_CALL:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
