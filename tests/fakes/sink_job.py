"""A tiny download without a network: fills a destination through a sink, as often as it is killed.

Run as a program it prints the keys that it had to fetch:
python -m tests.fakes.sink_job DESTINATION ATTEMPT VERSION [EARLIER …]
"""

import hashlib
import sys
from pathlib import Path

from app.store.sink import Sink
from app.store.sink_records import Incoming, Rejected, Written
from tests.fakes.oracle import Expected

COUNT = 6
BATCH = 3


def body_of(number: int, version: int) -> bytes:
    """Every other image changes with the version, every annotation does."""
    return f"picture {number} {version if number % 2 else 0} ".encode() * 400


def incoming(number: int, version: int) -> Incoming:
    body = body_of(number, version)
    annotation = b'{"objects": [%d]}' % version
    return Incoming(
        str(number),
        f"ds/img/{number}.jpg",
        body,
        len(body),
        hashlib.sha256(body).hexdigest(),
        ((f"ds/ann/{number}.jpg.json", annotation),),
        f"v{version}",
    )


def expected(*versions: int, is_complete: bool = False, is_idle: bool = False) -> Expected:
    """Return what the destination may hold while it goes from one version to another."""
    numbers = range(COUNT)
    return Expected(
        images={
            f"ds/img/{number}.jpg": frozenset(
                hashlib.sha256(body_of(number, version)).hexdigest() for version in versions
            )
            for number in numbers
        },
        annotations={f"ds/img/{number}.jpg": f"ds/ann/{number}.jpg.json" for number in numbers},
        others=["meta.json"],
        foreign={"ds/notes.txt": b"mine"},
        is_complete=is_complete,
        is_idle=is_idle,
    )


def run(destination: Path, attempt: str, version: int, earlier: list[str]) -> list[str]:
    """Bring everything home that is not there yet; return the keys whose image was fetched."""
    sink = Sink.open(destination, attempt, reserve=0)
    sink.recover(earlier)
    sink.project_file("meta.json", b"{}")
    holdings = sink.holdings()
    fetched = []
    wanted = []
    for number in range(COUNT):
        item = incoming(number, version)
        if holdings.is_right(item.key, item.sha256, item.size, item.version):
            continue
        if holdings.has_image(item.key, item.sha256, item.size):
            item = Incoming(item.key, item.path, None, None, None, item.sidecars, item.version)
        else:
            fetched.append(item.key)
        wanted.append(item)
    for first in range(0, len(wanted), BATCH):
        written = sink.write(wanted[first : first + BATCH])
        answers = sink.commit([item for item in written if isinstance(item, Written)])
        assert not [item for item in (*written, *answers) if isinstance(item, Rejected)], answers
    sink.close()
    return fetched


if __name__ == "__main__":
    keys = run(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    sys.stdout.write(" ".join(keys))
