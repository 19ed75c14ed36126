"""Pictures with their labels, whole and in parts."""

import numpy as np
import pytest

from app.gallery.painted import MOST_VIEW_PIXELS, fitted, full_size, painted_thumb, painted_view
from app.gallery.picture import Decoded, PictureFacts
from app.model.annotation import Annotation, Label
from app.model.gallery import NamesShown, Paint, ShowThumb, ShowView
from app.model.geometry import Rectangle

BARE = Paint(names=NamesShown.NONE)


def decoded(width=40, height=30, channels=3):
    rows, columns = np.mgrid[0:height, 0:width]
    pixels = np.zeros((height, width, channels), np.uint8)
    pixels[:, :, 0], pixels[:, :, 1] = 5 * columns, 5 * rows
    if channels == 4:
        pixels[:, :, 3] = 128
    return Decoded(PictureFacts("PNG", width, height, width, height, mode="RGB", size_bytes=9), pixels)


def view(left, top, scale, width, height, picture=None, annotation=None):
    annotation = annotation or Annotation(40, 30)
    return painted_view(picture or decoded(), annotation, ShowView("", 0, left, top, scale, width, height, paint=BARE))


def array(painted):
    return np.frombuffer(painted.data, np.uint8).reshape(painted.height, painted.width, 4)[:, :, [2, 1, 0, 3]]


@pytest.mark.parametrize(
    ("annotation", "size"),
    [(Annotation(80, 60), (80, 60)), (Annotation(0, 0), (40, 30)), (Annotation(80, 0), (40, 30))],
)
def test_pixels_are_those_that_the_annotation_counts(annotation, size):
    assert full_size(decoded(), annotation) == size


@pytest.mark.parametrize(
    ("box", "size"), [((20, 20), (20, 15)), ((400, 400), (40, 30)), ((1, 1), (1, 1)), ((40, 3), (4, 3))]
)
def test_a_thumb_is_fitted_and_not_enlarged(box, size):
    painted = painted_thumb(decoded(), Annotation(40, 30), ShowThumb("", 0, *box))

    assert (painted.width, painted.height) == size
    assert (painted.full_width, painted.full_height) == (40, 30)


def test_a_view_at_full_size_is_the_picture():
    assert (array(view(0, 0, 1.0, 40, 30))[:, :, :3] == decoded().pixels).all()


@pytest.mark.parametrize(("left", "top"), [(0, 0), (7, 3), (-5, -4), (33, 26)])
def test_a_part_at_full_size_is_a_part_of_the_picture(left, top):
    whole = np.zeros((90, 100, 4), int)
    whole[30:60, 30:70, :3], whole[30:60, 30:70, 3] = decoded().pixels, 255

    assert np.abs(array(view(left, top, 1.0, 20, 15)) - whole[30 + top : 45 + top, 30 + left : 50 + left]).max() <= 1


@pytest.mark.parametrize("scale", [2.0, 3.0, 8.0])
def test_enlarged_pixels_are_squares(scale):
    pixels = array(view(4, 4, scale, 32, 24))

    assert pixels[0, 0, :3].tolist() == pixels[int(scale) - 1, int(scale) - 1, :3].tolist() == [20, 20, 0]
    assert pixels[0, int(scale), :3].tolist() == [25, 20, 0]


@pytest.mark.parametrize("scale", [0.5, 0.3, 0.1])
def test_from_afar_it_keeps_its_place(scale):
    painted = view(0, 0, scale, round(40 * scale), round(30 * scale))
    middle = array(painted)[painted.height // 2, painted.width // 2]

    assert np.abs(middle[:2].astype(int) - (100, 75)).max() < 30


def test_beside_the_picture_there_is_nothing():
    assert not array(view(100, 100, 1.0, 9, 9)).any()
    assert array(view(-4, 0, 1.0, 9, 9))[0].tolist()[:4] == [[0, 0, 0, 0]] * 4


def test_transparent_pixels_are_multiplied_with_their_alpha():
    pixels = array(view(0, 0, 1.0, 40, 30, decoded(channels=4)))

    assert (pixels[:, :, :3] <= pixels[:, :, 3:]).all()
    assert pixels[0, 39].tolist()[:1] in ([98], [97])


def test_a_picture_of_another_size_is_stretched_under_its_labels():
    annotation = Annotation(80, 60, (Label("car", "#FF0000", Rectangle(40, 30, 79, 59)),))
    pixels = array(view(0, 0, 1.0, 80, 60, annotation=annotation))

    assert pixels[45, 60, 0] > pixels[45, 60, 2]
    assert np.abs(pixels[10, 10, :2].astype(int) - 25).max() <= 4


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(10**5, 10**5, 1.0), (9, 9, 0.0), (9, 9, -1.0), (9, 9, float("nan"))]
)
def test_a_view_that_no_screen_has_is_refused(width, height, scale):
    painted = view(0, 0, scale, width, height)

    assert painted.problem
    assert painted.data == b""
    assert MOST_VIEW_PIXELS < 10**10


def test_what_cannot_be_shown_says_why_and_keeps_the_count_of_its_labels():
    broken = Decoded(PictureFacts(), None, "The picture is cut off.")
    annotation = Annotation(40, 30, (Label("car", "#FF0000", Rectangle(0, 0, 1, 1)),))

    for painted in (fitted(broken, annotation, (9, 9)), view(0, 0, 1.0, 9, 9, broken, annotation)):
        assert (painted.problem, painted.labels, painted.data) == ("The picture is cut off.", 1, b"")
