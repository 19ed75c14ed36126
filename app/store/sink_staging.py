"""The temporary folder of one attempt: every file is written and checked here before it gets its name."""

import hashlib
import itertools
import mmap
import os
import secrets
from contextlib import suppress
from dataclasses import replace

from app.model.failure import FailedError, Failure
from app.store.disk import write_all
from app.store.disk_words import disk_failure
from app.store.parts import OpenPart, Part
from app.store.sink_finishing import MOST_HEAD, finished, prove_picture, rewritten, with_imprint
from app.store.sink_paths import NO_FOLLOW, Place, checked, opened
from app.store.sink_proof import prove, prove_by_shape
from app.store.sink_records import Incoming, Level, Rejected, Staged, Written
from app.store.sink_room import Room

_FRESH = os.O_CREAT | os.O_EXCL | os.O_WRONLY | NO_FOLLOW
_MODE = 0o666  # the folder above is private; under the final name the user's own mask decides


class Staging:
    """Files of one attempt on their way. Thread-safe: no two writers ever share a name."""

    def __init__(self, folder: Place, room: Room) -> None:
        """Work in an existing folder: `folder.path` ends in a separator, or is empty beside a handle."""
        self._prefix = folder.path
        self._handle = folder.handle
        self._room = room
        # A random start: two programs that were given the same attempt still never share a name.
        self._random = secrets.token_hex(4)
        self._numbers = itertools.count()

    def place(self, name: str) -> Place:
        """Return how to reach a temporary file."""
        return Place(self._prefix + name, self._handle)

    def part(self) -> OpenPart:
        """Open a fresh body. Raise FailedError (DISK)."""
        name = self._name()
        self._room.take(0)
        try:
            descriptor = os.open(self._prefix + name, _FRESH, _MODE, dir_fd=self._handle)
        except OSError as error:
            raise FailedError(disk_failure(error)) from error
        return OpenPart(name, descriptor, self.remove, self._room.take)

    def remove(self, name: str) -> None:
        """Delete a temporary file; harmless when it is gone."""
        with suppress(FileNotFoundError):
            os.unlink(self._prefix + name, dir_fd=self._handle)

    def stage(self, path: str, body: bytes) -> Staged:
        """Write one file. Raise OSError, or FailedError when the disk is nearly full."""
        self._room.take(len(body))
        return self.put(path, body, hashlib.sha256(body).hexdigest())

    def stage_whole(self, path: str, body: bytes | Part) -> Staged:
        """Write one file, or take over one that was streamed. Raise as `stage`."""
        return self.stage(path, body) if isinstance(body, bytes) else self._taken_over(path, body)

    def put(self, path: str, body: bytes, sha256: str, *, prefix: str = "") -> Staged:
        """Write one file whose hash is known; nothing is left of it after an error."""
        name = prefix + self._name()
        descriptor = os.open(self._prefix + name, _FRESH, _MODE, dir_fd=self._handle)
        try:
            try:
                write_all(descriptor, body)
                mtime_ns = os.fstat(descriptor).st_mtime_ns
            finally:
                os.close(descriptor)
        except OSError:
            self.remove(name)
            raise
        return Staged(name, path, len(body), sha256, mtime_ns)

    def write(self, item: Incoming) -> Written | Rejected:
        """Check one item and write its files; after a rejection nothing of it is left."""
        staged: list[Staged] = []
        try:
            checked(item.path)
            level, failure = self._proof(item)
            if failure is None:
                further, item = self._finish(item)
                for path, body in (*item.sidecars, *further):
                    staged.append(self.stage(checked(path), body))
                image = self._image(item)
                return Written(item.key, item.path, item.version, tuple(staged), image, level or Level.NO_IMAGE)
        except OSError as error:
            failure = disk_failure(error, item.path)
        except FailedError as error:
            failure = error.failure
        self.forget(item, staged)
        return Rejected(item.key, item.path, failure)

    def forget(self, item: Incoming, staged: list[Staged]) -> None:
        """Delete what was written for an item."""
        for file in staged:
            self.remove(file.temporary)
        if isinstance(item.body, Part):
            self.remove(item.body.path)

    def discard(self, written: Written) -> None:
        """Delete the temporary files of an item that will not be put in place."""
        for file in (*written.sidecars, written.image):
            if file is not None:
                self.remove(file.temporary)

    def _name(self) -> str:
        return f"{self._random}-{next(self._numbers):x}"

    def _proof(self, item: Incoming) -> tuple[Level | None, Failure | None]:
        body = item.body
        if body is None:
            return None, None
        if isinstance(body, Part):
            level, failure = prove(body.size, body.sha256, item.size, item.sha256)
        else:
            # A body that is wrong never touches the disk.
            level, failure = prove(len(body), _hash(body) if item.sha256 else "", item.size, item.sha256)
        if failure is None and item.sha256 is None:
            # A right length says nothing about the inside: a login page may be as long as an image.
            by_shape, failure = self._shape(body)
            if failure is None and by_shape is not None:
                level = level or by_shape
        return level, failure

    def _shape(self, body: bytes | Part) -> tuple[Level | None, Failure | None]:
        if not isinstance(body, Part):
            return prove_by_shape(body)
        if body.size == 0:
            return prove_by_shape(b"")
        with opened(self.place(body.path)) as descriptor, mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as mapped:
            return prove_by_shape(mapped)

    def _finish(self, item: Incoming) -> tuple[tuple[tuple[str, bytes], ...], Incoming]:
        """Return the files that follow from the image, and the item with what is written into its image."""
        body = item.body
        if item.finish is None or body is None:
            return (), item
        if isinstance(body, bytes):
            prove_picture(body, has_length=item.size is not None)
            further, imprint = finished(item, body)
            if imprint is not None:
                item = replace(item, body=with_imprint(body, imprint), sha256=None)
            return further, item
        with opened(self.place(body.path)) as descriptor, mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as mapped:
            prove_picture(mapped, has_length=item.size is not None)
            further, imprint = finished(item, mapped[:MOST_HEAD])
            if imprint is None:
                return further, item
            fresh = self.part()
            try:
                part = rewritten(mapped, fresh, imprint)
            except BaseException:
                fresh.discard()
                raise
        self.remove(body.path)
        return further, replace(item, body=part)

    def _image(self, item: Incoming) -> Staged | None:
        body = item.body
        if body is None:
            return None
        if isinstance(body, Part):
            return self._taken_over(item.path, body)
        self._room.take(len(body))
        return self.put(item.path, body, item.sha256 or _hash(body))

    def _taken_over(self, path: str, part: Part) -> Staged:
        found = os.stat(self._prefix + part.path, dir_fd=self._handle, follow_symlinks=False)
        return Staged(part.path, path, part.size, part.sha256, found.st_mtime_ns)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
