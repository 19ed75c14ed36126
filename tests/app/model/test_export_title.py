import pytest

from app.model.export_title import export_title, format_title


@pytest.mark.parametrize(
    ("key", "title"), [("coco", "COCO"), ("yolo-pose", "YOLO pose"), ("supervisely", "Supervisely"), ("new", "new")]
)
def test_a_format_has_a_short_name(key, title):
    assert format_title(key) == title
    assert export_title("Town", key) == f"Town → {title}"
