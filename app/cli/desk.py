"""What every command stands at: environment and streams. And the exit codes of all commands."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TextIO


class Exit(IntEnum):
    """How a command ended."""

    COMPLETE = 0
    STOPPED = 1
    USAGE = 2
    PROBLEMS = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Desk:
    """Environment and streams of one command.

    Attributes:
        environ: Variables of the process.
        out: Results and progress.
        err: One sentence when something stops us.
    """

    environ: Mapping[str, str]
    out: TextIO
    err: TextIO

    @property
    def is_terminal(self) -> bool:
        """Return whether a person watches the output."""
        return self.out.isatty()

    def say(self, text: str) -> None:
        """Write one line of output at once."""
        self.out.write(text + "\n")
        self.out.flush()

    def agrees(self, question: str) -> bool:
        """Ask the person at the keyboard; where there is none nobody agrees."""
        if not sys.stdin.isatty():
            return False
        self.out.write(f"{question} [y/N] ")
        self.out.flush()
        return sys.stdin.readline().strip().casefold() in ("y", "yes")

    def complain(self, text: str) -> None:
        """Write one sentence to the error stream."""
        self.err.write(text + "\n")
        self.err.flush()
