"""Classes keep their names in XML and in file names as far as those can hold them, and stay apart."""

from xml.etree.ElementTree import Element, tostring

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from app.formats.pascal_voc_names import list_names, xml_names, xml_text

anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_any_text_survives_xml(text):
    element = Element("name")
    element.text = xml_text(text)

    found = fromstring(tostring(element, encoding="utf-8"), forbid_dtd=True).text or ""

    assert found == xml_text(text)
    assert len(found) == len(text)


@pytest.mark.parametrize("text", ["<&>]]>", "пустая 🦊", "a\tb\nc", " "], ids=repr)
def test_what_xml_can_hold_stays(text):
    assert xml_text(text) == text


@given(st.lists(anything, unique=True, max_size=6))
def test_names_in_xml_stay_apart(names):
    found = xml_names(names)

    assert set(found) == set(names)
    assert len(set(found.values())) == len(names)
    assert all(found[name] == name for name in names if xml_text(name) == name)


def test_a_clean_name_is_never_taken_from_its_class():
    assert xml_names(["a\x00", "a\x01", "a\ufffd"]) == {
        "a\ufffd": "a\ufffd",
        "a\x00": "a\ufffd~2",
        "a\x01": "a\ufffd~3",
    }


@given(st.lists(anything, unique=True, max_size=6))
def test_names_of_lists_are_plain_file_names_that_stay_apart(names):
    found = list(list_names(names).values())

    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert name
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert len(f"{name}_trainval.txt".encode()) < 255
