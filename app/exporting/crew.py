"""Those who work on batches: a few processes side by side, or this one alone.

A worker process speaks over its standard streams and ends when its input does, so that none outlives whoever started
it, however that one ends.

driver -> worker   ("setup", spec and classes) · ("open", plan and folder) · (verb, batch)
worker -> driver   ("done", answer) · ("failed", failure)
"""

import json
import logging
import os
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from app.engine.channel import FrameReader, pack, unpack
from app.engine.tagged import put_together, take_apart
from app.exporting.entry import Entry
from app.exporting.partial import hold
from app.exporting.wire import Decoder, encode
from app.exporting.worker import Verb, Worker
from app.model.export_spec import ExportSpec
from app.model.exporter import ExportPlan, Format
from app.model.failure import FailedError, Failure, FailureKind
from app.model.label_class import LabelClass
from app.model.spec import spec_from_builtins, spec_text
from app.store.disk_words import disk_errors

log = logging.getLogger(__name__)

# Enough to keep everybody busy, few enough that an order to stop is soon obeyed and memory stays flat.
AHEAD = 3
_CHUNK = 1 << 16
_END_SECONDS = 5.0
_DIED = Failure(
    FailureKind.INTERNAL,
    "A process of the export ended all of a sudden.",
    "Start it again; if it stays, there may be too little memory.",
)
_OWN_FAULT = Failure(
    FailureKind.INTERNAL, "A fault of Windrow’s own stopped this export.", "Try again; if it stays, send us the log."
)
_records = Decoder(list[Any])


class Crew(Protocol):
    """Works on batches."""

    def open(self, plan: ExportPlan, folder: Path) -> None:
        """Tell what holds for the whole export, and where it is written."""
        ...

    def work(self, verb: Verb, batches: Iterable[Sequence[Entry]]) -> Iterator[bytes]:
        """Yield the answer to each batch in their order. Raise FailedError."""
        ...

    def close(self) -> None:
        """Let go of everybody; harmless when called twice."""
        ...


class Alone:
    """Works in this process."""

    def __init__(self, spec: ExportSpec, classes: Sequence[LabelClass], formats: Mapping[str, Format]) -> None:
        """Take what a worker needs. Raise FailedError."""
        self._worker = Worker(spec, classes, formats)

    def open(self, plan: ExportPlan, folder: Path) -> None:
        """Tell what holds for the whole export, and where it is written."""
        self._worker.open(plan, folder)

    def work(self, verb: Verb, batches: Iterable[Sequence[Entry]]) -> Iterator[bytes]:
        """Yield the answer to each batch in their order. Raise FailedError."""
        for batch in batches:
            yield self._worker.work(verb, encode(list(batch)))

    def close(self) -> None:
        """Nothing is open."""


class Processes:
    """Several worker processes; batches go round, so that answers come back in order."""

    def __init__(
        self,
        spec: ExportSpec,
        classes: Sequence[LabelClass],
        count: int,
        command: Sequence[str],
        environment: Mapping[str, str],
    ) -> None:
        """Start them.

        Raises:
            FailedError: INTERNAL, when a process cannot be started.
        """
        self._hands: list[_Hand] = []
        try:
            self._hands.extend(_Hand(command, environment) for _ in range(count))
        except OSError as error:
            self.close()
            raise FailedError(_DIED) from error
        self._tell(pack(("setup", encode([take_apart(spec_text(spec)), take_apart(tuple(classes))]))))

    def open(self, plan: ExportPlan, folder: Path) -> None:
        """Tell what holds for the whole export, and where it is written."""
        self._tell(pack(("open", encode([take_apart(plan), "" if folder == Path() else str(folder)]))))

    def work(self, verb: Verb, batches: Iterable[Sequence[Entry]]) -> Iterator[bytes]:
        """Yield the answer to each batch in their order. Raise FailedError."""
        owed: deque[_Hand] = deque()
        for turn, batch in enumerate(batches):
            if len(owed) == AHEAD * len(self._hands):
                yield owed.popleft().answer()
            hand = self._hands[turn % len(self._hands)]
            hand.send(pack((verb.value, encode(list(batch)))))
            owed.append(hand)
        while owed:
            yield owed.popleft().answer()

    def _tell(self, message: bytes) -> None:
        for hand in self._hands:
            hand.send(message)

    def close(self) -> None:
        """End all processes."""
        for hand in self._hands:
            hand.hang_up()
        for hand in self._hands:
            hand.wait()
        self._hands = []


class _Hand:
    """One worker process."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(environment))
        self._answers: queue.SimpleQueue[bytes | Failure] = queue.SimpleQueue()
        # Reading never waits for us, so neither side can block the other.
        self._reader = threading.Thread(target=self._read, name="windrow-export-reader", daemon=True)
        self._reader.start()

    def send(self, message: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except OSError:
            # The reader says what became of the process; whoever asks for the answer hears it.
            log.info("a worker of the export does not listen any more")

    def answer(self) -> bytes:
        answer = self._answers.get()
        if isinstance(answer, Failure):
            self._answers.put(answer)
            raise FailedError(answer)
        return answer

    def hang_up(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError:
            log.info("a worker of the export ended before its input did")

    def wait(self) -> None:
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        reader = FrameReader()
        while chunk := os.read(self._process.stdout.fileno(), _CHUNK):
            for body in reader.feed(chunk):
                self._answers.put(unpack(body)[1])
        self._answers.put(_DIED)


def serve_worker(stdin: IO[bytes], stdout: IO[bytes], formats: Mapping[str, Format]) -> None:
    """Be a worker until the input ends."""
    reader = FrameReader()
    worker: Worker | None = None
    trouble: Failure | None = None
    while chunk := os.read(stdin.fileno(), _CHUNK):
        for body in reader.feed(chunk):
            word, *values = unpack(body)
            try:
                if word == "setup":
                    text, classes = map(put_together, _records.decode(values[0]))
                    spec = spec_from_builtins(json.loads(text))
                    assert isinstance(spec, ExportSpec)
                    worker = Worker(spec, classes, formats)
                    continue
                if trouble is not None:
                    raise FailedError(trouble)
                assert worker is not None
                if word == "open":
                    plan, folder = map(put_together, _records.decode(values[0]))
                    if folder:
                        with disk_errors(folder):
                            hold(Path(folder))  # until this process ends
                    worker.open(plan, Path(folder))
                    continue
                answer = pack(("done", worker.work(Verb(word), values[0])))
            except FailedError as error:
                trouble, answer = error.failure, pack(("failed", error.failure))
            except Exception:
                log.exception("a worker of the export made a mistake")
                trouble, answer = _OWN_FAULT, pack(("failed", _OWN_FAULT))
            try:
                stdout.write(answer)
                stdout.flush()
            except OSError:
                return
