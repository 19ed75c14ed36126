"""Graph: the image search by box, by place, by user with pages, by sequences and by ids."""

import base64
from urllib.parse import urlencode

import numpy as np

from app.sandbox.routes import Route, Routes
from app.sandbox.street_errors import NOT_FOUND, StreetRefusalError
from app.sandbox.street_fields import asked_fields
from app.sandbox.street_gate import StreetGate
from app.sandbox.street_query import Box, Query, read_query, rows_of
from app.sandbox.street_settings import Unknown
from app.sandbox.wire import JSON_TYPE, Reply, Request

# Boxes that hold so many times too much fail in the other spelling.
_FAR_TOO_MUCH = 4
_CURSOR = "windrow:"


class SearchRoutes:
    """Answers `/images`."""

    def __init__(self, gate: StreetGate) -> None:
        """Serve what the gate lets through."""
        self._gate = gate

    def join(self, routes: Routes) -> None:
        """Add the line of the search."""
        handler = self._gate.passing(self._gate.search_quota, self._images)
        routes.add("/images", Route("street.search", handler, ids=("bbox", "image_ids", "after")))

    def _images(self, request: Request) -> Reply:
        values = request.query
        fields = values.get("fields", "")
        asked_fields(fields)
        if "image_ids" in values:
            return self._listed(values["image_ids"], fields)
        query = read_query(values, self._gate.settings.box_most)
        if query.box is not None or query.near is not None or query.sequences:
            if query.box is not None:
                refuse_dense(self._gate, query.box)
            return self._reply(self._found(query)[: query.limit], fields)
        if not query.creator and query.organization is None:
            raise StreetRefusalError("parameter", "One of bbox, lat and lng, creator_username, sequence_ids is needed")
        return self._page(query, values.get("after", ""), request)

    def _found(self, query: Query) -> list[int]:
        """Return the ids that fit, in the order of the rolls."""
        world = self._gate.world
        ids: list[int] = []
        for index in world.indexes(query.box):
            ids += index.roll.ids[rows_of(index, query)].tolist()
        return [one for one in ids if one not in world.gone] if world.gone else ids

    def _listed(self, text: str, fields: str) -> Reply:
        """Return the images of a list of ids."""
        ids = [int(part) for part in text.split(",") if part.isdigit() and len(part) < 19]
        world = self._gate.world
        unknown = [one for one in ids if world.find(one) is None]
        if unknown and self._gate.settings.unknown is Unknown.FAILS:
            raise StreetRefusalError(NOT_FOUND, str(unknown[0]))
        return self._reply(ids, fields)

    def _page(self, query: Query, after: str, request: Request) -> Reply:
        """Return a page of a user's images, newest first; a full page says where the next one is."""
        ids = self._newest(query)
        start = _position(after)
        chosen = ids[start : start + query.limit]
        body = self._data(chosen, fields=request.query.get("fields", ""))
        if chosen:
            before, behind = _cursor(start), _cursor(start + len(chosen))
            body += b',"paging":{"cursors":{"before":"%b","after":"%b"}' % (before, behind)
            if len(chosen) == query.limit:
                kept = {key: value for key, value in request.query.items() if key not in {"access_token", "after"}}
                words = urlencode({**kept, "limit": query.limit, "after": behind.decode()})
                body += b',"next":"%b/images?%b"' % (self._gate.address.encode(), words.encode())
            body += b"}"
        return Reply(200, JSON_TYPE, (body + b"}",))

    def _newest(self, query: Query) -> list[int]:
        world = self._gate.world
        parts = [(index, rows_of(index, query)) for index in world.indexes()]
        ids = np.concatenate([index.roll.ids[rows] for index, rows in parts])
        at_ms = np.concatenate([index.roll.at_ms[rows] for index, rows in parts])
        order = np.lexsort((-ids, -at_ms))
        return [one for one in ids[order].tolist() if one not in world.gone]

    def _data(self, ids: list[int], fields: str) -> bytes:
        """Return the reply up to its last brace."""
        self._gate.require(ids, fields)
        write = self._gate.writer(fields)
        written = (write(one) for one in ids)
        return b'{"data":[' + b",".join(one for one in written if one is not None) + b"]"

    def _reply(self, ids: list[int], fields: str) -> Reply:
        return Reply(200, JSON_TYPE, (self._data(ids, fields) + b"}",))


def refuse_dense(gate: StreetGate, box: Box) -> None:
    """Fail, in one of the two spellings, when a box holds too much. Raises StreetRefusalError."""
    most = gate.settings.dense_most
    count = sum(len(index.in_box(*box)) for index in gate.world.indexes(box))
    if count > most:
        raise StreetRefusalError("reduce-other" if count > most * _FAR_TOO_MUCH else "reduce")


def _cursor(position: int) -> bytes:
    return base64.urlsafe_b64encode(f"{_CURSOR}{position:06d}".encode())


def _position(cursor: str) -> int:
    """Return where a page begins. Raises StreetRefusalError."""
    if not cursor:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(cursor).decode().partition(":")
        if f"{word}:" == _CURSOR:
            return int(number)
    except ValueError:
        pass
    raise StreetRefusalError("parameter", "Invalid cursors values")
