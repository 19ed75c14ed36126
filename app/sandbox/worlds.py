"""Joins what is served: the sample data, project folders, invented images."""

from collections.abc import Sequence
from pathlib import Path

from app.sandbox.folder import add_folder
from app.sandbox.sample import add_sample
from app.sandbox.scaled import add_scaled
from app.sandbox.world import Team, Workspace, World

# Ids of served folders count up from here.
FOLDERS = 1101


def build_world(
    projects: Sequence[Path], scale: int, scale_bytes: int, has_sample: bool | None, cache: Path | None
) -> World:
    """Return the world of a server; nothing in it is drawn or read yet.

    Raises:
        FailedError: A project folder holds nothing to serve.
    """
    world = World([Team(1, "Windrow demo")], [Workspace(1, "Small town", 1)])
    if has_sample or (has_sample is None and not projects and not scale):
        add_sample(world, cache)
    for place, folder in enumerate(projects):
        add_folder(world, folder, FOLDERS + place)
    if scale:
        add_scaled(world, scale, scale_bytes)
    return world
