"""Every format that an export can be written in. A new one is one module and one line here."""

from collections.abc import Mapping

from app.formats.coco import COCO
from app.formats.pascal_voc_kind import PASCAL_VOC
from app.formats.sly_copy import SLY_COPY
from app.formats.yolo_kinds import DETECT, POSE, SEGMENT
from app.model.exporter import Format

FORMATS: Mapping[str, Format] = {
    COCO.key: COCO,
    DETECT.key: DETECT,
    SEGMENT.key: SEGMENT,
    POSE.key: POSE,
    PASCAL_VOC.key: PASCAL_VOC,
    SLY_COPY.key: SLY_COPY,
}
