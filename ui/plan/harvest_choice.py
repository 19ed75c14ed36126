"""What a person chose to harvest, and the job that follows from it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.model.commands import AddJob
from app.model.harvest import MapillarySpec, Pick
from app.model.region import Region
from app.model.survey import Survey
from ui.plan.choice import SAMPLE_COUNT, folder_name, sample_folder
from ui.text import about_count_text, count_text

# More images, or more of a day's calls, than anybody needs at once without having thought about it.
MANY_IMAGES = 20_000
MANY_CALLS = 0.1
SPACING_M = 5.0
FEW = 1000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One click that makes a harvest smaller.

    Attributes:
        words: On the button.
        spacing: Metres to set; None leaves it.
        pick: Which images to take when there are more than `max_images`; None leaves both.
        max_images: At most so many.
    """

    words: str
    spacing: float | None = None
    pick: Pick | None = None
    max_images: int | None = None

    def applied(self, spec: MapillarySpec) -> MapillarySpec:
        """Return the spec that follows the suggestion."""
        if self.spacing is not None:
            spec = replace(spec, spacing=self.spacing)
        if self.pick is not None:
            spec = replace(spec, pick=self.pick, max_images=self.max_images)
        return spec


def suggestions(spec: MapillarySpec, survey: Survey, thinned: Survey | None) -> tuple[Suggestion, ...]:
    """Return what would make a large harvest smaller; only what would.

    Args:
        spec: As it is asked for now.
        survey: What it would bring.
        thinned: What it would bring with one image per five metres; None while that is counted.
    """
    offers = []
    if (spec.spacing or 0) < SPACING_M and (thinned is None or thinned.items < survey.items):
        number = ""
        if thinned is not None and thinned.items:
            exact = count_text(thinned.items) if thinned.is_exact else about_count_text(thinned.items)
            number = f" ({exact})"
        offers.append(Suggestion(f"Thin to 1 per {SPACING_M:g} m{number}", spacing=SPACING_M))
    if survey.items > FEW:
        offers.append(Suggestion(f"Newest {count_text(FEW)}", pick=Pick.NEWEST, max_images=FEW))
        offers.append(Suggestion(f"Sample {count_text(FEW)}", pick=Pick.SPREAD, max_images=FEW))
    return tuple(offers)


def is_many(survey: Survey, lacks_space: bool) -> bool:
    """Return whether a harvest is so large that smaller ones are worth offering."""
    return survey.items > MANY_IMAGES or (survey.quota_share or 0.0) > MANY_CALLS or lacks_space


def harvest_leaf(regions: Sequence[Region]) -> str:
    """Return the name of the folder that is proposed for a harvest."""
    return folder_name(regions[0].name, "region") if regions else "region"


def harvest_sample(job: AddJob) -> AddJob:
    """Return the same harvest for a few images from everywhere in it, in a folder beside the real one."""
    spec = job.spec
    assert isinstance(spec, MapillarySpec)
    most = min(spec.max_images or SAMPLE_COUNT, SAMPLE_COUNT)
    few = replace(spec, pick=Pick.SPREAD, max_images=most)
    return replace(job, spec=few, destination=sample_folder(job.destination))


def has_filters(spec: MapillarySpec) -> bool:
    """Return whether a spec leaves images out by what they are."""
    usual = MapillarySpec()
    names = ("captured_from", "captured_until", "pano", "creator", "organization", "min_quality")
    return any(getattr(spec, name) != getattr(usual, name) for name in names)
