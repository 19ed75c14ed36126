"""Every image of a selection, once, in a stable order: datasets in tree order, images by id.

Pages are asked for a few at once and handed out in order. No request is left running while the caller works on what
it got.
"""

import dataclasses
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from app.model.call import Answer, Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.foreign_text import shown
from app.model.item import Item, ItemPage
from app.model.spec import Annotations, SuperviselySpec
from app.sources.supervisely.client import Client
from app.sources.supervisely.paging import SeenIds, check_total
from app.sources.supervisely.payload import TagName, item
from app.sources.supervisely.rules import Rules
from app.sources.supervisely.together import together
from app.sources.supervisely.tree import Branch, named
from app.sources.supervisely.wire import IMAGE_INFOS, IMAGES, ImageInfo, read, unreadable, whole

# About a megabyte of listing: long enough to need few round trips, short enough to be read in some milliseconds.
PER_PAGE = 1000
AT_ONCE = 4
IDS_PER_REQUEST = 200
# A server that repeats itself is not asked for ever.
PAGES_WITHOUT_NEWS = 16


@dataclass(slots=True)
class _Walk:
    """How far the pages of one dataset have been read."""

    branch: Branch
    image_ids: tuple[int, ...]
    pages: int
    next_page: int = 1
    total: int | None = None
    seen: SeenIds = field(default_factory=SeenIds)
    quiet_pages: int = 0
    is_second_round: bool = False

    @property
    def is_over(self) -> bool:
        """Whether no further page is awaited."""
        return self.next_page > self.pages or (not self.is_second_round and self.quiet_pages >= PAGES_WITHOUT_NEWS)

    def again(self) -> bool:
        """Start over once when images are missing: something moved while the pages were read."""
        is_short = self.total is not None and self.seen.count < self.total
        if not is_short or self.is_second_round or self.quiet_pages >= PAGES_WITHOUT_NEWS:
            return False
        self.is_second_round, self.next_page = True, 1
        return True


