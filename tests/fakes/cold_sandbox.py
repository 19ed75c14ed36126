"""The sandbox command, but for drawing ahead: only what is asked for is drawn.

    python -m tests.fakes.cold_sandbox --scale 60 --until-eof

A test asks for a few pictures; all the others would be drawn for nobody, on the processor that the test needs.
"""

import sys

from app.sandbox.command import main
from app.sandbox.server import Sandbox


class ColdSandbox(Sandbox):
    """A server that waits to be asked."""

    def prewarm(self) -> None:
        """Draw nothing ahead."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], ColdSandbox))
