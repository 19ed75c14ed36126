"""The gate of the graph: token, quota, then the work; a refusal becomes the row of the protocol reference."""

from collections.abc import Callable, Iterable

from app.model.clock import Clock
from app.sandbox.routes import Handler
from app.sandbox.street_access import Quota, check_graph
from app.sandbox.street_errors import StreetRefusalError, refused
from app.sandbox.street_fields import Entities, asked_fields
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_world import StreetWorld
from app.sandbox.wire import Reply, Request
from app.sandbox.world import UnreadyError


class StreetGate:
    """Lets requests through and writes images. `token` and `thumb_seconds` may be changed while it runs.

    Attributes:
        address: Scheme, host and port; set when the server listens.
    """

    def __init__(self, settings: StreetSettings, world: StreetWorld, clock: Clock) -> None:
        """Count from nothing."""
        self.settings = settings
        self.world = world
        self.token = settings.token
        self.thumb_seconds = settings.thumb_seconds
        self.address = ""
        self.clock = clock
        self.entity_quota = Quota(settings.entity_per_minute, 60)
        self.search_quota = Quota(settings.search_per_minute, 60)
        self._entities = Entities(world.detections)

    def passing(self, quota: Quota, work: Handler) -> Handler:
        """Return a handler that lets only good requests through to the work, and counts them."""

        def handle(request: Request) -> Reply:
            try:
                check_graph(request, self.token)
                if not quota.spend(self.clock.utc()):
                    raise StreetRefusalError("app-limit")
                return work(request)
            except StreetRefusalError as refusal:
                return refused(refusal.row, *refusal.words)
            except UnreadyError:
                # It comes again when all is ready, and counts once.
                quota.used -= 1
                raise

        return handle

    def require(self, ids: Iterable[int], fields: str) -> None:
        """Raise UnreadyError, once for all, when scenes have to be drawn before images can be told of."""
        if asked_fields(fields).detections is None:
            return
        found = (place for place in map(self.world.find, ids) if place is not None)
        self.world.detections.require(int(index.roll.scene[row]) for index, row in found)

    def writer(self, fields: str) -> Callable[[int], bytes | None]:
        """Return what writes an image by id as JSON, None for an unknown one; all addresses get one nonce."""
        nonce = int(self.clock.random() * 0xFFFFFFFF)
        expires = int(self.clock.utc() + self.thumb_seconds)
        entities, find, host = self._entities, self.world.find, self.address

        def write(image_id: int) -> bytes | None:
            found = find(image_id)
            return None if found is None else entities.write(*found, fields, host, nonce, expires)

        return write
