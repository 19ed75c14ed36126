"""A harvest as the command line that does the same. Pure.

One box is written as its four numbers, so that the line runs on any computer; several regions and polygons are named
by the file that they were written to (`regions_file`).
"""

import shlex
from pathlib import Path

from app.model.harvest import MapillarySpec
from ui.plan.command_text import spec_words


def harvest_command(
    spec: MapillarySpec,
    account: str,
    destination: str,
    file: Path | None,
    workers: int | None = None,
    rate_limit: int | None = None,
) -> str:
    """Return one `windrow harvest …` line, quoted for a POSIX shell.

    Args:
        spec: What is asked.
        account: Its key.
        destination: The folder.
        file: The file with the regions, when they need one.
        workers: Requests at once; None lets Windrow learn.
        rate_limit: Bytes per second; None is unlimited.
    """
    words = ["windrow", "harvest"]
    if file is not None:
        words += ["--region", str(file)]
    elif spec.regions:
        region = spec.regions[0]
        words.append(region.bbox_text)
        if region.name:
            words += ["--name", region.name]
    words += ["--to", destination, "--account", account, *spec_words(spec)]
    if workers is not None:
        words += ["--workers", str(workers)]
    if rate_limit is not None:
        words += ["--rate-limit", str(rate_limit)]
    return shlex.join(words)
