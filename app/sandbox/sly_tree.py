"""Supervisely: who am I, teams, workspaces, projects, datasets, classes and tags."""

from collections.abc import Mapping, Sequence

from app.sandbox.listing import listed, only_fields, page_of, passing, tests_of
from app.sandbox.routes import Route, Routes
from app.sandbox.wire import RefusalError, Reply, Request, json_reply
from app.sandbox.world import CREATED, Dataset, Document, Project, World

PREFIX = "/public/api/v3/"
TOKEN = "x-api-key"
VERSION = "6.18.3"
PER_PAGE = 500
DATASETS_PER_PAGE = 10_000
USER = {"id": 5, "login": "demo", "email": "demo@localhost", "name": "Demo person", "role": "admin"}
_DATASET_FIELDS = ("id", "parentId", "description", "name", "size", "imagesCount", "createdAt", "updatedAt")
_PROJECT_FIELDS = ("id", "name", "description", "type", "size", "createdAt", "updatedAt", "workspaceId", "imagesCount")


def gone(what: str, key: str, number: int) -> RefusalError:
    """Return the answer for something that is not there or not ours."""
    text = (
        f"{what} with {key} {number} is either archived, doesn't exist or you don't have enough permissions to access"
    )
    return RefusalError(404, f"{what.upper()}_NOT_FOUND", f"{text} it")


