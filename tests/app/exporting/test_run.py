import os

import pytest

from app.exporting import run as module
from app.exporting.partial import Partial
from app.exporting.run import run_export, title_of
from app.formats.supervisely import read_project
from app.model.export_progress import Phase
from app.model.export_spec import Images
from app.model.failure import FailedError, FailureKind
from app.model.loss import loss_json
from tests.fakes.blob import write_blob
from tests.fakes.export_runs import bytes_of, check, export, lines, names_in, spec_for, tools_with
from tests.fakes.gallery_folder import ProjectFolder, box, picture, polygon
from tests.fakes.plain_format import Plain


@pytest.fixture
def town(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("a.jpg", [box(), polygon("sign", ((1, 1), (9, 1), (9, 9)))], tags=[{"name": "weather"}])
    folder.add("b.jpg", [box("sign"), box(corners=((30, 3), (50, 9)))])
    folder.add("a.jpg", [box()], dataset="park/datasets/pond")
    return folder


def test_images_come_in_the_order_of_datasets_and_names(town, tmp_path):
    exported = export(town.root, tmp_path / "out")

    assert lines(tmp_path / "out") == [
        "0 ds_a.jpg train car",
        "1 ds_b.jpg train sign car",
        "2 park_pond_a.jpg train car",
    ]
    assert (exported.listed, exported.skipped, exported.failed, exported.has_problems) == (3, 0, 0, False)
    report = exported.report
    assert (report.written, report.kept, report.lost, report.tags_lost) == (3, 4, 1, 1)
    assert (report.verified.images, report.verified.shapes, report.verified.differences) == (3, 4, 0)


def test_the_same_input_gives_the_same_bytes(town, tmp_path):
    for out in ("one", "two"):
        export(town.root, tmp_path / out, val=0.5)

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_a_moved_project_gives_the_same_bytes(town, tmp_path):
    export(town.root, tmp_path / "one")
    (tmp_path / "elsewhere").mkdir()
    town.root.rename(tmp_path / "elsewhere" / "town")
    export(tmp_path / "elsewhere" / "town", tmp_path / "two")

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


CHOICES = {
    "datasets": {"datasets": ("park/pond",)},
    "classes": {"classes": ("sign",), "renames": (("sign", "plate"),)},
    "search": {"only": "class:sign"},
    "by hand": {"excluded": ("ds/b.jpg", "ds/none.jpg")},
    "excluding": {"remedies": (("outside", "exclude"), ("duplicate", "exclude"))},
    "dropping": {"remedies": (("outside", "drop"),), "min_area": 4.0},
    "clipping": {"remedies": (("outside", "clip"),), "val_datasets": ("park/pond",)},
    "no pictures": {"images": Images.NONE},
    "copies": {"images": Images.COPY, "val_tag": "weather"},
}


@pytest.mark.parametrize("changes", CHOICES.values(), ids=CHOICES)
def test_the_check_gives_the_numbers_of_the_export(town, tmp_path, changes):
    town.add("broken.jpg", dataset="ds")
    town.write("ds/ann/broken.jpg.json", b"{")
    before = bytes_of(tmp_path)

    checked = check(town.root, **changes)

    assert bytes_of(tmp_path) == before
    exported = export(town.root, tmp_path / "out", **changes)
    assert loss_json(checked.report) == loss_json(exported.report) | {"verified": None}
    assert (checked.listed, checked.skipped, checked.failed) == (exported.listed, exported.skipped, exported.failed)
    assert exported.report.verified.differences == 0


def test_an_image_that_stays_out_leaves_no_gap_and_no_other_name(town, tmp_path):
    town.add("a.png", [], dataset="ds")
    export(town.root, tmp_path / "all")
    export(town.root, tmp_path / "some", excluded=("ds/a.jpg",))

    assert [line.split()[1] for line in lines(tmp_path / "all")][:2] == ["ds_a.jpg", "ds_a~2.png"]
    assert lines(tmp_path / "some")[0] == "0 ds_a~2.png train"


def test_broken_annotations_and_missing_pictures_are_counted_and_stop_nothing(town, tmp_path):
    town.write("ds/ann/a.jpg.json", b"not JSON")
    town.add("gone.jpg", [], dataset="bare", body=None)

    exported = export(town.root, tmp_path / "out")

    assert exported.report.excluded_why == (("annotation cannot be read", 1), ("picture missing", 1))
    assert (exported.listed, exported.skipped, exported.failed) == (4, 0, 2)
    assert exported.has_problems
    assert len(lines(tmp_path / "out")) == 2


def test_of_equal_pictures_the_first_stays(town, tmp_path):
    for name in ("c.jpg", "d.jpg"):
        town.add(name, dataset="twins", body=picture(shade=7))

    exported = export(town.root, tmp_path / "out", datasets=("twins",), remedies=(("duplicate", "exclude"),))

    assert exported.report.excluded_why == (("exact duplicate picture", 1),)
    assert lines(tmp_path / "out") == ["0 twins_c.jpg train"]


def test_pictures_of_an_archive_become_files(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    bodies = {f"{n}.jpg": picture(shade=n) for n in range(3)}
    write_blob(folder.root, "ds", "photos", bodies)
    for name in bodies:
        folder.add(name, [box()], body=None)

    exported = export(folder.root, tmp_path / "out")

    files = bytes_of(tmp_path / "out")
    assert {name: files[f"images/ds_{name}"] for name in bodies} == bodies
    assert exported.report.verified.differences == 0


def test_links_take_no_room_and_copies_do(town, tmp_path):
    linked = export(town.root, tmp_path / "linked").report.size_bytes
    copied = export(town.root, tmp_path / "copied", images=Images.COPY).report.size_bytes
    pictures = sum(path.stat().st_size for path in town.root.rglob("*.jpg"))

    assert copied - linked == pictures
    assert (tmp_path / "linked/images/ds_a.jpg").samefile(town.root / "ds/img/a.jpg")


def test_a_difference_is_found_and_told(town, tmp_path):
    exported = export(town.root, tmp_path / "out", Plain(wrong_at=1))

    assert exported.has_problems
    assert exported.report.verified.first == ("ds_b.jpg.txt differs.",)


def test_a_picture_that_was_changed_meanwhile_is_a_difference(town, tmp_path, monkeypatch):
    write = module._Run.write

    def disturbed(run):
        write(run)
        (run._folder / "images" / "ds_a.jpg").unlink()
        (run._folder / "images" / "ds_a.jpg").write_bytes(b"other")

    monkeypatch.setattr(module._Run, "write", disturbed)

    exported = export(town.root, tmp_path / "out")

    assert exported.report.verified.first == ("images/ds_a.jpg is not the picture of the project.",)


def test_what_is_in_the_files_and_was_not_written_is_a_difference(town, tmp_path, monkeypatch):
    write = module._Run.write

    def disturbed(run):
        write(run)
        with (run._folder / "list.txt").open("a") as file:
            file.write("\n9 stranger.jpg train car car")

    monkeypatch.setattr(module._Run, "write", disturbed)

    assert export(town.root, tmp_path / "out").report.verified.first == (
        "The files hold 4 images where 3 were written.",
        "The files hold 6 shapes where 4 were written.",
    )


def test_without_verification_nothing_is_read_back(town, tmp_path):
    assert export(town.root, tmp_path / "out", Plain(wrong_at=1), is_verified=False).report.verified is None


def test_a_picture_that_cannot_be_placed_is_left_out_and_counted(town, tmp_path, monkeypatch):
    from app.exporting import worker

    place = worker.place

    def unreadable(source, target, images):
        if source.path.endswith("b.jpg"):
            raise worker.PictureError("The picture cannot be read.")
        return place(source, target, images)

    monkeypatch.setattr(worker, "place", unreadable)

    exported = export(town.root, tmp_path / "out")

    assert [line.split()[1] for line in lines(tmp_path / "out")] == ["ds_a.jpg", "park_pond_a.jpg"]
    assert exported.report.excluded_why == (("picture cannot be read", 1),)
    assert exported.report.verified.differences == 0
    assert exported.failed == 1


def test_a_picture_that_a_format_cannot_draw_is_counted(town, tmp_path):
    exported = export(town.root, tmp_path / "out", Plain(undrawn_at=0))

    assert (exported.failed, exported.report.notes) == (1, ("picture cannot be drawn (1)",))


def test_an_older_export_gives_way_and_the_newest_is_whole(town, tmp_path):
    export(town.root, tmp_path / "out")
    export(town.root, tmp_path / "out", classes=("sign",))

    assert lines(tmp_path / "out") == ["0 ds_a.jpg train", "1 ds_b.jpg train sign", "2 park_pond_a.jpg train"]
    assert names_in(tmp_path) == ["out", "town"]


def full_disk(root, out):
    export(root, out, Plain(full_at=1))


def stopped(root, out):
    asked = []
    run_export(spec_for(root), out, tools_with(is_stopped=lambda: asked.append(1) or len(asked) > 2))


ENDS = {
    "disk full": (full_disk, FailureKind.DISK, "Disk is full."),
    "stopped": (stopped, FailureKind.CANCELLED, "The export was stopped."),
}


@pytest.mark.parametrize(("end", "kind", "words"), ENDS.values(), ids=ENDS)
def test_whatever_ends_an_export_the_older_one_stays_and_nothing_else(town, tmp_path, end, kind, words):
    export(town.root, tmp_path / "out", classes=("sign",))
    before = bytes_of(tmp_path / "out")

    with pytest.raises(FailedError, match=words) as caught:
        end(town.root, tmp_path / "out")

    assert caught.value.failure.kind is kind
    assert bytes_of(tmp_path / "out") == before
    assert names_in(tmp_path) == ["out", "town"]


def test_an_edited_export_stays_as_it_is(town, tmp_path):
    export(town.root, tmp_path / "out")
    (tmp_path / "out" / "list.txt").write_bytes(b"my own words")

    with pytest.raises(FailedError, match=r"list\.txt is in the way"):
        export(town.root, tmp_path / "out")

    assert (tmp_path / "out" / "list.txt").read_bytes() == b"my own words"


def test_files_that_appear_while_it_is_written_are_not_lost(town, tmp_path):
    export(town.root, tmp_path / "out")

    def meddle(progress):
        if progress.phase is Phase.VERIFYING:
            (tmp_path / "out" / "thesis.txt").write_bytes(b"years of work")

    with pytest.raises(FailedError, match="thesis"):
        run_export(spec_for(town.root), tmp_path / "out", tools_with(tell=meddle))
    assert (tmp_path / "out" / "thesis.txt").read_bytes() == b"years of work"


def test_a_project_that_changes_meanwhile_is_a_sentence(town, tmp_path):
    def meddle(progress):
        if progress.phase is Phase.READING:
            town.write("ds/ann/b.jpg.json", b"{")

    with pytest.raises(FailedError, match="changed while it was exported"):
        run_export(spec_for(town.root), tmp_path / "out", tools_with(tell=meddle))
    assert names_in(tmp_path) == ["town"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="such a user may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_sentence(town, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)

    with pytest.raises(FailedError, match="not writable"):
        export(town.root, tmp_path / "locked" / "out")


def test_a_leftover_of_a_killed_export_goes_with_the_next_one(town, tmp_path):
    partial = Partial(tmp_path / "out")
    os.close(partial._lock)

    export(town.root, tmp_path / "out")

    assert names_in(tmp_path) == ["out", "town"]


def test_progress_is_told_in_phases(town, tmp_path):
    told = []
    run_export(spec_for(town.root, excluded=("ds/a.jpg",)), tmp_path / "out", tools_with(tell=told.append))

    assert [one.phase for one in told] == [Phase.READING, Phase.WRITING, Phase.VERIFYING, Phase.PLACING]
    assert (told[1].done, told[1].total, told[1].listed, told[1].excluded) == (2, 2, 3, 1)


def test_a_project_is_called_as_its_receipt_says(town):
    assert title_of(read_project(town.root)) == "town"
    town.write(".windrow_meta/receipt.json", {"title": "Small town"})
    assert title_of(read_project(town.root)) == "Small town"
    town.write(".windrow_meta/receipt.json", b"{")
    assert title_of(read_project(town.root)) == "town"


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(FailedError, match="folder is gone"):
        export(tmp_path / "none", tmp_path / "out")


def test_unknown_classes_are_written_and_named(town, tmp_path):
    town.add("z.jpg", [box("ghost")])

    exported = export(town.root, tmp_path / "out")

    assert (tmp_path / "out" / "classes.txt").read_text().startswith("car sign ghost\n")
    assert exported.report.notes == ("Classes that the project does not know were added: ghost.",)
