"""What is said when a harvest is over: tiles that could not be read, and why nothing was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cli.harvest_plan import filter_words
from app.cli.words import count_text, printable
from app.engine.host import Host
from app.model.coverage import TileStanding, TileState
from app.model.failure import FailedError
from app.model.harvest import MapillarySpec
from app.model.harvest_title import harvest_title
from app.model.job import Job
from app.model.queries import ListTiles, MakeSurvey
from app.sources.mapillary.errors import BLOCKED

TILES_SHOWN = 5
CAUSES_SHOWN = 5
NOTHING_LISTED = "Nothing was found for what was asked."
HOW_AGAIN = "Read these again with: windrow jobs retry {job_id}"
BLOCKED_AGAIN = "What is finished stays; a day later: windrow jobs retry {job_id}"


@dataclass(frozen=True, slots=True)
class HarvestEnd:
    """What there is to say.

    Attributes:
        complaints: Lines about what could not be read.
        sentence: Why a complete harvest is empty; empty when it is not.
        is_shut_out: The service shut its door before anything was listed: the harvest stopped rather than finished.
    """

    complaints: tuple[str, ...] = ()
    sentence: str = ""
    is_shut_out: bool = False


async def look_back(host: Host, job: Job) -> HarvestEnd:
    """Return what there is to say about a job that finished; nothing about jobs that are no harvests."""
    if not isinstance(job.spec, MapillarySpec):
        return HarvestEnd()
    if job.counts.tiles_failed:
        tiles: tuple[TileStanding, ...] = await host.call(ListTiles(job.id))
        unread = [tile for tile in tiles if tile.state is TileState.PROBLEM and tile.title]
        is_blocked = any(tile.title == BLOCKED.sentence() for tile in unread)
        lines = unread_lines(unread)
        lines.append((BLOCKED_AGAIN if is_blocked else HOW_AGAIN).format(job_id=job.id))
        if is_blocked and not job.counts.listed:
            return HarvestEnd((f"{BLOCKED.sentence()} {lines[-1]}",), is_shut_out=True)
        return HarvestEnd(tuple(lines))
    if not job.counts.listed:
        return HarvestEnd(sentence=await _why_empty(host, job, job.spec))
    return HarvestEnd()


def unread_lines(tiles: Sequence[TileStanding]) -> list[str]:
    """Return one line per cause with the tiles that it kept from being read."""
    causes: dict[str, list[str]] = {}
    for tile in tiles:
        causes.setdefault(tile.title, []).append(tile.key)
    lines = []
    for title, keys in sorted(causes.items(), key=lambda cause: -len(cause[1]))[:CAUSES_SHOWN]:
        more = ", …" if len(keys) > TILES_SHOWN else ""
        shown = f"{', '.join(keys[:TILES_SHOWN])}{more}"
        lines.append(f"{count_text(len(keys), 'coverage tile')} not read, so images are missing ({shown}). {title}")
    if len(causes) > CAUSES_SHOWN:
        lines.append(f"… and {len(causes) - CAUSES_SHOWN:,} further causes")
    return [printable(line) for line in lines]


async def _why_empty(host: Host, job: Job, spec: MapillarySpec) -> str:
    """Return whether nothing is there or all was filtered out; the tiles are at hand, so nothing is asked."""
    if not spec.regions:
        only = f" ({'; '.join(filters)})" if (filters := filter_words(spec)) else ""
        return printable(f"Mapillary has nothing to bring for {harvest_title(spec)}{only}.")
    try:
        survey = await host.call(MakeSurvey(spec, job.account, "", most_requests=0))
    except FailedError:
        return NOTHING_LISTED
    return printable(" ".join(survey.notes)) or NOTHING_LISTED
