"""Lines, JSON and silence."""

import argparse
import json

import pytest

from app.cli.bars import Bars
from app.cli.reporters import JsonLines, PlainLines, Silence, choose_reporter, fact_lines
from app.cli.standing import Standing
from app.model.coverage import TileStanding, TileState
from app.model.events import EngineTrouble, HoldBegan, JobAdded, JobFinished, JobPlanned, JobRate
from app.model.export_spec import ExportSpec
from app.model.job import Hold, HoldKind, JobCounts, JobState
from tests.fakes.clock import FakeClock
from tests.fakes.jobs import Table, a_job

RATE = JobRate(1, 3_100_000, 30.0, 1.0, 1.0, 1.0, 4.0, 4.0, 3, 12_300_000, 120)
TROUBLE = EngineTrouble("The disk vanished.", "Plug it in.")


def options(**chosen: bool) -> argparse.Namespace:
    return argparse.Namespace(**({"json": False, "quiet": False} | chosen))


@pytest.mark.parametrize(
    ("chosen", "is_terminal", "expected"),
    [
        ({"json": True}, True, JsonLines),
        ({"quiet": True}, True, Silence),
        ({}, True, Bars),
        ({}, False, PlainLines),
    ],
    ids=["json", "quiet", "terminal", "pipe"],
)
def test_options_and_terminal_choose_the_reporter(chosen, is_terminal, expected):
    table = Table(is_terminal=is_terminal)

    reporter = choose_reporter(options(**chosen), table.desk, FakeClock().monotonic)

    assert type(reporter) is expected
    reporter.close()


def test_plain_lines_tell_beginning_plan_wait_and_end():
    table = Table()
    reporter = PlainLines(table.desk, FakeClock().monotonic)
    standing = Standing()

    reporter.fact(JobAdded(a_job(title="Town\x1b[2J")), standing)
    reporter.fact(JobPlanned(1, JobCounts(3), 5_000, 1), standing)
    reporter.fact(HoldBegan(1, Hold(HoldKind.SERVER, "Down.", "", 5.0, 1.0)), standing)
    reporter.fact(HoldBegan(1, Hold(HoldKind.SIGN_IN, "Not accepted.", "", None, 1.0)), standing)
    reporter.fact(JobFinished(1, JobCounts(3, 3), 5_000, 2.0), standing)
    reporter.close()

    assert table.out.getvalue().splitlines() == [
        "Job 1: Town\N{REPLACEMENT CHARACTER}[2J → /data/town",
        "3 images, 5.0 kB to fetch",
        "1 name adjusted for this disk; the receipt says how",
        "Waiting: Down.",
        "3 images: 3 fetched, 0 already here · 5.0 kB in 2.0 s",
    ]


async def test_plain_lines_speak_up_when_nothing_was_said_for_a_while():
    table, clock = Table(), FakeClock()
    reporter = PlainLines(table.desk, clock.monotonic)
    standing = Standing(counts=JobCounts(240, 120), is_planned=True)

    reporter.sample(RATE, standing)
    await clock.advance(6)
    reporter.sample(RATE, standing)
    reporter.sample(RATE, standing)

    assert table.out.getvalue().splitlines() == ["120 of 240 images"]


async def test_json_rates_come_once_a_second_at_most():
    table, clock = Table(), FakeClock()
    reporter = JsonLines(table.desk, clock.monotonic)

    for _ in range(5):
        reporter.sample(RATE, Standing())
        await clock.advance(0.4)
    reporter.fact(JobFinished(1, JobCounts(3, 3), 5_000, 2.0), Standing())
    reporter.close()

    lines = [json.loads(line) for line in table.out.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["JobRate", "JobRate", "JobFinished"]


def test_silence_lets_only_trouble_through():
    table = Table()
    reporter = Silence(table.desk)

    reporter.fact(JobAdded(a_job()), Standing())
    reporter.sample(RATE, Standing())
    reporter.fact(TROUBLE, Standing())
    reporter.close()

    assert (table.out.getvalue(), table.err.getvalue()) == ("", "The disk vanished. Plug it in.\n")


def test_json_names_each_unread_tile_once():
    table = Table()
    reporter = JsonLines(table.desk, FakeClock().monotonic)
    unread = TileStanding(1, "14/1/2", TileState.PROBLEM, title="A coverage tile cannot be read.")

    for _ in range(3):
        reporter.sample(unread, Standing())
    reporter.sample(TileStanding(1, "14/1/3", TileState.DONE), Standing())

    lines = [json.loads(line) for line in table.out.getvalue().splitlines()]
    assert [(line["event"], line["tile"]) for line in lines] == [("TileUnread", "14/1/2")]


@pytest.mark.parametrize("kind", [PlainLines, Silence], ids=["plain", "quiet"])
def test_a_wait_of_hours_is_told_even_to_those_who_want_silence(kind):
    table = Table()
    reporter = kind(table.desk) if kind is Silence else kind(table.desk, FakeClock().monotonic)

    reporter.fact(HoldBegan(7, Hold(HoldKind.QUOTA, "All used up.", "", 20_000.0, 0.0)), Standing())

    told = table.out.getvalue() + table.err.getvalue()
    assert "Waiting: All used up." in told
    assert "windrow jobs resume 7" in told


def test_an_export_is_told_in_its_own_words():
    job = a_job(1, JobState.RUNNING, spec=ExportSpec("/data/town"), source="export", account="")
    standing = Standing(job=job)

    planned = fact_lines(JobPlanned(1, JobCounts(10, 0, 0, 2, 1), 0, 0), standing)
    finished = fact_lines(JobFinished(1, JobCounts(10, 7, 0, 2, 1), 2000, 4.0), standing)

    assert planned == ["7 images to export"]
    assert finished == ["10 images: 7 exported, 2 left out, 1 not exported · 2.0 kB in 4.0 s"]
