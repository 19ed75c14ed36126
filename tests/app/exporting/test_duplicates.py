from app.exporting.duplicates import find_duplicates
from app.exporting.entry import Entry


def test_later_images_with_the_same_bytes_are_found(tmp_path):
    for name, body in (("a", b"one"), ("b", b"two"), ("c", b"one"), ("d", b"three"), ("e", b"one")):
        (tmp_path / name).write_bytes(body)
    steps = []
    entries = [Entry("", name, str(tmp_path / name), "") for name in "abcde"]
    entries += [Entry("", "gone", str(tmp_path / "gone"), ""), Entry("", "none", "", "")]

    assert find_duplicates(entries, lambda: steps.append(1)) == [2, 4]
    assert steps


def test_ranges_of_archives_are_compared_with_files(tmp_path):
    (tmp_path / "photos.tar").write_bytes(b"..one..")
    (tmp_path / "a").write_bytes(b"one")
    entries = [Entry("", "a", str(tmp_path / "a"), ""), Entry("", "b", str(tmp_path / "photos.tar"), "", "", 2, 5)]

    assert find_duplicates(entries, lambda: None) == [1]
