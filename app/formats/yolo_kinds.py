"""The kinds of YOLO exports: a writer and a reader for each."""

from pathlib import Path

from app.formats.yolo import Yolo
from app.formats.yolo_pose import Pose, most_points
from app.formats.yolo_read import YoloReader
from app.formats.yolo_read_boxes import PoseExpectation, expect_box
from app.formats.yolo_read_rings import expect_segment
from app.formats.yolo_segment import Segment
from app.formats.yolo_task import Detect
from app.model.exporter import ExportPlan, Format


def detect_writer(plan: ExportPlan, folder: Path) -> Yolo:
    """Return a writer of boxes."""
    return Yolo(plan, folder, Detect())


def detect_reader(plan: ExportPlan, folder: Path) -> YoloReader:
    """Return a reader of boxes."""
    return YoloReader(plan, folder, expect_box)


def segment_writer(plan: ExportPlan, folder: Path) -> Yolo:
    """Return a writer of rings."""
    return Yolo(plan, folder, Segment())


def segment_reader(plan: ExportPlan, folder: Path) -> YoloReader:
    """Return a reader of rings."""
    return YoloReader(plan, folder, expect_segment)


def pose_writer(plan: ExportPlan, folder: Path) -> Yolo:
    """Return a writer of poses."""
    return Yolo(plan, folder, Pose(plan), most_points(plan))


def pose_reader(plan: ExportPlan, folder: Path) -> YoloReader:
    """Return a reader of poses."""
    points = max((len(known.nodes) for known in plan.classes), default=0)
    return YoloReader(plan, folder, PoseExpectation(plan, points), points)


DETECT = Format(
    key="yolo-detect",
    title="YOLO detect",
    cannot_hold="Every shape becomes its bounding box; points and tags are lost.",
    exporter=detect_writer,
    verifier=detect_reader,
)
SEGMENT = Format(
    key="yolo-segment",
    title="YOLO segment",
    cannot_hold="Masks become outlines, pieces objects of their own; lines, points, keypoints and tags are lost.",
    exporter=segment_writer,
    verifier=segment_reader,
)
POSE = Format(
    key="yolo-pose",
    title="YOLO pose",
    cannot_hold="Only keypoints are written; all other shapes and tags are lost.",
    exporter=pose_writer,
    verifier=pose_reader,
)
