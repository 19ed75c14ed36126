"""What a job was asked to do, in words: one line for each choice that is not the usual one. Pure."""

from enum import Enum

from app.model.export_spec import ExportSpec
from app.model.export_title import format_title
from app.model.fields import Description, FieldKind, descriptions
from app.model.harvest import MapillarySpec
from app.model.region import Region, area_km2
from app.model.spec import Spec, SuperviselySpec
from ui.text import number_text

MOST_REGIONS = 8


def spec_lines(spec: Spec) -> list[str]:
    """Return the lines of a spec."""
    if not isinstance(spec, SuperviselySpec | MapillarySpec | ExportSpec):
        return []
    lines = [f"Project {spec.project_id}"] if isinstance(spec, SuperviselySpec) else []
    if isinstance(spec, ExportSpec):
        lines = [f"Folder: {spec.folder}", f"Format: {format_title(spec.format)}"]
    usual = type(spec)()
    for name, description in descriptions(spec).items():
        value = getattr(spec, name)
        if value == getattr(usual, name) or name == "format":
            continue
        if description.kind is FieldKind.REGION:
            lines += region_lines(value)
        else:
            lines.append(f"{description.label}: {value_words(value, description)}")
    return lines


def region_lines(regions: tuple[Region, ...]) -> list[str]:
    """Return one line for each region; of many the first ones."""
    lines = []
    for region in regions[:MOST_REGIONS]:
        kind = "" if region.is_box else ", polygon"
        area = number_text(f"{area_km2(region):,.2f}")
        lines.append(f"{region.name or 'Region'}: {region.bbox_text} ({area} km²{kind})")
    if len(regions) > MOST_REGIONS:
        lines.append(f"and {len(regions) - MOST_REGIONS} more regions")
    return lines


def value_words(value: object, description: Description) -> str:
    """Return a value as a person would say it."""
    match description.kind:
        case FieldKind.SWITCH:
            return "yes" if value else "no"
        case FieldKind.CHOICE:
            return _word(value, description)
        case FieldKind.PAIRS:
            pairs = value if isinstance(value, tuple) else ()
            return ", ".join(f"{first} → {second}" for first, second in pairs)
        case FieldKind.IDS | FieldKind.WORDS | FieldKind.NAMES | FieldKind.RULES:
            several = value if isinstance(value, tuple) else (value,)
            return ", ".join(_word(one, description) for one in several) or "none"
        case FieldKind.NUMBER:
            return number_text(f"{value:g}") if isinstance(value, float) else str(value)
        case FieldKind.COUNT | FieldKind.TREE | FieldKind.REGION | FieldKind.DATE | FieldKind.TEXT:
            return str(value)


def _word(value: object, description: Description) -> str:
    raw = str(value.value if isinstance(value, Enum) else value)
    return dict(description.choices).get(raw, raw)
