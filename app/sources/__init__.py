"""Where images come from: one line per source.

A source knows neither the engine nor the disk nor another source. What it can do is written in `app.model.source`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.model.account import Account
from app.model.door import DoorRules
from app.model.harvest_record import LICENCE
from app.model.readable import Readable
from app.model.source import Browsable, Source
from app.model.spec import MapillarySpec, Spec, SuperviselySpec
from app.sources.kit import SourceKit
from app.sources.mapillary import door as mapillary_door
from app.sources.mapillary.source import MapillarySource
from app.sources.supervisely import door as supervisely_door
from app.sources.supervisely.source import SuperviselySource


class BrowsableSource(Source, Browsable, Readable, Protocol):
    """What every source of the registry is."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What the rest of the program may know of a source.

    Attributes:
        key: Name in specs, accounts and settings.
        title: Name for people.
        spec: The spec that it reads.
        factory: Makes the source for an account.
        rules: Says how the door for an account (and its token) must behave.
        licence: Licence of what it brings; empty when every project has its own.
    """

    key: str
    title: str
    spec: type[Spec]
    factory: Callable[[Account, SourceKit], BrowsableSource]
    rules: Callable[[Account, str, SourceKit], DoorRules]
    licence: str


REGISTRY: dict[str, SourceEntry] = {
    "supervisely": SourceEntry(
        key="supervisely",
        title="Supervisely",
        spec=SuperviselySpec,
        factory=SuperviselySource,
        rules=supervisely_door.rules,
        licence="",
    ),
    "mapillary": SourceEntry(
        key="mapillary",
        title="Mapillary",
        spec=MapillarySpec,
        factory=MapillarySource,
        rules=mapillary_door.rules,
        licence=LICENCE,
    ),
}
