"""Where things lie in a project folder (the Supervisely project format). Pure.

<project>/meta.json
<project>/<dataset>/img/<name>            ann/<name>.json
<project>/<dataset>/img_info/<name>.json  meta/<name>.json
<project>/<dataset>/datasets/<child>/…    nested datasets
<project>/blob/<stem>.tar                     archives of images, where the archive form is kept
<project>/.windrow_meta/                       our own book-keeping

In the flat layout (a dataset without a path) images lie in the project folder itself, the files beside them in
`.windrow_meta/<kind>/<name>.json`.
"""

from collections.abc import Sequence
from enum import StrEnum

# The ending "meta" makes the official SDK pass over it without a word: any other folder counts as a dataset.
OWN_FOLDER = ".windrow_meta"
META_FILE = "meta.json"


class SidecarKind(StrEnum):
    """What lies beside an image; the value is the folder name."""

    ANNOTATION = "ann"
    IMAGE_INFO = "img_info"
    IMAGE_META = "meta"


def dataset_path(components: Sequence[str]) -> str:
    """Return the relative folder of a dataset from the safe names of its path, root first."""
    return "/datasets/".join(components)


def is_plain(dataset: str) -> bool:
    """Tell whether a folder holds its files without any folder between, such as `blob/`: it ends with a slash."""
    return dataset.endswith("/")


def image_path(dataset: str, name: str) -> str:
    """Return the relative path of an image."""
    if is_plain(dataset):
        return f"{dataset}{name}"
    return f"{dataset}/img/{name}" if dataset else name


def sidecar_path(dataset: str, name: str, kind: SidecarKind) -> str:
    """Return the relative path of a JSON file beside an image; the name keeps its extension."""
    return f"{dataset or OWN_FOLDER}/{kind.value}/{name}.json"
