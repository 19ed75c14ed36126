"""Which receipt line an item gets: planned before it is put in place, corrected by what happened. Pure."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from app.store.holdings import PARTIAL, OwnFile
from app.store.receipt import FileLine, Line, full_path, short_name
from app.store.sink_records import Level, Staged, Written


def planned_line(written: Written, held: Line | None, still_there: Callable[[str], bool]) -> Line:
    """Return the line of an item once all its files stand under their final names.

    Args:
        written: The item.
        held: What the receipt says of the same key now.
        still_there: Tells whether a relative path exists; files that this run did not ask for are carried over.
    """
    sidecars = [_file_line(written.path, staged) for staged in written.sidecars]
    old = held if held is not None and held.path == written.path else None
    if old is not None:
        fresh = {file.name for file in sidecars}
        sidecars += [
            file for file in old.sidecars if file.name not in fresh and still_there(full_path(old.path, file.name))
        ]
    image = written.image
    if image is not None:
        return Line(
            written.key,
            written.path,
            image.size,
            image.sha256,
            written.version,
            image.mtime_ns,
            written.level.value,
            tuple(sidecars),
        )
    if old is not None and old.size is not None and still_there(old.path):
        level = Level.UNVERIFIED.value if old.level == PARTIAL else old.level
        return msgspec.structs.replace(old, version=written.version, level=level, sidecars=tuple(sidecars))
    return Line(
        written.key, written.path, version=written.version, level=Level.NO_IMAGE.value, sidecars=tuple(sidecars)
    )


def adjusted_line(line: Line, times: Mapping[str, int]) -> Line:
    """Return a line with the modification times of files that stood there before.

    Args:
        line: As planned.
        times: Nanoseconds by relative path.
    """
    sidecars = tuple(
        msgspec.structs.replace(file, mtime_ns=times.get(full_path(line.path, file.name), file.mtime_ns))
        for file in line.sidecars
    )
    return msgspec.structs.replace(line, mtime_ns=times.get(line.path, line.mtime_ns), sidecars=sidecars)


def partial_line(line: Line, there: Sequence[OwnFile], held: Line | None) -> Line | None:
    """Return the line of an item of which only some files stand there, so that they stay known as ours.

    Args:
        line: As planned.
        there: Files of the planned line that stand under their final names.
        held: What the receipt says of the same key now.

    Returns:
        None when nothing new stands there.
    """
    old = held if held is not None and held.path == line.path else None
    names = {short_name(line.path, file.path): file for file in there}
    image = names.pop(line.path, None)
    known = {file.name: file for file in old.sidecars} if old is not None else {}
    fresh = {name: FileLine(name, file.size, file.sha256, file.mtime_ns) for name, file in names.items()}
    is_new_image = image is not None and (old is None or image.sha256 != old.sha256)
    if not is_new_image and all(known.get(name) == file for name, file in fresh.items()):
        return None
    partial = Line(line.key, line.path, level=PARTIAL, sidecars=tuple({**known, **fresh}.values()))
    if image is not None:
        return msgspec.structs.replace(partial, size=image.size, sha256=image.sha256, mtime_ns=image.mtime_ns)
    if old is not None:
        return msgspec.structs.replace(partial, size=old.size, sha256=old.sha256, mtime_ns=old.mtime_ns)
    return partial


def _file_line(image_path: str, staged: Staged) -> FileLine:
    return FileLine(short_name(image_path, staged.path), staged.size, staged.sha256, staged.mtime_ns)