class TreeRoutes:
    """Answers about everything above the images."""

    def __init__(self, world: World) -> None:
        """Serve a world."""
        self._world = world

    def join(self, routes: Routes) -> None:
        """Add our lines to the table."""
        for name, handler, ids in (
            ("instance.version", self._version, ()),
            ("users.me", self._me, ()),
            ("teams.list", self._teams, ()),
            ("teams.info", self._team, ("id",)),
            ("workspaces.list", self._workspaces, ("teamId",)),
            ("workspaces.info", self._workspace, ("id",)),
            ("projects.list", self._projects, ("workspaceId", "groupId")),
            ("projects.info", self._project, ("id",)),
            ("projects.meta", self._meta, ("id",)),
            ("datasets.list", self._datasets, ("projectId",)),
            ("datasets.info", self._dataset, ("id",)),
            ("advanced.object_classes.list", self._classes, ("projectId",)),
            ("tags.list", self._tags, ("projectId",)),
        ):
            credential = "" if name == "instance.version" else TOKEN
            routes.add(PREFIX + name, Route(name, handler, credential, ids))

    def _version(self, request: Request) -> Reply:
        del request
        return json_reply({"version": VERSION})

    def _me(self, request: Request) -> Reply:
        del request
        dates = {"createdAt": CREATED, "updatedAt": CREATED, "lastLogin": CREATED, "logins": 1, "disabled": False}
        return json_reply({**USER, **dates, "usage": {"plan": "free"}})

    def _team_entities(self) -> list[Document]:
        return [
            {
                "id": one.id,
                "name": one.name,
                "description": "",
                "role": "admin",
                "createdAt": CREATED,
                "updatedAt": CREATED,
                "usage": {"plan": "free"},
            }
            for one in self._world.teams
        ]

    def _teams(self, request: Request) -> Reply:
        entities = passing(self._team_entities(), request, ("id", "name", "createdAt", "updatedAt"))
        return json_reply(listed(entities, page_of(request, PER_PAGE)))

    def _team(self, request: Request) -> Reply:
        return _one(self._team_entities(), request.integer("id"), "Team")

    def _workspace_entities(self) -> list[Document]:
        return [
            {
                "id": one.id,
                "name": one.name,
                "description": "",
                "teamId": one.team,
                "createdAt": CREATED,
                "updatedAt": CREATED,
            }
            for one in self._world.workspaces
        ]

    def _workspaces(self, request: Request) -> Reply:
        team = request.integer("teamId")
        if team not in {one.id for one in self._world.teams}:
            raise gone("Team", "teamId", team)
        mine = [one for one in self._workspace_entities() if one["teamId"] == team]
        entities = passing(mine, request, ("id", "name", "createdAt", "updatedAt"))
        return json_reply(listed(entities, page_of(request, PER_PAGE)))

    def _workspace(self, request: Request) -> Reply:
        return _one(self._workspace_entities(), request.integer("id"), "Workspace")

    def team_of(self, project: Project) -> int:
        """Return the team that a project belongs to."""
        return next(one.team for one in self._world.workspaces if one.id == project.workspace)

    def _projects(self, request: Request) -> Reply:
        workspace, team = request.optional_integer("workspaceId"), request.optional_integer("groupId")
        if workspace is None and team is None:
            raise RefusalError(400, "Validation error", '"workspaceId" is required', "workspaceId")
        if workspace is not None and workspace not in {one.id for one in self._world.workspaces}:
            raise gone("Workspace", "workspaceId", workspace)
        mine = [one for one in self._world.projects.values() if workspace in (None, one.workspace)]
        mine = [one for one in mine if team in (None, self.team_of(one))]
        # Sizes are known once everything is drawn: only who asks for them waits.
        wants_size = "size" in request.items("fields") or request.text("sort") == "size"
        wants_size |= any(name == "size" for name, _, _ in tests_of(request, _PROJECT_FIELDS))
        if wants_size:
            self._world.ready(*(dataset for one in mine for dataset in one.datasets))
        entities = passing([self._project_entity(one) for one in mine], request, _PROJECT_FIELDS)
        for entity in entities:
            unlisted = ("settings", "version", "customData", "readme", "backupArchive", "importSettings")
            for key in unlisted if wants_size else (*unlisted, "size"):
                entity.pop(key, None)
        return json_reply(listed(only_fields(entities, request.items("fields")), page_of(request, PER_PAGE)))

    def _project_entity(self, one: Project) -> Document:
        plain = {
            "groupImages": False,
            "groupImagesByTagId": None,
            "groupImagesSync": False,
            "labelingInterface": "default",
        }
        count = one.count
        return {
            "id": one.id, "name": one.name, "description": one.description, "size": str(one.size),
            "readme": one.readme, "workspaceId": one.workspace, "teamId": self.team_of(one),
            "imagesCount": count, "itemsCount": count, "datasetsCount": len(one.datasets),
            "createdAt": CREATED, "updatedAt": CREATED, "type": one.kind, "referenceImageUrl": None,
            "customData": one.custom, "backupArchive": None, "importSettings": {}, "version": None,
            "createdBy": USER["id"], "settings": {**plain, **one.settings}, "embeddingsEnabled": False,
            "embeddingsUpdatedAt": None, "embeddingsInProgress": False, "localEntitiesCount": count,
            "remoteEntitiesCount": 0,
        }  # fmt: skip

    def find_project(self, number: int, key: str = "projectId") -> Project:
        """Return a project. Raises RefusalError."""
        project = self._world.projects.get(number)
        if project is None:
            raise gone("Project", key, number)
        return project

    def _project(self, request: Request) -> Reply:
        project = self.find_project(request.integer("id"))
        self._world.ready(*project.datasets)
        return json_reply(self._project_entity(project))

    def _meta(self, request: Request) -> Reply:
        return json_reply(self.find_project(request.integer("id")).meta)

    def _dataset_entity(self, one: Dataset) -> Document:
        project = self._world.projects[one.project]
        return {
            "id": one.id, "name": one.name, "description": one.description, "size": str(one.shelf.size),
            "projectId": one.project, "imagesCount": one.shelf.count, "itemsCount": one.shelf.count,
            "createdAt": CREATED, "updatedAt": CREATED, "referenceImageUrl": None, "teamId": self.team_of(project),
            "workspaceId": project.workspace, "parentId": one.parent, "createdBy": USER["id"],
        }  # fmt: skip

    def _datasets(self, request: Request) -> Reply:
        project = self.find_project(request.integer("projectId"))
        self._world.ready(*project.datasets)
        is_deep = request.flag("recursive", default=False)
        chosen = [one for one in project.datasets if is_deep or one.parent is None]
        custom = {one.id: one.custom for one in chosen}
        entities = passing([self._dataset_entity(one) for one in chosen], request, _DATASET_FIELDS)
        if "customData" in request.items("extraFields"):
            entities = [{**one, "customData": custom.get(_number(one["id"]), {})} for one in entities]
        return json_reply(listed(only_fields(entities, request.items("fields")), page_of(request, DATASETS_PER_PAGE)))

    def find_dataset(self, number: int) -> Dataset:
        """Return a dataset. Raises RefusalError."""
        dataset = self._world.datasets.get(number)
        if dataset is None:
            raise gone("Dataset", "datasetId", number)
        return dataset

    def _dataset(self, request: Request) -> Reply:
        dataset = self.find_dataset(request.integer("id"))
        self._world.ready(dataset)
        return json_reply({**self._dataset_entity(dataset), "customData": dataset.custom})

    def _classes(self, request: Request) -> Reply:
        meta = self.find_project(request.integer("projectId")).meta
        entities: list[Document] = [
            {
                "id": one.get("id"),
                "name": one.get("title"),
                "description": one.get("description", ""),
                "shape": one.get("shape"),
                "color": one.get("color"),
                "settings": one.get("geometry_config", {}),
                "createdAt": CREATED,
                "updatedAt": CREATED,
            }
            for one in entries(meta, "classes")
        ]
        found = passing(entities, request, ("id", "name", "shape", "description", "createdAt", "updatedAt"))
        return json_reply(listed(found, page_of(request, PER_PAGE)))

    def _tags(self, request: Request) -> Reply:
        project = self.find_project(request.integer("projectId"))
        entities: list[Document] = [
            {
                "id": one.get("id"),
                "projectId": project.id,
                "name": one.get("name"),
                "color": one.get("color"),
                "settings": {key: one[key] for key in ("value_type", "values", "applicable_type") if key in one},
                "createdAt": CREATED,
                "updatedAt": CREATED,
            }
            for one in entries(project.meta, "tags")
        ]
        found = passing(entities, request, ("id", "name", "color", "createdAt", "updatedAt"))
        return json_reply(listed(found, page_of(request, PER_PAGE)))


def entries(meta: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """Return the classes or tags of a meta."""
    found = meta.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _one(entities: Sequence[Document], number: int, what: str) -> Reply:
    for entity in entities:
        if entity["id"] == number:
            return json_reply(entity)
    raise gone(what, "id", number)
