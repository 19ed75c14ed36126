"""Facts are written into a picture without touching it, and half a picture is told from a whole one."""

import io
import mmap

import pytest
from PIL import Image

from app.model.imprint import Imprint
from app.store.jpeg import dimensions, proves_whole, spliced_head, with_imprint
from app.store.jpeg_segments import APP0, APP1, EXIF, XMP, ShortHeadError, segments
from tests.fakes.jpeg import SHARED, jpeg, picture_part, pixels, real_jpegs, segment_bodies, with_segment

IMPRINT = Imprint(lon=-58.3816, lat=-34.6037, altitude=-3.5, heading_deg=359.999, captured_at_ms=1_700_000_000_000)
PANORAMA = Imprint(lon=1.0, lat=2.0, heading_deg=90.0, is_panorama=True)
KINDS = pytest.mark.parametrize(
    "body",
    [jpeg(), jpeg(is_progressive=True), jpeg(mode="L"), jpeg(mode="CMYK")],
    ids=["baseline", "progressive", "grey", "cmyk"],
)


@KINDS
def test_the_picture_stays_byte_by_byte(body):
    written = with_imprint(body, IMPRINT)

    assert picture_part(written) == picture_part(body)
    assert pixels(written) == pixels(body)


def test_the_jfif_header_stays_first_and_exif_follows():
    written = with_imprint(with_segment(jpeg(), 0xED, b"Photoshop 3.0\0" + b"x" * 118), IMPRINT)

    assert [one.marker for one in segments(written)][:3] == [APP0, APP1, 0xED]


def test_a_picture_without_jfif_header_begins_with_exif():
    body = jpeg()
    bare = body[:2] + body[next(segments(body)).end :]

    written = with_imprint(bare, IMPRINT)

    assert next(segments(written)).marker == APP1
    assert picture_part(written) == picture_part(body)


def test_exif_that_was_there_makes_room_and_all_else_stays():
    body = with_segment(with_segment(jpeg(), APP1, EXIF + b"II*\0\x08\0\0\0\0\0"), 0xED, b"Photoshop 3.0\0notes")

    written = with_imprint(body, IMPRINT)

    found = segment_bodies(written, APP1)
    assert len(found) == 1
    assert found[0].startswith(EXIF)
    assert segment_bodies(written, 0xED) == [b"Photoshop 3.0\0notes"]


@pytest.mark.parametrize(("imprint", "count"), [(IMPRINT, 1), (PANORAMA, 1)], ids=["kept", "replaced"])
def test_there_is_one_xmp_packet_afterwards(imprint, count):
    """One that was there is kept, unless a panorama brings its own."""
    body = with_segment(jpeg(), APP1, XMP + b"<old/>")

    packets = [one for one in segment_bodies(with_imprint(body, imprint), APP1) if one.startswith(XMP)]

    assert len(packets) == count
    assert (packets[0] == XMP + b"<old/>") is not imprint.is_panorama


def test_writing_twice_is_the_same_as_writing_once():
    once = with_imprint(jpeg(), PANORAMA)

    assert with_imprint(once, PANORAMA) == once


def test_pillow_knows_the_panorama():
    with Image.open(io.BytesIO(with_imprint(jpeg(64, 32), PANORAMA))) as image:
        packet = image.info["xmp"].decode()

    assert "<GPano:FullPanoWidthPixels>64</GPano:FullPanoWidthPixels>" in packet


def test_a_new_head_and_the_old_tail_are_the_whole_file():
    body = with_segment(jpeg(200, 100), 0xE2, b"profile" * 1000)
    head = body[:9000]

    beginning, tail = spliced_head(head, IMPRINT)

    assert beginning + body[tail:] == with_imprint(body, IMPRINT)


def test_a_head_without_the_frame_is_too_short():
    body = with_segment(jpeg(), 0xE2, b"profile" * 1000)

    with pytest.raises(ShortHeadError):
        spliced_head(body[:4096], IMPRINT)


