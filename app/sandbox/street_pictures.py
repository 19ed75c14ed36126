"""JPEGs of street images: 48 drawn scenes, and for each image its own light and its own bytes.

A scene is encoded once per size. Every image then gets quantisation tables of its own, which changes the contrast and
the two colour differences, so that its pixels are those of another camera on another day, and a comment that
names it: no two images have the same bytes. Neither costs more than joining a head and a shared rest.

Thumbs are progressive with a JFIF head and no EXIF, originals baseline with an EXIF of 34 bytes that says only
"orientation 1", as the real ones are.
"""

import io
from dataclasses import dataclass
from enum import IntEnum

from PIL import Image

from app.sandbox.street_kept import Kept
from app.sandbox.street_roll import Camera
from app.sandbox.street_scenes import Scene, draw_street

# Multiples of 8: eighths of them are whole, so that a scale of the colours is exact.
_LIGHT = [
    8, 8, 8, 8, 8, 8, 16, 16, 8, 8, 8, 8, 8, 16, 16, 16, 8, 8, 8, 8, 16, 16, 24, 16, 8, 8, 8, 16, 16, 24, 24, 24,
    8, 8, 16, 16, 24, 32, 32, 24, 8, 16, 16, 24, 24, 32, 32, 32, 16, 24, 24, 24, 32, 40, 40, 32, 24, 32, 32, 32, 40, 32,
    32, 32,
]  # fmt: skip
_COLOUR = [8] * 8 + [16] * 8 + [24] * 16 + [32] * 32
# Eighths of the light, of blue and of red.
_LIGHTS, _TINTS = (8, 7), (8, 6, 9, 7, 10, 5, 11)
ORIENTATION_ONE = (
    b"\xff\xe1\x00\x22Exif\x00\x00II\x2a\x00\x08\x00\x00\x00"
    b"\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00"
)
_SOI, _APP0, _DQT = b"\xff\xd8", 0xE0, 0xDB
_FRAMES = (0xC0, 0xC2)


class Size(IntEnum):
    """Which rendition; the number is the most pixels it is wide, 0 for the original."""

    SMALL = 256
    MEDIUM = 1024
    LARGE = 2048
    ORIGINAL = 0


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture without its tables: the JFIF head, and everything from the frame on."""

    head: bytes
    rest: bytes


def rendered_size(camera: Camera, size: Size) -> tuple[int, int]:
    """Return width and height of a rendition: never wider than the original."""
    width = min(camera.width, int(size)) if size else camera.width
    return width, round(camera.height * width / camera.width)


def split(jpeg: bytes) -> Encoded:
    """Return a picture without its quantisation tables, the second colour asking for a table of its own.

    Raises:
        ValueError: It is not a JPEG with three components.
    """
    at, head, rest = 2, b"", bytearray()
    while at < len(jpeg):
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        segment = jpeg[at : at + 2 + length]
        if marker == _APP0:
            head = segment
        elif marker in _FRAMES:
            if segment[9] != 3:
                raise ValueError("The picture has not three components.")
            # The table of the third component is the third number of its entry.
            rest += segment[:18] + b"\x02" + segment[19:]
        elif marker == 0xDA:
            return Encoded(_SOI + head, bytes(rest + jpeg[at:]))
        elif marker != _DQT:
            rest += segment
        at += 2 + length
    raise ValueError("The picture has no scan.")


# The order in which a JPEG writes the 8 × 8 values.
_ZIGZAG = sorted(range(64), key=lambda n: (n // 8 + n % 8, (n // 8) if (n // 8 + n % 8) % 2 else n % 8))


def _table(number: int, values: list[int], eighths: int) -> bytes:
    """Return one quantisation table, scaled."""
    return bytes([number, *(values[place] * eighths // 8 for place in _ZIGZAG)])


def tables(variant: int) -> bytes:
    """Return the segment of quantisation tables of a variant."""
    rest, light = divmod(variant, len(_LIGHTS))
    rest, blue = divmod(rest, len(_TINTS))
    red = rest % len(_TINTS)
    body = _table(0, _LIGHT, _LIGHTS[light]) + _table(1, _COLOUR, _TINTS[blue]) + _table(2, _COLOUR, _TINTS[red])
    return bytes([0xFF, _DQT]) + (len(body) + 2).to_bytes(2, "big") + body


VARIANTS = len(_LIGHTS) * len(_TINTS) ** 2
_TABLES = tuple(tables(variant) for variant in range(VARIANTS))


def encoded_scene(scene: Scene, size: tuple[int, int], is_original: bool) -> Encoded:
    """Return a scene as a JPEG of a size."""
    image = scene.image
    if image.width == 2 * size[0] and image.height == 2 * size[1]:
        image = image.reduce(2)
    elif image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS if size[0] < image.width else Image.Resampling.BICUBIC)
    out = io.BytesIO()
    image.save(out, "JPEG", qtables=[_LIGHT, _COLOUR], subsampling="4:2:0", progressive=not is_original)
    return split(out.getvalue())


class Pictures:
    """The pictures of all images; what is asked for the first time is drawn on a worker thread."""

    def __init__(self) -> None:
        """Start with nothing drawn."""
        self._scenes: Kept[int, Scene] = Kept(draw_street, 12)
        # Draws a scene, or returns one that was drawn.
        self.scene = self._scenes.make
        self._encoded: Kept[tuple[int, int, int, bool], Encoded] = Kept(self._encode, 400)

    def _encode(self, key: tuple[int, int, int, bool]) -> Encoded:
        number, width, height, is_original = key
        return encoded_scene(self._scenes.make(number), (width, height), is_original)

    def prepare(self, scene: int, camera: Camera, size: Size) -> None:
        """Draw one picture now."""
        self._encoded.make((scene, *rendered_size(camera, size), not size))

    def pieces(self, image_id: int, scene: int, camera: Camera, size: Size) -> tuple[bytes, bytes]:
        """Return the bytes of an image in two pieces. Raises UnreadyError."""
        found = self._encoded.get((scene, *rendered_size(camera, size), not size))
        name = b"Windrow street image %d" % image_id
        comment = b"\xff\xfe" + (len(name) + 2).to_bytes(2, "big") + name
        parts = (found.head, b"" if size else ORIENTATION_ONE, comment, _TABLES[variant_of(image_id)])
        return b"".join(parts), found.rest


def variant_of(image_id: int) -> int:
    """Return which light an image has."""
    return image_id * 2_654_435_761 % 4_294_967_296 % VARIANTS
