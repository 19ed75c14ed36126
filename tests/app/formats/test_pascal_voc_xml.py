"""The XML of an image has the fields of the challenge, and nothing in a name can break it."""

import pytest
from defusedxml.ElementTree import fromstring

from app.formats.pascal_voc_fate import VocFate
from app.formats.pascal_voc_names import xml_names
from app.formats.pascal_voc_xml import is_set, note
from app.model.annotation import Tag
from app.model.label_class import LabelClass
from tests.fakes.labelled import BOX, image, label, plan


def written(one, the_plan=None, title="Streets"):
    the_plan = the_plan or plan()
    names = xml_names(known.name for known in the_plan.classes)
    body = note(one, VocFate(the_plan).decide(one).objects, names, title, has_masks=False)
    return fromstring(body, forbid_dtd=True)


def test_an_object_has_the_fields_of_the_challenge():
    root = written(image(label(BOX, "sign", tags=(Tag("difficult"), Tag("Truncated", "no"))), file="ds_a.png"))

    assert [child.tag for child in root] == ["folder", "filename", "source", "size", "segmented", "object"]
    assert root.findtext("filename") == "ds_a.jpg"
    assert [child.text for child in root.find("size")] == ["100", "60", "3"]
    fields = {child.tag: child.text for child in root.find("object")}
    assert fields["name"] == "sign"
    assert (fields["difficult"], fields["truncated"], fields["occluded"]) == ("1", "0", "0")
    assert [child.text for child in root.find("object/bndbox")] == ["4", "3", "23", "12"]


@pytest.mark.parametrize("name", ["<&>]]>", "a\nb", "<!DOCTYPE x>", "&amp;", "\x00"], ids=repr)
def test_odd_names_stay_text(name):
    the_plan = plan([LabelClass(name, "any", "#000000")])

    root = written(image(label(BOX, name)), the_plan, title=name)

    assert root.findtext("object/name") == name.replace("\x00", "\ufffd")
    assert root.findtext("source/database") == name.replace("\x00", "\ufffd")


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ((), False),
        ((Tag("difficult"),), True),
        ((Tag("DIFFICULT", "1"),), True),
        ((Tag("difficult", " No "),), False),
        ((Tag("difficult", "0"),), False),
        ((Tag("difficult", "0"), Tag("difficult", "yes")), True),
        ((Tag("very difficult"),), False),
    ],
    ids=["none", "bare", "one", "no", "zero", "twice", "other"],
)
def test_a_tag_says_yes_unless_its_value_says_no(tags, answer):
    assert is_set("difficult", tags) is answer
