import hashlib
import json

import pytest

from app.exporting.receipt import NAME, in_the_way, read_report, write_receipt
from app.model.export_spec import ExportSpec
from app.model.exporter import Checked, ExportPlan
from app.model.loss import LossReport, LossRow

REPORT = LossReport(
    "plain", 2, 1, (("left out by hand", 1),), (LossRow("car", "rectangle", 1, 2, 3, 4, ("cut (2)",)),), 1, 2, 1, 1,
    verified=Checked(2, 3, 1, ("one differs.",)), notes=("A note.",),
)  # fmt: skip
SPEC = ExportSpec("/home/me/secret/town", "plain", renames=(("a", "b"),))


@pytest.fixture
def folder(tmp_path):
    out = tmp_path / "out"
    (out / "images" / "deep").mkdir(parents=True)
    (out / "images" / "deep" / "a.jpg").write_bytes(b"12345")
    (out / "labels.txt").write_bytes(b"car 1 2")
    write_receipt(out, ExportPlan(SPEC, "Town", ()), REPORT, {"images/deep/a.jpg"})
    return out


def test_a_receipt_names_every_file_and_no_private_path(folder):
    text = (folder / NAME).read_text()
    found = json.loads(text)

    digest = hashlib.sha256(b"car 1 2").hexdigest()
    assert found["files"] == [["labels.txt", 7, digest], ["images/deep/a.jpg", 5, ""]]
    assert found["spec"]["folder"] == "town"
    assert "/home" not in text


def test_an_export_of_ours_is_not_in_the_way(folder):
    (folder / ".DS_Store").touch()
    (folder / "images" / "deep" / "a.jpg").unlink()

    assert in_the_way(folder) is None


def add(path, body=b""):
    return lambda folder: (folder / path).write_bytes(body)


CHANGED = {
    "a new file": (add("images/own.txt"), "images/own.txt"),
    "an edited label": (add("labels.txt", b"car 1 3"), "labels.txt"),
    "another picture": (add("images/deep/a.jpg", b"123456"), "images/deep/a.jpg"),
    "no receipt": (lambda folder: (folder / NAME).unlink(), "labels.txt"),
    "a broken receipt": (add(NAME, b"{"), "labels.txt"),
    "a link": (lambda folder: (folder / "more").symlink_to("/etc"), "more"),
    "a link for a label": (
        lambda folder: ((folder / "labels.txt").unlink(), (folder / "labels.txt").symlink_to("/etc/hostname")),
        "labels.txt",
    ),
}


@pytest.mark.parametrize(("change", "path"), CHANGED.values(), ids=CHANGED)
def test_files_of_others_and_edited_ones_are_in_the_way(folder, change, path):
    change(folder)

    assert in_the_way(folder) == path


def test_a_file_or_a_link_is_in_the_way_itself(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path)

    assert in_the_way(tmp_path / "file") == ""
    assert in_the_way(tmp_path / "link") == ""
    assert in_the_way(tmp_path / "none") is None


def test_an_empty_folder_is_not_in_the_way(tmp_path):
    assert in_the_way(tmp_path) is None


def test_a_report_comes_back_as_it_was(folder):
    assert read_report(folder) == REPORT
    assert read_report(folder, SPEC) == REPORT


def test_a_report_of_another_export_is_none(folder, tmp_path):
    assert read_report(folder, ExportSpec("/home/me/secret/town", "plain")) is None
    assert read_report(tmp_path) is None


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"windrow_export": 1, "report": {}, "spec": {}, "files": []}'])
def test_a_broken_receipt_has_no_report(tmp_path, text):
    (tmp_path / NAME).write_bytes(text)

    assert read_report(tmp_path) is None
