"""One judge of a destination for every test that kills, fills or disturbs.

It reads the disk and trusts no code of the store. Expected is what the service would have
sent; after a kill the disk may hold less of it, but never anything else.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

OWN = ".windrow_meta"


@dataclass(frozen=True)
class Expected:
    """What may and must be true of a destination.

    Attributes:
        images: Relative path of every image -> its SHA-256, lower-case hex; several when a newer one replaces an older.
        annotations: Relative path of every image that has an annotation -> relative path of the annotation.
        others: Further files that may lie there (meta.json, image info …).
        foreign: Files of somebody else -> their bytes: must be untouched.
        is_complete: Every image must be there.
        is_idle: No program is working there: no temporary name may be left.
    """

    images: Mapping[str, str | frozenset[str]]
    annotations: Mapping[str, str]
    others: Iterable[str] = ()
    foreign: Mapping[str, bytes] | None = None
    is_complete: bool = False
    is_idle: bool = False


def check_tree(destination: Path, expected: Expected) -> dict[str, str]:
    """Assert G1, G8, G9 and G10 on a destination; return image path -> hash of what is there."""
    there = {path.relative_to(destination).as_posix(): path for path in destination.rglob("*") if not path.is_dir()}
    visible = {name: path for name, path in there.items() if not name.startswith(f"{OWN}/")}
    foreign = expected.foreign or {}
    allowed = {*expected.images, *expected.annotations.values(), *expected.others, *foreign}

    assert not [name for name, path in there.items() if path.is_symlink() and name not in foreign], "G8: a link"
    assert set(visible) <= allowed, f"G8: strangers {sorted(set(visible) - allowed)[:5]}"
    assert len({name.casefold() for name in visible}) == len(visible), "G9: two files that differ in case only"
    for name, body in foreign.items():
        assert there[name].read_bytes() == body, f"G10: {name} was touched"
    found = {}
    for name, sha256 in expected.images.items():
        if name not in visible:
            continue
        found[name] = hashlib.sha256(visible[name].read_bytes()).hexdigest()
        assert found[name] in _all(sha256), f"G1: {name} is not what was listed"
        if name in expected.annotations:
            assert expected.annotations[name] in visible, f"G1: {name} stands without its annotation"
    for name in expected.annotations.values():
        if name in visible:
            json.loads(visible[name].read_bytes())
    _check_receipt(destination, visible, expected)
    if expected.is_complete:
        assert set(found) == set(expected.images), f"missing: {sorted(set(expected.images) - set(found))[:5]}"
    if expected.is_idle:
        left = [name for name in there if name.startswith(f"{OWN}/tmp/")]
        assert not left, f"temporary names are left: {left[:5]}"
    return found


def noted(destination: Path) -> dict[str, dict[str, object]]:
    """Return the last whole line of the receipt for every key."""
    manifest = destination / OWN / "manifest"
    last: dict[str, dict[str, object]] = {}
    for text in manifest.read_bytes().split(b"\n") if manifest.exists() else []:
        body = b"{" + text[18:]
        if text.startswith(b'{"crc":"') and b"%08x" % zlib.crc32(body) == text[8:16]:
            line = json.loads(body)
            last[line["k"]] = line
    return last


def _all(sha256: str | frozenset[str]) -> frozenset[str]:
    return frozenset((sha256,)) if isinstance(sha256, str) else sha256


def _check_receipt(destination: Path, visible: Mapping[str, Path], expected: Expected) -> None:
    """Assert that every image the receipt names lies there as it says, or as a newer one that a kill left unnoted."""
    for line in noted(destination).values():
        if line.get("s") is not None and line["l"] != "partial":
            path = visible.get(str(line["p"]))
            assert path is not None, f"G1: the receipt names {line['p']}, which is not there"
            hashes = {line["h"], *_all(expected.images.get(str(line["p"]), frozenset()))}
            assert hashlib.sha256(path.read_bytes()).hexdigest() in hashes, f"G1: {line['p']} is not as noted"
