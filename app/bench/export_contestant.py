"""Our export as a contestant: `python -m app.bench.export_contestant`.

Reads an order of `app.bootstrap.exporting` on standard input, writes what it took. The memory is that of the process
that drives the export, and the most that one of its workers had.
"""

import sys
import time

import msgspec

from app.bench.process import peak_bytes
from app.bootstrap.exporting import ExportOrder, carry_out
from app.model.failure import FailedError


def main() -> int:
    """Read the order, export, answer."""
    order = ExportOrder.read(sys.stdin.buffer.read())
    started = time.perf_counter()
    try:
        carry_out(order, lambda line: None, lambda: False)
    except FailedError as error:
        answer: dict[str, object] = {"error": str(error)}
    else:
        seconds = time.perf_counter() - started
        own, workers, worker_peak = spent()
        answer = {
            "seconds": seconds,
            "cpu_seconds": own + workers,
            "peak_bytes": peak_bytes(),
            "worker_peak_bytes": worker_peak,
        }
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    return 0


def spent() -> tuple[float, float, int]:
    """Return processor seconds of this process and of its children, and the most memory of one of those."""
    import resource

    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    scale = 1 if sys.platform == "darwin" else 1024
    return (
        own.ru_utime + own.ru_stime,
        children.ru_utime + children.ru_stime,
        children.ru_maxrss * scale,
    )


if __name__ == "__main__":
    raise SystemExit(main())
