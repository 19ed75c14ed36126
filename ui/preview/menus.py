"""The menus of a class (only this, rename, merge, recolour, leave out) and of a kind of problem (show, mend)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QInputDialog, QMenu, QWidget

from app.model.problem import PROBLEMS, ProblemKind, Remedy
from ui.preview.decisions import Decisions
from ui.theme.theme import Theme

MOST_MERGES = 40


def class_menu(
    theme: Theme,
    decisions: Decisions,
    name: str,
    others: Sequence[str],
    parent: QWidget,
    only_this: Callable[[], object],
) -> QMenu:
    """Return the menu of a class.

    Args:
        theme: Draws the icons.
        decisions: What is decided, and hears of more.
        name: Of the class in the project.
        others: Classes that it may be merged into.
        parent: Owner.
        only_this: Called to show the pictures of this class alone.
    """
    menu = QMenu(parent)
    menu.setObjectName("preview.class.menu")
    _entry(menu, theme, "&Only this", "filter-outline", only_this)
    menu.addSeparator()
    _entry(menu, theme, "&Rename for export…", "rename-box-outline", lambda: _rename(decisions, name, parent))
    merge = menu.addMenu(theme.icon("call-merge"), "&Merge into")
    merge.setObjectName("preview.class.merge")
    for other in [one for one in others if one != name][:MOST_MERGES]:
        merge.addAction(other.replace("&", "&&")).triggered.connect(
            lambda _on=False, other=other: decisions.rename(name, other)
        )
    merge.setEnabled(bool(merge.actions()))
    _entry(menu, theme, "Re&colour…", "palette-outline", lambda: _recolor(decisions, name, parent))
    is_out = name in decisions.now.without_classes
    words = "&Take into the export" if is_out else "&Leave out of the export"
    icon = "plus-circle-outline" if is_out else "minus-circle-outline"
    _entry(menu, theme, words, icon, lambda: decisions.leave_class(name, not is_out))
    if name in dict(decisions.now.renames):
        menu.addSeparator()
        _entry(menu, theme, "Take its own &name back", "undo", lambda: decisions.rename(name, name))
    return menu


def _entry(menu: QMenu, theme: Theme, words: str, icon: str, act: Callable[[], object]) -> None:
    action = menu.addAction(theme.icon(icon), words)
    action.triggered.connect(lambda _on=False: act())


def _rename(decisions: Decisions, name: str, parent: QWidget) -> None:
    dialog = QInputDialog(parent)
    dialog.setObjectName("preview.class.rename")
    dialog.setWindowTitle("Rename for export")
    dialog.setLabelText(f"“{name}” is called in the export:")
    dialog.setTextValue(dict(decisions.now.renames).get(name, name))
    dialog.setOkButtonText("Rename")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.textValueSelected.connect(lambda other: decisions.rename(name, other.strip()))
    dialog.open()


def _recolor(decisions: Decisions, name: str, parent: QWidget) -> None:
    dialog = QColorDialog(parent)
    dialog.setObjectName("preview.class.color")
    dialog.setWindowTitle(f"Colour of “{name}”")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    color = dict(decisions.now.colors).get(name, "")
    if color:
        dialog.setCurrentColor(QColor(color))
    dialog.colorSelected.connect(lambda chosen: decisions.recolor(name, chosen.name().upper()))
    dialog.open()


def remedy_menu(theme: Theme, decisions: Decisions, key: str, parent: QWidget, show: Callable[[], object]) -> QMenu:
    """Return the menu of a kind of problem: show it, and what the export does about it."""
    kind = ProblemKind(key)
    words = PROBLEMS[kind]
    menu = QMenu(parent)
    menu.setObjectName("preview.problem.menu")
    _entry(menu, theme, "&Show these", "filter-outline", show)
    menu.addSeparator()
    titles = {
        Remedy.AUTO: "&As the format needs it",
        Remedy.CLIP: "&Clip to the picture",
        Remedy.DROP: "&Leave the shapes out",
        Remedy.EXCLUDE: "&Exclude the images",
    }
    for remedy in (Remedy.AUTO, *words.remedies):
        action = menu.addAction(titles[remedy])
        action.setCheckable(True)
        action.setChecked(decisions.remedy(kind) is remedy)
        if remedy is Remedy.AUTO:
            action.setToolTip(words.auto)
        action.triggered.connect(lambda _on=False, remedy=remedy: decisions.set_remedies({kind: remedy}))
    menu.setToolTipsVisible(True)
    return menu
