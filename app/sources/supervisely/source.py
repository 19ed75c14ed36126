"""The Supervisely source: from a spec to items, their files and the requests for their pixels."""

import dataclasses
from collections.abc import AsyncIterator, Container, Sequence

from app.model.account import Account, AccountCheck
from app.model.answers import Look
from app.model.call import Network
from app.model.coverage import CoverageTile
from app.model.failure import FailedError, Failure, FailureKind
from app.model.figure import FigurePage
from app.model.geometry import Mask
from app.model.item import ItemPage
from app.model.layout import META_FILE
from app.model.readable import Read
from app.model.source import Listed, Located, Parcel, ProjectFile, Splitter
from app.model.spec import Spec, SuperviselySpec
from app.model.statistics import Statistics
from app.model.survey import Survey
from app.model.tree import NodeKind, ProjectPage, TreeNode
from app.sources.kit import SourceKit
from app.sources.supervisely import browsing, reading
from app.sources.supervisely.archives import Archives
from app.sources.supervisely.client import Client
from app.sources.supervisely.counting import statistics
from app.sources.supervisely.figure_listing import figure_page
from app.sources.supervisely.label_weights import LabelWeights
from app.sources.supervisely.listing import Listing
from app.sources.supervisely.locating import located
from app.sources.supervisely.mask_upload import upload
from app.sources.supervisely.meta_file import meta_document
from app.sources.supervisely.multipart import MultipartSplitter
from app.sources.supervisely.packing import FORCED, packed
from app.sources.supervisely.pretty import pretty
from app.sources.supervisely.project import project_and_meta, refuse_other_kinds, selection, tag_names
from app.sources.supervisely.rules import rules_of
from app.sources.supervisely.surveying import counted, surveyed
from app.sources.supervisely.tree import Branch


