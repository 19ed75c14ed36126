"""Spoils inputs and watches the readers: `python tests/fuzz/run.py annotation|bitmap|offsets --seconds 600 --seed 1`.

A finding is an exception that the reader does not name, a broken promise, more than a second of work, or more than
512 MiB on top of what the program itself takes. The input of each kind of finding is kept in a folder that is
printed; give it back with `--input FILE`. The same seed makes the same inputs.
"""

import argparse
import faulthandler
import os
import random
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    # One thread of arithmetic: each further one takes address space that the limit would count.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.fuzz.targets import TARGETS, Target  # noqa: E402 - the path must be known before

SLOW_SECONDS = 1.0
STUCK_SECONDS = 60.0
MOST_MEMORY = 512 * 1024 * 1024


@dataclass
class Report:
    """What a run has seen; `findings` counts by kind, `kept` names the input of the first of each."""

    executions: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)
    kept: dict[str, Path] = field(default_factory=dict)


def kind_of(error: BaseException) -> str:
    """Return what tells one finding from another: the error and the line that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    words = str(error)[:60] if type(error).__name__ == "BrokenPromiseError" else ""
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno} {words}".strip()


def tried(target: Target, body: bytes) -> tuple[str, float]:
    """Return the kind of finding, empty for none, and the seconds of work."""
    began = time.process_time()
    kind = ""
    try:
        target.call(body)
    except Exception as error:  # noqa: BLE001 - that it is not named is the finding
        kind = kind_of(error)
    seconds = time.process_time() - began
    return kind or ("slow" if seconds > SLOW_SECONDS else ""), seconds


def fuzz(
    target: Target, rng: random.Random, keep: Path, is_over: Callable[[Report], bool], current: Path | None = None
) -> Report:
    """Run until `is_over`.

    Args:
        target: The reader.
        rng: Makes every choice.
        keep: Folder for inputs that were findings.
        is_over: Asked before each execution.
        current: File that holds the input while it is read, for the case that the process dies of it.
    """
    seeds = target.seeds()
    report = Report()
    began = time.monotonic()
    last = current.open("wb", buffering=0) if current else None
    try:
        while not is_over(report):
            body = target.make(rng, seeds)
            if last:
                last.seek(0)
                last.truncate()
                last.write(body)
                faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
            kind, seconds = tried(target, body)
            report.executions += 1
            report.slowest = max(report.slowest, seconds)
            if kind:
                report.findings[kind] += 1
                if kind not in report.kept:
                    report.kept[kind] = keep / f"finding-{len(report.kept) + 1}"
                    report.kept[kind].write_bytes(body)
    finally:
        faulthandler.cancel_dump_traceback_later()
        if last:
            last.close()
    report.seconds = time.monotonic() - began
    return report


def limit_memory() -> None:
    """Let the process grow by 512 MiB and no further; only Linux says how large it is."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        return
    most = pages * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Spoils inputs and watches the readers.")
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--input", type=Path, help="read this one file and show what happens")
    options = parser.parse_args(arguments)
    target = TARGETS[options.target]
    warnings.simplefilter("ignore")
    faulthandler.enable()
    if options.input:
        target.call(options.input.read_bytes())
        say("nothing found")
        return 0
    keep = Path(tempfile.mkdtemp(prefix=f"fuzz-{options.target}-"))
    target.call(target.make(random.Random(0), target.seeds()))  # imports are done before memory is counted
    limit_memory()
    end = time.monotonic() + options.seconds
    say(f"{options.target}: seed {options.seed}, findings go to {keep}")
    report = fuzz(
        target, random.Random(options.seed), keep, lambda _: time.monotonic() >= end, current=keep / "current"
    )
    rate = report.executions / max(report.seconds, 1e-9)
    say(
        f"{report.executions:,} executions, {rate:,.0f} a second, slowest {report.slowest:.3f} s, "
        f"{report.findings.total():,} findings of {len(report.findings)} kinds (seed {options.seed})"
    )
    for kind, count in report.findings.most_common():
        say(f"  {count:,} × {kind}\n      {report.kept[kind]}")
    return 1 if report.findings else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
