"""The numbers of the plan card: from surveys and the disk to words and to what the button says. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.model.answers import DestinationCheck
from app.model.spec import Annotations, SuperviselySpec
from app.model.survey import ByteRange, Survey
from ui.plan.plan_words import DOWNLOAD, PlanWords, gone_note
from ui.text import about_text, bytes_text, range_text, rate_text

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
    SIGN_IN = "sign-in"
    NO_SPACE = "no-space"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the card shows.

    Attributes:
        verdict: Whether it can start.
        button: Words on the button.
        fetch, download, time, quota, disk: Lines of the card; empty while unknown or where there is nothing to say.
        licence: Of the source, as the service names it; empty when it names none.
        problem: A sentence in red under the card; empty when all is well.
        notes: Sentences worth knowing.
    """

    verdict: Verdict
    button: str
    fetch: str = ""
    download: str = ""
    time: str = ""
    quota: str = ""
    disk: str = ""
    licence: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


def total(surveys: tuple[Survey, ...]) -> Survey:
    """Return several surveys as one."""
    if len(surveys) == 1:
        return replace(surveys[0], notes=(*surveys[0].notes, *gone_note(surveys[0])))
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
        notes=tuple(dict.fromkeys(note for survey in surveys for note in (*survey.notes, *gone_note(survey)))),
    )


def estimate(
    surveys: tuple[Survey, ...],
    disk: DestinationCheck | None,
    rate: float | None,
    reserve: int = RESERVE,
    words: PlanWords = DOWNLOAD,
) -> Estimate:
    """Return the card for surveys that have all arrived.

    Args:
        surveys: One for each choice.
        disk: What is known of the destination; None while it is being looked at.
        rate: Bytes per second measured before; None when nothing was.
        reserve: Bytes that stay free.
        words: How this kind of plan speaks.
    """
    survey = total(surveys)
    fields: dict[str, str] = {
        "fetch": words.fetch_line(survey),
        "download": range_text(survey.size.low, survey.size.likely, survey.size.high),
        "time": _time_text(survey.size.likely, rate),
        "quota": survey.quota_text,
        "disk": _disk_text(survey.size.likely, disk),
        "licence": survey.licence,
    }
    if survey.items == 0:
        return Estimate(Verdict.EMPTY, words.blocked(words.empty), notes=survey.notes, **fields)
    if disk is not None and not disk.can_write:
        return Estimate(Verdict.REFUSED, words.blocked("choose another folder"), notes=survey.notes, **fields)
    problem = lack_of_space(survey, disk, reserve)
    if problem:
        button = words.blocked("not enough space")
        return Estimate(Verdict.NO_SPACE, button, problem=problem, notes=survey.notes, **fields)
    return Estimate(Verdict.READY, words.button(survey), notes=survey.notes, **fields)


def lack_of_space(survey: Survey, disk: DestinationCheck | None, reserve: int = RESERVE) -> str:
    """Return the sentence about a disk that is too small; empty when it is large enough or not known yet."""
    needed = survey.size.likely
    if disk is None or survey.items <= survey.already_here:
        return ""
    reserve = min(reserve, int(disk.total * SHARE))
    if disk.free >= needed + reserve:
        return ""
    if disk.free >= needed:
        return f"Needs {bytes_text(needed)} and {bytes_text(reserve)} to spare, {bytes_text(disk.free)} free."
    return f"Needs {bytes_text(needed)}, {bytes_text(disk.free)} free."


def nothing_chosen(words: PlanWords = DOWNLOAD) -> Estimate:
    """Return the card before anything is chosen."""
    return Estimate(Verdict.NOTHING, words.blocked(words.choose))


def signed_out(words: PlanWords, service: str) -> Estimate:
    """Return the card while there is no account: the button leads to one."""
    return Estimate(Verdict.SIGN_IN, words.blocked(f"connect {service}"))


def is_empty(what: SuperviselySpec) -> bool:
    """Return whether a spec asks for neither pictures nor anything beside them."""
    has_files = what.save_images or what.save_image_info or what.save_image_meta
    return not has_files and what.annotations is Annotations.NONE


def nothing_wanted() -> Estimate:
    """Return the card when everything is switched off."""
    return Estimate(Verdict.EMPTY, "Download — choose pictures or annotations")


def counting(words: PlanWords = DOWNLOAD) -> Estimate:
    """Return the card while the engine counts."""
    return Estimate(Verdict.COUNTING, words.blocked("counting…"), fetch="counting…")


def unknown(problem: str, words: PlanWords = DOWNLOAD) -> Estimate:
    """Return the card when counting failed."""
    return Estimate(Verdict.UNKNOWN, words.blocked("could not count"), problem=problem)


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
