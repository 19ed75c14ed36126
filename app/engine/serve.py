"""The child's side of the channel: orders and questions from standard input, news and answers to standard output."""

from typing import BinaryIO

from app.engine.engine import Engine


async def serve(engine: Engine, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Run an engine for the window at the other end; return when it says stop or its end of the pipe closes.

    Unfinished jobs of earlier runs go on. Nothing else may write to `stdout`.
    """
