"""Who asks: an address and a name for it. The token is not part of the record. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One account at one service.

    Attributes:
        key: Stable name of the account in settings and ledger, such as "supervisely@app.supervisely.com" or "demo".
        source: Registry key of the source it belongs to.
        address: Server address without trailing slash, such as "https://app.supervisely.com".
        label: What people call it.
        is_demo: Served by our own sandbox.
        tile_address: Address of the server of coverage tiles, where that is another one.
    """

    key: str
    source: str
    address: str
    label: str
    is_demo: bool = False
    tile_address: str = ""


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """What a test of an account found.

    Attributes:
        account: The account that was tested.
        user: Login or name; empty when the service does not tell.
        teams: Names of the teams, in server order.
        round_trip: Seconds of one small call.
        server_version: As the server spells it; empty when unknown.
    """

    account: Account
    user: str
    teams: tuple[str, ...]
    round_trip: float
    server_version: str


@dataclass(frozen=True, slots=True)
class FoundCredentials:
    """Credentials that lie ready on this computer; the token itself stays where it is.

    Attributes:
        account: What they would connect to.
        origin: Where they were found, for people: "supervisely.env" or "the environment".
        masked: The token as it may be shown: "abcd…wxyz" or "••••".
    """

    account: Account
    origin: str
    masked: str
