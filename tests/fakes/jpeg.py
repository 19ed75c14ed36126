"""JPEG pictures for tests: drawn, with whatever stands in front of them, and read back."""

import io
from pathlib import Path

from PIL import Image

from app.store.jpeg_segments import APP0, FRAMES, START, segment_of, segments

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def jpeg(width: int = 48, height: int = 32, *, is_progressive: bool = False, mode: str = "RGB") -> bytes:
    """Return a small picture in which every pixel matters."""
    image = Image.frombytes(
        "L", (width, height), bytes((x * 7 + y * 13) % 256 for y in range(height) for x in range(width))
    )
    file = io.BytesIO()
    image.convert(mode).save(file, "JPEG", quality=90, progressive=is_progressive)
    return file.getvalue()


def with_segment(body: bytes, marker: int, payload: bytes) -> bytes:
    """Return the picture with one more segment behind its JFIF header."""
    first = next(segments(body))
    at = first.end if first.marker == APP0 else len(START)
    return body[:at] + segment_of(marker, payload) + body[at:]


def segment_bodies(body: bytes, marker: int) -> list[bytes]:
    """Return what the segments of a kind hold."""
    return [body[one.body : one.end] for one in segments(body) if one.marker == marker]


def picture_part(body: bytes) -> bytes:
    """Return everything from the first table or frame on."""
    pictures = FRAMES | {0xDB, 0xC4}
    return body[next(one.start for one in segments(body) if one.marker in pictures) :]


def pixels(body: bytes) -> bytes:
    """Return the decoded pixels."""
    with Image.open(io.BytesIO(body)) as image:
        return image.tobytes()


def real_jpegs() -> list[Path]:
    """Return recorded JPEG files that lie beside the checkout; none where they do not."""
    found = [*(SHARED / "mapillary" / "thumbs").glob("*.jpg"), *(SHARED / "photos").rglob("*")]
    return sorted(path for path in found if path.suffix.lower() in (".jpg", ".jpeg", ".jfif", ".mpo"))
