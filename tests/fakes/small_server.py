"""A small image project behind a `FakeNetwork`: two datasets, one below the other, every call answered honestly."""

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from app.model.failure import Failure, FailureKind
from tests.fakes.network import FakeNetwork, Reply, multipart, page

STAMP = "2026-01-02T03:04:05.678Z"
PROJECT = 7
ROOT, CHILD, EMPTY = 10, 11, 12
MASK = "eJzrDPBz5+WS4mJgYOD19HAJAtLMIMwIInOeqf8BUmwBPiGuQPr///9Lb86/C2QxlgT5BTM4PLuRBuTwebo4hlTMSa44sKXhISMDux5T8q1Xf0SBMgyern4u65wSmgDgbxyx"  # noqa: E501 - one mask


class SmallServer:
    """Datasets of images with labels; tests change what lies in the attributes before they ask."""

    def __init__(self, images: int = 5, *, size: int = 2000) -> None:
        self.datasets = [
            _dataset(ROOT, "town", None, images),
            _dataset(CHILD, "night", ROOT, 2),
            _dataset(EMPTY, "empty", None, 0),
        ]
        self.images = {
            ROOT: [_image(1000 + n, ROOT, size) for n in range(images)],
            CHILD: [_image(2000 + n, CHILD, size) for n in range(2)],
            EMPTY: [],
        }
        self.kind = "images"
        self.missing_in_bulk: set[int] = set()
        self.missing_masks: set[int] = set()
        self.gone: set[int] = set()
        self.objects: dict[int, list[dict[str, Any]]] = {}
        self.network = FakeNetwork(
            {
                "instance.version": lambda _: {"version": "6.18.3"},
                "teams.list": lambda b: page([{"id": 1, "name": "team"}], b),
                "workspaces.list": lambda b: page([{"id": 2, "name": "work"}], b),
                "projects.list": lambda b: page([self._project()], b),
                "projects.info": lambda _: self._project(),
                "projects.meta": lambda _: self._meta(),
                "datasets.list": lambda b: page(self.datasets, b),
                "datasets.info": lambda b: next(d for d in self.datasets if d["id"] == b["id"]),
                "images.list": self._images_list,
                "images.download": lambda b: image_bytes(b["id"], self._image(b["id"])["size"]),
                "images.bulk.download": self._bulk_download,
                "annotations.info": self._annotation_info,
                "annotations.bulk.info": self._annotations_bulk,
                "figures.bulk.download.geometry": self._geometry,
            }
        )

    def every_image(self) -> list[dict[str, Any]]:
        return [image for images in self.images.values() for image in images]

    def _image(self, key: int) -> dict[str, Any]:
        return next(image for image in self.every_image() if image["id"] == key)

    def _project(self) -> dict[str, Any]:
        return {
            "id": PROJECT,
            "name": "Small town",
            "type": self.kind,
            "workspaceId": 2,
            "itemsCount": len(self.every_image()),
            "datasetsCount": 3,
            "size": "123",
            "settings": {"groupImages": False, "labelingInterface": "default"},
            "updatedAt": STAMP,
        }

    def _meta(self) -> dict[str, Any]:
        return {
            "classes": [
                {"id": 1, "title": "car", "shape": "rectangle", "color": "#ff0000"},
                {"id": 2, "title": "matte", "shape": "alpha_mask", "color": "#00FF00"},
            ],
            "tags": [
                {"id": 5, "name": "weather", "value_type": "any_string", "color": "#0000FF"},
                {"id": 6, "name": "seen", "value_type": "none", "color": "#00FFFF"},
            ],
            "projectType": "images",
        }

    def _images_list(self, body: dict[str, Any]) -> Reply:
        images = self.images[body["datasetId"]]
        for condition in body["filter"]:
            images = [image for image in images if image["id"] in condition["value"]]
        return page(images, body)

    def _bulk_download(self, body: dict[str, Any]) -> Reply:
        return multipart({str(i): image_bytes(i, self._image(i)["size"]) for i in body["imageIds"]})

    def annotation(self, key: int) -> dict[str, Any]:
        image = self._image(key)
        return {
            "imageId": key,
            "imageName": image["name"],
            "annotation": {
                "description": "",
                "size": {"height": image["height"], "width": image["width"]},
                "tags": [],
                "objects": self.objects.get(key, [rectangle(key * 10)]),
            },
        }

    def _annotation_info(self, body: dict[str, Any]) -> Reply:
        if body["imageId"] in self.gone:
            return Failure(FailureKind.NOT_FOUND, "The image is gone.", status=404)
        return self.annotation(body["imageId"])

    def _annotations_bulk(self, body: dict[str, Any]) -> Reply:
        if self.gone & set(body["imageIds"]):
            return Failure(FailureKind.REFUSED, "The server refuses this request.", status=400)
        return [self.annotation(i) for i in reversed(body["imageIds"]) if i not in self.missing_in_bulk]

    def _geometry(self, body: dict[str, Any]) -> Reply:
        mask = json.dumps({"origin": [2.5, 3.5], "data": MASK}).encode()
        return multipart({str(i): mask for i in body["ids"] if i not in self.missing_masks})


def rectangle(key: int) -> dict[str, Any]:
    return {
        "id": key,
        "classId": 1,
        "classTitle": "car",
        "geometryType": "rectangle",
        "tags": [],
        "points": {"exterior": [[6.43, 5.43], [8.43, 7.43]], "interior": []},
        "secretOfTheServer": {"kept": True},
    }


def matte(key: int) -> dict[str, Any]:
    return {"id": key, "classId": 2, "classTitle": "matte", "geometryType": "alpha_mask", "tags": []}


def image_bytes(key: int, size: int | str) -> bytes:
    return (b"image %d " % key * (int(size) // 8 + 1))[: int(size)]


def _dataset(key: int, name: str, parent: int | None, count: int) -> dict[str, Any]:
    return {
        "id": key,
        "name": name,
        "parentId": parent,
        "projectId": PROJECT,
        "imagesCount": count,
        "itemsCount": count,
        "size": str(count * 2000),
        "updatedAt": STAMP,
    }


def _image(key: int, dataset: int, size: int) -> dict[str, Any]:
    return {
        "id": key,
        "name": f"view {key}",
        "mime": "image/jpeg",
        "hash": b64encode(sha256(image_bytes(key, size)).digest()).decode(),
        "size": str(size),
        "width": 100,
        "height": 60,
        "labelsCount": 1,
        "datasetId": dataset,
        "projectId": PROJECT,
        "updatedAt": STAMP,
        "createdAt": STAMP,
        "meta": {"camera": "A"},
        "tags": [
            {"id": 1, "tagId": 5, "value": "sunny", "labelerLogin": "ada", "createdAt": STAMP, "updatedAt": STAMP},
            {"id": 2, "tagId": 6, "value": None},
        ],
    }
