"""A harvested folder as the engine leaves it: pictures, their records, and the receipt."""

import hashlib
from pathlib import Path

from app.model.harvest_record import HarvestRecord, record_to_json
from app.model.layout import OWN_FOLDER, SidecarKind, image_path, sidecar_path
from app.store.receipt import MANIFEST, FileLine, Line, encode_line, short_name
from tests.fakes.jpeg import jpeg

WRITTEN_NS = 1_767_225_600_000_000_000  # 2026-01-01, midnight UTC


def record(number: int, region: str = "Lyon", **values: object) -> HarvestRecord:
    """Return a record with everything that most pictures have; `values` replace it."""
    picture = f"{900_000_000_000_000 + number}"
    known: dict[str, object] = {
        "captured_at_ms": 1_700_000_000_123 + number * 1000,
        "lon": 4.80 + number * 1e-4,
        "lat": 45.75,
        "computed_lon": 4.80 + number * 1e-4 + 1e-6,
        "computed_lat": 45.750001,
        "compass_angle": (number * 10) % 360.0,
        "sequence": f"seq{number // 3}",
        "creator": "walker_one",
        "creator_id": "101234567890123",
        "is_pano": False,
        "width": 4032,
        "height": 3024,
        "file_width": 48,
        "file_height": 32,
        "size_asked": "1024",
        "size_got": "1024",
    }
    name = f"mly_{picture}.jpg"
    return HarvestRecord(id=picture, name=name, file=image_path(region, name), region=region, **(known | values))  # type: ignore[arg-type]


def harvest(folder: Path, *records: HarvestRecord, is_flat: bool = False) -> Path:
    """Write a harvested folder with these pictures, in the order given; return it."""
    own = folder / OWN_FOLDER
    own.mkdir(parents=True, exist_ok=True)
    body = jpeg()
    with (own / MANIFEST).open("ab") as manifest:
        for one in records:
            dataset = "" if is_flat else one.region
            path = image_path(dataset, one.name)
            beside = sidecar_path(dataset, one.name, SidecarKind.IMAGE_META)
            text = record_to_json(one)
            for relative, content in ((path, body), (beside, text)):
                (folder / relative).parent.mkdir(parents=True, exist_ok=True)
                (folder / relative).write_bytes(content)
            line = Line(
                one.id,
                path,
                len(body),
                _hash(body),
                sidecars=(FileLine(short_name(path, beside), len(text), _hash(text), WRITTEN_NS),),
            )
            manifest.write(encode_line(line))
    return folder


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
