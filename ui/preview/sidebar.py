"""The left side of the Preview workspace: what is looked at, search, problems, classes, filters, saved views."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.folder_card import FolderCard, FolderCounts
from app.model.problem import PROBLEMS, Remedy
from ui.preview.count_list import CountRow, CountTable
from ui.preview.decisions import Decisions
from ui.preview.filters import Filters
from ui.preview.looking import Looking
from ui.preview.menus import class_menu, remedy_menu
from ui.preview.sources import ViewSource
from ui.preview.terms import value_of, with_term
from ui.preview.views import SavedViews
from ui.text import count_text
from ui.theme.theme import SMALL_PX, Theme

OPEN_WORDS = "Open folder…"
REMEDY_WORDS = {Remedy.CLIP: "clipped", Remedy.DROP: "left out", Remedy.EXCLUDE: "images excluded"}
HINT = "Search, class:sign, problem:*"


class PreviewSidebar(QWidget):
    """Chooses what is seen.

    Signals:
        source_picked(object): Another source (`ViewSource`).
        folder_wanted(): A folder shall be chosen.
        search_edited(str): Another search was typed or clicked.
    """

    source_picked = Signal(object)
    folder_wanted = Signal()
    search_edited = Signal(str)

    def __init__(
        self, theme: Theme, decisions: Decisions, looking: Looking, views: SavedViews, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._decisions = decisions
        self._looking = looking
        self._views = views
        self._sources: list[ViewSource] = []
        self._path: str | None = None
        self._card: FolderCard | None = None
        self._counts: FolderCounts | None = None
        self.setObjectName("sidebar.preview")
        self.source = QComboBox(self)
        self.source.setObjectName("preview.source")
        self.source.setAccessibleName("What is shown")
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.source.setMinimumContentsLength(12)
        self.source.activated.connect(self._on_source)
        self.search = QLineEdit(self)
        self.search.setObjectName("preview.search")
        self.search.setAccessibleName("Search pictures")
        self.search.setPlaceholderText(HINT)
        self.search.setClearButtonEnabled(True)
        self.search.setToolTip(
            "class: tag: shape: dataset: name: problem: objects> is:labelled is:unlabelled is:excluded; "
            "-class: is none of them"
        )
        self.search.textChanged.connect(self._on_text)
        self._complaint = self._small("preview.complaint", "error")
        self.problems = CountTable(theme, "preview.problem-list", "Problems", self)
        self.problems.picked.connect(lambda key: self._toggle("problem", key))
        self.problems.menu_wanted.connect(self._open_problem_menu)
        self._no_problems = self._small("preview.no-problems", "muted")
        self._no_problems.setText("None found")
        self.classes = CountTable(theme, "preview.class-list", "Classes", self)
        self.classes.picked.connect(self._on_class)
        self.classes.menu_wanted.connect(self._open_class_menu)
        self.classes.rows.ticked.connect(looking.show_class)
        for table in (self.problems, self.classes):
            table.reset_wanted.connect(self.reset)
        self.filters = Filters(self)
        self.filters.edited.connect(self.search.setText)
        self._foot = self._small("preview.foot", "muted")
        self._foot.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self._foot.setTextFormat(Qt.TextFormat.RichText)
        self._foot.linkActivated.connect(lambda _: self.reset())
        self._menu_button = QToolButton(self)
        self._menu_button.setObjectName("preview.views")
        self._menu_button.setText("Views")
        self._menu_button.setAccessibleName("Saved views")
        self._menu_button.setProperty("look", "flat")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._menu_button)
        self._menu.setObjectName("preview.views.menu")
        self._menu.aboutToShow.connect(self._fill_views)
        self._menu_button.setMenu(self._menu)
        self._lay_out()
        decisions.changed.connect(self._show)
        looking.changed.connect(self._show)
        theme.changed.connect(self._tint)
        self._tint()
        self._show()

    # What is shown.

    def show_sources(self, sources: Sequence[ViewSource], path: str) -> None:
        """Offer sources; the one with this path is in force."""
        if (sources, path) == (self._sources, self._path):
            return  # a list that is open would close while jobs tell of their progress
        self._sources, self._path = list(sources), path
        with QSignalBlocker(self.source):
            self.source.clear()
            for one in sources:
                words = f"{one.words} (downloading)" if one.is_growing else one.words
                self.source.addItem(words, one.path)
                self.source.setItemData(self.source.count() - 1, one.path, Qt.ItemDataRole.ToolTipRole)
            self.source.addItem(OPEN_WORDS, None)
            place = next((at for at, one in enumerate(sources) if one.path and one.path == path), -1)
            self.source.setCurrentIndex(place)
            if place < 0:
                self.source.setPlaceholderText("Choose what to look at")

    def show_folder(self, card: FolderCard | None) -> None:
        """Show another folder."""
        self._card, self._counts = card, None
        self._show()

    def show_counts(self, counts: FolderCounts) -> None:
        """Show what there is, and how much of it the search finds."""
        self._counts = counts
        self.filters.show_counts(counts, () if self._card is None else self._card.datasets)
        self._complaint.setText(counts.complaint)
        self._complaint.setVisible(bool(counts.complaint))
        self._show()

    def set_search(self, text: str) -> None:
        """Show another search; it is told as if it was typed."""
        self.search.setText(text)

    def reset(self) -> None:
        """Show every picture with every label again."""
        self.search.clear()
        self._looking.show_only(())

    def _on_text(self, text: str) -> None:
        self.filters.show_search(text)
        self.problems.select(value_of(text, "problem"))
        self.classes.select(value_of(text, "class"))
        self.search_edited.emit(text)

    def _toggle(self, key: str, value: str) -> None:
        text = self.search.text()
        self.search.setText(with_term(text, key, "" if value_of(text, key) == value else value))

    def _on_class(self, name: str) -> None:
        self._toggle("class", name)
        is_on = value_of(self.search.text(), "class") == name
        self._looking.show_only((name,) if is_on else ())

    def _on_source(self, place: int) -> None:
        if place < len(self._sources):
            self.source_picked.emit(self._sources[place])
        else:
            self.folder_wanted.emit()

    # Rows.

    def _show(self) -> None:
        counts = self._counts
        self.problems.rows.show(self._problem_rows())
        self.problems.setVisible(bool(self.problems.rows.rows))
        self._no_problems.setVisible(not self.problems.rows.rows)
        self._no_problems.setText("None found" if counts is not None and counts.is_complete else "Looking …")
        self.classes.rows.show(self._class_rows())
        self._foot.setText(self._foot_text())
        if counts is not None:
            self.problems.select(value_of(self.search.text(), "problem"))
            self.classes.select(value_of(self.search.text(), "class"))

    def _problem_rows(self) -> list[CountRow]:
        rows = []
        for one in () if self._counts is None else self._counts.problems:
            words = PROBLEMS[one.kind]
            remedy = self._decisions.remedy(one.kind)
            done = f" · {REMEDY_WORDS[remedy]}" if remedy is not Remedy.AUTO else ""
            icon, token = ("alert-circle-outline", "err") if words.is_error else ("alert-outline", "warn")
            if done:
                icon, token = "check-circle-outline", "ok"
            tip = f"{words.title}: {count_text(one.problems)} on {count_text(one.images)} images.\n{words.auto}"
            rows.append(CountRow(one.kind.value, words.title + done, one.problems, icon=icon, token=token, tip=tip))
        # Errors first: they are what spoils an export.
        return sorted(rows, key=lambda row: row.token != "err")

    def _class_rows(self) -> list[CountRow]:
        now, paint = self._decisions.now, self._looking.paint
        renames, colors = dict(now.renames), dict(now.colors)
        rows = []
        for one in () if self._counts is None else self._counts.classes:
            other = renames.get(one.name)
            is_out = one.name in now.without_classes
            words = one.name + (f" → {other}" if other else "") + (" · left out" if is_out else "")
            is_shown = one.name not in paint.hidden_classes and (
                not paint.only_classes or one.name in paint.only_classes
            )
            color = colors.get(one.name, one.color)
            tip = f"{words}\n{count_text(one.labels)} labels on {count_text(one.images)} images"
            rows.append(
                CountRow(
                    one.name, words, one.labels, color, is_checked=is_shown, is_faint=is_out or not one.labels, tip=tip
                )
            )
        return rows

    def _foot_text(self) -> str:
        counts = self._counts
        if counts is None:
            return ""
        words = f"{count_text(counts.shown)} of {count_text(counts.images)} images shown"
        if counts.excluded:
            words += f", {count_text(counts.excluded)} excluded"
        if not counts.is_complete:
            done = counts.read if counts.read < counts.images else counts.checked
            step = "reading" if counts.read < counts.images else "checking"
            words += f" · {step} {count_text(done)}"
        elif self.search.text() or self._looking.paint.only_classes:
            words += f' · <a href="#" style="color:{self._theme.tokens.accent}">Reset</a>'
        return words

    # Menus.

    def _open_class_menu(self, name: str, where: QPoint) -> None:
        names = [] if self._counts is None else [one.name for one in self._counts.classes]
        menu = class_menu(self._theme, self._decisions, name, names, self, lambda: self._on_class(name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _open_problem_menu(self, key: str, where: QPoint) -> None:
        menu = remedy_menu(self._theme, self._decisions, key, self, lambda: self._toggle("problem", key))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _fill_views(self) -> None:
        self._menu.clear()
        views = self._views.all()
        for name, text in views.items():
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setToolTip(text)
            action.triggered.connect(lambda _on=False, text=text: self.search.setText(text))
        if views:
            gone = self._menu.addMenu("Remove a view")
            for name in views:
                gone.addAction(name.replace("&", "&&")).triggered.connect(
                    lambda _on=False, name=name: self._views.remove(name)
                )
            self._menu.addSeparator()
        save = self._menu.addAction("Save this view…")
        save.setEnabled(bool(self.search.text().strip()))
        save.triggered.connect(self._save_view)

    def _save_view(self) -> None:
        dialog = QInputDialog(self)
        dialog.setObjectName("preview.save-view")
        dialog.setWindowTitle("Save this view")
        dialog.setLabelText("Name of the view:")
        dialog.setTextValue(self.search.text())
        dialog.setOkButtonText("Save")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = self.search.text()
        dialog.textValueSelected.connect(lambda name: self._views.save(name.strip() or text, text))
        dialog.open()

    # Place.

    def _lay_out(self) -> None:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 0, 12, 0)
        column.setSpacing(6)
        for words, parts in (
            ("Problems", (self.problems, self._no_problems)),
            ("Classes (shown · objects)", (self.classes,)),
            ("Filters", (self.filters,)),
        ):
            label = QLabel(words, self)
            label.setProperty("look", "muted")
            column.addWidget(label)
            for part in parts:
                column.addWidget(part)
            column.addSpacing(4)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        title = QLabel("Look at", self)
        title.setFont(self._theme.font(semibold=True))
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._menu_button)
        upper = QVBoxLayout()
        upper.setContentsMargins(12, 8, 12, 4)
        upper.setSpacing(6)
        upper.addLayout(head)
        for widget in (self.source, self.search, self._complaint):
            upper.addWidget(widget)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 4, 12, 8)
        foot.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(upper)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)

    def _small(self, name: str, look: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("look", look)
        label.setWordWrap(True)
        label.setFont(self._theme.font(SMALL_PX))
        return label

    def _tint(self) -> None:
        self._menu_button.setIcon(self._theme.icon("bookmark-outline"))
        self._show()
