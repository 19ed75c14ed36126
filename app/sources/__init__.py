"""Where images come from: one line per source.

A source knows neither the engine nor the disk nor another source. What it can do is written in `app.model.source`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.model.account import Account
from app.model.clock import Clock
from app.model.spec import Spec, SuperviselySpec
from app.sources.supervisely.source import SuperviselySource


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What the rest of the program may know of a source.

    Attributes:
        key: Name in specs, accounts and settings.
        title: Name for people.
        spec: The spec that it reads.
        factory: Makes the source for an account; it is a `Source` and a `Browsable`.
        licence: Licence of what it brings; empty when every project has its own.
        header: Request header that carries the token, lower case.
    """

    key: str
    title: str
    spec: type[Spec]
    factory: Callable[[Account, Clock], SuperviselySource]
    licence: str
    header: str


REGISTRY: dict[str, SourceEntry] = {
    "supervisely": SourceEntry(
        key="supervisely",
        title="Supervisely",
        spec=SuperviselySpec,
        factory=SuperviselySource,
        licence="",
        header="x-api-key",
    )
}
