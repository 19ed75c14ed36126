"""Which file of a COCO export an image stands in, and where its picture lies. Pure."""

from collections.abc import Mapping

from app.model.export_spec import CocoLayout
from app.model.exporter import ExportImage, ExportPlan
from app.store.names import collision_key, safe_dataset_name

ANNOTATIONS = "annotations"
PICTURES = "images"
_ROOT = "dataset"


class CocoPlaces:
    """Files of one export, relative to its folder, with forward slashes."""

    def __init__(self, plan: ExportPlan) -> None:
        self._has_val = plan.has_val
        is_apart = plan.spec.layout is CocoLayout.PER_DATASET
        self._folders = dataset_folders(plan.datasets) if is_apart else {}

    def file(self, image: ExportImage) -> str:
        """Return the file that an image stands in."""
        return self.name(self._folder(image), is_val=image.is_val)

    def files_beside(self, image: ExportImage) -> tuple[str, ...]:
        """Return the files of the folder that an image stands in."""
        return tuple(self.name(self._folder(image), is_val=is_val) for is_val in self._parts())

    def picture(self, image: ExportImage) -> str:
        """Return where a picture lies."""
        return f"{self._folder(image)}{PICTURES}/{image.file}"

    def always(self) -> tuple[str, ...]:
        """Return the files that are there even without images."""
        if self._folders:
            return ()
        return tuple(self.name("", is_val=is_val) for is_val in self._parts())

    def every(self) -> tuple[str, ...]:
        """Return all files that there may be."""
        return tuple(
            self.name(folder, is_val=is_val)
            for folder in ([f"{one}/" for one in self._folders.values()] or [""])
            for is_val in self._parts()
        )

    def name(self, folder: str, *, is_val: bool) -> str:
        """Return the file of a folder for training or for validation."""
        part = ("_val" if is_val else "_train") if self._has_val else ""
        return f"{folder}{ANNOTATIONS}/instances{part}.json"

    def _parts(self) -> tuple[bool, ...]:
        return (False, True) if self._has_val else (False,)

    def _folder(self, image: ExportImage) -> str:
        return f"{self._folders[image.dataset]}/" if self._folders else ""


def dataset_folders(datasets: tuple[str, ...]) -> Mapping[str, str]:
    """Return one folder name for each dataset: "/" becomes "_", and no two are alike without regard to case."""
    taken: set[str] = set()
    folders: dict[str, str] = {}
    for dataset in datasets:
        base = safe_dataset_name(dataset.replace("/", "_") or _ROOT, _ROOT)
        name, number = base, 1
        while collision_key(name) in taken:
            name, number = f"{base}_{number:02d}", number + 1
        taken.add(collision_key(name))
        folders[dataset] = name
    return folders
