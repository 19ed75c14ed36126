"""Running contestants as child processes, and how much time and memory a process used."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.bootstrap.engines import use_fast_loop

# Nobody should take longer; a contestant that hangs must not hang the benchmark.
SECONDS_MOST = 900.0


class ContestantError(Exception):
    """A contestant did not do its work; the text says why."""


def peak_bytes() -> int:
    """Return the most resident memory that this process had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def ask(command: Sequence[str], question: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """Run a program that reads one JSON object and writes one as its last line; return it.

    Raises:
        ContestantError: It failed, or said so.
    """
    try:
        done = subprocess.run(
            list(command),
            input=json.dumps(question),
            capture_output=True,
            text=True,
            check=False,
            env=dict(environment),
            timeout=SECONDS_MOST,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ContestantError(str(error)) from error
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        tail = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ContestantError(tail[0])
    answer: dict[str, Any] = json.loads(lines[-1])
    if "error" in answer:
        raise ContestantError(str(answer["error"]))
    return answer


def answer(bring: Callable[[dict[str, Any]], Coroutine[Any, Any, dict[str, Any]]]) -> int:
    """Be the program at the other end of `ask`: read the wish, bring it home, write what was measured."""
    wish = json.load(sys.stdin)
    Path(wish["destination"]).parent.mkdir(parents=True, exist_ok=True)
    with asyncio.Runner(loop_factory=use_fast_loop) as runner:
        try:
            said = runner.run(bring(wish))
        except RuntimeError as error:
            said = {"error": str(error)}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


def run_timed(command: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Run a program to its end; return the processor seconds that it used.

    Raises:
        ContestantError: It failed.
    """
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(
            list(command),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            env=None if environment is None else dict(environment),
            timeout=SECONDS_MOST,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ContestantError(str(error)) from error
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        tail = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ContestantError(tail[0])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
