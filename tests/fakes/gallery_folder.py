"""Small project folders to look into, with whatever is wrong in them."""

import io
import json
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

SIZE = (40, 30)


def picture(
    width: int = SIZE[0], height: int = SIZE[1], kind: str = "JPEG", shade: int = 90, **options: object
) -> bytes:
    """Return a small picture of one colour."""
    body = io.BytesIO()
    Image.new("RGB", (width, height), (shade, 120, 200 - shade % 100)).save(body, kind, **options)
    return body.getvalue()


def box(class_name: str = "car", corners: Sequence[Sequence[float]] = ((2, 3), (20, 18)), **more: object) -> dict:
    """Return the JSON of one rectangle."""
    points = {"exterior": [list(xy) for xy in corners], "interior": []}
    return {"classTitle": class_name, "geometryType": "rectangle", "tags": [], "points": points, **more}


def polygon(class_name: str, ring: Sequence[Sequence[float]]) -> dict:
    """Return the JSON of one polygon."""
    points = {"exterior": [list(xy) for xy in ring], "interior": []}
    return {"classTitle": class_name, "geometryType": "polygon", "tags": [], "points": points}


class ProjectFolder:
    """A folder that grows as a test wants it; every picture has its own shade unless it is given."""

    def __init__(
        self, root: Path, classes: Sequence[str] = ("car", "sign"), tags: Sequence[str] = ("weather",)
    ) -> None:
        self.root = root
        self._count = 0
        root.mkdir(parents=True, exist_ok=True)
        if classes:
            meta = {
                "classes": [{"title": name, "shape": "any", "color": "#102030"} for name in classes],
                "tags": [{"name": name, "value_type": "any_string", "color": "#405060"} for name in tags],
            }
            self.write("meta.json", meta)

    def write(self, path: str, value: object) -> Path:
        """Write JSON, or bytes as they are."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return place

    def add(
        self,
        name: str,
        objects: Sequence[object] | None = (),
        *,
        dataset: str = "ds",
        body: bytes | None = b"",
        tags: Sequence[object] = (),
        size: tuple[int, int] | None = SIZE,
    ) -> None:
        """Add a picture and its annotation; `objects` or `body` None leave one of them out."""
        self._count += 1
        if body is not None:
            self.write(f"{dataset}/img/{name}", body or picture(shade=7 * self._count % 251))
        if objects is not None:
            stated = None if size is None else {"width": size[0], "height": size[1]}
            note = {"size": stated, "tags": list(tags), "objects": list(objects)}
            self.write(f"{dataset}/ann/{name}.json", note)
