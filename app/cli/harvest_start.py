"""Before a harvest: where it goes, which areas a file holds, and whether the token is accepted."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from app.bootstrap.accounts import Credentials
from app.cli.download import folder_from
from app.config.street_tokens import find_folder
from app.engine.host import Host
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import CheckAccount, ReadRegions
from app.model.region import Region

NO_FOLDER = Failure(
    FailureKind.REFUSED, "Where to? No folder is named.", "Add --to DIR, or write DOWNLOAD_DIR to .env in this folder."
)


def destination_of(text: str | None, environ: Mapping[str, str], folder: Path | None = None) -> Path:
    """Return the destination as an absolute path: the named one, else DOWNLOAD_DIR as the tutorials write it.

    Args:
        text: What `--to` says; None without it.
        environ: Variables.
        folder: Where `.env` is looked for; the working folder by default.

    Raises:
        FailedError: REFUSED, none is named; DISK, its name is no text.
    """
    if text is not None:
        return folder_from(text)
    found = find_folder(environ, folder)
    if found is None:
        raise FailedError(NO_FOLDER)
    return folder_from(str(found))


async def regions_of(host: Host, files: Iterable[str]) -> tuple[Region, ...]:
    """Return the areas of files. Raise FailedError, which names a file that cannot be read."""
    regions: list[Region] = []
    for file in files:
        regions += await host.call(ReadRegions(_whole(file)))
    return tuple(regions)


def _whole(file: str) -> str:
    return str(Path(file).expanduser().absolute())


async def check_token(host: Host, credentials: Credentials) -> None:
    """Return unless the service refuses the token; a service that is away or busy is waited for later.

    Raises:
        FailedError: AUTH.
    """
    try:
        await host.call(CheckAccount(credentials.account, credentials.token))
    except FailedError as error:
        if error.failure.kind is FailureKind.AUTH:
            raise
