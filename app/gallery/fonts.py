"""Fonts of this machine for names on pictures, in any script that it has a font for.

Names are tried on fonts known for reading well at small sizes, then on those made for other scripts; the one that
misses the fewest letters is taken. A machine without any gets the small font that comes with Pillow.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# File names in small letters, best first. Bold ones read better on colour.
WANTED = (
    "dejavusans-bold.ttf",
    "notosans-bold.ttf",
    "notosans-semibold.ttf",
    "segoeuib.ttf",
    "liberationsans-bold.ttf",
    "arialbd.ttf",
    "arial bold.ttf",
    "helveticaneue.ttc",
    "ubuntu-b.ttf",
    "freesansbold.ttf",
    "dejavusans.ttf",
    "notosans-regular.ttf",
    "liberationsans-regular.ttf",
    "arial.ttf",
    "notosanscjk-bold.ttc",
    "notosanscjk-regular.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "droidsansfallbackfull.ttf",
    "droidsansfallback.ttf",
    "pingfang.ttc",
    "hiragino sans gb.ttc",
    "applesdgothicneo.ttc",
    "arial unicode.ttf",
    "msyhbd.ttc",
    "msyh.ttc",
    "yugothb.ttc",
    "malgunbd.ttf",
    "malgun.ttf",
    "notosansarabic-bold.ttf",
    "notosanshebrew-bold.ttf",
    "notosansdevanagari-bold.ttf",
    "nirmalab.ttf",
    "nirmala.ttc",
    "notosansthai-bold.ttf",
    "leelawui.ttf",
    "unifont.ttf",
)
MOST_FILES = 20_000
# Never given to a letter: what a font draws for it, it draws for every letter that it has not.
_NOWHERE = "\U0010fffe"


class FontCase:
    """The fonts of this machine, searched once."""

    def __init__(self, folders: tuple[Path, ...] | None = None) -> None:
        """Remember where to look; None means where this system keeps its fonts."""
        self._folders = folders
        self._files: tuple[Path, ...] | None = None
        self._fonts: dict[tuple[Path, int], Font | None] = {}
        self._chosen: dict[tuple[str, int], Font] = {}

    def font_for(self, text: str, size: int) -> Font:
        """Return the font for a text; `size` is its height in pixels."""
        # One choice for all texts of the same letters keeps this small.
        key = ("".join(sorted({letter for letter in text if ord(letter) > 126})), size)
        if key not in self._chosen:
            if len(self._chosen) > 2000:
                self._chosen.clear()
            self._chosen[key] = self._choose(key[0], size)
        return self._chosen[key]

    def _choose(self, letters: str, size: int) -> Font:
        best: Font | None = None
        fewest = len(letters) + 1
        for path in self._found():
            font = self._opened(path, size)
            if font is None:
                continue
            missing = sum(not _has(font, letter) for letter in letters)
            if missing < fewest:
                best, fewest = font, missing
            if not missing:
                break
        return best or ImageFont.load_default(size)

    def _opened(self, path: Path, size: int) -> Font | None:
        key = (path, size)
        if key not in self._fonts:
            try:
                self._fonts[key] = ImageFont.truetype(str(path), size)
            except (OSError, ValueError):
                self._fonts[key] = None
        return self._fonts[key]

    def _found(self) -> tuple[Path, ...]:
        if self._files is None:
            rank = {name: number for number, name in enumerate(WANTED)}
            found: dict[str, Path] = {}
            for path in _files(self._folders if self._folders is not None else _system_folders(os.environ)):
                name = path.name.lower()
                if name in rank:
                    found.setdefault(name, path)
            self._files = tuple(found[name] for name in sorted(found, key=rank.__getitem__))
        return self._files


def _system_folders(environ: Mapping[str, str]) -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(environ.get("WINDIR", r"C:\Windows"))
        return (windows / "Fonts", home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    shares = environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    return (*(Path(share) / "fonts" for share in shares if share), home / ".local" / "share" / "fonts", home / ".fonts")


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    left = MOST_FILES
    for top in folders:
        for folder, _, names in os.walk(top):
            for name in names:
                left -= 1
                if left < 0:
                    return
                yield Path(folder) / name


@lru_cache(maxsize=4096)
def _has(font: Font, letter: str) -> bool:
    """Return whether a font has a picture of a letter of its own."""
    if letter.isspace():
        return True
    return bytes(font.getmask(letter)) != bytes(font.getmask(_NOWHERE))
