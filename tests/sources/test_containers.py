import stat
import struct
import zipfile
from pathlib import Path

import pytest

from sources import Arrival, Home, StopDelivery, Unpacking, is_container, take_in
from sources.opening import limits


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def only(home: Home) -> Arrival:
    (arrival,) = take_in(home)
    assert is_container(arrival.path)
    return arrival


def unpacked(home: Home) -> tuple[list[Arrival], list[str]]:
    unpacking = Unpacking(home)
    arrivals = list(unpacking.members(only(home)))
    return arrivals, [str(problem) for problem in unpacking.refused]


def test_every_file_inside_is_an_arrival_of_its_own(home: Home) -> None:
    zipped(home.inbox / "包.zip", **{"怀柔区/表.csv": b"one", "密云区/表.csv": b"two", "__MACOSX/._表.csv": b"x"})
    arrivals, refused = unpacked(home)
    assert [(one.file_name, one.sender) for one in arrivals] == [
        ("包.zip › 怀柔区/表.csv", "怀柔区"),
        ("包.zip › 密云区/表.csv", "密云区"),
    ]
    assert [one.path.read_bytes() for one in arrivals] == [b"one", b"two"] and refused == []
    assert {one.container for one in arrivals} == {only(home).delivery_id}


def test_the_sender_of_a_zip_sends_what_is_in_it(home: Home) -> None:
    (home.inbox / "怀柔区").mkdir()
    zipped(home.inbox / "怀柔区" / "包.zip", **{"年报/表.csv": b"one"})
    assert [one.sender for one in unpacked(home)[0]] == ["怀柔区"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_written_without_the_mark_of_utf8(home: Home, encoding: str) -> None:
    path = zipped(home.inbox / "a.zip", **{"placeholder_name.csv": b"one"})
    name = (
        "学校一览表（圈一）".encode(encoding).ljust(20, b"_")[:20]
        if encoding == "gbk"
        else "表样二年级".encode() + b".....".ljust(5)
    )
    content = path.read_bytes().replace(b"placeholder_name.csv", name.ljust(20, b"_")[:20])
    path.write_bytes(content)
    ((arrival,), refused) = unpacked(home)
    assert ("学校一览表" in arrival.file_name or "表样二年级" in arrival.file_name) and refused == []


def test_paths_out_of_the_zip_links_and_passwords_are_refused_one_by_one(home: Home) -> None:
    path = home.inbox / "包.zip"
    with zipfile.ZipFile(path, "w") as new:
        for name in ("../../越界.csv", "/绝对.csv", "C:\\盘符.csv", "好.csv"):
            new.writestr(name, b"x" * len(name))
        link = zipfile.ZipInfo("链接.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        new.writestr(link, "/etc/hostname")
        new.writestr("加密.csv", b"secret")
    content = bytearray(path.read_bytes())
    begin = content.rfind(b"PK\x01\x02")
    content[begin + 8 : begin + 10] = struct.pack("<H", 0x801)
    path.write_bytes(content)
    arrivals, refused = unpacked(home)
    assert [one.file_name for one in arrivals] == ["包.zip › 好.csv"]
    assert [problem.count("压缩包以外") for problem in refused] == [1, 1, 1, 0, 0]
    assert "是一个链接" in refused[3] and "有密码" in refused[4]
    assert not list(home.root.parent.glob("越界*"))


def test_a_member_larger_than_the_directory_says(home: Home) -> None:
    path = zipped(home.inbox / "包.zip", **{"谎.csv": b"1" * 5000, "好.csv": b"2"})
    content = bytearray(path.read_bytes())
    begin = content.find(b"PK\x01\x02")
    content[begin + 24 : begin + 28] = struct.pack("<I", 100)
    path.write_bytes(content)
    arrivals, refused = unpacked(home)
    assert [one.file_name for one in arrivals] == ["包.zip › 好.csv"]
    assert "与目录所写的大小不符" in refused[0] and not list(home.archive.glob(".partial*"))


def test_a_bomb_is_not_unpacked(home: Home) -> None:
    zipped(home.inbox / "弹.zip", **{"零.csv": bytes(limits.SUSPECT_SIZE + 1)})
    with pytest.raises(StopDelivery, match="压缩炸弹"):
        list(Unpacking(home).members(only(home)))


def test_too_many_members(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sources.opening.package.MOST_MEMBERS", 3)
    zipped(home.inbox / "多.zip", **{f"{n}.csv": b"x" for n in range(4)})
    with pytest.raises(StopDelivery, match="超过 3 个"):
        list(Unpacking(home).members(only(home)))


def test_one_budget_for_the_whole_tree(home: Home) -> None:
    inner = zipped(home.root / "内.zip", **{"大.csv": bytes(range(256)) * 64}).read_bytes()
    zipped(home.inbox / "外.zip", **{"1.zip": inner, "2.zip": inner + b" "})
    unpacking = Unpacking(home, bytes_left=2 * len(inner) + 20_000)
    nested = list(unpacking.members(only(home)))
    assert len(list(unpacking.members(nested[0]))) == 1
    with pytest.raises(StopDelivery, match="层层解压"):
        list(unpacking.members(nested[1]))
