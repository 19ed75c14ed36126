"""Every check of Windrow: `python3 packaging/test.py`.

Sets up `.venv` with the test extras, then runs format, lint, types, import contracts and the
tests (offscreen). Ends non-zero when anything failed. Arguments go to pytest.
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
    ("tests", ["-m", "pytest"]),
)


def main(arguments: list[str]) -> int:
    """Run every check, also after one has failed, and say which failed."""
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
    failed = []
    for title, command in CHECKS:
        print(f"── {title} " + "─" * (60 - len(title)), flush=True)
        began = time.monotonic()
        extra = arguments if title == "tests" else []
        code = subprocess.run(
            [str(setup_env.venv_python()), *command, *extra], cwd=setup_env.ROOT, check=False, env=environment
        ).returncode
        print(f"{title}: {'ok' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - began:.0f} s\n", flush=True)
        if code:
            failed.append(title)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
        return 1
    print("All checks passed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
