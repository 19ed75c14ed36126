from types import SimpleNamespace

import pytest

from app.bench.sdk_export_script import converter_of


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("coco", ("coco", {"copy_images": True, "log_progress": False})),
        ("yolo-segment", ("yolo", {"task_type": "segment", "log_progress": False})),
        ("pascal-voc", ("voc", {"log_progress": False})),
    ],
)
def test_each_format_has_its_converter(kind, expected):
    calls = []

    def noted(name):
        return lambda project, place, **options: calls.append((name, options))

    convert = SimpleNamespace(
        project_to_coco=noted("coco"), project_to_yolo=noted("yolo"), project_to_pascal_voc=noted("voc")
    )

    converter_of(SimpleNamespace(convert=convert), kind)("project", "place")

    assert calls == [expected]
