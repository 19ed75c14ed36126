"""A desk whose engine also knows a made-up folder."""

import pytest

from tests.fakes import tree
from tests.fakes.gallery import FakeGallery
from tests.fakes.host import FakeHost
from ui.preview.decisions import Decisions
from ui.preview.folder import OpenedFolder
from ui.preview.looking import Looking


@pytest.fixture
def gallery():
    return FakeGallery()


@pytest.fixture
def host(gallery):
    return FakeHost(tree.answers() | gallery.answers())


@pytest.fixture
def decisions(desk):
    return Decisions(desk.state)


@pytest.fixture
def looking(qapp):
    return Looking()


@pytest.fixture
def folder(desk):
    return OpenedFolder(desk)
