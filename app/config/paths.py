"""The folders of this program on this machine."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "WINDROW_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """Per-user folders. None of them is a destination of downloads.

    Attributes:
        config: Settings and the list of accounts.
        data: Ledger and leases; always on a local disk.
        cache: Things that can be made anew.
        logs: Rotating log files.
    """

    config: Path
    data: Path
    cache: Path
    logs: Path

    @property
    def ledger(self) -> Path:
        """Return the file of the ledger."""
        return self.data / "ledger.sqlite3"

    @property
    def settings(self) -> Path:
        """Return the file of the settings."""
        return self.config / "settings.toml"

    @property
    def accounts(self) -> Path:
        """Return the file that lists the accounts; it never holds a token."""
        return self.config / "accounts.toml"

    @property
    def sandbox(self) -> Path:
        """Return the folder in which the sandbox keeps what it drew."""
        return self.cache / "sandbox"

    @property
    def tiles(self) -> Path:
        """Return the folder of coverage tiles and map pictures."""
        return self.cache / "tiles"

    @property
    def counters(self) -> Path:
        """Return the file that counts what services allow per day."""
        return self.data / "counters.sqlite3"

    def make(self) -> None:
        """Create the folders; raise OSError when that is not possible."""
        for folder in (self.config, self.data, self.cache, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def find_home(environ: Mapping[str, str] = os.environ) -> Home:
    """Return the folders: below `WINDROW_HOME` when that is set, else where the system keeps such things."""
    chosen = environ.get(HOME_VARIABLE, "").strip()
    if chosen:
        root = Path(chosen).expanduser().absolute()
        return Home(root / "config", root / "data", root / "cache", root / "logs")
    # Imported late: with WINDROW_HOME set it is never needed.
    import platformdirs

    dirs = platformdirs.PlatformDirs("windrow", appauthor=False)
    return Home(
        Path(dirs.user_config_dir), Path(dirs.user_data_dir), Path(dirs.user_cache_dir), Path(dirs.user_log_dir)
    )


def default_downloads(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that new downloads go to unless the person chose another."""
    home = Path(environ.get("HOME") or Path.home())
    return home / "Windrow"
