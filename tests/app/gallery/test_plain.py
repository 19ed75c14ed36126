"""Every text of an answer can be sent; all else stays as it is."""

from app.gallery.plain import plain
from app.model.folder_card import Count
from app.model.gallery import PicturePage, PictureRow
from app.model.problem import ProblemKind


def test_half_letters_become_question_marks():
    page = PicturePage((PictureRow(1, "ds", "a\udcff.jpg", 2, 3),), 1, 7)

    cleaned = plain(page)

    assert cleaned == PicturePage((PictureRow(1, "ds", "a?.jpg", 2, 3),), 1, 7)
    cleaned.rows[0].name.encode()


def test_what_is_well_stays():
    values = ("é", 1, 2.5, None, b"\xff", ProblemKind.OUTSIDE, Count("x", 1))

    assert plain(values) == values
    assert isinstance(plain(values)[5], ProblemKind)
