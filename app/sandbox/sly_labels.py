"""Supervisely: annotations single, listed and in bulk, figures, and the geometries of alpha masks."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import inf

import msgspec

from app.sandbox.figure_box import area_of, box_of
from app.sandbox.listing import Page, answer, listed, only_fields, page_of, test_of, tests_of
from app.sandbox.multipart import multipart_reply, uploaded
from app.sandbox.pixels import to_pixels
from app.sandbox.routes import Route, Routes
from app.sandbox.sly_images import not_found
from app.sandbox.sly_tree import PREFIX, TOKEN, TreeRoutes, gone
from app.sandbox.wire import Piece, RefusalError, Reply, Request, json_reply
from app.sandbox.world import FIGURES_PER_IMAGE, Dataset, Document, Picture, World

ANNOTATIONS_PER_PAGE = 500
FIGURES_PER_PAGE = 20_000
MOST_AT_ONCE = 100
_GEOMETRY = ("points", "parts", "nodes", "vertices", "bitmap", "faces", "angle", "position", "rotation", "dimensions")


class LabelRoutes:
    """Answers about what is drawn on images."""

    def __init__(self, world: World, tree: TreeRoutes) -> None:
        """Serve a world."""
        self._world = world
        self._tree = tree
        self._ends: dict[int, list[int]] = {}
        self._uploaded: dict[int, Mapping[str, object]] = {}

    def join(self, routes: Routes) -> None:
        """Add our lines to the table."""
        for name, handler, ids in (
            ("annotations.info", self._info, ("imageId",)),
            ("annotations.bulk.info", self._bulk, ("imageIds",)),
            ("annotations.list", self._list, ("datasetId",)),
            ("figures.list", self._figures, ("datasetId",)),
            ("figures.bulk.download.geometry", self._geometries, ("ids",)),
        ):
            routes.add(PREFIX + name, Route(name, handler, TOKEN, ids))
        name = "figures.bulk.upload.geometry"
        routes.add(PREFIX + name, Route(name, self._upload, TOKEN, ids_of=_uploaded_ids))

    def _entity(self, dataset: Dataset, picture: Picture, request: Request) -> Document:
        """Return one annotation as the service answers it; alpha masks come without their bitmap."""
        document = dict(dataset.shelf.annotation(picture))
        objects = document.get("objects")
        assert isinstance(objects, list)
        objects = [
            {key: value for key, value in one.items() if key != "bitmap"}
            if one["geometryType"] == "alpha_mask"
            else one
            for one in objects
        ]
        if request.flag("integerCoords", default=True):
            objects = [to_pixels(one, picture.width or inf, picture.height or inf) for one in objects]
        document["objects"] = objects
        if not request.flag("withCustomBigData", default=False):
            document.pop("customBigData", None)
        return {
            "imageId": picture.id, "imageName": picture.name, "datasetId": dataset.id,
            "createdAt": picture.created_at, "updatedAt": picture.updated_at, "annotation": document,
        }  # fmt: skip

    def _info(self, request: Request) -> Reply:
        number = request.integer("imageId")
        found = self._world.image(number)
        if found is None:
            raise not_found(number)
        return json_reply(self._entity(*found, request))

    def _bulk(self, request: Request) -> Reply:
        dataset = self._tree.find_dataset(request.integer("datasetId"))
        numbers = request.integers("imageIds")
        if len(numbers) > MOST_AT_ONCE:
            text = f'"imageIds" must contain less than or equal to {MOST_AT_ONCE} items'
            raise RefusalError(400, "Validation error", text, "imageIds")
        self._world.ready(dataset)
        pictures = [one for one in map(dataset.shelf.find, numbers) if one is not None]
        return json_reply([self._entity(dataset, one, request) for one in pictures])

    def _list(self, request: Request) -> Reply:
        dataset = self._tree.find_dataset(request.integer("datasetId"))
        self._world.ready(dataset)
        rules = tests_of(request, ("imageId", "name", "description", "labelsCount"))
        tests = [test_of(*one) for one in rules]
        page = page_of(request, ANNOTATIONS_PER_PAGE)
        chosen = [
            one for one in dataset.shelf.window(0, dataset.shelf.count)
            if not tests or all(test(_listed_as(one)) for test in tests)
        ]  # fmt: skip
        found = listed([{"id": place} for place in range(len(chosen))], page)
        places = found["entities"]
        assert isinstance(places, Sequence)
        found["entities"] = [self._entity(dataset, chosen[one["id"]], request) for one in places]
        return json_reply(found)

    def _figures(self, request: Request) -> Reply:
        dataset = self._tree.find_dataset(request.integer("datasetId"))
        self._world.ready(dataset)
        rules = tests_of(request, ("id", "entityId", "imageId", "objectId", "classId", "geometryType"))
        tests = [test_of("entityId" if name == "imageId" else name, word, value) for name, word, value in rules]
        fields = {str(one) for one in request.items("fields")}
        is_whole = request.flag("integerCoords", default=True)
        wanted = next(
            (
                set(value)
                for name, word, value in rules
                if name in {"entityId", "imageId"} and word == "in" and isinstance(value, list)
            ),
            None,
        )
        shelf = dataset.shelf
        has_geometry = "geometry" in fields or not fields
        page = page_of(request, FIGURES_PER_PAGE)
        if not rules and not page.is_token:
            entities, total = self._page_of_figures(dataset, page, is_whole, has_geometry)
            kept = list(only_fields(entities, [*fields, "entityId"])) if fields else entities
            return json_reply(answer(kept, total, page))
        pictures = shelf.window(0, shelf.count) if wanted is None else [
            one for one in map(shelf.find, sorted(wanted)) if one is not None
        ]  # fmt: skip
        entities = [entity for one in pictures for entity in self._figures_of(dataset, one, is_whole, has_geometry)]
        kept = [one for one in entities if all(test(one) for test in tests)]
        if fields:
            # The image's id is asked for as imageId and answered as entityId.
            kept = list(only_fields(kept, [*fields, "entityId"]))
        return json_reply(listed(kept, page))

    def _page_of_figures(
        self, dataset: Dataset, page: Page, is_whole: bool, has_geometry: bool
    ) -> tuple[list[Document], int]:
        """Return one page of all figures, in the order of their ids, and how many there are.

        Only the images of the page are looked at: a large dataset would else be walked for each of its pages.
        """
        shelf = dataset.shelf
        ends = self._ends.get(dataset.id)
        if ends is None:
            ends = self._ends[dataset.id] = list(accumulate(one.labels_count for one in shelf.window(0, shelf.count)))
        total = ends[-1] if ends else 0
        start = (page.number - 1) * page.per_page
        first = bisect_right(ends, start)
        last = bisect_left(ends, min(start + page.per_page, total)) + 1
        before = ends[first - 1] if first else 0
        found = [
            entity
            for one in shelf.window(first, last)
            for entity in self._figures_of(dataset, one, is_whole, has_geometry)
        ]
        return found[start - before : start - before + page.per_page], total

    def _figures_of(self, dataset: Dataset, picture: Picture, is_whole: bool, with_geometry: bool) -> list[Document]:
        objects = dataset.shelf.annotation(picture).get("objects")
        assert isinstance(objects, list)
        found = []
        for raw in objects:
            kind = raw["geometryType"]
            one = to_pixels(raw, picture.width or inf, picture.height or inf) if is_whole else raw
            entity: Document = {
                "id": raw["id"], "entityId": picture.id, "objectId": raw.get("objectId"), "classId": raw["classId"],
                "projectId": dataset.project, "datasetId": dataset.id, "createdAt": raw["createdAt"],
                "updatedAt": raw["updatedAt"], "geometryType": kind,
                "geometryMeta": {"bbox": box_of(to_pixels(raw, inf, inf))},
                "tags": [{key: tag[key] for key in ("id", "tagId", "value") if key in tag} for tag in raw["tags"]],
                "meta": {}, "area": str(area_of(to_pixels(raw, inf, inf))), "priority": raw.get("priority", 1),
                "customData": None, "nnCreated": raw.get("nnCreated", False), "nnUpdated": raw.get("nnUpdated", False),
            }  # fmt: skip
            if with_geometry:
                is_alpha = kind == "alpha_mask"
                entity["geometry"] = {
                    key: one[key] for key in _GEOMETRY if key in one and not (is_alpha and key == "bitmap")
                }
            found.append(entity)
        return found

    def _geometries(self, request: Request) -> Reply:
        parts: list[tuple[str, Piece]] = []
        for number in request.integers("ids"):
            bitmap = self._bitmap(number)
            if bitmap is not None:
                parts.append((str(number), msgspec.json.encode(bitmap)))
        if not parts:
            raise gone("Figure", "ids", next(iter(request.integers("ids")), 0))
        return multipart_reply(parts)

    def _upload(self, request: Request) -> Reply:
        """Take the masks of alpha-mask figures: all of them or none."""
        taken: dict[int, Mapping[str, object]] = {}
        for figure, body in uploaded(request):
            one = self._object(figure)
            if one is None:
                raise gone("Figure", "figureId", figure)
            if one["geometryType"] != "alpha_mask":
                raise RefusalError(400, "Validation error", f"Figure {figure} is no alpha mask", "figureId")
            try:
                taken[figure] = msgspec.json.decode(body, type=dict[str, object])
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise RefusalError(400, "Validation error", '"geometry" is no JSON object', "geometry") from None
        if not 0 < len(taken) <= MOST_AT_ONCE:
            raise RefusalError(400, "Validation error", f'"geometry" must come 1 to {MOST_AT_ONCE} times', "geometry")
        self._uploaded.update(taken)
        return json_reply({"success": True})

    def _bitmap(self, figure: int) -> Mapping[str, object] | None:
        if figure in self._uploaded:
            return self._uploaded[figure]
        one = self._object(figure)
        bitmap = None if one is None else one.get("bitmap")
        return bitmap if isinstance(bitmap, Mapping) else None

    def _object(self, figure: int) -> Mapping[str, object] | None:
        found = self._world.image(figure // FIGURES_PER_IMAGE)
        if found is None:
            return None
        dataset, picture = found
        objects = dataset.shelf.annotation(picture).get("objects")
        assert isinstance(objects, list)
        return next((one for one in objects if one["id"] == figure), None)


def _uploaded_ids(request: Request) -> tuple[str, ...]:
    return tuple(str(figure) for figure, _ in uploaded(request))


def _listed_as(picture: Picture) -> Mapping[str, object]:
    return {
        "imageId": picture.id, "name": picture.name, "description": picture.description,
        "labelsCount": picture.labels_count,
    }  # fmt: skip
