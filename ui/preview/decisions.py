"""What a person decided about the export of a folder: left-out images and classes, other names, remedies.

Every step can be undone. Decisions are kept for each folder in the private home; nothing of the folder is changed.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QSettings, Signal

from app.model.export_spec import ExportSpec
from app.model.problem import ProblemKind, Remedy

MOST_STEPS = 200
MOST_FOLDERS = 50
STATE_KEY = "preview/decisions"


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about one folder.

    Attributes:
        excluded: Images, as "dataset/name", sorted.
        without_classes: Classes that are left out, in the order of leaving.
        renames: (class, new name) pairs.
        colors: (class, "#RRGGBB") pairs, for looking alone.
        remedies: (problem kind, remedy) pairs where it is not AUTO.
    """

    excluded: tuple[str, ...] = ()
    without_classes: tuple[str, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    colors: tuple[tuple[str, str], ...] = ()
    remedies: tuple[tuple[str, str], ...] = ()


class Decisions(QObject):
    """The decisions about the open folder.

    Signals:
        changed(): They are others now.
        undoable(bool, bool): Whether the last one can be undone, and done again.
    """

    changed = Signal()
    undoable = Signal(bool, bool)

    def __init__(self, state: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._folder = ""
        self._steps: list[Decided] = [Decided()]
        self._at = 0

    @property
    def now(self) -> Decided:
        """Return what is decided."""
        return self._steps[self._at]

    def open(self, folder: str) -> None:
        """Take up what was decided about a folder earlier."""
        self._folder = folder
        self._steps, self._at = [self._kept().get(folder, Decided())], 0
        self._tell()

    def exclude(self, keys: Iterable[str], is_out: bool = True) -> None:
        """Leave images out, or take them in again."""
        change = set(keys)
        kept = set(self.now.excluded)
        self._step(replace(self.now, excluded=tuple(sorted(kept | change if is_out else kept - change))))

    def is_excluded(self, key: str) -> bool:
        """Return whether an image is left out."""
        return key in self.now.excluded

    def leave_class(self, name: str, is_out: bool = True) -> None:
        """Leave the labels of a class out, or take them in again."""
        others = tuple(one for one in self.now.without_classes if one != name)
        self._step(replace(self.now, without_classes=(*others, name) if is_out else others))

    def rename(self, name: str, other: str) -> None:
        """Give a class another name; its own name takes that back."""
        others = tuple(pair for pair in self.now.renames if pair[0] != name)
        self._step(replace(self.now, renames=others if other in ("", name) else (*others, (name, other))))

    def recolor(self, name: str, color: str) -> None:
        """Draw a class in another colour; an empty one takes that back."""
        others = tuple(pair for pair in self.now.colors if pair[0] != name)
        self._step(replace(self.now, colors=(*others, (name, color)) if color else others))

    def remedy(self, kind: ProblemKind) -> Remedy:
        """Return what is done about a kind of problem."""
        return Remedy(dict(self.now.remedies).get(kind.value, Remedy.AUTO.value))

    def set_remedies(self, remedies: dict[ProblemKind, Remedy]) -> None:
        """Choose what is done about some kinds of problems, as one step."""
        pairs = dict(self.now.remedies) | {kind.value: remedy.value for kind, remedy in remedies.items()}
        kept = tuple(sorted((kind, remedy) for kind, remedy in pairs.items() if remedy != Remedy.AUTO.value))
        self._step(replace(self.now, remedies=kept))

    def undo(self) -> None:
        """Take the last step back."""
        if self._at > 0:
            self._at -= 1
            self._keep()

    def redo(self) -> None:
        """Do the step again that was taken back."""
        if self._at + 1 < len(self._steps):
            self._at += 1
            self._keep()

    def clear(self) -> None:
        """Forget everything, as one step."""
        self._step(Decided())

    def fill(self, spec: ExportSpec) -> ExportSpec:
        """Return a spec with these decisions in it."""
        now = self.now
        return replace(
            spec,
            excluded=now.excluded,
            without_classes=now.without_classes,
            renames=now.renames,
            remedies=now.remedies,
        )

    def _step(self, decided: Decided) -> None:
        if decided == self.now:
            return
        self._steps = [*self._steps[: self._at + 1], decided][-MOST_STEPS:]
        self._at = len(self._steps) - 1
        self._keep()

    def _tell(self) -> None:
        self.undoable.emit(self._at > 0, self._at + 1 < len(self._steps))
        self.changed.emit()

    def _kept(self) -> dict[str, Decided]:
        try:
            found: dict[str, Any] = json.loads(str(self._state.value(STATE_KEY, "{}")))
            return {str(folder): msgspec.convert(value, Decided) for folder, value in found.items()}
        except (ValueError, AttributeError, msgspec.ValidationError):
            return {}

    def _keep(self) -> None:
        if self._folder:
            kept = self._kept()
            kept.pop(self._folder, None)
            if self.now != Decided():
                kept[self._folder] = self.now  # the newest stands last, the oldest goes first
            newest = list(kept.items())[-MOST_FOLDERS:]
            self._state.setValue(STATE_KEY, json.dumps({folder: asdict(decided) for folder, decided in newest}))
        self._tell()
