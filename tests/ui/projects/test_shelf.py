from app.model.failure import Failure, FailureKind
from app.model.queries import ShowProject
from tests.fakes.waiting import turns
from ui.projects.shelf import Shelf


async def test_a_page_is_asked_for_once(desk, host):
    shelf = Shelf(desk.ask)
    shelf.use("acc")
    pages = []
    shelf.arrived.connect(pages.append)

    shelf.want(100)
    shelf.want(100)
    await turns()
    shelf.want(100)

    assert [page.project.id for page in pages] == [100, 100]
    assert host.asked == [ShowProject("acc", 100)]
    assert shelf.page(100) is pages[0]


async def test_fresh_asks_again(desk, host):
    shelf = Shelf(desk.ask)
    shelf.want(100)
    await turns()

    shelf.want(100, fresh=True)
    await turns()

    assert len(host.asked) == 2


async def test_another_account_drops_pages_and_questions(desk, host):
    shelf = Shelf(desk.ask)
    host.hold()
    shelf.want(100)
    pages = []
    shelf.arrived.connect(pages.append)

    shelf.use("other")
    host.release()
    await turns()

    assert pages == []
    assert shelf.page(100) is None


async def test_a_failure_names_the_project(desk, host):
    host.answers[ShowProject] = Failure(FailureKind.FORBIDDEN, "No rights.")
    shelf = Shelf(desk.ask)
    heard = []
    shelf.failed.connect(lambda number, failure: heard.append((number, failure.title)))

    shelf.want(7)
    await turns()

    assert heard == [(7, "No rights.")]
