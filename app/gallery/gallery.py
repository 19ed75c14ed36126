"""Answers every question about folders. Any thread may ask; folders that are open are walked through behind it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, assert_never

from app.gallery.cards import picture_card
from app.gallery.courtesy import Courtesy
from app.gallery.drawing import Drawing
from app.gallery.folder import Folder
from app.gallery.found import Searches
from app.gallery.kept_index import KeptIndexes
from app.gallery.places import places
from app.model.failure import FailedError, Failure, FailureKind
from app.model.folder_card import FolderCard
from app.model.gallery import (
    CheckExport,
    CloseFolder,
    CountFolder,
    FindPicture,
    GalleryQuery,
    LabelAt,
    ListPictures,
    ListPlaces,
    NextProblem,
    OpenFolder,
    PaintLook,
    ProblemPlace,
    ShowPicture,
    ShowThumb,
    ShowView,
)
from app.model.loss import LossReport
from app.model.problem import PROBLEMS, Problem

CheckExports: TypeAlias = Callable[[str, Callable[[], bool]], LossReport]

QuickQuery: TypeAlias = (
    OpenFolder
    | CloseFolder
    | CountFolder
    | ListPictures
    | FindPicture
    | NextProblem
    | ShowThumb
    | ShowView
    | PaintLook
    | ShowPicture
    | LabelAt
    | ListPlaces
)

NOT_OPEN = Failure(FailureKind.NOT_FOUND, "The folder is not open any more.", "Open it again.")
NO_PICTURE = Failure(FailureKind.NOT_FOUND, "There is no such picture in this folder.")


class Gallery:
    """All open folders."""

    def __init__(self, cache: Path, drawing: Drawing, check_export: CheckExports) -> None:
        """Open nothing yet.

        Args:
            cache: Folder for what is kept of folders that were read.
            drawing: Decodes and draws; closed with the gallery.
            check_export: Answers `CheckExport`; asks now and then whether it has to stop.
        """
        self._kept = KeptIndexes(cache)
        self._drawing = drawing
        self._check_export = check_export
        self._courtesy = Courtesy()
        self._folders: dict[str, tuple[Folder, Searches]] = {}
        self._lock = threading.Lock()
        self._opening = threading.Lock()

    def answer(self, query: GalleryQuery, is_stopped: Callable[[], bool] = lambda: False) -> Any:
        """Answer a question; each names the type of its answer.

        Args:
            query: The question.
            is_stopped: Whether nobody wants the answer any more; only long questions ask.

        Raises:
            FailedError: It cannot be answered.
        """
        if isinstance(query, CheckExport):
            # It takes its time in processes of its own: folders are read on beside it.
            return self._check_export(query.spec_text, is_stopped)
        with self._courtesy.guest():
            try:
                return self._answer(query)
            except IndexError:
                raise FailedError(NO_PICTURE) from None

    def _answer(self, query: QuickQuery) -> Any:
        match query:
            case OpenFolder():
                return self._open(query.path)
            case CloseFolder():
                return self._close(query.path)
            case PaintLook():
                return self._drawing.look(query)
            case ShowThumb() | ShowView() | LabelAt() | ShowPicture():
                return self._of_picture(self._entry(query.path)[0], query)
            case CountFolder() | ListPictures() | FindPicture() | NextProblem() | ListPlaces():
                return self._of_search(*self._entry(query.path), query)
            case _:
                assert_never(query)

    def _of_picture(self, folder: Folder, query: ShowThumb | ShowView | LabelAt | ShowPicture) -> Any:
        match query:
            case ShowThumb():
                return self._drawing.thumb(folder, query)
            case ShowView():
                return self._drawing.view(folder, query)
            case LabelAt():
                return self._drawing.label_at(folder, query)
            case ShowPicture():
                return picture_card(folder, query.number, self._drawing.facts(folder, query.number))
            case _:
                assert_never(query)

    def _of_search(
        self,
        folder: Folder,
        searches: Searches,
        query: CountFolder | ListPictures | FindPicture | NextProblem | ListPlaces,
    ) -> Any:
        match query:
            case CountFolder():
                return searches.count(query.search, query.excluded)
            case ListPictures():
                return searches.page(query.search, query.offset, query.count)
            case FindPicture():
                return searches.position(query.search, query.number)
            case NextProblem():
                return _next_problem(folder, searches, query)
            case ListPlaces():
                return places(folder.index, searches, query.search)
            case _:
                assert_never(query)

    def close(self) -> None:
        """Close all folders. May be called twice."""
        with self._lock:
            folders, self._folders = self._folders, {}
        for folder, _ in folders.values():
            folder.close()
        self._drawing.close()

    def _open(self, path: str) -> FolderCard:
        # One after the other, so that two questions do not open the same folder twice.
        with self._opening:
            with self._lock:
                entry = self._folders.get(path)
            if entry is not None:
                folder = entry[0]
                folder.look()
            else:
                folder = Folder(path, self._kept, self._courtesy)
                with self._lock:
                    self._folders[path] = (folder, Searches(folder))
        return folder.card()

    def _close(self, path: str) -> None:
        with self._lock:
            entry = self._folders.pop(path, None)
        if entry is not None:
            entry[0].close()

    def _entry(self, path: str) -> tuple[Folder, Searches]:
        with self._lock:
            entry = self._folders.get(path)
        if entry is None:
            raise FailedError(NOT_OPEN)
        return entry


def _next_problem(folder: Folder, searches: Searches, query: NextProblem) -> ProblemPlace | None:
    with folder.index.lock:
        steps = searches.steps(query.search, query.kinds)
        step = (steps.before if query.is_backwards else steps.after)(query.number, query.label)
        position = None if step is None else searches.position(query.search, step.number)
    if step is None or position is None:
        return None
    # Its sentence is not kept for a million labels. One that is gone meanwhile has the title of its kind.
    problem = next(
        (one for one in folder.problems(step.number) if (one.kind, one.label) == (step.kind, step.label)),
        Problem(step.kind, f"{PROBLEMS[step.kind].title}.", step.label),
    )
    return ProblemPlace(step.number, position, problem, step.ordinal, step.total)
