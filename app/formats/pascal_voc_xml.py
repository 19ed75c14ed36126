"""The XML file of an image in Pascal VOC. Pure.

Boxes are counted from 1, all four sides inside the object, as in the original data. Tags called difficult, truncated
and occluded become the fields of these names.

Source: Everingham and Winn, "The PASCAL Visual Object Classes Challenge 2012 Development Kit", section 3.
"""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.formats.pascal_voc_fate import VocObject
from app.formats.pascal_voc_layout import picture_path
from app.formats.pascal_voc_names import xml_text
from app.model.annotation import Tag
from app.model.exporter import ExportImage

_NO = frozenset({"0", "0.0", "false", "no", "off"})
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def note(
    image: ExportImage, objects: Sequence[VocObject], names: Mapping[str, str], title: str, *, has_masks: bool
) -> bytes:
    """Return the XML of an image.

    Args:
        image: The image.
        objects: Those of its labels that are written.
        names: How each class is called in XML.
        title: Of the project.
        has_masks: There are masks of this image.
    """
    root = Element("annotation")
    _text(root, "folder", "VOC")
    _text(root, "filename", xml_text(picture_path(image).rpartition("/")[2]))
    source = SubElement(root, "source")
    _text(source, "database", xml_text(title))
    _text(source, "annotation", "PASCAL VOC")
    _text(source, "image", "")
    size = SubElement(root, "size")
    for name, value in (("width", image.width), ("height", image.height), ("depth", 3)):
        _text(size, name, str(value))
    _text(root, "segmented", _bit(has_masks))
    for one in objects:
        _object(root, one, names)
    indent(root, "\t")
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=False)
    return body + b"\n"


def _object(root: Element, one: VocObject, names: Mapping[str, str]) -> None:
    tags = one.label.label.tags
    element = SubElement(root, "object")
    _text(element, "name", names[one.label.label.class_name])
    _text(element, "pose", "Unspecified")
    for flag in ("truncated", "occluded"):
        _text(element, flag, _bit(is_set(flag, tags)))
    box = SubElement(element, "bndbox")
    for side, value in zip(_SIDES, one.box, strict=True):
        _text(box, side, str(value))
    _text(element, "difficult", _bit(is_set("difficult", tags)))


def is_set(flag: str, tags: Sequence[Tag]) -> bool:
    """Return whether a tag of this name is there and does not say no."""
    return any(tag.name.casefold() == flag and tag.value.strip().casefold() not in _NO for tag in tags)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _bit(value: bool) -> str:
    return "1" if value else "0"
