"""One picture with its labels drawn on it, composed in a worker thread into one image.

Class colours lie on a dark halo, so that they read on any picture; the name stands on a chip of the colour.
"""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageReader, QPainter, QPen

from app.model.annotation import Annotation, Label
from app.model.answers import Look
from app.model.geometry import Mask
from ui.preview.geometry_path import anchor, is_filled, outline
from ui.preview.mask_pixels import decode_mask, tint
from ui.theme.tokens import CLASS_COLORS, ink_on

FILL = 0.22
MASK_FILL = 0.45
CHIP_PX = 10
LINE = 1.6
HALO = 2.0


@dataclass(frozen=True, slots=True)
class Composed:
    """A picture ready to be shown.

    Attributes:
        name: Of the image.
        image: Null when the picture could not be read.
        problem: Why it could not be read; empty when it was.
        label_count: Labels that belong to it.
    """

    name: str
    image: QImage
    problem: str
    label_count: int


def compose(look: Look, size: QSize, ratio: float = 1.0) -> Composed:
    """Return a picture with its labels, fitted into a size.

    Args:
        look: The encoded picture and its labels.
        size: Logical pixels to fit into; the aspect is kept.
        ratio: Physical pixels per logical one.
    """
    image, full, problem = _read(look.image, size * ratio)
    labels = len(look.annotation.labels)
    if image.isNull():
        return Composed(look.name, image, problem, labels)
    width = look.annotation.width or full.width()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    draw_labels(painter, look.annotation, image.width() / max(1, width), image.size(), ratio)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return Composed(look.name, image, "", labels)


def draw_labels(painter: QPainter, annotation: Annotation, scale: float, size: QSize, ratio: float = 1.0) -> None:
    """Draw all labels of an image, names last so that no shape covers them.

    Args:
        painter: At the origin of the picture, in physical pixels.
        annotation: In image pixels.
        scale: Physical pixels per image pixel.
        size: Of the picture in physical pixels; names stay inside.
        ratio: Physical pixels per logical one.
    """
    for label in annotation.labels:
        if isinstance(label.geometry, Mask):
            _draw_mask(painter, label, label.geometry, scale)
        else:
            _draw_shape(painter, label, scale, ratio)
    taken: list[QRectF] = []
    for label in reversed(annotation.labels):
        _draw_name(painter, label, scale, size, ratio, taken)


def label_color(label: Label) -> QColor:
    """Return the colour of the class, or a steady one out of the house palette."""
    color = QColor(label.color)
    if label.color and color.isValid():
        return color
    return QColor(CLASS_COLORS[sum(label.class_name.encode()) % len(CLASS_COLORS)])


def _read(body: bytes, size: QSize) -> tuple[QImage, QSize, str]:
    data = QByteArray(body)
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    full = reader.size()
    if full.isValid():
        reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return image, full, "This picture cannot be shown."
    if not full.isValid():
        full = image.size()
        image = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied), full, ""


def _draw_shape(painter: QPainter, label: Label, scale: float, ratio: float) -> None:
    path = outline(label.geometry, scale / ratio)
    if path.isEmpty():
        return
    color = label_color(label)
    painter.save()
    painter.scale(scale, scale)
    if is_filled(label.geometry):
        fill = QColor(color)
        fill.setAlphaF(FILL)
        painter.fillPath(path, fill)
    for width, ink in ((LINE + HALO, QColor(0, 0, 0, 150)), (LINE, color)):
        pen = QPen(ink, width * ratio)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
    painter.restore()


def _draw_mask(painter: QPainter, label: Label, mask: Mask, scale: float) -> None:
    try:
        opacity = decode_mask(mask)
    except ValueError:
        # Said in the annotation's problems already; the rest of the picture is still worth seeing.
        return
    color = label_color(label)
    pixels = tint(opacity, (color.red(), color.green(), color.blue()), MASK_FILL)
    height, width = opacity.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    x, y = mask.origin
    painter.drawImage(QRectF(x * scale, y * scale, width * scale, height * scale), image)


def _draw_name(painter: QPainter, label: Label, scale: float, size: QSize, ratio: float, taken: list[QRectF]) -> None:
    place = anchor(label.geometry)
    if place is None:
        return
    font = QFont()
    font.setPixelSize(max(1, round(CHIP_PX * ratio)))
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(label.class_name) + 6 * ratio
    height = metrics.height()
    left = min(max(0.0, place[0] * scale), max(0.0, size.width() - width))
    top = min(max(0.0, place[1] * scale - height), max(0.0, size.height() - height))
    chip = QRectF(left, top, width, height)
    # Names over names cannot be read: the upper label keeps its name, the one below goes without.
    if any(chip.intersects(other) for other in taken):
        return
    taken.append(chip)
    color = label_color(label)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(chip)
    painter.setPen(QColor(ink_on(color.name())))
    painter.setFont(font)
    painter.drawText(QPointF(left + 3 * ratio, top + metrics.ascent()), label.class_name)
