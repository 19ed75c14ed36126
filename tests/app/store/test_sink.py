import dataclasses
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.model.failure import FailedError, FailureKind
from app.store.receipt import Receipt
from app.store.sink import Sink
from app.store.sink_records import Committed, Level, Rejected
from tests.fakes.oracle import Expected, check_tree, noted
from tests.fakes.store import bring, incoming, keys, visible


@pytest.fixture
def sink(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    yield sink
    sink.close()


def staged(sink):
    """Return what lies in the temporary folder: the part of each name before its number."""
    return [path.name.partition("-")[0] for path in (sink.destination / ".windrow_meta/tmp/one").iterdir()]


def reopened(sink, attempt="two"):
    sink.close()
    return Sink.open(sink.destination, attempt, reserve=0)


def test_an_item_comes_home_with_its_annotation(sink):
    answers = bring(sink, incoming("1", b"one"), incoming("2", b"two"))

    assert [answer.level for answer in answers] == [Level.HASH, Level.HASH]
    assert visible(sink.destination) == {
        "ds/ann/1.jpg.json": b"{}",
        "ds/ann/2.jpg.json": b"{}",
        "ds/img/1.jpg": b"one",
        "ds/img/2.jpg": b"two",
    }
    assert noted(sink.destination)["1"]["p"] == "ds/img/1.jpg"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"sha256": "0" * 64}, "The image is not the one that was listed."),
        ({"size": 8}, "The image arrived incomplete."),
        ({"size": 6}, "The image is longer than listed."),
    ],
    ids=["hash", "short", "long"],
)
def test_an_image_that_was_not_listed_so_leaves_nothing_behind(sink, changes, title):
    (answer,) = bring(sink, incoming("1", **changes))

    assert isinstance(answer, Rejected)
    assert answer.failure.kind is FailureKind.DATA
    assert answer.failure.title == title
    assert visible(sink.destination) == {}
    assert list((sink.destination / ".windrow_meta/tmp/one").iterdir()) == []


def test_a_bad_item_does_not_stop_its_batch(sink):
    answers = bring(sink, incoming("1"), incoming("2", sha256="0" * 64), incoming("3", path="../x.jpg"), incoming("4"))

    assert keys(answers) == ["1", "4"]
    assert answers[2].failure.kind is FailureKind.INTERNAL


def test_a_streamed_body_is_checked_like_any_other(sink):
    good, bad = sink.part(), sink.part()
    for part in (good, bad):
        part.write(b"pic")
        part.write(b"ture")

    answers = bring(sink, streamed("1", good.close()), streamed("2", bad.close(), size=9))

    assert keys(answers) == ["1"]
    assert visible(sink.destination)["ds/img/1.jpg"] == b"picture"
    assert staged(sink) == ["intent"]


def streamed(key, part, size=7):
    return dataclasses.replace(incoming(key), body=part, size=size, sha256=part.sha256)


def test_only_an_annotation_can_come_home(sink):
    (answer,) = bring(sink, incoming("1", None))

    assert isinstance(answer, Committed)
    assert answer.level is Level.NO_IMAGE
    assert visible(sink.destination) == {"ds/ann/1.jpg.json": b"{}"}
    assert sink.holdings().is_right("1", None, None, "v1")
    assert not sink.holdings().has_image("1", None, None)


def test_a_new_annotation_leaves_the_image_alone(sink):
    bring(sink, incoming("1", b"one"))

    (answer,) = bring(sink, incoming("1", None, version="v2", annotation=b"[1]"))

    assert answer.size == 3
    assert visible(sink.destination) == {"ds/ann/1.jpg.json": b"[1]", "ds/img/1.jpg": b"one"}
    assert sink.holdings().is_right("1", None, 3, "v2")


def test_a_changed_image_replaces_our_own_old_one(sink):
    bring(sink, incoming("1", b"old"))
    sink = reopened(sink)

    (answer,) = bring(sink, incoming("1", b"new", version="v2"))

    assert answer.aside == ()
    assert visible(sink.destination)["ds/img/1.jpg"] == b"new"
    sink.close()


