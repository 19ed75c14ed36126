"""Whether a contestant brought exactly what the server has."""

import hashlib
import json
from pathlib import Path

import pytest

from app.bench.corpus import Corpus, Picture, check_images, check_labels
from app.bench.process import ContestantError

BODIES = (b"one", b"two", b"two")
CORPUS = Corpus(7, tuple(Picture(n, f"{n}.jpg", 3, hashlib.sha256(body).hexdigest()) for n, body in enumerate(BODIES)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ds" / "img").mkdir(parents=True)
    (tmp_path / "ds" / "ann").mkdir()
    for number, body in enumerate(BODIES):
        (tmp_path / "ds" / "img" / f"{number}.jpg").write_bytes(body)
        (tmp_path / "ds" / "ann" / f"{number}.jpg.json").write_text('{"objects": []}')
    (tmp_path / "README.md").write_text("beside")
    return tmp_path


def test_the_right_files_pass(folder):
    check_images(folder, CORPUS)

    assert check_labels(folder, CORPUS) == 3 * len('{"objects": []}')
    assert (CORPUS.size, len(CORPUS.first(2).images)) == (9, 2)


@pytest.mark.parametrize("change", ["missing", "altered", "extra"])
def test_a_wrong_picture_is_seen(folder, change):
    images = folder / "ds" / "img"
    if change == "missing":
        (images / "0.jpg").unlink()
    else:
        (images / ("0.jpg" if change == "altered" else "9.jpg")).write_bytes(b"other")

    with pytest.raises(ContestantError):
        check_images(folder, CORPUS)


@pytest.mark.parametrize("text", [None, json.dumps({"error": "no"})], ids=["missing", "no annotation"])
def test_a_wrong_label_is_seen(folder, text):
    path = folder / "ds" / "ann" / "0.jpg.json"
    path.unlink()
    if text is not None:
        path.write_text(text)

    with pytest.raises(ContestantError):
        check_labels(folder, CORPUS)
