"""Names from a server become names for a disk: safe, stable, never two alike. Pure.

What is safe is judged by the rules of Linux, macOS and Windows at once, so that a folder can
move between them and the same name is chosen everywhere. A safe name maps to itself.

Source: design/reliability.md 3.5; reference/supervisely.md D.2 and H.4.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from app.store.name_table import NameTable

MOST_BYTES = 200  # leaves room for ".json" and for what other programs append, below the usual 255
DATASET_SUFFIX = "_ds"

# The official SDK takes no folder for a dataset whose path ends so, whatever stands before it.
_HIDDEN_DATASETS = ("ann", "blob", "datasets", "img", "img_info", "meta", "seg")

# Formats that hold pictures. The SDK sees the first ten only; the others keep their extension all the same.
IMAGE_EXTENSIONS = frozenset(
    (
        *("jpg", "jpeg", "mpo", "bmp", "png", "webp", "tiff", "tif", "nrrd", "jfif"),
        *("gif", "avif", "heic", "heif", "jp2", "j2k", "jpx", "jxl", "exr", "hdr", "tga", "ppm", "pgm", "pbm", "pnm"),
        *("dng", "cr2", "nef", "arw", "raw", "dcm", "nii", "bin"),
    )
)
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_RESERVED = frozenset(
    (
        ".windrow_meta",
        ".git",
        ".ds_store",
        "desktop.ini",
        "thumbs.db",
        "lost+found",
        "meta.json",
        "key_id_map.json",
        "readme.md",
        "obj_class_to_machine_color.json",
    )
)
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ ()+=,@#.-]{0,150}\.(?:jpe?g|png|webp|bmp|tiff?)")
_EXTENSION = re.compile(r"\.[^\s.]{1,40}\Z")
_FORBIDDEN = frozenset('/\\:*?"<>|')
_CONTROL = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


def safe_name(name: str, key: str) -> str:
    """Return one path component for an item's name; a safe name maps to itself.

    Args:
        name: As the server spells it; may hold anything.
        key: Id of the item; used when nothing of the name is left.
    """
    if _PLAIN.fullmatch(name) and name.partition(".")[0].rstrip(" ").casefold() not in _DEVICES:
        return name
    stem, extension = _split(_cleaned(name))
    if not stem.strip("_."):
        stem = f"item_{plain_key(key)}"
    if extension and not _is_picture(extension) and not extension[1:].isdigit():
        # Neither a double click nor a web server may take it for a program.
        extension += ".bin"
    text = stem + extension
    return _shortened(_guarded(text), name)


def safe_dataset_name(name: str, key: str) -> str:
    """Return one path component for a dataset's folder; never one that the official SDK cannot see.

    A name that ends in ann, blob, datasets, img, img_info, meta or seg gets "_ds" behind it.
    """
    text = _cleaned(name)
    if not any(letter.isalnum() for letter in text):
        text = f"dataset_{plain_key(key)}"
    text = _guarded(text)
    if text.endswith("}"):
        text += DATASET_SUFFIX  # Windows takes "name.{class id}" for something else than a folder
    text = _shortened(text, name, is_folder=True)
    return text + DATASET_SUFFIX if text.endswith(_HIDDEN_DATASETS) else text


def collision_key(name: str) -> str:
    """Return what two names share when some disk could take them for one: case, accents, widths aside."""
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).casefold())
    return unicodedata.normalize("NFKC", folded.casefold())


def plain_key(key: str) -> str:
    """Return an id as it may stand in a file name; odd or long ones become a short hash."""
    return key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class NameMap:
    """The names of one folder: distinct keys never share one, whatever a disk thinks of case and accents.

    Give the rows of an earlier run first, and take names in listing order: the answers are
    then the same in every run. Costs some 16 to 32 bytes per name.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]] = (), *, is_dataset_folder: bool = False) -> None:
        """Start from (name, key, mapped) rows of an earlier run.

        Args:
            rows: As they were taken.
            is_dataset_folder: The names are those of dataset folders, not of images.
        """
        self._safe = safe_dataset_name if is_dataset_folder else safe_name
        self._is_folder = is_dataset_folder
        self._table = NameTable()
        self._kept: dict[str, str] = {}
        for name, key, mapped in rows:
            self._table.claim(collision_key(mapped), key)
            plain = self._safe(name, key)
            if mapped != plain and mapped != self._second(plain, key, 1):
                self._kept[key] = mapped

    def take(self, name: str, key: str) -> str:
        """Return the name for this key; the first taker gets the plain one, later ones `~<key>` before the extension.

        The same key with the same name always gets the same answer.
        """
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        plain = mapped = self._safe(name, key)
        number = 0
        while not self._table.claim(collision_key(mapped), key):
            number += 1
            mapped = self._second(plain, key, number)
        return mapped

    def _second(self, plain: str, key: str, number: int) -> str:
        mark = f"~{plain_key(key)}" + (f"~{number}" if number > 1 else "")
        stem, extension = (plain, "") if self._is_folder else _split(plain)
        return _cut(stem, MOST_BYTES - len((mark + extension).encode())) + mark + extension


def _cleaned(name: str) -> str:
    """Return the name with nothing in it that means something to a disk, a shell or a screen."""
    text = "".join("_" if _is_bad(letter) else letter for letter in name)
    return text.strip(" ").rstrip(" .")


def _is_bad(letter: str) -> bool:
    if letter in _FORBIDDEN:
        return True
    if " " <= letter <= "~":
        return False
    number = ord(letter)
    return unicodedata.category(letter) in _CONTROL or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE


def _split(text: str) -> tuple[str, str]:
    """Return stem and extension; the extension carries its dot and may be empty."""
    found = _EXTENSION.search(text)
    return (text[: found.start()], found.group()) if found else (text, "")


def _is_picture(extension: str) -> bool:
    return extension[:1] == "." and extension[1:].lower() in IMAGE_EXTENSIONS


def _guarded(text: str) -> str:
    """Return the name, with "_" in front where it is a device, belongs to us or a system, or looks like an option."""
    folded = collision_key(text)
    if folded in _RESERVED or text[0] in "-~" or collision_key(text.partition(".")[0].rstrip(" ")) in _DEVICES:
        return f"_{text}"
    return text


def _shortened(text: str, original: str, *, is_folder: bool = False) -> str:
    """Return a name of at most 200 bytes in UTF-8; a longer one gets a hash of the original before its extension."""
    most = MOST_BYTES - len(DATASET_SUFFIX) if is_folder else MOST_BYTES
    if len(text.encode()) <= most or (is_folder and len(text.encode()) <= MOST_BYTES and text.endswith(DATASET_SUFFIX)):
        return text
    stem, extension = (text, "") if is_folder else _split(text)
    mark = "~" + hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return _cut(stem, most - len((mark + extension).encode())) + mark + extension


def _cut(stem: str, most: int) -> str:
    """Return the beginning of a text, at most so many bytes, whole characters with their accents."""
    body = stem.encode()
    if len(body) <= most:
        return stem
    short = body[:most].decode("utf-8", "ignore")
    following = stem[len(short) :]
    while short and following and unicodedata.combining(following[0]):
        short, following = short[:-1], short[-1] + following
    return short.rstrip(" .") or "_"
