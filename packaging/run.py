"""Start Windrow from a fresh checkout: `python3 packaging/run.py`.

With a display: the window, on the offline demo. Without one: the same first journey in the terminal.
Arguments are handed on: `python3 packaging/run.py download 12 --to data` is the command line.
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_env


def main(arguments: list[str]) -> int:
    """Set up what is missing, then hand over to the program."""
    try:
        setup_env.ensure_venv("requirements.lock")
        if arguments:
            command = ["-m", "app", *arguments]
        elif setup_env.has_display():
            setup_env.ensure_libraries(with_screen=True)
            command = ["-m", "app", "--demo"]
        else:
            print("No display found: the first journey runs in the terminal.\n", flush=True)
            command = [str(setup_env.HERE / "first_journey.py")]
    except setup_env.SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    environment = {**os.environ, "PYTHONPATH": str(setup_env.ROOT)}
    try:
        return subprocess.run([str(setup_env.venv_python()), *command], check=False, env=environment).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