@KINDS
def test_the_size_is_read_without_the_picture(body):
    assert dimensions(body[:700]) == (48, 32)


@pytest.mark.parametrize("body", [b"", b"<html>", b"GIF89a"], ids=["empty", "html", "gif"])
def test_what_is_no_jpeg_has_no_size(body):
    with pytest.raises(ValueError, match="JPEG"):
        dimensions(body)


@KINDS
def test_whole_pictures_pass(body):
    proves_whole(body)


@pytest.mark.parametrize("padding", [b"\0" * 100, b"\xff\xff", b"\r\n"], ids=["zeros", "fill bytes", "a line end"])
def test_bytes_behind_the_end_are_tolerated(padding):
    proves_whole(jpeg() + padding)


@KINDS
@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_half_a_picture_does_not_pass(body, share):
    with pytest.raises(ValueError, match=r"missing|ends|JPEG"):
        proves_whole(body[: int(len(body) * share)])


def test_a_mapped_file_passes_as_its_bytes_do(tmp_path):
    path = tmp_path / "picture.jpg"
    path.write_bytes(jpeg())

    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        proves_whole(mapped)


@KINDS
def test_the_walk_alone_sees_a_missing_end(body):
    proves_whole(body, decodes=False)

    with pytest.raises(ValueError, match="missing"):
        proves_whole(body[:-2], decodes=False)


def test_an_end_inside_a_table_between_two_scans_is_none():
    """A body that was cut there would pass for whole if one looked for the last end mark."""
    body = jpeg(is_progressive=True)
    *_, scan = segments(body)
    table = body.index(b"\xff\xc4", scan.end)
    cut = body[:table] + b"\xff\xfe\x00\x08\xff\xd9end"

    with pytest.raises(ValueError, match=r"ends|missing"):
        proves_whole(cut[:-1], decodes=False)


def test_an_error_page_does_not_pass():
    with pytest.raises(ValueError, match="JPEG"):
        proves_whole(b"<html><body>Sign in</body></html>")


@pytest.mark.parametrize("marker", [0xDB, 0xC4], ids=["quantisation", "Huffman codes"])
def test_a_picture_whose_tables_are_gone_does_not_pass(marker):
    """It begins and ends as it must; only a decoder sees it."""
    body = jpeg(is_progressive=True)
    for one in reversed([one for one in segments(body) if one.marker == marker]):
        body = body[: one.start] + body[one.end :]
    body = body.replace(b"\xff\xc4", b"\xff\xfe")  # later tables become remarks

    with pytest.raises(ValueError, match="decoded"):
        proves_whole(body)


def test_damaged_metadata_says_nothing_about_the_picture():
    proves_whole(with_segment(jpeg(), APP1, EXIF + b"MM\0\x2a\xff\xff\xff\xff"))


def test_a_picture_that_claims_to_be_huge_is_refused_at_once():
    body = bytearray(jpeg())
    frame = next(one for one in segments(bytes(body)) if one.marker == 0xC0)
    body[frame.body + 1 : frame.body + 5] = b"\xff\xff\xff\xff"

    with pytest.raises(ValueError, match="65,535 × 65,535"):
        proves_whole(bytes(body))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="no recorded data beside the checkout")
def test_recorded_pictures_keep_every_byte_of_the_picture():
    broken = [path for path in real_jpegs() if "truncated" in path.name.lower()]
    files = [path for path in real_jpegs() if path not in broken]

    for path in files:
        body = path.read_bytes()
        written = with_imprint(body, IMPRINT)
        exif = Image.Exif()
        exif.load(segment_bodies(written, APP1)[0])
        assert picture_part(written) == picture_part(body), path
        assert pixels(written) == pixels(body), path
        assert exif.get_ifd(0x8825)[1] == "S", path
        proves_whole(written)

    assert len(files) > 100
