"""Supervisely: listing images, their bytes one by one, in bulk and as blob archives."""

from collections.abc import Mapping, Sequence

from app.sandbox.listing import answer, listed, only_fields, ordered, page_of, test_of, tests_of
from app.sandbox.multipart import multipart_reply
from app.sandbox.routes import Route, Routes
from app.sandbox.sly_tree import PREFIX, TOKEN, USER, TreeRoutes
from app.sandbox.wire import Piece, RefusalError, Reply, Request, body_reply, json_reply
from app.sandbox.world import Dataset, Document, Picture, World

PER_PAGE = 10_000
_FILTERED = (
    "id",
    "name",
    "description",
    "labelsCount",
    "createdAt",
    "updatedAt",
    "size",
    "embeddingsUpdatedAt",
    "datasetId",
)
_BINARY = b"Content-Type: application/octet-stream\r\n"


def not_found(image_id: int) -> RefusalError:
    """Return the answer for an image that is not there."""
    return RefusalError(404, "IMAGE_NOT_FOUND", f"Image with imageId {image_id} doesn't exist")


class ImageRoutes:
    """Answers about images."""

    def __init__(self, world: World, tree: TreeRoutes, per_page: int = PER_PAGE) -> None:
        """Serve a world; `per_page` is the page size of this instance."""
        self._world = world
        self._tree = tree
        self._per_page = per_page

    def join(self, routes: Routes) -> None:
        """Add our lines to the table."""
        for name, handler, ids in (
            ("images.list", self._list, ("datasetId", "projectId")),
            ("images.info", self._info, ("id",)),
            ("images.download", self._download, ("id",)),
            ("images.bulk.download", self._bulk, ("imageIds",)),
            ("images.bulk.download-by-hash", self._by_hash, ("hashes",)),
            ("images.data.download", self._archive, ("downloadId",)),
        ):
            routes.add(PREFIX + name, Route(name, handler, TOKEN, ids))

    def entity(self, dataset: Dataset, one: Picture) -> Document:
        """Return an image as it is listed."""
        path = f"/original/{dataset.id}/{one.id}"
        return {
            "id": one.id, "name": one.name, "link": None, "hash": one.sha256, "mime": one.mime, "size": one.size,
            "width": one.width, "height": one.height, "labelsCount": one.labels_count, "datasetId": dataset.id,
            "projectId": dataset.project, "parentId": None, "createdAt": one.created_at, "updatedAt": one.updated_at,
            "description": one.description, "meta": one.meta, "pathOriginal": path, "fullStorageUrl": path,
            "createdBy": USER["id"], "tags": one.tags, "relatedDataId": one.archive,
            "downloadId": None if one.archive is None else f"blob-{one.archive}", "offsetStart": one.offset_start,
            "offsetEnd": one.offset_end, "aiSearchMeta": None, "embeddingsUpdatedAt": None,
        }  # fmt: skip

    def _asked(self, request: Request) -> list[Dataset]:
        """Return the datasets that a listing is about. Raises RefusalError, UnreadyError."""
        number = request.optional_integer("datasetId")
        if number is not None:
            chosen = [self._tree.find_dataset(number)]
        else:
            project = self._tree.find_project(request.integer("projectId"))
            is_deep = request.flag("recursive", default=False)
            chosen = [one for one in project.datasets if is_deep or one.parent is None]
        self._world.ready(*chosen)
        return chosen

    def _list(self, request: Request) -> Reply:
        datasets = self._asked(request)
        page = page_of(request, self._per_page)
        fields = request.items("fields")
        is_plain = not request.items("filter") and not request.items("filters")
        by_id = (request.text("sort") or "id") == "id" and request.text("sort_order") != "desc"
        if not (is_plain and by_id and len(datasets) == 1):
            found = listed(self._matching(datasets, request), page)
            entities = found["entities"]
            assert isinstance(entities, Sequence)
            found["entities"] = only_fields(entities, fields)
            return json_reply(found)
        dataset = datasets[0]
        shelf = dataset.shelf
        if page.is_token:
            start = shelf.after(int(page.after)) if page.after.isdigit() else 0
        else:
            start = (page.number - 1) * page.per_page
        pictures = shelf.window(start, start + page.per_page)
        more = start + page.per_page < shelf.count
        token = str(pictures[-1].id) if page.is_token and more and pictures else None
        entities = only_fields([self.entity(dataset, one) for one in pictures], fields)
        return json_reply(answer(entities, shelf.count, page, token))

    def _matching(self, datasets: Sequence[Dataset], request: Request) -> list[Document]:
        """Return the entities that pass the filters, sorted. Raises RefusalError."""
        rules = tests_of(request, _FILTERED)
        wanted = _wanted_ids(rules)
        pairs: list[tuple[Dataset, Picture]] = []
        for dataset in datasets:
            if wanted is None:
                pairs += [(dataset, one) for one in dataset.shelf.window(0, dataset.shelf.count)]
            else:
                found = (dataset.shelf.find(number) for number in sorted(wanted))
                pairs += [(dataset, one) for one in found if one is not None]
        for rule in request.items("filters"):
            pairs = self._advanced(pairs, rule)
        tests = [test_of(*one) for one in rules]
        entities = [self.entity(dataset, one) for dataset, one in pairs]
        return ordered([one for one in entities if all(test(one) for test in tests)], request)

    def _advanced(self, pairs: list[tuple[Dataset, Picture]], rule: object) -> list[tuple[Dataset, Picture]]:
        """Apply one of the advanced filters. Raises RefusalError."""
        details = rule.get("data") if isinstance(rule, Mapping) else None
        if not isinstance(rule, Mapping) or not isinstance(details, Mapping):
            raise RefusalError(400, "Validation error", '"filters" needs type and data', "filters")
        is_wanted = details.get("include", True) is not False
        match rule.get("type"):
            case "objects_class":
                low, high = _limit(details.get("from"), 1), _limit(details.get("to"), 9999)
                number = details.get("classId")

                def counts(dataset: Dataset, one: Picture) -> bool:
                    objects = dataset.shelf.annotation(one).get("objects")
                    assert isinstance(objects, list)
                    return low <= sum(1 for o in objects if number in (None, o.get("classId"))) <= high

                return [pair for pair in pairs if counts(*pair) is is_wanted]
            case "images_tag":
                number = details.get("tagId")
                return [
                    pair for pair in pairs
                    if any(number in (None, tag.get("tagId")) for tag in pair[1].tags) is is_wanted
                ]  # fmt: skip
            case "images_filename":
                text = str(details.get("value", ""))
                return [pair for pair in pairs if (text in pair[1].name) is is_wanted]
            case kind:
                raise RefusalError(
                    400, "Validation error", f'"filters" of type {kind} are not served by the sandbox', "filters"
                )

    def _found(self, image_id: int) -> tuple[Dataset, Picture]:
        found = self._world.image(image_id)
        if found is None:
            raise not_found(image_id)
        return found

    def _info(self, request: Request) -> Reply:
        return json_reply(self.entity(*self._found(request.integer("id"))))

    def _download(self, request: Request) -> Reply:
        dataset, picture = self._found(request.integer("id"))
        headers = b"Content-Type: %b\r\nAccept-Ranges: bytes\r\nx-content-checksum-sha256: %b\r\n" % (
            picture.mime.encode(),
            picture.sha256.encode(),
        )
        return body_reply(dataset.shelf.body(picture), headers, request.headers.get("range"))

    def _bulk(self, request: Request) -> Reply:
        dataset = self._tree.find_dataset(request.integer("datasetId"))
        self._world.ready(dataset)
        parts: list[tuple[str, Piece]] = []
        for number in request.integers("imageIds"):
            picture = dataset.shelf.find(number)
            if picture is not None:
                parts.append((str(number), dataset.shelf.body(picture)))
        if not parts:
            raise not_found(next(iter(request.integers("imageIds")), 0))
        return multipart_reply(parts)

    def _by_hash(self, request: Request) -> Reply:
        parts: list[tuple[str, Piece]] = []
        datasets = list(self._world.datasets.values())
        self._world.ready(*datasets)
        for wanted in request.items("hashes"):
            for dataset in datasets:
                picture = dataset.shelf.by_hash(str(wanted))
                if picture is not None:
                    parts.append((str(wanted), dataset.shelf.body(picture)))
                    break
        return multipart_reply(parts)

    def _archive(self, request: Request) -> Reply:
        project = self._tree.find_project(request.integer("projectId"))
        self._world.ready(*project.datasets)
        prefix, _, number = request.text("downloadId").partition("-")
        if prefix == "blob" and number.isdigit():
            for dataset in project.datasets:
                piece = dataset.shelf.archive(int(number))
                if piece is not None:
                    return body_reply(piece, _BINARY, request.headers.get("range"))
        raise RefusalError(404, "FILE_NOT_FOUND", "File doesn't exist")


def _limit(value: object, default: int) -> int:
    return value if isinstance(value, int) else default


def _wanted_ids(rules: Sequence[tuple[str, str, object]]) -> set[int] | None:
    """Return the ids that a filter names, so that nothing else is looked at."""
    for name, operator, value in rules:
        if name == "id" and operator == "in" and isinstance(value, list):
            return {one for one in value if isinstance(one, int)}
        if name == "id" and operator == "eq" and isinstance(value, int):
            return {value}
    return None