class SuperviselySource:
    """One account at a Supervisely server; implements `Source` and `Browsable`.

    Attributes:
        key: "supervisely".
        locate_size: Annotations per bulk request; many requests of this size at once are the quickest.
        knows_here: Its survey lists no images, so it cannot tell which of them are here.
        keeps_places: A project is a tree: an image belongs to one dataset.
    """

    key = "supervisely"
    locate_size = 32
    knows_here = False
    keeps_places = False

    def __init__(self, account: Account, kit: SourceKit) -> None:
        """Take the account whose address is asked; the clock of the kit measures the round trip of a check."""
        self._account = account
        self._client = Client(account.address)
        self._weights = LabelWeights()
        self._clock = kit.clock

    async def project_files(self, spec: Spec, network: Network) -> Sequence[ProjectFile]:
        """Return meta.json."""
        project, meta = await project_and_meta(_ours(spec).project_id, self._client, network)
        refuse_other_kinds(project)
        settings = browsing.settings_of(project)
        return (ProjectFile(META_FILE, pretty(meta_document(meta, settings))),)

    async def survey(
        self, spec: Spec, network: Network, here: Container[str] = (), most_requests: int | None = None
    ) -> Survey:
        """Count from what the datasets say of themselves; images are listed only where rules choose among them."""
        ours = _ours(spec)
        found = await selection(ours, self._client, network)
        branches: Sequence[Branch] = found.branches
        if rules := await rules_of(ours, self._client, network):
            branches = await counted(branches, Listing(self._client, network, ours, branches, {}, rules))
            # The listing has applied the limit and the chosen images.
            ours = dataclasses.replace(ours, limit=None, image_ids=())
        return surveyed(ours, branches, self.locate_size)

    def tiles(self, spec: Spec) -> Sequence[str]:
        """Return nothing: a project has no tiles."""
        return ()

    def likely_size(self, spec: Spec) -> int | None:
        """Return nothing: listings carry the size of every image."""
        return None

    async def items(self, spec: Spec, network: Network, passed_over: Container[str] = ()) -> AsyncIterator[ItemPage]:
        """Yield every image once: datasets in tree order, images by id. Kept archives come before their images."""
        ours = _ours(spec)
        found = await selection(ours, self._client, network)
        tags = await tag_names(ours, self._client, network)
        rules = await rules_of(ours, self._client, network)
        archives = Archives()
        async for page in Listing(self._client, network, ours, found.branches, tags, rules).pages():
            for further in archives.fresh(page.items) if ours.blobs else ():
                yield further
            yield page

    async def locate(self, spec: Spec, items: Sequence[Listed], network: Network) -> Sequence[Located]:
        """Ask for the files beside these images."""
        return await located(_ours(spec), items, self._client, network, self._weights)

    def parcels(self, spec: Spec, items: Sequence[Listed]) -> Sequence[Parcel]:
        """Group small images of one dataset into bulk requests."""
        ours = _ours(spec)
        if not ours.save_images:
            return ()
        return tuple(self._parcel(group) for group in packed(items, ours.batch_size, ours.mode))

    def _parcel(self, group: Sequence[Listed]) -> Parcel:
        ids = [int(listed.key) for listed in group]
        size = sum(listed.size or 0 for listed in group)
        call = self._client.image_batch(int(group[0].dataset_key), ids, size)
        return Parcel(call, tuple(listed.key for listed in group))

    def splitter(self, content_type: str) -> Splitter:
        """Return a splitter for a bulk answer."""
        return MultipartSplitter(content_type, most_bytes_per_part=2 * FORCED)

    async def probe(self, network: Network) -> None:
        """Ask for the version of the server."""
        await network.ask(self._client.version())

    async def check(self, account: Account, network: Network) -> AccountCheck:
        """Test an account: its teams, the version of the server and how long one small call takes."""
        return await browsing.check(account, Client(account.address), network, self._clock)

    async def children(self, kind: NodeKind | None, node_id: int | None, network: Network) -> Sequence[TreeNode]:
        """Return the nodes right below one; None asks for the teams."""
        return await browsing.children(kind, node_id, self._client, network)

    async def project(self, project_id: int, network: Network) -> ProjectPage:
        """Return all about one project, of any kind."""
        return await browsing.project_page(project_id, self._client, network)

    async def first_look(
        self, project_id: int, dataset_ids: Sequence[int], count: int, network: Network
    ) -> Sequence[Look]:
        """Return a few images with labels, spread over the chosen datasets."""
        return await browsing.first_look(project_id, dataset_ids, count, self._client, network)

    async def coverage(self, z: int, x: int, y: int, network: Network, *, only_cached: bool) -> CoverageTile | None:
        """Refuse: projects lie on no map."""
        raise FailedError(Failure(FailureKind.REFUSED, "Supervisely projects have no map."))

    async def figures(
        self, dataset_id: int, image_ids: Sequence[int], page: int, network: Network, *, has_geometry: bool
    ) -> FigurePage:
        """Return one page of the figures of a dataset."""
        return await figure_page(dataset_id, image_ids, page, self._client, network, has_geometry=has_geometry)

    async def statistics(self, project_id: int, network: Network) -> Statistics:
        """Return what a project holds, from listings without geometry."""
        return await statistics(project_id, self._client, network)

    async def list_images(
        self, dataset_id: int, image_ids: Sequence[int], most: int | None, network: Network
    ) -> Sequence[Listed]:
        """Return the images of a dataset by id."""
        return await reading.list_images(dataset_id, image_ids, most, self._client, network)

    async def read_images(self, items: Sequence[Listed], network: Network, *, is_shared: bool) -> Sequence[Read]:
        """Return the bytes of images, checked."""
        return await reading.read_images(items, self._client, network, is_shared=is_shared)

    async def read_annotations(self, items: Sequence[Listed], network: Network, *, is_shared: bool) -> Sequence[Read]:
        """Return annotation files."""
        return await reading.read_annotations(items, self._client, network, self._weights, is_shared=is_shared)

    async def read_masks(self, figure_ids: Sequence[int], network: Network) -> Sequence[tuple[int, Mask | Failure]]:
        """Return masks of figures."""
        return await reading.read_masks(figure_ids, self._client, network)

    async def upload_masks(self, masks: Sequence[tuple[int, Mask]], network: Network) -> tuple[int, ...]:
        """Write alpha masks and read them back."""
        return await upload(masks, self._client, network)

    async def looks(self, spec: Spec, count: int, network: Network) -> Sequence[Look]:
        """Return a few images of the chosen datasets."""
        ours = _ours(spec)
        return await browsing.first_look(ours.project_id, ours.dataset_ids, count, self._client, network)


def _ours(spec: Spec) -> SuperviselySpec:
    if not isinstance(spec, SuperviselySpec):
        raise TypeError(f"A spec for {spec.source!r} was handed to the Supervisely source.")
    return spec
