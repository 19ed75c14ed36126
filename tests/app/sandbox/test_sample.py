"""The sample data as a whole."""

import pytest

from app.sandbox.sample import CROSSINGS, OUTSKIRTS, STREETS, TILES, TOWN, VIDEOS, add_sample
from app.sandbox.scenes import draw_scene
from app.sandbox.world import World

PLAIN = {"point", "rectangle", "polygon", "multipolygon", "line", "any"}
GEOMETRIES = PLAIN | {"bitmap", "alpha_mask", "graph", "cuboid_2d", "oriented_bbox"}


def sample() -> World:
    world = World([], [])
    add_sample(world, None)
    return world


def test_nothing_is_drawn_before_it_is_asked_for():
    world = sample()

    assert [one.count for one in world.projects.values()] == [STREETS + CROSSINGS + OUTSKIRTS, 2000, 0, 12]
    assert not any(one.shelf.is_ready for one in world.datasets.values())
    assert (world.projects[VIDEOS].kind, world.projects[TILES].custom) == ("videos", {"is_blob_project": True})


def test_meta_has_every_shape_and_every_kind_of_tag():
    meta = sample().projects[TOWN].meta

    assert {one["shape"] for one in meta["classes"]} == GEOMETRIES
    assert {one["value_type"] for one in meta["tags"]} == {"none", "any_number", "any_string", "oneof_string", "date"}


@pytest.mark.slow
def test_scenes_use_every_class_and_tag_and_a_hidden_node():
    meta = sample().projects[TOWN].meta
    documents = [draw_scene("streets", number).document for number in range(16)]

    objects = [one for document in documents for one in document["objects"]]
    tags = {tag["name"] for document in documents for tag in document["tags"]}
    tags |= {tag["name"] for one in objects for tag in one["tags"]}

    assert {one["classTitle"] for one in objects} == {one["title"] for one in meta["classes"]}
    assert tags == {one["name"] for one in meta["tags"]}
    assert any(node.get("disabled") for one in objects for node in one.get("nodes", {}).values())
