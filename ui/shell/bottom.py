"""The lower part of the window: queue and graph side by side; where there is no room for both, one of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

GRAPH_WIDTH = 384


class Bottom(QSplitter):
    """Holds the queue and the graph of the rate."""

    def __init__(self, queue: QWidget, graph: QWidget, width: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._queue = queue
        self._graph = graph
        self._is_narrow = False
        self._is_instead = False
        self.wants_graph = True
        self.setObjectName("splitter.bottom")
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(queue)
        self.addWidget(graph)
        self.setStretchFactor(0, 1)
        self.setSizes([width - GRAPH_WIDTH, GRAPH_WIDTH])

    @property
    def has_graph(self) -> bool:
        """Return whether the graph can be seen, as far as this part decides."""
        return not self.isHidden() and not self._graph.isHidden()

    def fit(self, is_narrow: bool) -> None:
        """Show what there is room for; in a narrow window that is the queue until the graph is asked for."""
        if is_narrow != self._is_narrow:
            self._is_instead = False
        self._is_narrow = is_narrow
        self._queue.setVisible(not (is_narrow and self._is_instead))
        self._graph.setVisible(self._is_instead if is_narrow else self.wants_graph)

    def toggle_graph(self) -> None:
        """Show or hide the graph; in a narrow window it takes the place of the queue."""
        if self.isHidden():
            self.show()
            self.wants_graph = self._is_instead = True
        elif self._is_narrow:
            self._is_instead = not self._is_instead
        else:
            self.wants_graph = not self.wants_graph
        self.fit(self._is_narrow)

    def show_queue(self) -> None:
        """Bring the queue back from wherever it is."""
        self.show()
        self._is_instead = False
        self.fit(self._is_narrow)
