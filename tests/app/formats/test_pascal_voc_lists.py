"""Image sets grow line by line without keeping files open or lines in memory."""

from app.formats import pascal_voc_lists
from app.formats.pascal_voc_lists import Lists, presence, set_paths


def test_there_are_lists_for_pictures_masks_and_classes():
    paths = set_paths({"a/b": "a_b"})

    assert len(paths) == 9
    assert "VOCdevkit/VOC/ImageSets/Segmentation/trainval.txt" in paths
    assert "VOCdevkit/VOC/ImageSets/Main/a_b_val.txt" in paths


def test_every_list_is_there_even_when_it_is_empty(tmp_path):
    Lists(tmp_path, ["x/a.txt"]).close()

    assert (tmp_path / "x" / "a.txt").read_bytes() == b""


def test_lines_stand_in_the_order_in_which_they_came(tmp_path, monkeypatch):
    monkeypatch.setattr(pascal_voc_lists, "_MOST_HELD_BYTES", 10)
    lists = Lists(tmp_path, ["a.txt", "b.txt"])

    for number in range(20):
        lists.add("a.txt", f"line {number}")
        lists.add("b.txt", str(number))
    lists.close()

    assert (tmp_path / "a.txt").read_text().split("\n") == [*(f"line {number}" for number in range(20)), ""]
    assert (tmp_path / "b.txt").read_text().split() == [str(number) for number in range(20)]


def test_presence_is_written_as_in_the_challenge():
    assert [presence("a", value) for value in (1, 0, -1)] == ["a  1", "a  0", "a -1"]
