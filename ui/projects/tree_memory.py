"""What the tree looked like last time: one small file per account, for days on which the server does not answer.

Only names, counts and ids are kept. A file that cannot be read or written is no trouble: then nothing is remembered.
"""

import dataclasses
import hashlib
import json
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from app.model.tree import NodeKind, TreeNode

VERSION = 1
# Beyond this many rows below one node nobody scrolls, and the file would be no small one any more.
MOST_ROWS = 5000

log = logging.getLogger(__name__)
Rows = dict[str, list[dict[str, object]]]


class TreeMemory:
    """Remembers the answers to "what is below this node?"."""

    def __init__(self, folder: Path) -> None:
        """Keep files in a folder, which is made when the first one is written."""
        self._folder = folder
        self._known: dict[str, Rows] = {}

    def keep(self, account: str, above: TreeNode | None, nodes: Sequence[TreeNode]) -> None:
        """Remember the nodes below one node; None stands for the account itself."""
        rows = self._rows(account)
        found = [dataclasses.asdict(node) for node in nodes[:MOST_ROWS]]
        if rows.get(_key(above)) == found:
            return
        rows[_key(above)] = found
        self._write(account, rows)

    def recall(self, account: str, above: TreeNode | None = None) -> tuple[TreeNode, ...]:
        """Return the nodes that were below one node last time; empty when nothing is known."""
        try:
            return tuple(_node(row) for row in self._rows(account).get(_key(above), ()))
        except (TypeError, ValueError, KeyError) as error:
            log.warning("the remembered tree cannot be used: %s", error)
            return ()

    def forget_others(self, accounts: Collection[str]) -> None:
        """Delete what is remembered of accounts that are not in use any more."""
        wanted = {self._file(account).name for account in accounts}
        try:
            for file in self._folder.glob("*.json"):
                if file.name not in wanted:
                    file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("a remembered tree cannot be deleted: %s", error.strerror)
        self._known = {account: rows for account, rows in self._known.items() if account in accounts}

    def _rows(self, account: str) -> Rows:
        if account not in self._known:
            self._known[account] = self._read(account)
        return self._known[account]

    def _read(self, account: str) -> Rows:
        try:
            state = json.loads(self._file(account).read_text(encoding="utf-8"))
            return dict(state["rows"]) if state["version"] == VERSION else {}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("the remembered tree cannot be read: %s", error)
            return {}

    def _write(self, account: str, rows: Rows) -> None:
        file = self._file(account)
        fresh = file.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps({"version": VERSION, "rows": rows}), encoding="utf-8")
            fresh.replace(file)
        except OSError as error:
            log.warning("the tree cannot be remembered: %s", error.strerror)

    def _file(self, account: str) -> Path:
        # A key may hold anything, slashes too.
        return self._folder / f"{hashlib.sha256(account.encode()).hexdigest()[:16]}.json"


def _key(above: TreeNode | None) -> str:
    return "" if above is None else f"{above.kind} {above.id}"


def _node(row: dict[str, object]) -> TreeNode:
    node = TreeNode(**row)  # type: ignore[arg-type]  # written from the same record; a wrong one raises TypeError
    return dataclasses.replace(node, kind=NodeKind(node.kind))
