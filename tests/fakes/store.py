"""Small helpers for tests of the store: items and sinks."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from app.store.sink import Sink
from app.store.sink_records import Committed, Incoming, Rejected, Written


def incoming(
    key: str,
    body: bytes | None = b"picture",
    *,
    path: str = "",
    version: str = "v1",
    annotation: bytes | None = b"{}",
    **changes: object,
) -> Incoming:
    """Return an item that is right: listed with its length and hash."""
    path = path or f"ds/img/{key}.jpg"
    dataset, _, name = path.rpartition("/img/")
    sidecars = ((f"{dataset}/ann/{name}.json", annotation),) if annotation is not None else ()
    values: dict[str, object] = {
        "size": None if body is None else len(body),
        "sha256": None if body is None else hashlib.sha256(body).hexdigest(),
    }
    values.update(changes)
    return Incoming(key, path, body, sidecars=sidecars, version=version, **values)  # type: ignore[arg-type]


def bring(sink: Sink, *items: Incoming) -> list[Committed | Rejected]:
    """Write and commit in one go; answers in the order of the items."""
    answers: list[Written | Rejected] = sink.write(items)
    written = [answer for answer in answers if isinstance(answer, Written)]
    committed = iter(sink.commit(written))
    return [next(committed) if isinstance(answer, Written) else answer for answer in answers]


def visible(destination: Path) -> dict[str, bytes]:
    """Return relative path -> bytes of everything outside our own folder."""
    return {
        path.relative_to(destination).as_posix(): path.read_bytes()
        for path in sorted(destination.rglob("*"))
        if path.is_file() and ".windrow_meta" not in path.relative_to(destination).parts
    }


def keys(answers: Sequence[Committed | Rejected]) -> list[str]:
    """Return the keys of what was committed."""
    return [answer.key for answer in answers if isinstance(answer, Committed)]
