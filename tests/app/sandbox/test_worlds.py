"""What is served together."""

import pytest

from app.sandbox.worlds import build_world
from tests.fakes.sandbox import small_project


@pytest.mark.parametrize(
    ("has_folder", "scale", "has_sample", "count"),
    [(False, 0, None, 4), (True, 0, None, 1), (True, 5, None, 2), (False, 5, True, 5), (False, 0, False, 0)],
    ids=["sample alone", "folder instead", "folder and scale", "sample on demand", "nothing"],
)
def test_sample_gives_way_to_what_is_asked_for(tmp_path, has_folder, scale, has_sample, count):
    folders = [small_project(tmp_path / "p")] if has_folder else []

    world = build_world(folders, scale, 5_000, has_sample, None)

    assert len(world.projects) == count
