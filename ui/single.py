"""One window per home: a second start hands its link to the first window and ends."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1000
MOST_BYTES = 8192


def server_name(state_file: Path) -> str:
    """Return a name that is the same for every start with one home, and short enough for every system."""
    return f"windrow-{hashlib.sha256(str(state_file.absolute()).encode()).hexdigest()[:20]}"


def hand_over(name: str, text: str) -> bool:
    """Give a text to the window that runs already; return False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(text.encode()[:MOST_BYTES] + b"\n")
    socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    if socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
        socket.waitForDisconnected(WAIT_MS)
    return True


class Doorbell(QObject):
    """Listens for later starts.

    Signals:
        rang(str): Another start gave this text; it may be empty.
    """

    rang = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(name):
            # Left over from a run that was killed: nobody answered there a moment ago.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._open.append(socket)
            socket.disconnected.connect(self._sweep)
        self._sweep()

    def _sweep(self) -> None:
        ended = [s for s in self._open if s.state() == QLocalSocket.LocalSocketState.UnconnectedState]
        for socket in ended:
            self._open.remove(socket)
            # It lives on as a child of the server: a socket must not die within its own signal.
            self.rang.emit(bytes(socket.read(MOST_BYTES).data()).decode(errors="replace").strip())
