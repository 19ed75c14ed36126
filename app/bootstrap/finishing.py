"""The files of a whole harvest, made by a process of its own: the engine spares itself the libraries and the memory."""

import asyncio
import logging
import shutil
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from app.bootstrap.demo import own_command, own_environment
from app.engine.finishing import Made
from app.model.failure import FailedError, Failure, FailureKind
from app.model.spec import MapillarySpec, Spec, spec_text

log = logging.getLogger(__name__)

MOST_DETAIL = 500


class Answer(msgspec.Struct):
    """What the process says at its end: names of the files in its folder, and sentences."""

    files: list[str]
    notes: list[str] = []


class FolderFinisher:
    """Starts `windrow finish` for one folder; see `app.engine.finishing.Finisher`."""

    def __init__(self, cache: Path) -> None:
        """Keep what is made below `cache` until it is in its place."""
        self._cache = cache

    def wants(self, spec: Spec) -> bool:
        """Return whether a job is a harvest."""
        return isinstance(spec, MapillarySpec)

    @asynccontextmanager
    async def make(self, spec: Spec, destination: Path) -> AsyncIterator[Made]:
        """Make tables, map, credits and classes of a folder.

        Raises:
            FailedError: INTERNAL or DISK; the images are safe.
        """
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            out = Path(tempfile.mkdtemp(prefix="finish-", dir=self._cache))
        except OSError as error:
            raise _failure(str(error.strerror), FailureKind.DISK) from error
        try:
            answer = await self._run(spec, destination, out)
            yield Made(tuple((name, out / name) for name in answer.files), tuple(answer.notes))
        finally:
            await asyncio.to_thread(shutil.rmtree, out, ignore_errors=True)

    async def _run(self, spec: Spec, destination: Path, out: Path) -> Answer:
        command = own_command("finish", str(destination), str(out))
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=own_environment()
            )
        except OSError as error:
            raise _failure(str(error), FailureKind.INTERNAL) from error
        try:
            said, complained = await process.communicate(spec_text(spec).encode())
        except BaseException:
            if process.returncode is None:
                process.kill()
                await process.wait()
            raise
        if process.returncode:
            words = complained.decode(errors="replace").strip()[-MOST_DETAIL:]
            log.warning("a folder was not finished: %s", words)
            raise _failure(words, FailureKind.INTERNAL)
        try:
            return msgspec.json.decode(said, type=Answer)
        except msgspec.DecodeError as error:
            raise _failure(str(error), FailureKind.INTERNAL) from error


def _failure(detail: str, kind: FailureKind) -> FailedError:
    title = "The tables of this harvest could not be written."
    return FailedError(Failure(kind, title, "All pictures are safe. Start it again to write them.", detail=detail))
