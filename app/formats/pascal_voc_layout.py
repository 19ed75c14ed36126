"""Where the files of a Pascal VOC export lie, and how large its masks can be. Pure.

VOCdevkit/VOC/JPEGImages/<stem>.jpg            Annotations/<stem>.xml
VOCdevkit/VOC/SegmentationClass/<stem>.png     SegmentationObject/<stem>.png
VOCdevkit/VOC/ImageSets/Main/{train,val,trainval}.txt and <class>_{train,val,trainval}.txt
VOCdevkit/VOC/ImageSets/Segmentation/{train,val,trainval}.txt
VOCdevkit/VOC/labelmap.txt
"""

from pathlib import PurePosixPath

from app.model.exporter import ExportImage

ROOT = "VOCdevkit/VOC"
PICTURES = f"{ROOT}/JPEGImages"
NOTES = f"{ROOT}/Annotations"
CLASS_MASKS = f"{ROOT}/SegmentationClass"
OBJECT_MASKS = f"{ROOT}/SegmentationObject"
MAIN_SETS = f"{ROOT}/ImageSets/Main"
MASK_SETS = f"{ROOT}/ImageSets/Segmentation"
LABEL_MAP = f"{ROOT}/labelmap.txt"
TRAIN, VAL, BOTH = "train", "val", "trainval"

# Background, border and 254 between them fit into the palette of a mask; the first and the last of 16 bits likewise.
MOST_IN_BYTE = 254
MOST_NUMBERS = 65_534
# The masks of a picture and what is needed to paint them: some 600 MB.
MOST_PIXELS = 200_000_000

_JPEG = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"})


def stem(image: ExportImage) -> str:
    """Return what all files of an image are called by."""
    return PurePosixPath(image.file).stem


def is_jpeg(image: ExportImage) -> bool:
    """Return whether the picture can stay as it is."""
    return PurePosixPath(image.file).suffix.lower() in _JPEG


def picture_path(image: ExportImage) -> str:
    """Return where the picture belongs: always ".jpg", since the usual tools add just that to the stem."""
    return f"{PICTURES}/{stem(image)}.jpg"
