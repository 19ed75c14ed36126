"""User names and user ids: each is looked up once."""

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.sources.mapillary.client import Client
from app.sources.mapillary.facts import is_image_id
from app.sources.mapillary.wire import document_of, entity_of, rows_of, text


class Creators:
    """The users that an account asked about."""

    def __init__(self, client: Client) -> None:
        """Know nobody yet."""
        self._client = client
        self._ids: dict[str, int] = {}
        self._names: dict[str, str] = {}

    def known_id(self, creator: str) -> int | None:
        """Return the id of a user name, or of the digits of an id, as far as nothing has to be asked."""
        creator = creator.strip()
        return int(creator) if is_image_id(creator) else self._ids.get(creator)

    async def id_of(self, creator: str, network: Network) -> int:
        """Return the id of a user name, or of the digits of an id. The name is found through one of their images.

        Raises:
            FailedError: REFUSED: nobody with pictures is called so.
        """
        creator = creator.strip()
        known = self.known_id(creator)
        if known is not None:
            return known
        call = self._client.by_creator(creator, ("id", "creator"), limit=1)
        for row in rows_of(document_of(await network.ask(call), call.route)):
            found = entity_of(row).creator_id
            if is_image_id(found):
                self._ids[creator] = int(found)
                return int(found)
        raise FailedError(
            Failure(
                FailureKind.REFUSED,
                f"Mapillary has no pictures by “{creator}”.",
                "Check the spelling; capital letters count.",
            )
        )

    async def name_of(self, creator: str, network: Network) -> str:
        """Return a user name: the text itself, unless it is an id.

        Raises:
            FailedError: Nobody has that id.
        """
        creator = creator.strip()
        if not is_image_id(creator):
            return creator
        if creator not in self._names:
            call = self._client.entity(creator, ("username",))
            name = text(document_of(await network.ask(call), call.route).get("username"))
            # Some names are all digits: then there is no user with that id, but one with that name.
            self._names[creator] = name or creator
        return self._names[creator]
