import dataclasses

import pytest

from app.model.harvest import MapillarySpec
from app.model.job import Job, JobState
from tests.ui.queue.making import MB, NOW, a_job, a_rate, counts
from ui.queue.columns import COLUMNS, SHOWN, Column, cell_text, changed_columns, compact, size_text, time_left_text
from ui.queue.row import JobRow

GB = 1000 * MB

CASES = {
    "size-on-the-way": (Column.SIZE, {"bytes_done": 2.7 * GB, "bytes_total": 5.9 * GB}, None, "2.7 / 5.9 GB"),
    "size-large-unit": (Column.SIZE, {"bytes_done": 100 * MB, "bytes_total": 900 * MB}, None, "100 / 900 MB"),
    "size-estimate": (Column.SIZE, {"bytes_total": 3.3 * GB, "is_planned": False}, None, "≈ 3.3 GB"),
    "size-unknown": (Column.SIZE, {"is_planned": False}, None, "—"),
    "size-nothing": (Column.SIZE, {}, None, "0"),
    "size-done": (Column.SIZE, {"bytes_done": 8 * GB, "bytes_total": 8 * GB, "state": JobState.DONE}, None, "8.0 GB"),
    "rate": (Column.RATE, {}, a_rate(speed=31.4 * MB), "31.4 MB/s"),
    "rate-at-rest": (Column.RATE, {"state": JobState.PAUSED}, a_rate(), "—"),
    "items-rate": (Column.ITEMS_RATE, {}, a_rate(), "20"),
    "time-left": (Column.TIME_LEFT, {}, a_rate(seconds_left=280.0, seconds_left_high=280.0), "4 m 40 s"),
    "time-left-range": (Column.TIME_LEFT, {}, a_rate(seconds_left=125.0, seconds_left_high=230.0), "2–4 m"),
    "time-left-unknown": (Column.TIME_LEFT, {}, a_rate(seconds_left=None, seconds_left_high=None), "—"),
    "problems": (Column.PROBLEMS, {"counts": counts(failed=14)}, None, "14"),
    "no-problems": (Column.PROBLEMS, {}, None, "0"),
    "items": (Column.ITEMS, {"counts": counts(listed=12431, done=8741)}, None, "8,741 / 12,431"),
    "items-estimate": (Column.ITEMS, {"counts": counts(listed=5), "is_planned": False}, None, "0 / ≈ 5"),
    "remaining": (Column.REMAINING, {"bytes_done": 1 * GB, "bytes_total": 5 * GB}, None, "4.0 GB"),
    "remaining-unknown": (Column.REMAINING, {"is_planned": False}, None, "—"),
    "remaining-none": (Column.REMAINING, {"state": JobState.DONE, "bytes_total": 5}, None, "0"),
    "average": (Column.AVERAGE, {}, a_rate(), "4.0 MB/s"),
    "peak": (Column.PEAK, {}, a_rate(), "9.0 MB/s"),
    "workers-auto": (Column.WORKERS, {}, a_rate(), "auto · 8"),
    "workers-fixed": (Column.WORKERS, {"workers": 4}, None, "4"),
    "limit": (Column.LIMIT, {"rate_limit": 2 * MB}, None, "2.0 MB/s"),
    "no-limit": (Column.LIMIT, {}, None, "off"),
    "never-started": (Column.STARTED, {}, None, "—"),
    "destination": (Column.DESTINATION, {}, None, "/data/job-1"),
    "id": (Column.JOB_ID, {}, None, "1"),
    "source": (Column.SOURCE, {}, None, "Supervisely"),
    "active-time": (Column.ACTIVE_TIME, {"active_seconds": 75.0}, None, "1 m 15 s"),
}


@pytest.mark.parametrize(("column", "changes", "rate", "text"), CASES.values(), ids=CASES)
def test_each_cell_has_its_words(column, changes, rate, text):
    whole = {name: int(value) if name.startswith("bytes") else value for name, value in changes.items()}

    assert cell_text(JobRow(a_job(**whole), rate), column, NOW) == text


def test_first_columns_fit_940_pixels():
    assert sum(COLUMNS[column].width for column in SHOWN) == 940


def test_every_need_is_a_field():
    fields = {field.name for field in dataclasses.fields(Job)} | {"rate", "rank"}

    assert all(shown.needs <= fields for shown in COLUMNS.values())


@pytest.mark.parametrize("column", list(Column), ids=lambda column: column.name.lower())
def test_a_cell_changes_only_with_what_it_needs(column):
    """A column that forgets a need would show stale words: no such change may go unnoticed."""
    row = JobRow(a_job(state=JobState.RUNNING, counts=counts(listed=9), bytes_total=90), a_rate(), None)
    variants = {
        "counts": dataclasses.replace(row, job=dataclasses.replace(row.job, counts=counts(listed=9, done=3, failed=2))),
        "bytes_done": dataclasses.replace(row, job=dataclasses.replace(row.job, bytes_done=33)),
        "bytes_total": dataclasses.replace(row, job=dataclasses.replace(row.job, bytes_total=66)),
        "state": dataclasses.replace(row, job=dataclasses.replace(row.job, state=JobState.DONE)),
        "rate": dataclasses.replace(row, rate=a_rate(speed=1.0 * MB, bytes_done=44, seconds_left=7.0, in_flight=2)),
        "rank": dataclasses.replace(row, rank=4),
        "is_planned": dataclasses.replace(row, job=dataclasses.replace(row.job, is_planned=False)),
        "workers": dataclasses.replace(row, job=dataclasses.replace(row.job, workers=3)),
        "rate_limit": dataclasses.replace(row, job=dataclasses.replace(row.job, rate_limit=5 * MB)),
        "title": dataclasses.replace(row, job=dataclasses.replace(row.job, title="other")),
        "destination": dataclasses.replace(row, job=dataclasses.replace(row.job, destination="/other")),
        "active_seconds": dataclasses.replace(row, job=dataclasses.replace(row.job, active_seconds=9.0)),
    }

    for name, variant in variants.items():
        if cell_text(variant, column, NOW) != cell_text(row, column, NOW):
            assert column in changed_columns(frozenset({name}))


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (20.0, 40.0, "20–40 s"),
        (3600.0, 7300.0, "1–3 h"),
        (40.0, 110.0, "40–110 s"),
        (7.0, 7.2, "7 s"),
        (None, None, "—"),
    ],
)
def test_a_vague_time_left_is_a_short_range(low, high, text):
    assert time_left_text(low, high) == text


def test_three_figures_need_no_decimal():
    assert compact("123.4 MB/s") == "123 MB/s"
    assert compact("12.3 / 99.9 GB") == "12.3 / 99.9 GB"


def test_guessed_bytes_carry_their_sign_even_when_all_is_listed():
    row = JobRow(a_job(spec=MapillarySpec(), bytes_done=13_300_000, bytes_total=340_000_000, counts=counts(listed=9)))

    assert size_text(row) == "≈ 13.3 / 340 MB"
