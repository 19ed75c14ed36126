"""Lists of offsets and archives as the official SDK writes them; pickled with stub modules in place of the SDK."""

import io
import pickle
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

MODULE = "supervisely.api.image_api"


class BlobImageInfo:
    """What the SDK pickles; its state is its `__dict__`."""

    def __init__(self, name: object, offset_start: object, offset_end: object) -> None:
        self.name = name
        self.offset_start = offset_start
        self.offset_end = offset_end


# The pickle names the class where the SDK keeps it.
BlobImageInfo.__module__ = MODULE


@contextmanager
def stub_modules() -> Iterator[None]:
    """Stand in for the SDK while something is pickled."""
    names = [".".join(MODULE.split(".")[:count]) for count in (1, 2, 3)]
    before = {name: sys.modules.get(name) for name in names}
    sys.modules.update({name: ModuleType(name) for name in names})
    sys.modules[MODULE].BlobImageInfo = BlobImageInfo
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def pickled(value: object, protocol: int = 4) -> bytes:
    with stub_modules():
        return pickle.dumps(value, protocol=protocol)


def offsets(*entries: tuple[object, object, object], protocol: int = 4) -> bytes:
    """Return the pickle of one list; several of them joined are a file, too."""
    return pickled([BlobImageInfo(*entry) for entry in entries], protocol)


def write_blob(root: Path, dataset: str, stem: str, pictures: Mapping[str, bytes]) -> Sequence[tuple[str, int, int]]:
    """Write `blob/<stem>.tar` and the list of offsets of a dataset; return the entries of the list."""
    archive = root / "blob" / f"{stem}.tar"
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive, "w") as tar:
        for name, body in pictures.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    with tarfile.open(archive) as tar:
        entries = [(member.name, member.offset_data, member.offset_data + member.size) for member in tar]
    folder = root / dataset
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}_offsets.pkl").write_bytes(offsets(*entries))
    return entries
