"""What is said about the count of a region: beside its name in the list, and in the chip below it. Pure."""

from ui.map.chip import ChipLook
from ui.map.region_counts import RegionCount
from ui.plan.harvest_choice import is_many
from ui.text import UNKNOWN, about_count_text, about_text, bytes_text, count_text, plural

COUNTING = "counting…"


def list_text(count: RegionCount) -> str:
    """Return "8,214", "≈ 1,900" while it is an estimate, "…" while it is counted, or "—" when it cannot be."""
    if count.survey is None or not count.has_number:
        return UNKNOWN if count.is_final else "…"
    return count_text(count.survey.items) if count.survey.is_exact else about_count_text(count.survey.items)


def chip_text(count: RegionCount, rate: float | None, lacks_space: bool = False) -> tuple[str, ChipLook]:
    """Return what the chip says, and how it is meant.

    Args:
        count: What is known.
        rate: Bytes per second as measured before; None when nothing was.
        lacks_space: It does not fit on the disk.
    """
    survey = count.survey
    if survey is None or not count.has_number:
        if count.failure is not None:
            return count.failure.title, ChipLook.ERROR
        return COUNTING, ChipLook.MUTED
    words = plural(survey.items, "image") if survey.is_exact else f"{about_count_text(survey.items)} images"
    if not is_many(survey, lacks_space):
        return words, ChipLook.PLAIN
    parts = [words, f"≈ {bytes_text(survey.size.likely)}"]
    if rate:
        parts.append(about_text(survey.size.likely / rate))
    return " · ".join(parts), ChipLook.WARN
