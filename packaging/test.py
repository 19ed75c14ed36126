"""Every check of Windrow: `python3 packaging/test.py`.

Sets up `.venv` with the test extras, then runs format, lint, types, import contracts and the tests (offscreen, on all
cores) side by side. Each check prints its words in one piece. Ends non-zero when anything failed.
Arguments go to pytest; `-n 0` runs the tests one after the other.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_env

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("lint", ["-m", "ruff", "check", "."]),
    ("types", ["-m", "mypy"]),
    ("tests", ["-m", "pytest", "-n", "auto", "--dist", "worksteal"]),
)
# One check alone leaves cores idle: types have one thread, and a test that waits for a server computes nothing.
# What comes later in the table is heard later; its pipe keeps its words, or makes it wait, until it is its turn.


def begin(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a check; what it says is read when it is its turn."""
    return subprocess.Popen(
        [str(setup_env.venv_python()), *command],
        cwd=setup_env.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def follow(title: str, running: subprocess.Popen[bytes], began: float) -> bool:
    """Print what a check says, line by line, and how it ended; return whether it passed."""
    print(f"── {title} " + "─" * (60 - len(title)), flush=True)
    with running:
        assert running.stdout is not None
        for line in running.stdout:
            sys.stdout.buffer.write(line)
            sys.stdout.flush()
    code = running.returncode
    print(f"{title}: {'ok' if code == 0 else f'FAILED ({code})'} after {time.monotonic() - began:.0f} s\n", flush=True)
    return code == 0


def main(arguments: list[str]) -> int:
    """Run every check, also when another has failed, and say which failed."""
    try:
        setup_env.ensure_venv("requirements-test.lock")
        setup_env.ensure_libraries(with_screen=False)
    except setup_env.SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(setup_env.ROOT)}
    # A display or an account of the person must not reach the tests.
    for name in ("API_TOKEN", "SERVER_ADDRESS", "MLY_TOKEN", "MAPILLARY_TOKEN", "WINDROW_HOME"):
        environment.pop(name, None)
    began = time.monotonic()
    running = {
        title: begin([*command, *(arguments if title == "tests" else [])], environment) for title, command in CHECKS
    }
    failed = [title for title, check in running.items() if not follow(title, check, began)]
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
        return 1
    print("All checks passed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
