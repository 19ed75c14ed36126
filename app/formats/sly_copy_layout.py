"""Where the files of a filtered copy lie: a project folder of the Supervisely format. Pure.

<folder>/meta.json
<folder>/<dataset>/img/<name>          <dataset>/ann/<name>.json, and the other files beside an image
<folder>/<dataset>/datasets/<child>/…  nested datasets
"""

from collections.abc import Mapping, Sequence

from app.model.exporter import ExportImage
from app.model.layout import SidecarKind
from app.store.names import collision_key, safe_dataset_name, safe_name

IMAGES = "img"
NESTED = "datasets"
META = "meta.json"
_ROOT = "dataset"
# Of a file name on the usual file systems; the annotation has five more than its picture.
_MOST_BYTES = 255 - len(".json")


class CopyPlaces:
    """Files of one copy, relative to its folder, with forward slashes."""

    def __init__(self, datasets: Sequence[str]) -> None:
        """Give every dataset its folder; the project folder itself, when it is the dataset, becomes one of its own."""
        self.folders: Mapping[str, str] = _folders(datasets)

    def picture(self, image: ExportImage) -> str:
        """Return where a picture lies."""
        return f"{self.folders[image.dataset]}/{IMAGES}/{self.name(image)}"

    def sidecar(self, image: ExportImage, kind: SidecarKind) -> str:
        """Return where a file beside a picture lies."""
        return f"{self.folders[image.dataset]}/{kind.value}/{self.name(image)}.json"

    @staticmethod
    def name(image: ExportImage) -> str:
        """Return the name of a picture: its own, unless some system could not keep it."""
        name = image.name
        is_safe = safe_name(name, name) == name and len(name.encode("utf-8", "surrogateescape")) <= _MOST_BYTES
        return name if is_safe else image.file


def _folders(datasets: Sequence[str]) -> dict[str, str]:
    """Return one folder for each dataset; no two are alike without regard to case."""
    taken: set[str] = set()
    folders: dict[str, str] = {}
    for dataset in datasets:
        parts = [safe_dataset_name(part, part) for part in dataset.split("/")] if dataset else [_ROOT]
        base = name = f"/{NESTED}/".join(parts)
        number = 1
        while collision_key(name) in taken:
            name, number = f"{base}_{number:02d}", number + 1
        taken.add(collision_key(name))
        folders[dataset] = name
    return folders
