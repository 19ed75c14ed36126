"""Write `resources/licences/THIRD_PARTY.md`: every pinned package with its licence, from the metadata of `.venv`."""

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "licences" / "THIRD_PARTY.md"
HEAD = """# Licences of what Windrow installs or bundles

Made by `packaging/licences.py` from the pinned packages. The full texts come with the packages themselves.

| package | version | licence |
|---|---|---|
"""
# Data in `resources` that no package of the lock brings.
BUNDLED = ("| Natural Earth land outlines, 1:10m and 1:110m (from world-atlas 2.0.2) | 4.1.0 | public domain |",)


def pinned() -> list[str]:
    """Return the names in the lock of the program, sorted."""
    text = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE)))


def licence(name: str) -> tuple[str, str] | None:
    """Return version and licence of an installed package; None when it is not for this system."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    expression = found.get("License-Expression") or ""
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in found.get_all("Classifier") or [] if c.startswith("License ::")]
    short = (found.get("License") or "").strip().splitlines()
    words = expression or ", ".join(classifiers) or (short[0] if is_name(short) else "see its files")
    return found["Version"], words


def is_name(lines: list[str]) -> bool:
    """Return whether a licence field holds a name instead of a whole text."""
    return bool(lines) and len(lines[0]) < 60 and "copyright" not in lines[0].lower()


def main() -> int:
    """Write the table; return 1 when nothing was found."""
    rows = []
    for name in pinned():
        entry = licence(name)
        if entry is not None:
            rows.append(f"| {name} | {entry[0]} | {entry[1]} |")
    if not rows:
        print("Nothing is installed. Run this with the Python of .venv.", file=sys.stderr)
        return 1
    TARGET.write_text(HEAD + "\n".join((*rows, *BUNDLED)) + "\n", encoding="utf-8")
    print(f"{len(rows)} packages listed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
