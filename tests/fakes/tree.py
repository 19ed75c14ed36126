"""A small Supervisely account as records: what the tree, the page and the plan card of the window show."""

import struct
import zlib

from app.model.account import Account, AccountCheck
from app.model.annotation import Annotation, Label
from app.model.answers import DestinationCheck, Look
from app.model.gallery import Painted, PaintLook
from app.model.geometry import Polygon, Rectangle
from app.model.label_class import LabelClass, TagMeta
from app.model.queries import CheckAccount, CheckDestination, FirstLook, ListChildren, ListJobs, MakeSurvey, ShowProject
from app.model.survey import ByteRange, Survey
from app.model.tree import NodeKind, ProjectPage, TreeNode
from tests.fakes.gallery import painted

ACCOUNT = Account(
    "supervisely@app.supervisely.com", "supervisely", "https://app.supervisely.com", "app.supervisely.com"
)
TEAM = TreeNode(NodeKind.TEAM, 1, None, None, "City Vision")
WORKSPACE = TreeNode(NodeKind.WORKSPACE, 11, 1, None, "Road assets")
OTHER_WORKSPACE = TreeNode(NodeKind.WORKSPACE, 12, 1, None, "Archive")


def project(number: int, name: str, count: int, modality: str = "images", workspace: int = 11) -> TreeNode:
    return TreeNode(NodeKind.PROJECT, number, workspace, None, name, modality, count, count * 400_000)


def dataset(number: int, name: str, count: int, parent: int | None = None, project_id: int = 100) -> TreeNode:
    size = count * 400_000
    return TreeNode(NodeKind.DATASET, number, parent, project_id, name, "images", count, size, has_children=False)


SIGNS = project(100, "street-signs-v7", 240)
CRACKS = project(101, "cracks-2025", 4102)
CLIPS = project(102, "dashcam-clips", 88, "videos")
PROJECTS = (SIGNS, CRACKS, CLIPS)
TRAIN = dataset(1001, "train", 160)
VAL = dataset(1002, "val", 60)
NIGHT = dataset(1003, "night", 20, parent=1002)
PAGE = ProjectPage(
    SIGNS,
    "Signs of three towns.",
    (TRAIN, VAL, NIGHT),
    (LabelClass("car", "rectangle", "#56B4E9"), LabelClass("sign", "polygon", "#E69F00")),
    (TagMeta("weather", "oneof_string", "#CC79A7", ("sun", "rain")), TagMeta("checked", "none", "#009E73")),
    (("multiView.enabled", "false"),),
)
DISK = DestinationCheck(True, "", "", False, 212_000_000_000, 476_000_000_000)
CHECK = AccountCheck(ACCOUNT, "ada", ("City Vision", "Demo"), 0.042, "6.12.3")


def survey(query: MakeSurvey) -> Survey:
    """Count 20 images of 400 kB for each chosen dataset, 240 for a whole project; obey the limit."""
    ids = query.spec.dataset_ids
    sizes = {1001: 160, 1002: 60, 1003: 20}
    items = sum(sizes.get(number, 20) for number in ids) if ids else 240
    items = min(items, query.spec.limit or items)
    size = items * 400_000
    return Survey(items, 0, ByteRange(size, size, size), {"list": 1, "image": items})


def children(query: ListChildren) -> tuple[TreeNode, ...]:
    match query.kind:
        case None:
            return (TEAM,)
        case NodeKind.TEAM:
            return (WORKSPACE, OTHER_WORKSPACE)
        case NodeKind.WORKSPACE:
            return PROJECTS if query.id == WORKSPACE.id else ()
        case _:
            return ()


def page(query: ShowProject) -> ProjectPage:
    if query.project_id == SIGNS.id:
        return PAGE
    found = next(node for node in PROJECTS if node.id == query.project_id)
    return ProjectPage(found, "", (), (), (), ())


def png(width: int, height: int, color: tuple[int, int, int]) -> bytes:
    """Return a PNG of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + bytes(color) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def paint_look(query: PaintLook) -> Painted:
    """Return a grey picture, or what the gallery says of bytes that are none."""
    if query.look.image == b"no picture":
        return Painted(0, 0, b"", "The file is not a picture of a kind that can be shown.")
    return painted(query.width, query.height)


def looks(query: FirstLook) -> tuple[Look, ...]:
    labels = (
        Label("car", "#56B4E9", Rectangle(10, 10, 60, 40)),
        Label("sign", "#E69F00", Polygon(((80, 20), (120, 30), (100, 60)))),
    )
    image = png(160, 100, (120, 130, 140))
    return tuple(Look(f"{number}.png", image, Annotation(160, 100, labels)) for number in range(query.count))


def answers() -> dict[object, object]:
    """Return answers for a `FakeHost` that has all this."""
    return {
        ListChildren: children,
        ShowProject: page,
        FirstLook: looks,
        PaintLook: paint_look,
        MakeSurvey: survey,
        CheckDestination: DISK,
        CheckAccount: CHECK,
        ListJobs: (),
    }
