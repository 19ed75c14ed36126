"""How classes are called in Pascal VOC: in XML, and as the beginning of a file name. Pure."""

import re
from collections.abc import Iterable, Mapping
from itertools import count

from app.formats.plain_text import REPLACEMENT
from app.store.names import NameMap

# What XML 1.0 cannot hold, and the carriage return, which every parser turns into a line feed.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EXTENSION = ".jpg"  # makes the map of names take what stands before it for a stem


def xml_text(text: str) -> str:
    """Return the text with what XML cannot hold replaced."""
    return _NOT_XML.sub(REPLACEMENT, text)


def xml_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return the name of each class in XML: the same, but for what XML cannot hold; never two alike."""
    names = tuple(names)
    found = {name: name for name in names if xml_text(name) == name}
    for name in names:
        if name not in found:
            plain = xml_text(name)
            taken = set(found.values())
            tries = (plain if number == 1 else f"{plain}~{number}" for number in count(1))
            found[name] = next(one for one in tries if one not in taken)
    return found


def list_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return what the lists of each class are called by: safe on every system, never two alike on any."""
    taken = NameMap()
    return {
        name: taken.take(name + _EXTENSION, str(number)).removesuffix(_EXTENSION) for number, name in enumerate(names)
    }
