"""The sample data: a town in three datasets, a project of blob archives, an empty project and one of videos."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.sandbox.actors import BONES, PAINTS, SKELETON
from app.sandbox.drawn import kept
from app.sandbox.scenery import SKIES
from app.sandbox.scenes import WEATHERS, draw_scene, seeded_problems
from app.sandbox.shelves import Numbers, Stock, StoredShelf
from app.sandbox.tiles import draw_tile
from app.sandbox.world import Dataset, Document, Project, World

STREETS, CROSSINGS, OUTSKIRTS = 90, 70, 80
TILES_PER_DATASET = 1_000
TOWN, TILES, EMPTY, VIDEOS = 1001, 1002, 1003, 1004

_CLASSES = (
    ("road", "polygon", "#6C7A89"), ("building", "polygon", "#C0785A"), ("sidewalk", "multipolygon", "#D9B38C"),
    ("lane", "line", "#F2E05C"), ("car", "rectangle", "#E4572E"), ("van", "cuboid_2d", "#F3A712"),
    ("person", "graph", "#2E86AB"), ("tree", "bitmap", "#4C9F50"), ("cloud", "alpha_mask", "#A9D6E5"),
    ("sign", "rectangle", "#D7263D"), ("lamp", "point", "#FFD166"), ("banner", "oriented_bbox", "#9B5DE5"),
    ("thing", "any", "#8D99AE"),
)  # fmt: skip
_TAGS: tuple[tuple[str, str, str, str, Sequence[str]], ...] = (
    ("weather", "oneof_string", "#3A86FF", "imagesOnly", sorted(SKIES)),
    ("reviewed", "none", "#06D6A0", "imagesOnly", ()),
    ("temperature", "any_number", "#FB8500", "imagesOnly", ()),
    ("taken", "date", "#8338EC", "imagesOnly", ()),
    ("note", "any_string", "#FFBE0B", "all", ()),
    ("color", "oneof_string", "#EF476F", "objectsOnly", sorted(PAINTS)),
    ("plate", "any_string", "#118AB2", "objectsOnly", ()),
    ("speed", "any_number", "#073B4C", "objectsOnly", ()),
    ("parked", "none", "#7F8C8D", "objectsOnly", ()),
    ("height", "any_number", "#2A9D8F", "objectsOnly", ()),
    ("built", "date", "#BC6C25", "objectsOnly", ()),
)


def add_sample(world: World, cache: Path | None) -> None:
    """Add the sample projects; nothing is drawn before it is asked for."""
    assert set(WEATHERS) <= set(SKIES)
    _add_town(world, cache)
    _add_tiles(world, cache)
    world.add_project(Project(EMPTY, "Empty plot", plain_meta((), ()), description="A project without datasets."))
    videos = Project(VIDEOS, "Tram rides (videos)", {**plain_meta((), ()), "projectType": "videos"}, kind="videos")
    videos.description, videos.items_count = "Videos: shown in the tree, not downloaded.", 12
    world.add_project(videos)


def plain_meta(classes: Sequence[Document], tags: Sequence[Document]) -> Document:
    """Return the meta of a project of images."""
    return {"classes": list(classes), "tags": list(tags), "projectType": "images"}


def numbers_of(meta: Mapping[str, object]) -> Numbers:
    """Return the ids of the classes and tags of a meta."""
    classes, tags = meta["classes"], meta["tags"]
    assert isinstance(classes, list)
    assert isinstance(tags, list)
    return Numbers({one["title"]: one["id"] for one in classes}, {one["name"]: one["id"] for one in tags})


def _town_meta() -> Document:
    classes: list[Document] = []
    for place, (title, shape, color) in enumerate(_CLASSES):
        config = _skeleton() if shape == "graph" else {}
        classes.append({"id": 5001 + place, "title": title, "shape": shape, "color": color, "geometry_config": config,
                        "hotkey": "", "description": ""})  # fmt: skip
    tags: list[Document] = []
    for place, (name, kind, color, applies, values) in enumerate(_TAGS):
        tag: Document = {"id": 6001 + place, "name": name, "value_type": kind, "color": color, "hotkey": "",
                         "applicable_type": applies, "classes": [], "target_type": "all"}  # fmt: skip
        if kind == "oneof_string":
            tag["values"] = list(values)
        tags.append(tag)
    return plain_meta(classes, tags)


def _skeleton() -> Document:
    nodes = {name: {"label": name, "loc": [x, y], "color": "#2E86AB"} for name, x, y in SKELETON}
    return {"nodes": nodes, "edges": [{"src": a, "dst": b, "color": "#A0D2DB"} for a, b in BONES]}


def _add_town(world: World, cache: Path | None) -> None:
    meta = _town_meta()
    numbers = numbers_of(meta)
    world.add_project(Project(
        TOWN, "Town streets", meta, readme="Drawn by Windrow. Three problems are hidden in it.",
        description="Street scenes of a small town with every kind of label.", custom={"season": "spring"},
    ))  # fmt: skip

    def scenes(place: str, count: int) -> Callable[[], Sequence[Stock]]:
        return lambda: [draw_scene(place, number) for number in world.going(count)]

    def streets() -> Sequence[Stock]:
        return seeded_problems([draw_scene("streets", number) for number in world.going(STREETS)])

    def shelf(place: str, count: int, draw: Callable[[], Sequence[Stock]]) -> StoredShelf:
        return StoredShelf(count, lambda: kept(cache, place, draw), numbers)

    world.add_dataset(Dataset(2001, "streets", TOWN, shelf("streets", STREETS, streets)))
    crossings = shelf("crossings", CROSSINGS, scenes("crossings", CROSSINGS))
    world.add_dataset(Dataset(2002, "crossings", TOWN, crossings, parent=2001, custom={"zebra": True}))
    world.add_dataset(Dataset(2003, "outskirts", TOWN, shelf("outskirts", OUTSKIRTS, scenes("outskirts", OUTSKIRTS))))


def _add_tiles(world: World, cache: Path | None) -> None:
    classes: list[Document] = [
        {"id": 5101, "title": "road", "shape": "polygon", "color": "#6C7A89", "geometry_config": {}, "hotkey": ""},
        {"id": 5102, "title": "roof", "shape": "rectangle", "color": "#C0785A", "geometry_config": {}, "hotkey": ""},
    ]
    meta = plain_meta(classes, ())
    numbers = numbers_of(meta)
    world.add_project(Project(
        TILES, "Town tiles (blob)", meta, description="Two thousand small tiles in blob archives.",
        custom={"is_blob_project": True},
    ))  # fmt: skip

    def load(place: str) -> Callable[[], Sequence[Stock]]:
        return lambda: kept(
            cache, place, lambda: [draw_tile(place, number) for number in world.going(TILES_PER_DATASET)]
        )

    for number, place in ((2101, "north"), (2102, "south")):
        shelf = StoredShelf(TILES_PER_DATASET, load(place), numbers, archive_of=500, archive_id=number * 100)
        world.add_dataset(Dataset(number, place, TILES, shelf))
