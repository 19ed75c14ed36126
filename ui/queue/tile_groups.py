"""Tiles of a harvest that could not be read, grouped by cause like failed items. Pure."""

from collections.abc import Iterable

from app.model.commands import Command, RetryJob, RetryTile
from app.model.coverage import TileStanding, TileState
from app.model.task import FailureGroup
from ui.text import plural

TILE = "tile"
MOST_EXAMPLES = 3
HINT = "Images in {it} are not in the list, so the harvest may be incomplete."


def tile_groups(standings: Iterable[TileStanding]) -> tuple[FailureGroup, ...]:
    """Return the tiles that could not be read, by what happened, most first."""
    found: dict[str, list[str]] = {}
    for tile in standings:
        if tile.state is TileState.PROBLEM and tile.title:
            found.setdefault(tile.title, []).append(tile.key)
    groups = [
        FailureGroup(
            f"{plural(len(keys), 'tile')} could not be read. {title}",
            HINT.format(it="it" if len(keys) == 1 else "them"),
            TILE,
            len(keys),
            True,
            tuple(keys[:MOST_EXAMPLES]),
        )
        for title, keys in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: -group.count))


def read_again(job_id: int, group: FailureGroup) -> Command:
    """Return the order that reads the tiles of a group again; with several, all that failed is tried again at once."""
    if group.count == 1:
        return RetryTile(job_id, group.examples[0])
    return RetryJob(job_id)
