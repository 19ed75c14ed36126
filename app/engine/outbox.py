"""Where facts and samples wait to be taken: facts in order, of samples only the newest. Pure."""

from collections.abc import Callable
from dataclasses import replace

from app.model.coverage import TileStanding
from app.model.events import Batch, EngineRate, Fact, HostPace, ItemsPlanned, JobRate, Sample, TasksSettled

MOST_TASKS = 200


class Outbox:
    """Facts keep their order and are never dropped; samples are latest-wins by their key.

    Runs of `TasksSettled` (and of `ItemsPlanned`) of one job become one: counts are complete in the last.

    Attributes:
        on_news: Called when something lies here after there was nothing.
    """

    def __init__(self, on_news: Callable[[], None]) -> None:
        """Begin empty."""
        self.on_news = on_news
        self._facts: list[Fact] = []
        self._samples: dict[tuple[str, str | int], Sample] = {}

    def fact(self, fact: Fact) -> None:
        """Add a fact."""
        was_empty = self._is_empty()
        last = self._facts[-1] if self._facts else None
        if (joined := _join(last, fact)) is not None:
            self._facts[-1] = joined
        else:
            self._facts.append(fact)
        if was_empty:
            self.on_news()

    def sample(self, sample: Sample) -> None:
        """Add a sample, in place of the older one of its key."""
        was_empty = self._is_empty()
        self._samples[sample_key(sample)] = sample
        if was_empty:
            self.on_news()

    def drain(self) -> Batch:
        """Take everything."""
        batch = Batch(tuple(self._facts), tuple(self._samples.values()))
        self._facts.clear()
        self._samples.clear()
        return batch

    def _is_empty(self) -> bool:
        return not self._facts and not self._samples


def _join(last: Fact | None, fact: Fact) -> Fact | None:
    if isinstance(last, TasksSettled) and isinstance(fact, TasksSettled) and last.job_id == fact.job_id:
        return replace(fact, tasks=(last.tasks + fact.tasks)[-MOST_TASKS:])
    if isinstance(last, ItemsPlanned) and isinstance(fact, ItemsPlanned) and last.job_id == fact.job_id:
        return fact
    return None


def sample_key(sample: Sample) -> tuple[str, str | int]:
    """Return what a sample is about: a newer one takes the place of an older one with the same key."""
    match sample:
        case JobRate():
            return ("job", sample.job_id)
        case EngineRate():
            return ("engine", 0)
        case HostPace():
            return ("host", sample.host)
        case TileStanding():
            return (f"tile {sample.key}", sample.job_id)
