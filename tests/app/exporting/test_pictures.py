import errno
import os
from pathlib import Path

import pytest

from app.exporting.pictures import PictureError, is_there, place, shown_size, size_bytes
from app.model.export_spec import Images
from app.model.exporter import PictureFile
from tests.fakes.gallery_folder import picture


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    return PictureFile(str(path))


def test_a_linked_picture_takes_no_room(source, tmp_path):
    target = tmp_path / "new" / "deep" / "a.jpg"

    assert place(source, target, Images.LINK) == 0
    assert target.samefile(source.path)


def test_a_copied_picture_is_a_file_of_its_own(source, tmp_path):
    target = tmp_path / "new" / "a.jpg"

    assert place(source, target, Images.COPY) == len(picture())
    assert target.read_bytes() == picture()
    assert not target.samefile(source.path)


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP], ids=errno.errorcode.get)
def test_where_links_are_not_possible_pictures_are_copied(source, tmp_path, monkeypatch, number):
    def refuse(*paths, **options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)

    assert place(source, tmp_path / "b.jpg", Images.LINK) == len(picture())


def test_a_full_disk_is_no_fault_of_the_picture(source, tmp_path, monkeypatch):
    def refuse(*paths, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)

    with pytest.raises(OSError, match="No space"):
        place(source, tmp_path / "b.jpg", Images.LINK)


@pytest.mark.parametrize("images", [Images.LINK, Images.COPY])
def test_a_picture_that_is_gone_says_so(source, tmp_path, images):
    Path(source.path).unlink()

    with pytest.raises(PictureError):
        place(source, tmp_path / "new" / "b.jpg", images)


def test_a_picture_is_cut_out_of_an_archive(tmp_path):
    archive = tmp_path / "photos.tar"
    archive.write_bytes(b"0123456789")

    assert place(PictureFile(str(archive), 2, 5), tmp_path / "a.jpg", Images.LINK) == 3
    assert (tmp_path / "a.jpg").read_bytes() == b"234"
    with pytest.raises(PictureError):
        place(PictureFile(str(archive), 8, 20), tmp_path / "b.jpg", Images.LINK)


def test_a_range_beyond_its_archive_is_not_there(tmp_path):
    archive = tmp_path / "photos.tar"
    archive.write_bytes(b"0123456789")

    parts = [PictureFile(str(archive), 2, 10), PictureFile(str(archive), 2, 11), PictureFile(str(archive), 5, 5)]

    assert [is_there(part) for part in parts] == [True, False, False]
    assert size_bytes(parts[0]) == 8
    assert not is_there(PictureFile(str(tmp_path / "none")))


BROKEN = {
    "empty": b"",
    "text": b"<svg/>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "head alone": picture()[:30],
    "png head": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x02\0\0\0\0\0\0\0",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_broken_picture_is_a_sentence(tmp_path, body):
    (tmp_path / "a.jpg").write_bytes(body)

    with pytest.raises(PictureError, match=r"cannot be read|too large"):
        shown_size(PictureFile(str(tmp_path / "a.jpg")), is_unpacked=True)


def test_the_size_is_read_from_the_first_bytes(source, tmp_path):
    Path(source.path).write_bytes(picture(400, 300)[:-400])

    assert shown_size(source)[:2] == (400, 300)
    with pytest.raises(PictureError):
        shown_size(source, is_unpacked=True)
