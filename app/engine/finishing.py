"""Files that belong to a whole folder and are made of it when its last image is there: tables, map, credits."""

import asyncio
from concurrent.futures import Executor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.model.spec import Spec
from app.store.parts import Part
from app.store.sink import Sink

_BLOCK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """What a finisher made.

    Attributes:
        files: (relative path in the destination, where the file lies now).
        notes: Sentences for the log of the job and the receipt.
    """

    files: tuple[tuple[str, Path], ...]
    notes: tuple[str, ...] = ()


class Finisher(Protocol):
    """Makes the files of a whole folder."""

    def wants(self, spec: Spec) -> bool:
        """Return whether such a job has anything to be made."""
        ...

    def make(self, spec: Spec, destination: Path) -> AbstractAsyncContextManager[Made]:
        """Make the files somewhere; they are gone when the context ends.

        Raises:
            FailedError: They cannot be made; the images are not concerned.
        """
        ...


async def finish(finisher: Finisher, spec: Spec, sink: Sink, threads: Executor) -> tuple[str, ...]:
    """Make the files of a destination and put each in its place as a whole; return the notes.

    Raises:
        FailedError: A file cannot be made or put in place; those before it are there.
    """
    async with finisher.make(spec, sink.destination) as made:
        for path, source in made.files:
            await asyncio.wrap_future(threads.submit(_bring, sink, path, source))
        return made.notes


def _bring(sink: Sink, path: str, source: Path) -> None:
    sink.project_file(path, _streamed(sink, source))


def _streamed(sink: Sink, source: Path) -> Part:
    part = sink.part()
    try:
        with source.open("rb") as file:
            while block := file.read(_BLOCK):
                part.write(block)
        return part.close()
    except BaseException:
        part.discard()
        raise
