"""One folder that is open: its names at once, everything else while a thread of its own walks through the files."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.formats.supervisely import AnnotationError, ItemFiles, load_annotation
from app.gallery.courtesy import Courtesy
from app.gallery.index import Index, State
from app.gallery.kept_index import KeptIndexes
from app.gallery.listing import Listing, list_folder
from app.gallery.sentences import problems_of_labels, problems_of_picture
from app.gallery.walk import Stamp, Walk, stamp_of
from app.model.annotation import Annotation
from app.model.class_color import class_color
from app.model.folder_card import FolderCard
from app.model.harvest_record import HarvestRecord
from app.model.label_class import LabelClass
from app.model.problem import Problem

log = logging.getLogger(__name__)

# Annotations of pictures that are looked at: some screens of a grid.
KEPT_ANNOTATIONS = 256
MOST_KEPT_BYTES = 32 * 1024 * 1024
# A small folder without meta.json gets its classes from its labels while it is opened.
FIRST_LOOK_SECONDS = 0.25
STOP_SECONDS = 5.0


class Folder:
    """An open folder. Any thread may ask.

    Attributes:
        path: As it was opened.
        index: Everything that is counted.
    """

    def __init__(self, path: str, kept: KeptIndexes, courtesy: Courtesy) -> None:
        """List a folder and begin to walk through it.

        Raises:
            FailedError: It is no folder or cannot be listed.
        """
        self.path = path
        self.index = Index()
        self._kept = kept
        self._courtesy = courtesy
        self._listing = list_folder(path)
        self._take_in(self._listing)
        self._lock = threading.Lock()
        self._annotations: OrderedDict[int, tuple[Stamp, Annotation]] = OrderedDict()
        self._kept_bytes = 0
        self._is_closed = False
        self._looks = 1
        self._walked = threading.Condition()
        self._looks_walked = 0
        self._thread = threading.Thread(target=self._work, name="windrow-folder", daemon=True)
        self._thread.start()

    def look(self) -> None:
        """List the folder again; what is new or changed is walked through.

        Raises:
            FailedError: It cannot be listed any more.
        """
        listing = list_folder(self.path)
        if self._walked_classes(listing) != self._walked_classes(self._listing):
            with self.index.lock:
                # What is wrong with a label depends on the classes of the project.
                self.index.state.view[:] &= ~int(State.READ) & 0xFF
        if listing.project.meta.classes != self.stated_classes():
            with self._lock:
                self._annotations.clear()
                self._kept_bytes = 0
        self._listing = listing
        self._take_in(listing)
        with self._walked:
            self._looks += 1
            self._walked.notify_all()

    def card(self) -> FolderCard:
        """Return what is known at once."""
        listing = self._listing
        if not listing.project.meta.classes:
            self.wait(FIRST_LOOK_SECONDS)
        return FolderCard(
            path=self.path,
            title=listing.title,
            classes=tuple(self.classes()),
            tags=listing.project.meta.tags,
            datasets=tuple(self.dataset_names()),
            problems=listing.project.problems,
            has_places=listing.has_places,
            images=len(self.index),
        )

    @property
    def is_complete(self) -> bool:
        """Return whether everything was read and checked."""
        with self._walked:
            return self._looks_walked == self._looks

    def wait(self, seconds: float) -> bool:
        """Wait until everything was read and checked; return whether it was."""
        with self._walked:
            return self._walked.wait_for(lambda: self._looks_walked == self._looks or self._is_closed, seconds)

    def dataset_names(self) -> Sequence[str]:
        """Return the names of the datasets, parents before children."""
        return [dataset.name for dataset in self._listing.project.datasets]

    def tag_names(self) -> Sequence[str]:
        """Return the names of the tags in the order of the project."""
        return [tag.name for tag in self._listing.project.meta.tags]

    def stated_classes(self) -> Sequence[LabelClass]:
        """Return the classes that the project states."""
        return self._listing.project.meta.classes

    def classes(self) -> Sequence[LabelClass]:
        """Return the classes of the project; without any, those that labels have, by name."""
        stated = self.stated_classes()
        if stated:
            return stated
        with self.index.lock:
            names = sorted(self.index.classes.texts)
        return [LabelClass(name, "any", class_color(name)) for name in names]

    def item(self, number: int) -> ItemFiles:
        """Return the files of a picture.

        Raises:
            IndexError: There is no such picture.
        """
        return self._listing.item(*self.key(number))

    def key(self, number: int) -> tuple[str, str]:
        """Return dataset and name of a picture.

        Raises:
            IndexError: There is no such picture.
        """
        if number < 0:
            raise IndexError(number)
        with self.index.lock:
            return (self.index.dataset_of(number), self.index.names[number])

    def annotation(self, number: int) -> Annotation:
        """Return the labels of a picture; of a missing or damaged annotation there are none."""
        item = self.item(number)
        if item.annotation is None:
            return Annotation(0, 0)
        stamp = stamp_of(item.annotation)
        with self._lock:
            had = self._annotations.get(number)
            if had is not None and had[0] == stamp:
                self._annotations.move_to_end(number)
                return had[1]
        try:
            annotation = load_annotation(item.annotation, self.stated_classes())
        except AnnotationError as error:
            annotation = Annotation(0, 0, problems=(str(error),))
        if not self.stated_classes():
            labels = tuple(replace(label, color=class_color(label.class_name)) for label in annotation.labels)
            annotation = replace(annotation, labels=labels)
        self._keep(number, stamp, annotation)
        return annotation

    def problems(self, number: int) -> tuple[Problem, ...]:
        """Return all problems of a picture with their sentences: its own, then those of its labels."""
        annotation = self.annotation(number)
        with self.index.lock:
            whole = problems_of_picture(self.index, number)
            size = self.size(number)
        return (*whole, *problems_of_labels(annotation, *size, self.class_names()))

    def size(self, number: int) -> tuple[int, int]:
        """Return the pixels of a picture as its annotation counts them, else those of its file; 0 when unknown."""
        index = self.index
        with index.lock:
            stated = (int(index.width.view[number]), int(index.height.view[number]))
            stored = (int(index.file_width.view[number]), int(index.file_height.view[number]))
        return stated if all(stated) else stored

    def class_names(self) -> frozenset[str]:
        """Return the names of the classes that the project states."""
        return frozenset(one.name for one in self.stated_classes())

    def note_unreadable(self, number: int, reason: str) -> None:
        """Know that a picture could not be decoded, although its file looked well."""
        index = self.index
        with index.lock:
            if int(index.file_reason.view[number]) != index.reasons.id_of(reason):
                index.put_reason(number, reason)
                index.revision += 1

    def record(self, number: int) -> HarvestRecord | None:
        """Return what is known of a harvested picture."""
        return self._listing.record(*self.key(number))

    def close(self) -> None:
        """Stop walking and forget."""
        with self._walked:
            self._is_closed = True
            self._walked.notify_all()
        self._thread.join(STOP_SECONDS)

    def _keep(self, number: int, stamp: Stamp, annotation: Annotation) -> None:
        with self._lock:
            old = self._annotations.pop(number, None)
            self._annotations[number] = (stamp, annotation)
            self._kept_bytes += stamp.size - (old[0].size if old else 0)
            while len(self._annotations) > KEPT_ANNOTATIONS or (
                self._kept_bytes > MOST_KEPT_BYTES and len(self._annotations) > 1
            ):
                _, (gone, _) = self._annotations.popitem(last=False)
                self._kept_bytes -= gone.size

    def _take_in(self, listing: Listing) -> None:
        with self.index.lock:
            for dataset in listing.project.datasets:
                self.index.add(dataset.name, dataset.items.names)

    @staticmethod
    def _walked_classes(listing: Listing) -> list[tuple[str, str]]:
        return [(one.name, one.shape) for one in listing.project.meta.classes]

    def _work(self) -> None:
        """Walk as often as the folder was looked at."""
        try:
            self._kept.restore(self.path, self._listing, self.index)
            while True:
                with self._walked:
                    self._walked.wait_for(lambda: self._is_closed or self._looks_walked != self._looks)
                    if self._is_closed:
                        return
                    look = self._looks
                self._walk()
                with self._walked:
                    self._looks_walked = look
                    self._walked.notify_all()
        except Exception:
            # The top of this thread: a folder that cannot be walked must not look as if it were read.
            log.exception("the walk through a folder ended")

    def _walk(self) -> None:
        walk = Walk(self.index, self._listing, self._courtesy, lambda: self._is_closed)
        steps: tuple[Callable[[], None], ...] = (walk.read_annotations, walk.check_pictures, walk.find_twins)
        for step in steps:
            step()
        if walk.has_changed and not self._is_closed:
            self._kept.keep(self.path, self._listing, self.index)
