"""Question to the engine, answer in the GUI thread; dropped when the asker is gone.

A later question under the same name replaces the earlier one: the last click wins.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.model.failure import FailedError, Failure
from app.model.gallery import GalleryQuery
from app.model.queries import Query
from ui.backend import Host
from ui.tasks import TaskOwner

T = TypeVar("T")


class Ask:
    """Asks on behalf of widgets."""

    def __init__(self, host: Host, tasks: TaskOwner) -> None:
        """Ask this host; `tasks` owns the waiting."""
        self._host = host
        self._tasks = tasks
        self._running: dict[tuple[int, str], Callable[[], None]] = {}

    def ask(
        self,
        asker: QObject,
        query: Query | GalleryQuery,
        expected: type[T],
        on_answer: Callable[[T], None],
        on_failure: Callable[[Failure], None],
        name: str = "",
    ) -> None:
        """Ask; exactly one of the two functions is called, unless the asker dies or asks again.

        Args:
            asker: The widget or model that wants to know.
            query: The question.
            expected: Type of the answer.
            on_answer: Takes the answer.
            on_failure: Takes the reason why there is none.
            name: Questions of one asker under one name replace each other; by default one name per query type.
        """
        key = (id(asker), name or type(query).__name__)
        self.forget(asker, key[1])

        async def wait() -> None:
            failure: Failure | None = None
            answer: object = None
            try:
                answer = await self._host.call(query)
            except FailedError as error:
                failure = error.failure
            self._running.pop(key, None)
            if not isValid(asker):
                return
            if failure is not None:
                on_failure(failure)
            elif isinstance(answer, expected):
                on_answer(answer)
            else:
                raise TypeError(f"{type(query).__name__} was answered with {type(answer).__name__}")

        self._running[key] = self._tasks.run(wait(), f"ask {key[1]}")

    def forget(self, asker: QObject, name: str) -> None:
        """Drop a question that is still open."""
        cancel = self._running.pop((id(asker), name), None)
        if cancel is not None:
            cancel()
