"""Everything between a fresh checkout and a running program: Python, `.venv`, pinned packages, system libraries.

Only the standard library: this runs before anything is installed.
"""

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".windrow-locked"
OLDEST = (3, 11)

# Library that Qt loads -> Debian package. Enough on a bare Debian 12; names checked on 13 as well.
OFFSCREEN = {
    "GL": "libgl1",
    "EGL": "libegl1",
    "glib-2.0": "libglib2.0-0",
    "xkbcommon": "libxkbcommon0",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
}
SCREEN = {
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
    "xcb-xkb": "libxcb-xkb1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}
# Debian 13 renamed the libraries that changed their ABI for 64-bit time.
RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}


class SetupError(Exception):
    """Something that the person has to do; the text says what."""


def venv_python() -> Path:
    """Return the interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(command: Sequence[str | Path], *, quiet: bool = False) -> int:
    """Run a command in the checkout and return its exit code."""
    sink = subprocess.DEVNULL if quiet else None
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, stdout=sink).returncode


def find_python() -> str:
    """Return a Python that is new enough: this one, or another on the PATH."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SetupError(
        f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}. "
        "Install a newer Python and start this again."
    )


def ensure_venv(lock_name: str) -> None:
    """Make `.venv` when it is missing and install the pins when they changed.

    A lock for tests holds all of the pins to run, so `.venv` of the tests also runs the program.
    """
    lock = HERE / lock_name
    wanted = f"{lock_name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    have = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []
    if wanted in have and venv_python().exists():
        return
    if not venv_python().exists():
        print("Making .venv …", flush=True)
        if run([find_python(), "-m", "venv", VENV]):
            raise SetupError(
                "The virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv"
            )
    print("Installing the pinned packages (the first time takes a minute or two) …", flush=True)
    pip = [venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if run([*pip, "--require-hashes", "-r", lock]):
        raise SetupError("The packages could not be installed. Check the network, then start this again.")
    STAMP.write_text("\n".join([*have, wanted]) + "\n", encoding="utf-8")


def missing_packages(wanted: dict[str, str]) -> list[str]:
    """Return the Debian packages of the libraries that the loader does not find."""
    return [package for library, package in wanted.items() if ctypes.util.find_library(library) is None]


def known_to_apt(package: str) -> str:
    """Return the name under which this release knows a package."""
    renamed = RENAMED.get(package)
    if renamed and subprocess.run(["apt-cache", "show", renamed], capture_output=True, check=False).returncode == 0:
        return renamed
    return package


def ensure_libraries(*, with_screen: bool, tools: Sequence[str] = ()) -> None:
    """See to it that Qt finds its system libraries (Linux only).

    On Debian and Ubuntu they are installed when that is allowed; else the exact command is shown.

    Args:
        with_screen: Also what a window on a real or virtual screen needs.
        tools: Further Debian packages whose program of the same purpose is missing.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = missing_packages({**OFFSCREEN, **(SCREEN if with_screen else {})}) + list(tools)
    if not missing:
        return
    if shutil.which("apt-get") is None:
        raise SetupError(
            "Qt needs system libraries that were not found: "
            + ", ".join(missing)
            + " (Debian names). Install them with the package manager of your system, then start this again."
        )
    if os.geteuid() == 0:
        print(f"Installing system libraries: {' '.join(missing)} …", flush=True)
        run(["apt-get", "update", "-qq"], quiet=True)
        names = [known_to_apt(package) for package in missing]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        code = subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names],
            check=False,
            env=environment,
            stdout=subprocess.DEVNULL,
        ).returncode
        if code == 0:
            return
    names = [known_to_apt(package) for package in missing]
    raise SetupError(
        "Qt needs system libraries. Install them with\n\n"
        f"    sudo apt install {' '.join(names)}\n\nthen start this again."
    )


def has_display() -> bool:
    """Return whether a window can be shown."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
