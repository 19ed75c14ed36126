"""The left side of the Map workspace: regions, files and bookmarks, filters, whose images these are."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.model.account import Account
from app.model.region import Region
from ui.map.filters import FilterForm
from ui.map.region_memory import RegionMemory
from ui.map.regions_list import RegionsList
from ui.theme.theme import SMALL_PX, Theme

ATTRIBUTION = "Imagery © Mapillary contributors, CC BY-SA 4.0"


class MapSidebar(QWidget):
    """Chooses regions and filters.

    Signals:
        bookmark_picked(object): A bookmark shall be put on the map (Region).
        account_picked(object): Another account shall be used (`Account`).
        file_wanted(): A file with regions shall be chosen.
    """

    bookmark_picked = Signal(object)
    account_picked = Signal(object)
    file_wanted = Signal()

    def __init__(self, theme: Theme, memory: RegionMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._memory = memory
        self.setObjectName("sidebar.map")
        self._accounts: list[Account] = []
        self.box = QComboBox(self)
        self.box.setObjectName("map.account")
        self.box.setAccessibleName("Mapillary account")
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        self.box.currentIndexChanged.connect(lambda _: self.account_picked.emit(self.account))
        self.box.hide()
        self.regions = RegionsList(theme, self)
        self.filters = FilterForm(theme, self)
        self._import = self._button("map.import", "Import…", "file-import-outline")
        self._import.setToolTip("GeoJSON, GeoPackage, KML, GPX or Shapefile")
        self._import.clicked.connect(self.file_wanted)
        self.regions.import_wanted.connect(self.file_wanted)
        self._bookmarks = self._button("map.bookmarks", "Bookmarks", "bookmark-outline")
        self._menu = QMenu(self._bookmarks)
        self._menu.setObjectName("map.bookmarks.menu")
        self._menu.aboutToShow.connect(self._fill)
        self._bookmarks.setMenu(self._menu)
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()

    @property
    def account(self) -> Account | None:
        """Return the chosen account; None without any."""
        place = self.box.currentIndex()
        return self._accounts[place] if 0 <= place < len(self._accounts) else None

    def show_accounts(self, accounts: list[Account], current: str = "") -> None:
        """Offer accounts; with one of them there is nothing to choose and nothing is shown."""
        before = self.account
        wanted = current or (before.key if before is not None else "")
        with QSignalBlocker(self.box):
            self.box.clear()
            self._accounts = accounts
            for account in accounts:
                self.box.addItem(account.label, account.key)
            # The newest account is the one that was just connected.
            place = self.box.findData(wanted)
            self.box.setCurrentIndex(place if place >= 0 else len(accounts) - 1)
        self.box.setVisible(len(accounts) > 1)

    def _lay_out(self) -> None:
        title = QLabel("Regions", self)
        title.setFont(self._theme.font(semibold=True))
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self._import, 1)
        pair.addWidget(self._bookmarks, 1)
        holder = QWidget(self)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(12, 0, 12, 0)
        inner.addWidget(self.filters)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        credit = QLabel(ATTRIBUTION, self)
        credit.setObjectName("map.attribution")
        credit.setWordWrap(True)
        credit.setProperty("look", "muted")
        credit.setFont(self._theme.font(SMALL_PX))
        upper = QVBoxLayout()
        upper.setContentsMargins(12, 12, 12, 0)
        upper.setSpacing(8)
        upper.addWidget(self.box)
        upper.addWidget(title)
        upper.addWidget(self.regions, 1)
        upper.addLayout(pair)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 4, 12, 12)
        foot.addWidget(credit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(upper, 2)
        column.addWidget(scroll, 3)
        column.addLayout(foot)

    def _button(self, name: str, words: str, icon: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("look", "quiet")
        button.setProperty("glyph", icon)
        return button

    def _fill(self) -> None:
        self._menu.clear()
        bookmarks = self._memory.bookmarks()
        for region in bookmarks:
            self._menu.addAction(region.name).triggered.connect(
                lambda _on=False, region=region: self.bookmark_picked.emit(region)
            )
        if not bookmarks:
            nothing = self._menu.addAction("No bookmarks yet")
            nothing.setEnabled(False)
        self._menu.addSeparator()
        keep = self._menu.addAction("Bookmark the selected region")
        row = self.regions.table.currentIndex().row()
        keep.setEnabled(row >= 0)
        keep.triggered.connect(lambda: self.regions.bookmark_wanted.emit(row))
        if bookmarks:
            gone = self._menu.addMenu("Remove a bookmark")
            for region in bookmarks:
                gone.addAction(region.name).triggered.connect(lambda _on=False, one=region: self._forget(one))

    def _forget(self, region: Region) -> None:
        self._memory.remove_bookmark(region.name)

    def _tint(self) -> None:
        for button in (self._import, self._bookmarks):
            button.setIcon(self._theme.icon(str(button.property("glyph"))))
