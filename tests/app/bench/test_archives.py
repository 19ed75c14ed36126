"""Small pictures as files and as archives, side by side."""

import pytest

from app.bench import archives
from app.bench.archives import ARCHIVES, FILES, ONE, measure_blobs
from app.bench.contest import hold
from app.bench.corpus import Corpus, Picture, check_archives
from app.bench.downloads import Size
from app.bench.process import ContestantError
from tests.fakes.blob import write_blob


def test_archives_are_checked_picture_by_picture(tmp_path):
    pictures = {"a.jpg": b"first", "b.jpg": b"second"}
    write_blob(tmp_path, "ds", "7", pictures)
    digests = [
        "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e",
        "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4",
    ]
    corpus = Corpus(1, tuple(Picture(n, f"{n}.jpg", 5, digest) for n, digest in enumerate(digests)))

    check_archives(tmp_path, corpus)
    with pytest.raises(ContestantError, match="1 are too much"):
        check_archives(tmp_path, corpus.first(1))


@pytest.mark.slow
def test_every_way_brings_every_tile(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "ALONE", 5)

    def without_others(report, everybody, *rest):
        hold(report, [one for one in everybody if "SDK" not in one.name], *rest)

    monkeypatch.setattr(archives, "hold", without_others)

    (report,) = measure_blobs(tmp_path, [0], Size(1, 1, 1, 1, 1), None)

    assert {entry.name: (entry.missing, len(entry.runs)) for entry in report.entries} == {
        ONE: ("", 1),
        FILES: ("", 1),
        ARCHIVES: ("", 1),
    }
    assert report.ratio(ARCHIVES, ONE) > 0
