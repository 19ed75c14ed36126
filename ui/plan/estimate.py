"""The numbers of the plan card: from surveys and the disk to words and to what the button says. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.model.answers import DestinationCheck
from app.model.spec import Annotations, SuperviselySpec
from app.model.survey import ByteRange, Survey
from ui.text import about_text, bytes_text, count_text, plural, range_text, rate_text

# What the engine always leaves free (settings may raise it); a plan that would eat into it does not start.
RESERVE = 1024**3
# The engine keeps no more than this part of a small disk free.
SHARE = 0.05


class Verdict(StrEnum):
    """Whether the button may be pressed, and if not, why."""

    NOTHING = "nothing"
    COUNTING = "counting"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    REFUSED = "refused"
    NO_SPACE = "no-space"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the card shows.

    Attributes:
        verdict: Whether it can start.
        button: Words on the button.
        fetch, download, time, disk: Lines of the card; empty while unknown.
        licence: Of the source, as the service names it; empty when it names none.
        problem: A sentence in red under the card; empty when all is well.
        notes: Sentences worth knowing.
    """

    verdict: Verdict
    button: str
    fetch: str = ""
    download: str = ""
    time: str = ""
    disk: str = ""
    licence: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


def total(surveys: tuple[Survey, ...]) -> Survey:
    """Return several surveys as one."""
    requests: dict[str, int] = {}
    for survey in surveys:
        for kind, count in survey.requests.items():
            requests[kind] = requests.get(kind, 0) + count
    return Survey(
        items=sum(survey.items for survey in surveys),
        already_here=sum(survey.already_here for survey in surveys),
        size=ByteRange(
            sum(survey.size.low for survey in surveys),
            sum(survey.size.likely for survey in surveys),
            sum(survey.size.high for survey in surveys),
        ),
        requests=requests,
        licence=", ".join(sorted({survey.licence for survey in surveys if survey.licence})),
        notes=tuple(dict.fromkeys(note for survey in surveys for note in survey.notes)),
    )


def estimate(
    surveys: tuple[Survey, ...], disk: DestinationCheck | None, rate: float | None, reserve: int = RESERVE
) -> Estimate:
    """Return the card for surveys that have all arrived.

    Args:
        surveys: One for each choice.
        disk: What is known of the destination; None while it is being looked at.
        rate: Bytes per second measured before; None when nothing was.
        reserve: Bytes that stay free.
    """
    survey = total(surveys)
    if disk is not None:
        reserve = min(reserve, int(disk.total * SHARE))
    fetch = survey.items - survey.already_here
    needed = survey.size.likely
    fields: dict[str, str] = {
        "fetch": _fetch_text(survey),
        "download": range_text(survey.size.low, needed, survey.size.high),
        "time": _time_text(needed, rate),
        "disk": _disk_text(needed, disk),
        "licence": survey.licence,
    }
    if survey.items == 0:
        return Estimate(Verdict.EMPTY, "Download — nothing in it", notes=survey.notes, **fields)
    if disk is not None and not disk.can_write:
        return Estimate(Verdict.REFUSED, "Download — choose another folder", notes=survey.notes, **fields)
    if disk is not None and disk.free < needed + reserve and fetch > 0:
        problem = f"Needs {bytes_text(needed)}, {bytes_text(disk.free)} free."
        if disk.free >= needed:
            problem = f"Needs {bytes_text(needed)} and {bytes_text(reserve)} to spare, {bytes_text(disk.free)} free."
        return Estimate(Verdict.NO_SPACE, "Download — not enough space", problem=problem, notes=survey.notes, **fields)
    button = f"Download {plural(fetch, 'item')}" if fetch else f"Check {plural(survey.items, 'item')} again"
    return Estimate(Verdict.READY, button, notes=survey.notes, **fields)


def nothing_chosen() -> Estimate:
    """Return the card before anything is chosen."""
    return Estimate(Verdict.NOTHING, "Download — pick a project")


def is_empty(what: SuperviselySpec) -> bool:
    """Return whether a spec asks for neither pictures nor anything beside them."""
    has_files = what.save_images or what.save_image_info or what.save_image_meta
    return not has_files and what.annotations is Annotations.NONE


def nothing_wanted() -> Estimate:
    """Return the card when everything is switched off."""
    return Estimate(Verdict.EMPTY, "Download — choose pictures or annotations")


def counting() -> Estimate:
    """Return the card while the engine counts."""
    return Estimate(Verdict.COUNTING, "Download — counting…", fetch="counting…")


def unknown(problem: str) -> Estimate:
    """Return the card when counting failed."""
    return Estimate(Verdict.UNKNOWN, "Download — could not count", problem=problem)


def _fetch_text(survey: Survey) -> str:
    fetch = survey.items - survey.already_here
    if not survey.already_here:
        return plural(fetch, "item")
    if not fetch:
        return f"Nothing new · all {count_text(survey.items)} are here"
    return f"{plural(fetch, 'item')} ({count_text(survey.already_here)} already here)"


def _time_text(needed: int, rate: float | None) -> str:
    if not needed:
        return ""
    if not rate:
        return "not measured yet"
    return f"{about_text(needed / rate)} at {rate_text(rate)}"


def _disk_text(needed: int, disk: DestinationCheck | None) -> str:
    if disk is None or not disk.total:
        return ""
    if needed > disk.free:
        return f"{bytes_text(disk.free)} free now"
    return f"{bytes_text(disk.free - needed)} free of {bytes_text(disk.total)}"
