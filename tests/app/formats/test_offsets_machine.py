"""A pickle runs nothing here, whatever it asks for, and does not grow beyond its bytes."""

import contextlib
import io
import os
import tracemalloc

import pytest

from app.formats import offsets_machine
from app.formats.offsets_machine import DamagedError, Machine, RefusedError
from tests.fakes.blob import BlobImageInfo, offsets, pickled

HEAD = b"\x80\x04"
CLASS = b"\x8c\x19supervisely.api.image_api\x8c\x0dBlobImageInfo\x93"


def states(body: bytes) -> list[dict[str, str | int]]:
    return list(Machine(io.BytesIO(body)).states())


def told(body: bytes) -> list[object]:
    """Return the names of what is told before the damage."""
    names: list[object] = []
    with contextlib.suppress(DamagedError):
        names.extend(state["name"] for state in Machine(io.BytesIO(body)).states())
        pytest.fail("the damage was not seen")
    return names


class Runs:
    """Asks its reader to call something."""

    def __init__(self, call: object, *arguments: object) -> None:
        self.asked = (call, arguments)

    def __reduce__(self) -> object:
        return self.asked


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("is_in_a_list", [True, False])
def test_no_command_is_run(tmp_path, protocol, is_in_a_list):
    proof = tmp_path / "proof"
    hostile = Runs(os.mkdir, str(proof))
    body = pickled([BlobImageInfo("a.jpg", 0, 1), hostile] if is_in_a_list else hostile, protocol)

    with pytest.raises(RefusedError, match=r"nothing .*run"):
        states(body)

    assert not proof.exists()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"cos\nsystem\n(X\x02\x00\x00\x00idtR.", id="reduce"),
        pytest.param(b"(X\x02\x00\x00\x00idios\nsystem\n.", id="inst"),
        pytest.param(b"(cos\nsystem\nX\x02\x00\x00\x00ido.", id="obj"),
        pytest.param(b"\x8c\x02os\x8c\x06system\x93.", id="stack global"),
        pytest.param(b"csupervisely.api.image_api\nos.system\n.", id="dotted name"),
        pytest.param(b"csupervisely.api.image_api\nApi\n.", id="neighbour of the class"),
        pytest.param(b"cbuiltins\nbytearray\nJ\xff\xff\xff\x7f\x85R.", id="bytearray of two GB"),
        pytest.param(b"Pid\n.", id="persistent id"),
        pytest.param(b"Nq\x00Q.", id="binary persistent id"),
        pytest.param(b"\x82\x01.", id="ext1"),
        pytest.param(b"\x83\x01\x00.", id="ext2"),
        pytest.param(b"\x84\x01\x00\x00\x00.", id="ext4"),
        pytest.param(CLASS + b")}\x92.", id="newobj ex"),
        pytest.param(CLASS + b")R.", id="call of the class"),
        pytest.param(b"\x97.", id="buffer from outside"),
        pytest.param(b"\x96\x00\x00\x00\x00\x01\x00\x00\x00", id="bytearray"),
        pytest.param(b"\x8b\xff\xff\xff\x7f", id="number of two GB"),
        pytest.param(b"\x8a\xff" + bytes(255) + b".", id="number of 255 bytes"),
        pytest.param(b"K\x01.", id="a number alone"),
        pytest.param(b"]]a.", id="a list in a list"),
        pytest.param(b"]}a.", id="a list of dicts"),
        pytest.param(b"}\x8c\x04name}s.", id="a dict in a dict"),
        pytest.param(CLASS + b")\x81}\x8c\x09__class__K\x01sb.", id="another attribute"),
        pytest.param(b"\x80\x04].", id="a head in the middle"),
    ],
)
def test_what_a_list_of_offsets_has_no_use_for_is_refused(body):
    with pytest.raises(RefusedError) as caught:
        states(HEAD + body)

    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("version", [0, 1, 6, 255])
def test_other_protocols_are_refused(version):
    with pytest.raises(RefusedError, match=f"protocol {version};"):
        states(bytes((0x80, version)) + b"].")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"e.", id="nothing to collect"),
        pytest.param(b"(u.", id="nothing to fill"),
        pytest.param(b"}(K\x01u.", id="a key without value"),
        pytest.param(b"h\x07.", id="nothing remembered there"),
        pytest.param(b"\x94.", id="nothing to remember"),
        pytest.param(b"(\x94.", id="a mark to remember"),
        pytest.param(b"\x81.", id="nothing to make"),
        pytest.param(b"K\x01K\x01\x81.", id="a number to make"),
        pytest.param(b"]}b.", id="a list to tell"),
        pytest.param(b"\x8c\x02\xff\xfe.", id="no text"),
        pytest.param(b"X\xff\xff\xff\x7f.", id="a text of two GB"),
        pytest.param(b"\x8d" + b"\xff" * 8 + b".", id="a text of 16 EB"),
        pytest.param(b"c" + b"x" * 9000, id="an endless name"),
        pytest.param(b"\x00.", id="no step at all"),
    ],
)
def test_nonsense_is_damage(body):
    with pytest.raises(DamagedError):
        states(HEAD + body)


def test_what_was_built_before_a_break_is_told():
    assert told(offsets(("a.jpg", 0, 1), ("b.jpg", 1, 2))[:-2]) == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        pytest.param("MOST_STACK", b"(" * 1000, id="marks"),
        pytest.param("MOST_STACK", b"]\x94" + b"h\x00" * 1000, id="one list again and again"),
        pytest.param("MOST_MEMO", b"]" + b"\x94" * 1000, id="memory"),
    ],
)
def test_stack_and_memory_have_a_lid(monkeypatch, name, body):
    monkeypatch.setattr(offsets_machine, name, 500)

    with pytest.raises(DamagedError):
        states(HEAD + body)


def test_one_state_told_to_many_costs_no_more_than_its_bytes():
    """References come cheap in a pickle: each must cost as little here."""
    state = b"}\x94(\x8c\x04name\x8c\x05a.jpg\x8c\x0coffset_startK\x01\x8c\x0aoffset_endK\x02u"
    body = HEAD + state + CLASS + b"\x94" + b"h\x01)\x81h\x00b" * 20_000
    tracemalloc.start()
    try:
        count = len(told(body))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 20_000
    assert peak < 20 * len(body)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_every_step_of_an_honest_writer_is_known(protocol):
    entries = [(f"{n}.jpg", n**7, n**7 + n) for n in range(300)]
    body = offsets(*entries, protocol=protocol)

    assert [tuple(state.values()) for state in states(body)] == entries
