"""Make the lock files anew: `python3 packaging/lock.py` (needs `uv`).

The locks name versions and hashes for every system and Python, and no index host.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
COMMON = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
QUIET = ["--quiet"]


def main() -> int:
    """Write `requirements.lock` (to run) and `requirements-test.lock` (to run and to test)."""
    runs = {"requirements.lock": [], "requirements-test.lock": ["--group", "test"]}
    for name, extra in runs.items():
        command = ["uv", "pip", "compile", "pyproject.toml", *COMMON, *QUIET, *extra, "-o", str(HERE / name)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
        text = (HERE / name).read_text(encoding="utf-8")
        if "://" in text:
            print(f"{name} names a host. It must not.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