def test_an_edited_file_is_moved_aside_and_not_lost(sink):
    bring(sink, incoming("1", b"old"))
    (sink.destination / "ds/img/1.jpg").write_bytes(b"edited by hand")

    (answer,) = bring(sink, incoming("1", b"new", version="v2"))

    assert answer.aside == (".windrow_meta/aside/one/ds/img/1.jpg",)
    assert (sink.destination / answer.aside[0]).read_bytes() == b"edited by hand"
    assert visible(sink.destination)["ds/img/1.jpg"] == b"new"


def test_somebody_elses_file_is_never_touched(sink):
    place = sink.destination / "ds/img/1.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"mine")

    answers = bring(sink, incoming("1"), incoming("2"))

    assert keys(answers) == ["2"]
    assert answers[0].failure.kind is FailureKind.REFUSED
    assert "ds/img/1.jpg is in the way" in answers[0].failure.title
    assert place.read_bytes() == b"mine"


def test_the_same_bytes_are_adopted(sink):
    place = sink.destination / "ds/img/1.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"picture")

    (answer,) = bring(sink, incoming("1"))

    assert answer.was_adopted
    assert sink.holdings().is_right("1", None, 7, "v1")


def test_a_name_that_passed_to_another_item_is_followed(sink):
    """The server renamed both images in a circle; each name ends with the bytes of its new owner."""
    bring(sink, incoming("1", b"one", path="ds/img/a.jpg"), incoming("2", b"two", path="ds/img/b.jpg"))

    bring(sink, incoming("1", b"one", path="ds/img/b.jpg"), incoming("2", b"two", path="ds/img/a.jpg"))

    assert visible(sink.destination) == {
        "ds/ann/a.jpg.json": b"{}",
        "ds/ann/b.jpg.json": b"{}",
        "ds/img/a.jpg": b"two",
        "ds/img/b.jpg": b"one",
    }
    assert sink.holdings().is_right("1", None, 3, "v1", path="ds/img/b.jpg")


def test_an_image_renamed_on_the_server_does_not_lie_there_twice(sink):
    bring(sink, incoming("1", b"one", path="ds/img/a.jpg"))

    (answer,) = bring(sink, incoming("1", b"one", path="ds/img/b.jpg"))

    assert set(visible(sink.destination)) == {"ds/ann/b.jpg.json", "ds/img/b.jpg"}
    assert len(answer.aside) == 2


@pytest.mark.parametrize("link", ["ds", "ds/img", "ds/img/1.jpg"])
def test_a_link_leads_nowhere(sink, tmp_path, link):
    outside = tmp_path / "outside"
    outside.mkdir()
    place = sink.destination / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside)

    (answer,) = bring(sink, incoming("1"))

    assert isinstance(answer, Rejected)
    assert list(outside.iterdir()) == []


def test_a_removed_dataset_folder_is_made_again(sink):
    bring(sink, incoming("1"))
    shutil.rmtree(sink.destination / "ds")

    assert keys(bring(sink, incoming("2"))) == ["2"]


def test_a_destination_that_is_gone_is_not_made_again(sink, tmp_path):
    written = sink.write([incoming("1")])
    moved = sink.destination.rename(tmp_path / "moved")
    shutil.rmtree(moved)

    answers = [*sink.commit(written), *sink.write([incoming("2")])]

    assert [answer.failure.title for answer in answers] == ["The folder is gone."] * 2
    sink.close()
    assert not sink.destination.exists()


def test_project_files_and_empty_folders_are_written(sink):
    sink.project_file("meta.json", b"{}")
    sink.project_file("meta.json", b"{}")
    sink.folder("empty/img")

    assert visible(sink.destination) == {"meta.json": b"{}"}
    assert (sink.destination / "empty/img").is_dir()


def test_a_project_file_of_somebody_else_is_refused(sink):
    (sink.destination / "meta.json").write_bytes(b"mine")

    with pytest.raises(FailedError, match=r"meta\.json is in the way"):
        sink.project_file("meta.json", b"{}")


