"""The data file of a YOLO export: where the pictures lie and how the classes are called. Pure.

It has no `path`: the usual tool then looks beside the file, so that the folder can be moved anywhere. It never has
`download`: that is a program, and the tool would run it.

Source: Ultralytics, "Dataset YAML format".
"""

from collections.abc import Sequence

from app.model.exporter import ExportPlan

FILE = "data.yaml"
TRAIN, VAL = "train", "val"
_SAME = "# No picture was set apart for validation: val names the pictures of train.\n"
_WIDEST = 2**31  # a long name is not broken into lines


def folder(is_val: bool) -> str:
    """Return the name of the folder of a split."""
    return VAL if is_val else TRAIN


def data_yaml(plan: ExportPlan, *, points: int = 0) -> bytes:
    """Return the data file.

    Args:
        plan: Of the export.
        points: Points of each object in a pose export; 0 for other tasks.
    """
    import yaml

    document: dict[str, object] = {
        "train": f"images/{TRAIN}",
        "val": f"images/{folder(plan.has_val)}",
        "nc": len(plan.classes),
        "names": [known.name for known in plan.classes],
    }
    if points:
        document |= _pose(range(points))
    # The writer of the library lets some line ends of Unicode through, which its reader then takes for blanks.
    is_plain = all(known.name.isprintable() for known in plan.classes)
    text: str = yaml.safe_dump(
        document, allow_unicode=is_plain, sort_keys=False, default_flow_style=False, width=_WIDEST
    )
    return ((_SAME if not plan.has_val else "") + text).encode()


def _pose(places: Sequence[int]) -> dict[str, object]:
    # A mirrored picture keeps its points in place: which of them are left and right is not known.
    return {"kpt_shape": [len(places), 3], "flip_idx": list(places)}
