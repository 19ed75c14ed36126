"""The methods of the service, each as a `Call`. Nothing is sent here.

Ids and options come in as plain values; every body is JSON. Which keys a method takes is in the reference of the
HTTP interface; only those are sent.
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from app.model.call import Accept, Call
from app.sources.supervisely.address import method_url

MULTIPART_OVERHEAD = 64 * 1024
PART_OVERHEAD = 1024
# An image whose size nobody told us: more than the service itself takes in one upload (1 GiB).
UNKNOWN_IMAGE_BYTES = 2 * 1024**3
UNKNOWN_GEOMETRY_BYTES = 4 * 1024**2

Value = str | int | bool | None | Sequence["Value"] | dict[str, "Value"]

# A terabyte: the disk ends sooner than a server that never does.
ARCHIVE_BYTES = 1 << 40


class Client:
    """Builds the requests for one server."""

    def __init__(self, address: str) -> None:
        """Take the address of the server, without a trailing slash."""
        self._address = address

    def _post(self, method: str, body: dict[str, Value], items: int = 1) -> Call:
        return Call("POST", method_url(self._address, method), msgspec.json.encode(body), items=items, route=method)

    def version(self) -> Call:
        """Ask for the version of the server."""
        return self._post("instance.version", {})

    def teams(self) -> Call:
        """List the teams of the account."""
        return self._post("teams.list", _listing({}))

    def workspaces(self, team_id: int) -> Call:
        """List the workspaces of a team."""
        return self._post("workspaces.list", _listing({"teamId": team_id}))

    def projects(self, workspace_id: int, fields: Sequence[str] = ()) -> Call:
        """List the projects of a workspace; counts and sizes come when asked for through `fields`."""
        return self._post("projects.list", _listing({"workspaceId": workspace_id, "fields": list(fields)}))

    def project(self, project_id: int) -> Call:
        """Ask for one project."""
        return self._post("projects.info", {"id": project_id})

    def meta(self, project_id: int) -> Call:
        """Ask for classes and tags of a project."""
        return self._post("projects.meta", {"id": project_id})

    def datasets(self, project_id: int) -> Call:
        """List all datasets of a project, nested ones included."""
        return self._post("datasets.list", _listing({"projectId": project_id, "recursive": True}))

    def dataset(self, dataset_id: int) -> Call:
        """Ask for one dataset."""
        return self._post("datasets.info", {"id": dataset_id})

    def images(
        self,
        dataset_id: int,
        page: int,
        per_page: int,
        image_ids: Sequence[int] = (),
        *,
        narrow: Sequence[Value] = (),
        advanced: Sequence[Value] = (),
        with_link_metadata: bool = False,
    ) -> Call:
        """List one page of the images of a dataset, by id; only some when ids or filters are given."""
        chosen: list[Value] = list(narrow)
        if image_ids:
            chosen += [{"field": "id", "operator": "in", "value": list(image_ids)}]
        body: dict[str, Value] = {
            "datasetId": dataset_id,
            "filter": chosen,
            "sort": "id",
            "sort_order": "asc",
            "forceMetadataForLinks": with_link_metadata,
            "per_page": per_page,
            "page": page,
        }
        if advanced:
            body["filters"] = list(advanced)
        return self._post("images.list", body)

    def annotation(self, image_id: int, *, with_link_metadata: bool) -> Call:
        """Ask for the annotation of one image, in sub-pixel coordinates."""
        return self._post("annotations.info", {"imageId": image_id, **_annotation_options(with_link_metadata)})

    def annotations(self, dataset_id: int, image_ids: Sequence[int], *, with_link_metadata: bool) -> Call:
        """Ask for the annotations of some images of one dataset, at most 50, in sub-pixel coordinates."""
        body: dict[str, Value] = {
            "datasetId": dataset_id,
            "imageIds": list(image_ids),
            **_annotation_options(with_link_metadata),
        }
        return self._post("annotations.bulk.info", body, items=len(image_ids))

    def figures(
        self, dataset_id: int, page: int, per_page: int, fields: Sequence[str], image_ids: Sequence[int] = ()
    ) -> Call:
        """List one page of the figures of a dataset, in sub-pixel coordinates; only those on some images when given."""
        chosen: list[Value] = []
        if image_ids:
            chosen = [{"field": "entityId", "operator": "in", "value": list(image_ids)}]
        body: dict[str, Value] = {
            "datasetId": dataset_id,
            "filter": chosen,
            "fields": list(fields),
            "sort": "id",
            "sort_order": "asc",
            "integerCoords": False,
            "per_page": per_page,
            "page": page,
        }
        return self._post("figures.list", body)

    def geometries(self, figure_ids: Sequence[int]) -> Call:
        """Ask for the masks of alpha-mask figures, at most 50."""
        return Call(
            "POST",
            method_url(self._address, "figures.bulk.download.geometry"),
            msgspec.json.encode({"ids": list(figure_ids)}),
            accept=Accept.MULTIPART,
            items=len(figure_ids),
            max_bytes=MULTIPART_OVERHEAD + len(figure_ids) * UNKNOWN_GEOMETRY_BYTES,
            route="figures.bulk.download.geometry",
        )

    def upload_geometries(self, body: bytes, boundary: str, count: int) -> Call:
        """Write the masks of some alpha-mask figures, at most 100; the same again changes nothing more."""
        return Call(
            "POST",
            method_url(self._address, "figures.bulk.upload.geometry"),
            body,
            accept=Accept.PACKED,
            items=count,
            headers=(("content-type", f"multipart/form-data; boundary={boundary}"),),
            route="figures.bulk.upload.geometry",
        )

    def image(self, image_id: int, size: int | None) -> Call:
        """Ask for the bytes of one image."""
        return Call(
            "POST",
            method_url(self._address, "images.download"),
            msgspec.json.encode({"id": image_id}),
            accept=Accept.BYTES,
            # A listing may lie about the size; the check of length and hash tells, not the cut-off.
            max_bytes=UNKNOWN_IMAGE_BYTES if size is None else 2 * size + PART_OVERHEAD,
            route="images.download",
        )

    def archive(self, project_id: int, download_id: str) -> Call:
        """Ask for a whole archive of images; it is streamed to the disk, however long it is."""
        return Call(
            "POST",
            method_url(self._address, "images.data.download"),
            msgspec.json.encode({"projectId": project_id, "downloadId": download_id}),
            accept=Accept.BYTES,
            max_bytes=ARCHIVE_BYTES,
            route="images.data.download",
        )

    def image_batch(self, dataset_id: int, image_ids: Sequence[int], size: int) -> Call:
        """Ask for the bytes of several images of one dataset in one multipart answer."""
        return Call(
            "POST",
            method_url(self._address, "images.bulk.download"),
            msgspec.json.encode({"datasetId": dataset_id, "imageIds": list(image_ids)}),
            accept=Accept.MULTIPART,
            items=len(image_ids),
            max_bytes=MULTIPART_OVERHEAD + len(image_ids) * PART_OVERHEAD + 2 * size,
            route="images.bulk.download",
        )


def at_page(call: Call, page: int, per_page: int) -> Call:
    """Return the same listing for another page."""
    body = msgspec.json.decode(call.body, type=dict[str, msgspec.Raw])
    body |= {"page": msgspec.Raw(msgspec.json.encode(page)), "per_page": msgspec.Raw(msgspec.json.encode(per_page))}
    return replace(call, body=msgspec.json.encode(body))


def _listing(body: dict[str, Value]) -> dict[str, Value]:
    return {**body, "filter": [], "sort": "id", "sort_order": "asc"}


def _annotation_options(with_link_metadata: bool) -> dict[str, Value]:
    # Sub-pixel coordinates: the rounding of the server differs for rectangles, so it is done here.
    return {"withCustomBigData": False, "forceMetadataForLinks": with_link_metadata, "integerCoords": False}
