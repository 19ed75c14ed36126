"""What a project holds, counted: objects per class and shape, images, tags. One accumulator for all sources. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Bounds of objects per image, both inclusive; None is open.
BINS: tuple[tuple[int, int | None], ...] = ((0, 0), (1, 1), (2, 5), (6, 20), (21, None))


@dataclass(frozen=True, slots=True)
class ClassCount:
    """Objects of one class and shape."""

    class_name: str
    shape: str
    objects: int


@dataclass(frozen=True, slots=True)
class DatasetCount:
    """Images of one dataset.

    Attributes:
        name: Its path, parts joined by "/".
        images: Of its own.
        unlabelled: Those without an object.
        objects: On all of them.
        id: Of the dataset on the server; None for a folder.
    """

    name: str
    images: int
    unlabelled: int
    objects: int
    id: int | None = None


@dataclass(frozen=True, slots=True)
class TagCount:
    """How often a tag stands with one value.

    Attributes:
        name: Of the tag.
        value: As text; None for a tag without a value.
        images: Images that carry it.
        objects: Objects that carry it.
    """

    name: str
    value: str | None
    images: int
    objects: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All counts of one project.

    Attributes:
        classes: Most objects first.
        datasets: In tree order.
        tags: By name, then most first.
        histogram: Images for each of `BINS`.
        problems: Sentences about what could not be counted.
    """

    classes: tuple[ClassCount, ...] = ()
    datasets: tuple[DatasetCount, ...] = ()
    tags: tuple[TagCount, ...] = ()
    histogram: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def images(self) -> int:
        """Return all images."""
        return sum(dataset.images for dataset in self.datasets)

    @property
    def unlabelled(self) -> int:
        """Return the images without an object."""
        return sum(dataset.unlabelled for dataset in self.datasets)

    @property
    def objects(self) -> int:
        """Return all objects."""
        return sum(dataset.objects for dataset in self.datasets)


Tag = tuple[str, str | None]


class Tally:
    """Counts images and objects as they come, in any order."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._classes: Counter[tuple[str, str]] = Counter()
        self._images: Counter[Tag] = Counter()
        self._objects: Counter[Tag] = Counter()
        self._datasets: dict[str, list[int]] = {}
        self._ids: dict[str, int] = {}
        self._bins = [0] * len(BINS)
        self._problems: Counter[str] = Counter()

    def dataset(self, name: str, key: int | None = None) -> None:
        """Mention a dataset, so that an empty one has its line; the order is that of the answer."""
        self._datasets.setdefault(name, [0, 0, 0])
        if key is not None:
            self._ids[name] = key

    def image(self, dataset: str, objects: int, tags: Iterable[Tag] = ()) -> None:
        """Count an image with its number of objects and its own tags; a tag that stands twice counts once."""
        counts = self._datasets.setdefault(dataset, [0, 0, 0])
        counts[0] += 1
        counts[1] += objects == 0
        counts[2] += objects
        self._bins[next(n for n, (_, high) in enumerate(BINS) if high is None or objects <= high)] += 1
        self._images.update(set(tags))

    def object(self, class_name: str, shape: str, tags: Iterable[Tag] = ()) -> None:
        """Count an object."""
        self._classes[class_name, shape] += 1
        self._objects.update(set(tags))

    def problem(self, sentence: str) -> None:
        """Note what could not be counted."""
        self._problems[sentence] += 1

    def total(self) -> Statistics:
        """Return the counts so far."""
        classes = sorted(self._classes.items(), key=lambda one: (-one[1], one[0]))
        tags = {tag: (self._images[tag], self._objects[tag]) for tag in (*self._images, *self._objects)}
        ranked = sorted(tags.items(), key=lambda one: (one[0][0], -sum(one[1]), one[0][1] or ""))
        return Statistics(
            tuple(ClassCount(name, shape, count) for (name, shape), count in classes),
            tuple(
                DatasetCount(name, images, unlabelled, objects, self._ids.get(name))
                for name, (images, unlabelled, objects) in self._datasets.items()
            ),
            tuple(TagCount(name, value, images, objects) for (name, value), (images, objects) in ranked),
            tuple(self._bins),
            tuple(f"{count:,} × {one}" if count > 1 else one for one, count in self._problems.items()),
        )


def value_text(value: object) -> str | None:
    """Return the value of a tag as text; whole numbers read the same however they were written."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
