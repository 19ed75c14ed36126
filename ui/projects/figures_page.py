"""All figures of one dataset as a table: read page by page, filtered, sorted, saved as JSON, CSV or Parquet."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from app.model.failure import FailedError, Failure
from app.model.figure import EachOnce, FigurePage
from app.model.queries import ListFigures
from app.model.tree import TreeNode
from ui.desk import Desk
from ui.dialogs.form import FormDialog, say
from ui.projects.figure_model import FigureModel
from ui.text import count_text, plural

FORMS = "CSV (*.csv);;JSON (*.json);;Parquet (*.parquet)"
WIDTHS = (104, 200, 120, 100, 90, 150, 160, 120)
WIDE, HIGH = 980, 560


class FiguresDialog(FormDialog):
    """The figures of one dataset, beside the window."""

    def __init__(self, desk: Desk, account: str, dataset: TreeNode, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, "figures", f"Figures of {dataset.name}", parent)
        self._desk = desk
        self._account = account
        self._dataset = dataset
        self._has_geometry = False
        self.setModal(False)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.model = FigureModel(self)
        self._seen = EachOnce()
        self.classes = QComboBox(self)
        self.classes.setObjectName("figures.class")
        self.classes.setAccessibleName("Class")
        self.search = QLineEdit(self)
        self.search.setObjectName("figures.search")
        self.search.setAccessibleName("Search images and tags")
        self.search.setPlaceholderText("Image or tag")
        self.search.setClearButtonEnabled(True)
        self.geometry_box = QCheckBox("With geometry", self)
        self.geometry_box.setObjectName("figures.geometry")
        self.geometry_box.setToolTip("Points and masks come along into the file; reading takes longer.")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.classes)
        top.addWidget(self.search, 1)
        top.addWidget(self.geometry_box)
        self.column.addLayout(top)
        self.table = QTableView(self)
        self.table.setObjectName("figures.table")
        self.table.setAccessibleName("Figures")
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(desk.theme.px(24))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        for place, width in enumerate(WIDTHS):
            self.table.setColumnWidth(place, desk.theme.px(width))
        self.column.addWidget(self.table, 1)
        self.words = self.add_words("Reading…", name="figures.words")
        self.save_button = QPushButton("Save as…", self)
        self.save_button.setObjectName("figures.save")
        self.save_button.setEnabled(False)
        close = QPushButton("Close", self)
        close.setObjectName("figures.close")
        self.add_buttons(self.save_button, close)
        close.clicked.connect(self.accept)
        self.save_button.clicked.connect(self.choose_file)
        self.classes.currentIndexChanged.connect(self._choose)
        self.search.textChanged.connect(self._choose)
        self.geometry_box.toggled.connect(self._read_again)
        self.model.counted.connect(self._tell)
        room = parent.window().size() if parent is not None else QSize(WIDE + 40, HIGH + 40)
        self.resize(min(WIDE, room.width() - 40), min(HIGH, room.height() - 40))
        self._read(1)

    # Reading.

    def _read_again(self, has_geometry: bool) -> None:
        self._has_geometry = has_geometry
        self._seen = EachOnce()
        self.model.clear()
        self.save_button.setEnabled(False)
        self._read(1)

    def _read(self, number: int) -> None:
        query = ListFigures(self._account, self._dataset.id, (), number, self._has_geometry)

        def on_page(page: FigurePage) -> None:
            self.model.add(self._seen.fresh(page.figures))
            if number < page.pages:
                say(self.words, f"Reading… {count_text(len(self._seen))} of {count_text(page.total or 0)}", "muted")
                self._read(number + 1)
                return
            self.save_button.setEnabled(True)
            self._fill_classes()
            self._tell()

        self._desk.ask.ask(self, query, FigurePage, on_page, self._on_failure, name="figures")

    def _on_failure(self, failure: Failure) -> None:
        say(self.words, failure.sentence(), "error")

    def _fill_classes(self) -> None:
        current = self.classes.currentData()
        self.classes.blockSignals(True)
        self.classes.clear()
        self.classes.addItem("All classes", "")
        for name, count in self.model.classes:
            self.classes.addItem(f"{name or 'unknown class'} ({count_text(count)})", name)
        self.classes.setCurrentIndex(max(0, self.classes.findData(current)))
        self.classes.blockSignals(False)

    def _choose(self) -> None:
        self.model.choose(str(self.classes.currentData() or ""), self.search.text().strip())

    def _tell(self) -> None:
        if not self.save_button.isEnabled():
            return
        shown, every = self.model.rowCount(), len(self.model.figures)
        words = plural(every, "figure") if shown == every else f"{count_text(shown)} of {plural(every, 'figure')}"
        problems = sum(1 for figure in self.model.figures if figure.problem)
        if problems:
            words += f" · {count_text(problems)} without geometry"
        say(self.words, words, "muted")

    # Saving.

    def choose_file(self) -> None:
        """Ask where to save all figures."""
        dialog = QFileDialog(self, "Save figures", str(Path.home() / f"{self._dataset.id}-figures.csv"), FORMS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, path: str) -> None:
        """Save all figures; the ending says the form."""
        self._desk.tasks.run(self._save(path), "save figures")

    async def _save(self, path: str) -> None:
        say(self.words, f"Writing {path} …", "muted")
        try:
            await self._desk.backend.save_figures(path, self.model.figures, has_geometry=self._has_geometry)
        except FailedError as error:
            self._on_failure(error.failure)
            return
        say(self.words, f"{plural(len(self.model.figures), 'figure')} saved to {path}", "ok")
