from dataclasses import replace

from app.model.commands import AddJob
from app.model.harvest import MapillarySpec, Pick
from app.model.queries import MakeSurvey
from app.model.region import box
from tests.fakes import street
from ui.plan.harvest_choice import (
    SPACING_M,
    harvest_leaf,
    harvest_sample,
    has_filters,
    is_many,
    suggestions,
)

SPEC = MapillarySpec(regions=(street.HUGE,))
MANY = street.survey(MakeSurvey(SPEC, "a", ""))


def test_a_large_harvest_is_offered_three_ways_to_be_smaller():
    thinned = street.survey(MakeSurvey(replace(SPEC, spacing=SPACING_M), "a", ""))

    offers = suggestions(SPEC, MANY, thinned)

    assert [one.words for one in offers] == [f"Thin to 1 per 5 m ({thinned.items:,})", "Newest 1,000", "Sample 1,000"]
    assert offers[0].applied(SPEC).spacing == SPACING_M
    assert offers[1].applied(SPEC).pick is Pick.NEWEST
    assert (offers[2].applied(SPEC).pick, offers[2].applied(SPEC).max_images) == (Pick.SPREAD, 1000)


def test_what_would_not_help_is_not_offered():
    already = replace(SPEC, spacing=SPACING_M)
    few = replace(MANY, items=900)

    assert suggestions(already, few, None) == ()
    assert suggestions(SPEC, MANY, MANY)[0].words == "Newest 1,000"


def test_many_are_many_images_many_calls_or_more_than_the_disk_takes():
    small = replace(MANY, items=100, quota_share=0.01)

    assert not is_many(small, lacks_space=False)
    assert is_many(replace(small, items=20_001), lacks_space=False)
    assert is_many(replace(small, quota_share=0.2), lacks_space=False)
    assert is_many(small, lacks_space=True)


def test_a_sample_is_spread_over_everything_and_lies_beside():
    job = AddJob(MapillarySpec(regions=(street.SMALL,), max_images=20), "a", "/data/small", "Small")

    few = harvest_sample(job)

    assert (few.spec.pick, few.spec.max_images) == (Pick.SPREAD, 20)
    assert few.destination == "/data/small-sample"
    assert harvest_sample(replace(job, spec=SPEC)).spec.max_images == 50


def test_the_folder_is_called_like_the_first_region():
    assert harvest_leaf((box(1, 2, 3, 4, "Lyon / centre"),)) == "Lyon _ centre"
    assert harvest_leaf((box(1, 2, 3, 4),)) == "region"


def test_thinning_and_a_maximum_are_no_filters():
    assert not has_filters(MapillarySpec(spacing=5.0, max_images=9))
    assert has_filters(MapillarySpec(creator="ada"))
