"""Bars on a terminal."""

from rich.console import Console

from app.cli.bars import Bars, facts_text
from app.cli.standing import Standing
from app.model.coverage import TileStanding, TileState
from app.model.events import EngineTrouble, HoldBegan, JobAdded, JobFinished, JobRate
from app.model.job import Hold, HoldKind, JobCounts
from tests.fakes.jobs import Table, a_job

RATE = JobRate(1, 3_100_000, 30.0, 1.0, 1.0, 1.0, 4.0, 4.0, 3, 12_300_000, 120)


def test_a_bar_shows_items_bytes_rate_and_time():
    standing = Standing(a_job(), JobCounts(240, 118, 0, 0, 2), 12_300_000, 24_600_000, True, RATE)

    assert facts_text(standing) == "120/240  12.3 MB/24.6 MB  3.1 MB/s  4.0 s left  2 failed"


def test_a_waiting_bar_says_why():
    standing = Standing(a_job(), hold=Hold(HoldKind.SERVER, "Down.", "", 5.0, 1.0))

    assert facts_text(standing) == "Waiting: Down."


def test_the_display_opens_moves_and_leaves_only_lines():
    table = Table(is_terminal=True)
    console = Console(file=table.out, force_terminal=True, width=120)
    bars = Bars(table.desk, console)
    standing = Standing()
    added = JobAdded(a_job(title="[bold]A very long title that does not fit into its column[/bold]"))
    standing.take(added)

    bars.fact(added, standing)
    standing.rate = RATE
    bars.sample(RATE, standing)
    bars.fact(EngineTrouble("The disk vanished.", "Plug it in."), Standing())
    bars.fact(JobFinished(1, JobCounts(240, 240), 24_600_000, 2.0), standing)
    bars.close()
    bars.close()

    shown = table.out.getvalue()
    assert "[bold]A very long title" in shown
    assert "240 images: 240 fetched" in shown
    assert shown.rstrip().endswith("\x1b[2K") or "\x1b[?25h" in shown
    assert table.err.getvalue() == "The disk vanished. Plug it in.\n"


def test_a_bar_counts_tiles_while_a_harvest_lists():
    standing = Standing(a_job(), JobCounts(30), 0, 500_000)
    standing.take_tile(TileStanding(1, "14/1/1", TileState.DONE))
    standing.take_tile(TileStanding(1, "14/1/2", TileState.QUEUED))

    assert facts_text(standing) == "1/2 tiles  0/30+  0 B/500.0 kB"


def test_a_wait_of_hours_gets_a_line_that_stays():
    table = Table(is_terminal=True)
    bars = Bars(table.desk, Console(file=table.out, force_terminal=True, width=200))

    bars.fact(HoldBegan(7, Hold(HoldKind.QUOTA, "All used up.", "", 20_000.0, 0.0)), Standing())
    bars.close()

    assert "windrow jobs resume 7" in table.out.getvalue()
