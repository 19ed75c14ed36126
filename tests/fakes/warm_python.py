"""Runs scripts in a Python that has imported its libraries once: each runs in a fork, like a process of its own.

Both sides are here. `WarmPython` starts a Python with this file; that one reads a line of JSON per script, {"argv",
"input", "env", "cwd"}, and answers {"code", "out", "err"}. Importing the official SDK takes three seconds, Windrow one.
"""

import importlib
import io
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# A script that hangs is ended; nothing here takes half as long.
SECONDS_MOST = 300


class WarmPython:
    """One Python; runs one script after the other. Use it from one thread at a time."""

    def __init__(self, python: Path, modules: Sequence[str], folder: Path) -> None:
        """Start it; `modules` are imported before the first script, `folder` is where scripts run."""
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [str(python), str(Path(__file__).resolve()), *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "OPENBLAS_NUM_THREADS": "1"},
            text=True,
        )

    def run(
        self, argv: Sequence[str], environment: Mapping[str, str], text: str = "", folder: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a script with arguments, or a module as ["-m", name, …], to its end."""
        ask = {"argv": list(argv), "env": dict(environment), "input": text, "cwd": str(folder or "")}
        with self._lock:
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(json.dumps(ask) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            return subprocess.CompletedProcess(list(argv), 1, "", "The warm Python is gone.")
        answer = json.loads(line)
        return subprocess.CompletedProcess(list(argv), answer["code"], answer["out"], answer["err"])

    def close(self) -> None:
        """End it."""
        with self._process as process:
            assert process.stdin
            process.stdin.close()


def _be_script(ask: dict[str, Any], streams: Sequence[Any]) -> int:
    """Become the script, in the fork; return its exit code."""
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
    signal.alarm(SECONDS_MOST)
    if ask["cwd"]:
        os.chdir(ask["cwd"])
    os.environ.clear()
    os.environ.update(ask["env"])
    paths = ask["env"].get("PYTHONPATH", "")
    sys.path[:0] = [path for path in paths.split(os.pathsep) if path and path not in sys.path]
    argv = ask["argv"]
    try:
        if argv[0] == "-m":
            sys.argv = argv[1:]
            runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = argv
            runpy.run_path(argv[0], run_name="__main__")
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
    except BaseException:  # noqa: BLE001 - what a script dies of is its answer
        traceback.print_exc()
        return 1
    return 0


def serve(modules: Sequence[str]) -> None:
    """Import, then fork for every line of the input."""
    for name in modules:
        importlib.import_module(name)
    for line in io.TextIOWrapper(os.fdopen(os.dup(0), "rb"), encoding="utf-8"):
        ask = json.loads(line)
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            source.write(ask["input"].encode())
            source.seek(0)
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    code = _be_script(ask, (source, out, err))
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(code)
            _, status = os.waitpid(child, 0)
            out.seek(0)
            err.seek(0)
            texts = {"out": out.read().decode(errors="replace"), "err": err.read().decode(errors="replace")}
            os.write(1, json.dumps({"code": os.waitstatus_to_exitcode(status), **texts}).encode() + b"\n")


if __name__ == "__main__":
    serve(sys.argv[1:])
