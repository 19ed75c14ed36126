"""Items of a dataset are joined by name, when they are asked for."""

from pathlib import Path

from app.formats.blob_folder import ArchivePart
from app.formats.item_files import ItemFiles, Items

IMG, ANN = Path("d/img"), Path("d/ann")
PART = ArchivePart(Path("blob/1.tar"), 0, 9)


def test_items_come_in_order_of_their_names():
    items = Items(IMG, {"b.jpg", "a.jpg"}, ANN, {"a.jpg.json"})

    assert list(items) == [
        ItemFiles("a.jpg", IMG / "a.jpg", ANN / "a.jpg.json"),
        ItemFiles("b.jpg", IMG / "b.jpg", None),
    ]
    assert (len(items), items[1].name, [i.name for i in items[:1]]) == (2, "b.jpg", ["a.jpg"])


def test_a_file_comes_before_a_picture_in_an_archive():
    items = Items(IMG, {"a.jpg"}, ANN, set(), {"a.jpg": PART, "b.jpg": PART})

    assert list(items) == [ItemFiles("a.jpg", IMG / "a.jpg", None), ItemFiles("b.jpg", None, None, PART)]


def test_the_whole_name_comes_before_the_older_one():
    items = Items(IMG, {"a.jpg", "b.jpg", ".c"}, ANN, {"a.jpg.json", "a.json", "b.json", ".json"})

    found = {item.name: (item.annotation and item.annotation.name) for item in items if item.image}
    assert found == {".c": None, "a.jpg": "a.jpg.json", "b.jpg": "b.json"}


def test_an_annotation_without_its_picture_is_an_item_too():
    items = Items(IMG, {"a.jpg", "b.jpg"}, ANN, {"a.jpg.json", "b.json", "gone.png.json", "readme.txt", ".json"})

    assert items.names == ["a.jpg", "b.jpg", "gone.png"]
    assert (items[2].image, items[2].annotation) == (None, ANN / "gone.png.json")
    assert items.pictures == {"a.jpg", "b.jpg"}


def test_without_pictures_annotations_are_the_items():
    items = Items(IMG, set(), ANN, {"b.jpg.json", "a.jpg.json", "readme.txt"})

    assert [item.name for item in items] == ["a.jpg", "b.jpg"]
