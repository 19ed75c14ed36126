"""A large folder as the window looks at it: a small one here."""

import pytest

from app.bench import gallery
from app.bench.gallery import QUICK, SEARCHES, Size, measure_gallery

SMALL = Size(60, 2, 2)


@pytest.mark.slow
def test_everything_a_person_waits_for_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(gallery, "QUICK", SMALL)

    visits, frames = measure_gallery(tmp_path, is_quick=True)

    names = [name for name, _ in visits.rows]
    assert visits.title == "Preview of 60 images with 600 labels"
    assert names[0] == "first time"
    assert sum(name.startswith("first time: count") for name in names) == len(SEARCHES)
    assert {name for name in names if name.startswith("again")}
    assert all(float(value) >= 0 for _, columns in visits.rows for value in columns.values())
    assert [goal.value is not None for goal in visits.goals] == [True, True]
    assert [name for name, _ in frames.rows] == ["10 labels", "100 labels", "1,000 labels"]


def test_a_process_that_is_gone_has_no_memory():
    assert gallery._memory(None) == {}
    assert gallery._peak(2**22 + 1) == 0
    assert QUICK.pictures < gallery.FULL.pictures
