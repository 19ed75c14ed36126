"""Pascal VOC as a format of the registry."""

from pathlib import Path

from app.formats.pascal_voc import PascalVoc
from app.formats.pascal_voc_read import PascalVocReader
from app.formats.pascal_voc_sdk import PascalVocLikeSdk
from app.formats.pascal_voc_sdk_read import PascalVocSdkReader
from app.model.exporter import Exporter, ExportPlan, Format, Verifier


def writer(plan: ExportPlan, folder: Path) -> Exporter:
    """Return a writer: by the rules of the challenge, or as the official SDK writes."""
    return PascalVocLikeSdk(plan, folder) if plan.spec.like_sdk else PascalVoc(plan, folder)


def reader(plan: ExportPlan, folder: Path) -> Verifier:
    """Return the reader of what `writer` writes."""
    return PascalVocSdkReader(plan, folder) if plan.spec.like_sdk else PascalVocReader(plan, folder)


PASCAL_VOC = Format(
    key="pascal-voc",
    title="Pascal VOC",
    cannot_hold="Every shape becomes its bounding box, areas pixels as well; points and tags are lost.",
    exporter=writer,
    verifier=reader,
    fields=("like_sdk",),
)
