"""Of a harvested folder every picture that lies there has its record, in an order that never changes."""

import pytest

from app.formats.harvest_records import harvested
from app.model.failure import FailedError
from tests.fakes.harvest import harvest, record


@pytest.mark.parametrize("is_flat", [False, True], ids=["project", "flat"])
def test_records_come_by_region_time_and_id_however_they_were_written(tmp_path, is_flat):
    late, early = record(1, captured_at_ms=2000), record(2, captured_at_ms=1000)
    undated, twin, other = record(3, captured_at_ms=None), record(4, captured_at_ms=2000), record(5, region="Annecy")
    folder = harvest(tmp_path, undated, twin, late, early, other, is_flat=is_flat)

    with harvested(folder) as found:
        ids = [one.id for one in found]
        again = [one.id for one in found]

    assert ids == [other.id, early.id, late.id, twin.id, undated.id]
    assert again == ids
    assert len(found) == 5


def test_a_record_says_where_the_picture_really_lies(tmp_path):
    """The sink may have changed a name that no disk can hold."""
    folder = harvest(tmp_path, record(1, region="Lyon"))
    with harvested(folder) as found:
        (one,) = found

    assert (one.file, one.name) == ("Lyon/img/mly_900000000000001.jpg", "mly_900000000000001.jpg")


def test_what_is_missing_or_broken_is_counted_and_the_rest_is_read(tmp_path):
    folder = harvest(tmp_path, *(record(number) for number in range(5)))
    (folder / record(0).file).unlink()
    (folder / record(1).file).write_bytes(b"cut")
    (folder / "Lyon/meta" / f"{record(2).name}.json").write_bytes(b"{")
    (folder / "Lyon/meta" / f"{record(3).name}.json").unlink()

    with harvested(folder) as found:
        ids = [one.id for one in found]

    assert ids == [record(4).id]
    assert (found.missing, found.broken) == (2, 2)


def test_of_two_lines_for_one_picture_the_last_counts(tmp_path):
    folder = harvest(tmp_path, record(1, creator="before"))
    harvest(folder, record(1, creator="after"))

    with harvested(folder) as found:
        names = [one.creator for one in found]

    assert names == ["after"]


def test_the_time_of_writing_is_that_of_the_receipt(tmp_path):
    with harvested(harvest(tmp_path, record(1))) as found:
        written = found.written_at.isoformat()

    assert written == "2026-01-01T00:00:00+00:00"


def test_a_record_behind_a_link_is_not_followed(tmp_path):
    folder = harvest(tmp_path / "home", record(1))
    beside = folder / "Lyon/meta" / f"{record(1).name}.json"
    beside.rename(tmp_path / "outside.json")
    beside.symlink_to(tmp_path / "outside.json")

    with harvested(folder) as found:
        assert len(found) == 0

    assert found.broken == 1


def test_a_folder_without_receipt_is_refused_in_words(tmp_path):
    with pytest.raises(FailedError, match="no receipt"), harvested(tmp_path):
        pass


def test_nothing_in_the_folder_is_changed(tmp_path):
    folder = harvest(tmp_path, record(1), record(2))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    with harvested(folder) as found:
        list(found)

    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
