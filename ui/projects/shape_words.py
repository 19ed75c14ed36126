"""Geometries in plain words. Pure."""

SHAPE_WORDS = {
    "bitmap": "mask",
    "alpha_mask": "alpha mask",
    "line": "polyline",
    "graph": "keypoints",
    "cuboid_2d": "cuboid",
    "oriented_bbox": "oriented box",
    "any": "any shape",
}


def shape_text(shape: str) -> str:
    """Return a geometry of the service in plain words."""
    return SHAPE_WORDS.get(shape, shape.replace("_", " "))
