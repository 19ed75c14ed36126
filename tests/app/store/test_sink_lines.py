from app.store.holdings import PARTIAL, OwnFile
from app.store.receipt import FileLine, Line
from app.store.sink_lines import adjusted_line, partial_line, planned_line
from app.store.sink_records import Level, Staged, Written

ANNOTATION = Staged("t1", "ds/ann/a.jpg.json", 2, "aa", 10)
IMAGE = Staged("t2", "ds/img/a.jpg", 7, "bb", 11)
HELD = Line(
    "1", "ds/img/a.jpg", 5, "old", "v0", 1, "hash", (FileLine("img_info", 3, "ii", 2), FileLine("ann", 1, "o", 3))
)


def written(image: Staged | None = IMAGE) -> Written:
    return Written("1", "ds/img/a.jpg", "v1", (ANNOTATION,), image, Level.HASH if image else Level.NO_IMAGE)


def test_what_this_run_did_not_ask_for_is_carried_over():
    line = planned_line(written(), HELD, lambda _path: True)

    assert line.sidecars == (FileLine("ann", 2, "aa", 10), FileLine("img_info", 3, "ii", 2))
    assert (line.size, line.version) == (7, "v1")


def test_what_is_gone_is_not_carried_over():
    line = planned_line(written(None), HELD, lambda _path: False)

    assert line.size is None
    assert line.level == Level.NO_IMAGE
    assert [file.name for file in line.sidecars] == ["ann"]


def test_an_image_that_stays_keeps_its_proof():
    line = planned_line(written(None), HELD, lambda _path: True)

    assert (line.size, line.sha256, line.level, line.version) == (5, "old", "hash", "v1")


def test_times_of_adopted_files_are_corrected():
    line = adjusted_line(planned_line(written(), None, lambda _path: True), {"ds/img/a.jpg": 99})

    assert (line.mtime_ns, line.sidecars[0].mtime_ns) == (99, 10)


def test_a_half_placed_item_is_never_taken_for_whole():
    line = planned_line(written(), HELD, lambda _path: True)
    there = [OwnFile("ds/ann/a.jpg.json", 2, "aa", 10)]

    half = partial_line(line, there, HELD)

    assert half.level == PARTIAL
    assert (half.size, half.sha256) == (5, "old")
    assert {file.name: file.sha256 for file in half.sidecars} == {"ann": "aa", "img_info": "ii"}
    assert partial_line(line, [], HELD) is None
    assert partial_line(line, [OwnFile("ds/img/a.jpg", 7, "bb", 11)], None).size == 7
