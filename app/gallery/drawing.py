"""Pictures of open folders, decoded and painted: the one place where folders, the decoder and the painter meet."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Protocol

from app.formats.supervisely import ItemFiles
from app.gallery.folder import Folder
from app.gallery.hits import label_at
from app.gallery.paint import PaintTools
from app.gallery.painted import fitted, painted_thumb, painted_view
from app.gallery.picture import Decoded, PictureFacts
from app.gallery.walk import picture_stamp
from app.model.annotation import Annotation
from app.model.exporter import PictureFile
from app.model.gallery import LabelAt, Painted, PaintLook, ShowThumb, ShowView

Size = tuple[int, int]

# The picture that is looked at, and its neighbours; one alone may be larger.
MOST_BYTES = 256 * 1024 * 1024
MOST_PICTURES = 8
# Thumbnails are asked for again at once when only the manner of painting changes.
MOST_THUMB_BYTES = 64 * 1024 * 1024
MOST_THUMBS = 512
NO_PICTURE = "There is no picture, only an annotation."
# A picture of which the decoder says so is damaged; what is only too large or too slow is not.
_DAMAGE = ("cut off", "damaged", "not a picture", "breaks the decoder", "is empty")


class Pictures(Protocol):
    """Decodes pictures; see `app.gallery.decoding.Decoder`."""

    def picture(self, file: PictureFile, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return a picture as it is to be shown."""
        ...

    def picture_of(self, body: bytes, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return the picture of these bytes."""
        ...

    def facts(self, file: PictureFile, annotated: Size = (0, 0)) -> Decoded:
        """Return the facts of a picture without decoding it."""
        ...

    def close(self) -> None:
        """End. May be called twice."""
        ...


class Drawing:
    """Decodes and draws. Any thread. Raises IndexError for a picture that is not in its folder."""

    def __init__(self, pictures: Pictures) -> None:
        """Draw with this decoder, which is closed together with the drawing."""
        self._pictures = pictures
        self._whole = _Shelf(MOST_PICTURES, MOST_BYTES)
        self._small = _Shelf(MOST_THUMBS, MOST_THUMB_BYTES)
        # Tools are for one thread at a time.
        self._tools = threading.local()

    def thumb(self, folder: Folder, query: ShowThumb) -> Painted:
        """Return a picture with its labels, fitted into a size."""
        annotation = folder.annotation(query.number)
        decoded = self._decoded(folder, query.number, annotation, (query.width, query.height))
        return painted_thumb(decoded, annotation, query, self._own_tools())

    def view(self, folder: Folder, query: ShowView) -> Painted:
        """Return a part of a picture with its labels."""
        annotation = folder.annotation(query.number)
        return painted_view(self._decoded(folder, query.number, annotation, None), annotation, query, self._own_tools())

    def look(self, query: PaintLook) -> Painted:
        """Return a picture that is not on disk, with its labels."""
        look, box = query.look, (query.width, query.height)
        annotated = (look.annotation.width, look.annotation.height)
        decoded = self._pictures.picture_of(look.image, box, annotated)
        return fitted(decoded, look.annotation, box, query.ratio, query.paint, self._own_tools())

    def label_at(self, folder: Folder, query: LabelAt) -> int | None:
        """Return the uppermost label at a point."""
        annotation = folder.annotation(query.number)
        return label_at(annotation, query, self._own_tools())

    def facts(self, folder: Folder, number: int) -> PictureFacts:
        """Return the facts of a picture's file; empty ones when it cannot be read."""
        annotation, file = folder.annotation(number), file_of(folder.item(number))
        if file is None:
            return PictureFacts()
        return self._pictures.facts(file, (annotation.width, annotation.height)).facts

    def close(self) -> None:
        """End the decoder. May be called twice."""
        self._pictures.close()

    def _decoded(self, folder: Folder, number: int, annotation: Annotation, box: Size | None) -> Decoded:
        item = folder.item(number)
        file = file_of(item)
        if file is None:
            return Decoded(PictureFacts(), problem=NO_PICTURE)
        annotated = (annotation.width, annotation.height)
        shelf = self._whole if box is None else self._small
        key = (file, picture_stamp(item), annotated, box)
        decoded = shelf.get(key)
        if decoded is None:
            decoded = self._pictures.picture(file, box, annotated)
            if decoded.has_pixels:
                shelf.put(key, decoded)
            elif any(word in decoded.problem for word in _DAMAGE):
                folder.note_unreadable(number, decoded.problem)
        return decoded

    def _own_tools(self) -> PaintTools:
        tools = getattr(self._tools, "tools", None)
        if not isinstance(tools, PaintTools):
            tools = self._tools.tools = PaintTools()
        return tools


class _Shelf:
    """Pictures that were decoded, the latest ones; bounded in number and bytes."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pictures: OrderedDict[Hashable, Decoded] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Decoded | None:
        with self._lock:
            found = self._pictures.get(key)
            if found is not None:
                self._pictures.move_to_end(key)
            return found

    def put(self, key: Hashable, picture: Decoded) -> None:
        with self._lock:
            old = self._pictures.pop(key, None)
            self._pictures[key] = picture
            self._bytes += picture.size_bytes - (0 if old is None else old.size_bytes)
            while len(self._pictures) > 1 and (len(self._pictures) > self._most or self._bytes > self._most_bytes):
                _, gone = self._pictures.popitem(last=False)
                self._bytes -= gone.size_bytes


def file_of(item: ItemFiles) -> PictureFile | None:
    """Return where the bytes of a picture lie; None when there is none."""
    if item.archive is not None:
        return PictureFile(str(item.archive.path), item.archive.start, item.archive.end)
    return None if item.image is None else PictureFile(str(item.image))
