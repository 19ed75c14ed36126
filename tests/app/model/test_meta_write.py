"""What was read from the meta of a project and is written again reads the same."""

from app.model.label_class import LabelClass, TagMeta
from app.model.meta_json import meta_from_json
from app.model.meta_write import meta_to_json


def test_classes_and_tags_survive():
    classes = (
        LabelClass("car", "rectangle", "#00FF00", "12", "four wheels"),
        LabelClass("person", "graph", "#0000FF", "x-1", nodes=(("a", "head"), ("b", "")), edges=(("a", "b"),)),
    )
    tags = (
        TagMeta("weather", "oneof_string", "#112233", ("sunny", "rain"), "imagesOnly", "3"),
        TagMeta("night", "none", "#445566"),
    )

    meta = meta_from_json(meta_to_json(classes, tags))

    assert (meta.classes, meta.tags, meta.project_type, meta.problems) == (classes, tags, "images", ())
