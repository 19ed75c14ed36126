"""What a harvest is called in the queue. Pure."""

from app.model.harvest import MapillarySpec


def harvest_title(spec: MapillarySpec) -> str:
    """Return a name for people: the regions by name or bounds, sequences by key, else whose or how many images."""
    names = [region.name or region.bbox_text for region in spec.regions]
    names += [f"sequence {key}" for key in spec.sequences]
    if spec.image_ids:
        names.append("1 image" if len(spec.image_ids) == 1 else f"{len(spec.image_ids):,} images")
    if spec.creator and not names:
        names.append(f"images of {spec.creator}")
    if len(names) <= 1:
        return "".join(names)
    return f"{names[0]} and {len(names) - 1:,} more"