def test_the_receipt_of_the_job_can_be_read_by_people(sink):
    receipt = Receipt("Windrow 1", "2026-01-01T00:00:00Z", "https://x", "{}", "Town", "MIT", {"done": 1}, 7)

    sink.write_receipt(receipt)
    sink.write_receipt(receipt)

    assert '"licence": "MIT"' in (sink.destination / ".windrow_meta/receipt.json").read_text()


def test_a_second_program_is_refused_and_a_dead_one_is_not_in_the_way(sink):
    script = (
        f"from pathlib import Path; from app.store.sink import Sink; Sink.open(Path({str(sink.destination)!r}), 'b')"
    )
    root = Path(__file__).resolve().parents[3]

    def other():
        return subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)

    assert "Another Windrow is writing to this folder." in other().stderr
    sink.close()
    assert other().returncode == 0


def test_two_writers_without_a_lock_still_keep_every_promise(tmp_path, monkeypatch):
    monkeypatch.setattr("app.store.sink.lock_file", lambda _: True)
    sinks = [Sink.open(tmp_path / "home", "same", reserve=0) for _ in range(2)]
    items = [incoming(str(number), b"%d" % number * 50) for number in range(40)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda sink: bring(sink, *items), sinks))

    check_tree(
        tmp_path / "home",
        Expected(
            {item.path: item.sha256 for item in items},
            {item.path: item.sidecars[0][0] for item in items},
            is_complete=True,
        ),
    )
    assert all(isinstance(answer, Committed) for some in answers for answer in some)


def test_closing_leaves_no_temporary_name(sink):
    sink.part().write(b"half")
    sink.write([incoming("1")])

    sink.close()
    sink.close()

    assert list((sink.destination / ".windrow_meta/tmp").iterdir()) == []


def test_an_intent_stays_until_the_next_sync_has_carried_its_lines(sink):
    bring(sink, incoming("1"))
    first = set((sink.destination / ".windrow_meta/tmp/one").iterdir())

    bring(sink, incoming("2"))
    second = set((sink.destination / ".windrow_meta/tmp/one").iterdir())

    assert len(first) == len(second) == 1
    assert first.isdisjoint(second)


def test_a_program_that_ends_before_the_next_sync_finishes_from_the_intent(sink, tmp_path):
    bring(sink, incoming("1"))
    after = tmp_path / "after"
    shutil.copytree(sink.destination, after)  # as the disk stands when the power goes now
    (after / ".windrow_meta/manifest").write_bytes(b"")  # the lines were not on the medium yet, the intent was

    again = Sink.open(after, "two", reserve=0)
    recovered = again.recover(["one"])
    line = again.holdings().get("1")
    again.close()

    assert recovered.adopted == 1
    assert line is not None


def test_systems_without_one_call_for_all_sync_files_and_folders_apart(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr("app.store.sink.HAS_BATCH_SYNC", False)
    sink = Sink.open(tmp_path / "apart", "one", reserve=0)
    monkeypatch.setattr("app.store.sink.sync_tree", lambda _folder, paths: synced.append([Path(p) for p in paths]))

    bring(sink, incoming("1"))

    files, folders = synced
    assert len(files) == 3  # intent, annotation, image
    assert {path.parent for path in files} == {sink.destination / ".windrow_meta/tmp/one"}
    assert folders == [sink.destination / "ds/ann", sink.destination / "ds/img"]
    sink.close()


def test_an_item_whose_dataset_was_renamed_stands_once(sink):
    bring(sink, incoming("1", b"one", path="val/img/1.jpg"))

    bring(sink, incoming("1", b"one", path="validated/img/1.jpg", version="v1"))

    assert sorted(visible(sink.destination)) == ["validated/ann/1.jpg.json", "validated/img/1.jpg"]
    assert not sink.holdings().is_right("1", None, None, "v1", path="val/img/1.jpg")
