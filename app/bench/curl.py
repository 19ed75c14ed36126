"""curl as a contestant: the same images from the same server, straight into files."""

import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from app.bench.origin import Origin
from app.bench.process import run_timed
from app.bench.record import Run


def curl_path() -> str | None:
    """Return where curl is, or None."""
    return shutil.which("curl")


def curl_config(origin: Origin, images: Sequence[tuple[int, str]], folder: Path) -> str:
    """Return a configuration file that asks for images one after the other.

    Args:
        origin: The server.
        images: (id, file name) of each.
        folder: Where the files go.
    """
    url = f"{origin.address}/public/api/v3/images.download"
    parts = []
    for number, name in images:
        body = json.dumps({"id": number}).replace('"', '\\"')
        parts.append(
            f'url = "{url}"\nheader = "x-api-key: {origin.token}"\nheader = "Content-Type: application/json"\n'
            f'data = "{body}"\noutput = "{folder / name}"\n'
        )
    return "next\n".join(parts)


def run_curl(origin: Origin, images: Sequence[tuple[int, str]], folder: Path, at_once: int) -> Run:
    """Let curl fetch images to a folder with so many transfers at once.

    Raises:
        ContestantError: curl failed.
    """
    folder.mkdir(parents=True)
    config = folder.with_suffix(".curl")
    config.write_text(curl_config(origin, images, folder), encoding="utf-8")
    command = [curl_path() or "curl", "--silent", "--show-error", "--fail", "--no-progress-meter"]
    command += ["--parallel", "--parallel-max", str(at_once), "--config", str(config)]
    try:
        started = time.perf_counter()
        used = run_timed(command)
        return Run(time.perf_counter() - started, len(images), 0, used)
    finally:
        config.unlink()
