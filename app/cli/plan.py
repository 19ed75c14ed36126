"""The numbers of a plan, for people and as the one object that scripts read. Pure."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.cli.words import bytes_text, count_text, duration_text, printable, range_text, rate_text
from app.model.answers import DestinationCheck
from app.model.job import Job
from app.model.survey import Survey

TELLING_BYTES = 1_000_000  # less is over before the limiter has learned anything
TELLING_JOBS = 3


def plan_json(survey: Survey, disk: DestinationCheck, rate: float | None = None) -> dict[str, Any]:
    """Return the plan object; `difference` is in it where the destination was filled before.

    Args:
        survey: What the source counted.
        disk: What is known of the destination.
        rate: Bytes per second measured earlier; None leaves the time open.
    """
    return {
        "images": survey.items,
        "items": survey.items,
        "already_here": survey.already_here,
        "tiles": survey.tiles,
        "requests": {"tile": 0, "entity": 0, "search": 0} | dict(sorted(survey.requests.items())),
        "bytes": {"low": survey.size.low, "likely": survey.size.likely, "high": survey.size.high},
        "seconds": round(survey.size.likely / rate, 1) if rate else None,
        "quota_share": survey.quota_share,
        "disk_free_after": disk.free - survey.size.likely if disk.total else None,
        "licence": survey.licence,
    } | ({"difference": asdict(survey.difference)} if survey.difference else {})


def known_rate(jobs: Sequence[Job], account: str) -> float | None:
    """Return bytes per second of the latest jobs of an account that say something about it; None without any."""
    telling = [job for job in jobs if job.account == account and job.bytes_done >= TELLING_BYTES and job.active_seconds]
    latest = sorted(telling, key=lambda job: job.started_at or 0.0)[-TELLING_JOBS:]
    seconds = sum(job.active_seconds for job in latest)
    return sum(job.bytes_done for job in latest) / seconds if seconds else None


def plan_lines(
    survey: Survey, disk: DestinationCheck, title: str, rate: float | None = None, what: Sequence[str] = ()
) -> list[str]:
    """Return the plan as lines for people; `what` are lines that say what is asked for."""
    lines = [
        printable(title),
        *map(printable, what),
        *_tile_lines(survey),
        f"  images      {'' if survey.is_exact else '≈ '}{survey.items:,}"
        + (f" ({survey.already_here:,} already here)" if survey.already_here else ""),
        f"  to fetch    {range_text(survey.size.low, survey.size.likely, survey.size.high)}",
    ]
    lines += _difference_lines(survey)
    if survey.requests:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(survey.requests.items()))
        lines.append(f"  requests    {kinds}")
    if survey.quota_text:
        lines.append(f"  quota       {survey.quota_text}")
    if rate:
        lines.append(f"  time        ≈ {duration_text(survey.size.likely / rate)} at {rate_text(rate)}")
    if disk.total:
        lines.append(f"  disk after  {_free_text(disk.free - survey.size.likely)}")
    if survey.licence:
        lines.append(f"  licence     {printable(survey.licence)}")
    lines += [f"  {printable(note)}" for note in survey.notes]
    if survey.items == survey.already_here and (survey.items or not survey.notes):
        lines.append(f"  Nothing to fetch: {count_text(survey.items, 'image')} already here.")
    return lines


def _difference_lines(survey: Survey) -> list[str]:
    difference = survey.difference
    if difference is None:
        return []
    lines = [f"  since then  {difference.new:,} new, {difference.changed:,} changed, {difference.gone:,} gone"]
    lines += [f"  gone        {printable(path)}" for path in difference.gone_paths]
    if difference.gone > len(difference.gone_paths):
        lines.append(f"  gone        and {difference.gone - len(difference.gone_paths):,} more")
    return lines


def _tile_lines(survey: Survey) -> list[str]:
    if not survey.tiles:
        return []
    unread = f" ({survey.tiles_read:,} counted)" if not survey.is_exact else ""
    return [f"  tiles       {survey.tiles:,}{unread}"]


def _free_text(free: int) -> str:
    return f"{bytes_text(free)} free" if free >= 0 else f"not enough: {bytes_text(-free)} short"
