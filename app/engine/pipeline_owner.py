"""Whom a pipeline tells of what concerns more than one item."""

from typing import Protocol

from app.model.failure import Failure


class PipelineOwner(Protocol):
    """Who decides about the job as a whole."""

    def job_in_trouble(self, failure: Failure) -> None:
        """Too many items failed alike; going on would fail them all."""
        ...

    def first_request(self) -> None:
        """The first task is on its way."""
        ...

    def all_landed(self) -> None:
        """Nothing is in hand any more."""
        ...