class Listing:
    """Lists the images of one selection."""

    def __init__(
        self,
        client: Client,
        network: Network,
        spec: SuperviselySpec,
        branches: Sequence[Branch],
        tags: dict[int, TagName],
        rules: Rules | None = None,
    ) -> None:
        """Prepare to list.

        Args:
            client: Builds the requests.
            network: Sends them.
            spec: What is wanted of each image.
            branches: The datasets, in the order in which they are listed.
            tags: Tags of the project by id; needed for tags-only downloads.
            rules: What an image must meet; None lists all.
        """
        self._client = client
        self._network = network
        self._spec = spec
        self._tags = tags
        self._rules = rules or Rules()
        self._per_page = min(PER_PAGE, spec.limit or PER_PAGE)
        self._seen = SeenIds()
        # Linked images come without size unless asked for; asking makes the server fetch them all.
        self._with_links = not spec.save_images and spec.annotations is Annotations.TAGS
        self._walks = deque(
            _Walk(branch, ids, self._pages(branch, ids)) for branch in branches for ids in _groups(spec.image_ids)
        )

    def _pages(self, branch: Branch, ids: tuple[int, ...]) -> int:
        return 1 if ids else max(1, -(-(branch.count or 0) // self._per_page))

    async def pages(self) -> AsyncIterator[ItemPage]:
        """Yield the images page by page.

        Raises:
            FailedError: DATA, when fewer images came than were announced, twice; NOT_FOUND, when chosen images are
                not there.
        """
        left = self._spec.limit
        while self._walks:
            asked = self._next()
            answers = await together(self._ask(walk, page) for walk, page in asked)
            for (walk, page), answer in zip(asked, answers, strict=True):
                items = self._taken(walk, page, answer)
                if left is not None:
                    items = items[:left]
                    left -= len(items)
                if items or (page == 1 and not self._spec.image_ids):
                    yield ItemPage(walk.branch.dataset(), items)
                if left == 0:
                    return
            self._drop_finished()
            if self._spec.image_ids and self._seen.count == len(set(self._spec.image_ids)):
                return
        # An image that was chosen and does not meet the rules is no mistake.
        if not self._rules:
            self._check_chosen()

    def _next(self) -> list[tuple[_Walk, int]]:
        """Choose the pages to ask for at once, in order."""
        asked: list[tuple[_Walk, int]] = []
        for walk in self._walks:
            while walk.next_page <= walk.pages and len(asked) < AT_ONCE:
                asked.append((walk, walk.next_page))
                walk.next_page += 1
            if len(asked) == AT_ONCE:
                break
        return asked

    async def _ask(self, walk: _Walk, page: int) -> Answer:
        call = self._client.images(
            walk.branch.id,
            page,
            self._per_page,
            walk.image_ids,
            narrow=self._rules.filter,
            advanced=self._rules.filters,
            with_link_metadata=self._with_links,
        )
        try:
            return await self._network.ask(call)
        except FailedError as error:
            if error.failure.kind not in (FailureKind.FORBIDDEN, FailureKind.NOT_FOUND):
                raise
            raise FailedError(_of_dataset(walk.branch, error.failure)) from error

    def _taken(self, walk: _Walk, page: int, answer: Answer) -> tuple[Item, ...]:
        """Return the images of a page that did not come before."""
        listed = read(IMAGES, answer, "images.list")
        infos: Sequence[ImageInfo | None] = [None] * len(listed.entities)
        if self._spec.save_image_info:
            infos = read(IMAGE_INFOS, answer, "images.list").entities
        walk.total = whole(listed.total)
        if not walk.is_second_round:
            walk.pages = max(whole(listed.pages_count) or 1, page)
        items = []
        count = walk.seen.count
        wanted = frozenset(walk.image_ids)
        for entity, info in zip(listed.entities, infos, strict=True):
            key = whole(entity.id)
            if key is None:
                raise FailedError(unreadable("images.list: an image without an id"))
            is_wanted = not wanted or key in wanted
            if is_wanted and walk.seen.add(key) and self._seen.add(key) and self._rules.passes(entity):
                items.append(item(entity, key, info, self._tags, self._spec))
        walk.quiet_pages = 0 if walk.seen.count > count else walk.quiet_pages + 1
        return tuple(items)

    def _drop_finished(self) -> None:
        """Take away the walks that are over.

        A walk that saw fewer images than announced is walked once more: images move between pages when others are
        deleted meanwhile. Still short, the listing fails rather than call itself complete.
        """
        while self._walks and self._walks[0].is_over:
            walk = self._walks[0]
            if walk.again():
                return
            if not walk.image_ids:
                check_total(f"images.list of dataset {walk.branch.id}", walk.seen.count, walk.total)
            self._walks.popleft()

    def _check_chosen(self) -> None:
        """Raise when images that were chosen by id never came."""
        missing = [key for key in sorted(set(self._spec.image_ids)) if self._seen.add(key)]
        if missing:
            raise FailedError(
                Failure(
                    FailureKind.NOT_FOUND,
                    f"The selection has no image {named(missing)}.",
                    "Take it out of the selection, or choose the dataset that it lies in.",
                )
            )


def _of_dataset(branch: Branch, failure: Failure) -> Failure:
    """Return why one dataset cannot be listed, with its name: the others may well be readable."""
    name = "/".join(name for _, name in branch.names if name) or str(branch.id)
    hint = f"{failure.hint} Or choose the other datasets.".strip()
    return dataclasses.replace(failure, title=f"Dataset “{shown(name)}”: {failure.title}", hint=hint)


def _groups(image_ids: Sequence[int]) -> list[tuple[int, ...]]:
    """Return chosen ids in groups for one request each; one empty group when all are meant."""
    ids = tuple(sorted(set(image_ids)))
    return [ids[at : at + IDS_PER_REQUEST] for at in range(0, len(ids), IDS_PER_REQUEST)] or [()]
