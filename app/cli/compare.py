"""`windrow bench images --dataset ID`: the ways of fetching side by side, on a server of one's own."""

import argparse
import json
from collections.abc import Sequence
from typing import Any

from app.cli.desk import Desk, Exit
from app.cli.interrupt import Interrupt, run_async
from app.cli.words import bytes_text
from app.model.measure import MOST_ITEMS, Kind, Measured, best, most_requests, ways
from app.model.queries import ListImages, MeasureWay

BAR = 30


def compare(options: argparse.Namespace, desk: Desk) -> int:
    """Try every way on a sample of a dataset and print what came of it."""
    kind = Kind(options.kind)
    count = min(options.items, MOST_ITEMS)

    async def work(interrupt: Interrupt) -> int:
        del interrupt
        return await _measure(options, desk, kind, count)

    return run_async(work)


async def _measure(options: argparse.Namespace, desk: Desk, kind: Kind, count: int) -> int:
    from app.bootstrap.accounts import is_loopback
    from app.cli.session import signed_in

    found: list[Measured] = []
    async with signed_in(desk, options.account, allow_http=options.allow_http) as (host, account):
        asks = (
            f"Ask {account.address} up to {most_requests(kind, count):,} times for {kind.value}, and again what fails?"
        )
        if not options.yes and not is_loopback(account.address) and not desk.agrees(asks):
            desk.complain("Nothing was asked. Add --yes to measure without being asked.")
            return Exit.STOPPED
        items = await host.call(ListImages(account.key, options.dataset, (), count))
        if not items:
            desk.complain("There is nothing in this dataset to measure with.")
            return Exit.STOPPED
        if not options.json:
            desk.say(
                f"{len(items):,} {kind.value} of dataset {options.dataset}, at most {options.seconds} s for each way."
            )
            desk.say(f"At most {most_requests(kind, len(items)):,} questions, and repeats of those that fail.")
        for way in ways(kind):
            found.append(await host.call(MeasureWay(account.key, kind, way, items, float(options.seconds))))
            if not options.json:
                # Bars need the best of all; until then the numbers show that it goes on.
                desk.say(f"  {way.title}: {found[-1].per_second:,.0f} per second")
    if options.json:
        desk.say(json.dumps(comparison_json(kind, found)))
    else:
        for line in comparison_lines(kind, found):
            desk.say(line)
    return Exit.PROBLEMS if any(one.failed for one in found) else Exit.COMPLETE


def comparison_lines(kind: Kind, found: Sequence[Measured]) -> list[str]:
    """Return table, bars and the best way."""
    most = max((one.per_second for one in found), default=0.0) or 1.0
    slowest = next((one.per_second for one in found if one.items), 0.0) or 1.0
    width = max(len(one.way.title) for one in found)
    lines = ["", f"{'':{width}}  per second   times  requests        size  "]
    for one in found:
        bar = "█" * max(1, round(BAR * one.per_second / most)) if one.items else ""
        lost = f"  {one.failed:,} could not be had" if one.failed else ""
        lines.append(
            f"{one.way.title:{width}}  {one.per_second:10,.1f}  {one.per_second / slowest:6.1f}  {one.requests:8,}"
            f"  {bytes_text(one.size):>10}  {bar}{lost}"
        )
    winner = best(found)
    if winner is not None:
        lines += ["", f"Best here: {winner.way.title}. For downloads: {winner.way.options}"]
        lines.append("The usual way of Windrow, --mode auto, finds its own number of requests at once.")
    if kind is Kind.ANNOTATIONS:
        lines.append("The service takes at most 100 annotations in a request and keeps their order up to some 60.")
    return lines


def comparison_json(kind: Kind, found: Sequence[Measured]) -> dict[str, Any]:
    """Return a comparison as JSON-ready builtins."""
    winner = best(found)
    return {
        "kind": kind.value,
        "ways": [
            {
                "mode": one.way.mode.value,
                "batch_size": one.way.batch_size,
                "workers": one.way.workers,
                "items": one.items,
                "failed": one.failed,
                "bytes": one.size,
                "requests": one.requests,
                "seconds": round(one.seconds, 4),
                "per_second": round(one.per_second, 2),
            }
            for one in found
        ],
        "best": None if winner is None else winner.way.options,
    }
