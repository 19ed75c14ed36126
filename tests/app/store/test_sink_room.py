import errno

import pytest

from app.model.failure import FailedError
from app.store.disk import Space
from app.store.sink_room import Room

MB = 1024 * 1024


class Disk:
    def __init__(self, free: int, total: int) -> None:
        self.free, self.total, self.looks, self.now = free, total, 0, 0.0

    def measure(self, _folder: str) -> Space:
        self.looks += 1
        return Space(self.free, self.total)

    def monotonic(self) -> float:
        return self.now


def room_of(disk: Disk, reserve: int) -> Room:
    return Room("x", reserve, disk.measure, disk.monotonic)


def test_writing_stops_before_the_reserve_is_touched():
    disk = Disk(free=150 * MB, total=10_000 * MB)
    room = room_of(disk, 100 * MB)

    room.take(40 * MB)
    disk.free -= 40 * MB
    with pytest.raises(FailedError, match="Disk nearly full"):
        room.take(40 * MB)

    disk.free += 100 * MB
    room.take(40 * MB)
    assert room.free() == 110 * MB


def test_the_disk_is_asked_once_a_second_or_every_64_megabytes():
    disk = Disk(free=10_000 * MB, total=100_000 * MB)
    room = room_of(disk, 0)
    room.take(1)
    looks = disk.looks

    for _ in range(1000):
        room.take(1000)
    assert disk.looks == looks
    room.take(64 * MB)
    assert disk.looks == looks + 1
    disk.now += 2
    room.take(1)
    assert disk.looks == looks + 2


def test_a_small_disk_keeps_a_twentieth():
    assert room_of(Disk(free=MB, total=100 * MB), 1024 * MB).reserve == 5 * MB


def test_a_disk_that_is_gone_is_a_failure():
    disk = Disk(free=MB, total=MB)
    room = room_of(disk, 0)

    def gone(_folder: str) -> Space:
        raise OSError(errno.ENODEV, "gone")

    room._measure = gone
    with pytest.raises(FailedError, match="The disk is gone"):
        room.take(1)
    assert room.free() == 0
