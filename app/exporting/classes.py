"""Classes of an export: chosen, renamed, merged, unknown ones added. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.model.export_spec import ExportSpec
from app.model.figure_json import DEFAULT_COLOR
from app.model.label_class import LabelClass


class ClassChoice:
    """What happens to labels by their class.

    Attributes:
        names: Class in the project -> class in the export.
    """

    def __init__(self, spec: ExportSpec) -> None:
        """Take what was chosen."""
        self.names: Mapping[str, str] = dict(spec.renames)
        self._only = frozenset(spec.classes)
        self._without = frozenset(spec.without_classes)

    def is_in(self, name: str) -> bool:
        """Return whether labels of a class are exported."""
        return name not in self._without and (not self._only or name in self._only)

    def new_name(self, name: str) -> str:
        """Return the name of a class in the export."""
        return self.names.get(name, name)


def export_classes(
    spec: ExportSpec, known: Sequence[LabelClass], unknown: Iterable[str] = ()
) -> tuple[LabelClass, ...]:
    """Return the classes of an export.

    Args:
        spec: What was chosen.
        known: Classes of the project, in its order.
        unknown: Names of classes that labels have but the project does not.

    Returns:
        In the order of the project, then the unknown ones by name. Those with one new name are one class, with the
        place, the colour and the template of the first; its shape is "any" when theirs differ.
    """
    choice = ClassChoice(spec)
    names = {one.name for one in known}
    strangers = [LabelClass(name, "any", DEFAULT_COLOR) for name in sorted(set(unknown) - names)]
    merged: dict[str, LabelClass] = {}
    for one in (*known, *strangers):
        if not choice.is_in(one.name):
            continue
        name = choice.new_name(one.name)
        first = merged.get(name)
        if first is None:
            merged[name] = replace(one, name=name)
        elif first.shape != one.shape:
            merged[name] = replace(first, shape="any")
    return tuple(merged.values())
