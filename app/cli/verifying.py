"""Checks a project folder and words what was found."""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.cli.desk import Desk, Exit
from app.cli.words import bytes_text, count_text, printable
from app.store.verify import VerifyProgress, VerifyReport, verify_tree

# How each kind of finding is called, worst first; the first three mean that something has to be fetched again.
FINDINGS = ("missing", "changed", "broken", "lonely", "unverified", "foreign")
WORDS = {
    "missing": "is missing",
    "changed": "has other bytes than were downloaded",
    "broken": "is not readable JSON",
    "lonely": "has no annotation beside it",
    "unverified": "came without a checksum from the service",
    "foreign": "is not Windrow’s",
}
MOST_LINES = 200
SECONDS_BETWEEN_LINES = 5.0


def verify_folder(options: argparse.Namespace, desk: Desk) -> Exit:
    """Check the folder of the options; return complete, or problems when something differs.

    Raises:
        FailedError: The folder has no receipt or cannot be read.
    """
    last = time.monotonic()

    def tell(progress: VerifyProgress) -> None:
        nonlocal last
        now = time.monotonic()
        if not options.json and not options.quiet and now - last >= SECONDS_BETWEEN_LINES:
            last = now
            desk.say(f"{count_text(progress.files, 'file')} checked · {bytes_text(progress.size)}")

    report = verify_tree(Path(options.folder).expanduser().absolute(), tell)
    if options.json:
        for line in report_json(report):
            desk.say(json.dumps(line, ensure_ascii=False))
    elif not options.quiet:
        for text in report_lines(report):
            desk.say(text)
    return Exit.COMPLETE if report.is_right else Exit.PROBLEMS


def report_json(report: VerifyReport) -> Iterator[dict[str, Any]]:
    """Yield one object per finding, then the sums."""
    for finding in FINDINGS:
        for path in getattr(report, finding):
            yield {"path": path, "problem": finding}
    sums = {finding: len(getattr(report, finding)) for finding in FINDINGS}
    yield {
        "event": "Verified",
        "checked": report.checked,
        "right": report.right,
        **sums,
        "bytes": report.checked_bytes,
    }


def report_lines(report: VerifyReport) -> Iterator[str]:
    """Yield the findings for people, the sum last."""
    for finding in FINDINGS:
        paths = getattr(report, finding)
        for path in paths[:MOST_LINES]:
            yield f"{printable(path)} {WORDS[finding]}"
        if len(paths) > MOST_LINES:
            yield f"… and {len(paths) - MOST_LINES:,} more of these; --json lists all"
    if report.torn:
        yield f"{count_text(report.torn, 'line')} of the receipt cut off by a crash"
    sums = f"{report.right:,} of {count_text(report.checked, 'file')} right · {bytes_text(report.checked_bytes)}"
    if report.is_right:
        yield f"All is right: {sums}"
    else:
        # A check that could leave no mark must not promise that bytes under the old size and time are noticed.
        again = "missing or changed" if report.is_marked or not report.changed else "missing"
        yield f"Not all is right: {sums}. The same download again fetches what is {again}."
