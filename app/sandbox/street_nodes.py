"""Graph: what an id stands for: an image, a detection, a map feature, a user, an organisation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from app.sandbox.street_detections import MEMBERS, document
from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.street_features import feature_document
from app.sandbox.street_roll import Creator, Organization
from app.sandbox.street_world import StreetWorld
from app.sandbox.world import Document

Fields = Sequence[str]


@dataclass(frozen=True, slots=True)
class Node:
    """Something with an id that is no image.

    Attributes:
        kind: Its type; all ids of one request have to be of the same.
        document: Returns it with the fields that were asked for; may raise StreetRefusalError.
    """

    kind: str
    document: Callable[[Fields], Document]

    def write(self, fields: str) -> bytes:
        """Return it as JSON. Raises StreetRefusalError."""
        names = [name for name in (part.strip() for part in fields.split(",")) if name]
        return msgspec.json.encode(self.document(names))


def find_node(world: StreetWorld, number: int) -> Node | None:
    """Return what is no image; None when there is nothing of that id. Raises UnreadyError."""
    book, feature = world.feature(number)
    if book is not None and feature is not None:
        return Node("MapFeature", lambda fields: feature_document(book, feature, fields))
    detection = world.detection(number)
    if detection is not None:
        return Node("ImageDetection", lambda fields: document(detection, known(fields, MEMBERS)))
    for index in world.indexes():
        for creator in index.roll.creators:
            if creator.id == number:
                return user_node(creator)
        for organization in index.roll.organizations:
            if organization.id == number:
                return _organization_node(organization)
    return None


def user_node(creator: Creator) -> Node:
    """Return a user."""
    every = {"id": str(creator.id), "username": creator.username}
    return Node("User", lambda fields: _picked(fields, every))


def _organization_node(one: Organization) -> Node:
    every = {"id": str(one.id), "slug": one.slug, "name": one.name, "description": one.description}
    return Node("Organization", lambda fields: _picked(fields, every))


def known(fields: Fields, names: Sequence[str]) -> Fields:
    """Return the fields when all are known. Raises StreetRefusalError."""
    for name in fields:
        if name not in names:
            raise StreetRefusalError("field", name)
    return fields


def _picked(fields: Fields, every: Mapping[str, object]) -> Document:
    return {name: every[name] for name in dict.fromkeys(("id", *known(fields, tuple(every))))}
