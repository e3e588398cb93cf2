"""Zips as bureaus send them: every file inside becomes an arrival of its own, within one budget for the whole tree."""

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sources.archive import BESIDE, INSIDE, Arrival, kept
from sources.home import Home
from sources.opening.kinds import ZIP, kind_of
from sources.opening.limits import DEEPEST, MIB, MOST_MEMBERS, MOST_UNPACKED
from sources.opening.package import BAD_ZIP, bomb
from sources.problems import Problem, StopDelivery

UTF8_NAME = 0x800
ENCRYPTED = 0x1
DRIVE = re.compile(r"^[A-Za-z]:")
LEFT_BY_SYSTEMS = {"__MACOSX", "Thumbs.db", "desktop.ini"}


def is_container(path: Path) -> bool:
    """Whether a file is a zip of files, not an office file."""
    return kind_of(path) == ZIP


@dataclass
class Unpacking:
    """What may still be unpacked from one file of the inbox, however many zips lie in it."""

    home: Home
    bytes_left: int = MOST_UNPACKED
    members_left: int = MOST_MEMBERS
    depth: int = 0
    refused: list[Problem] = field(default_factory=list)

    def members(self, zipped: Arrival) -> Iterator[Arrival]:
        """The files of a zip, archived one by one; those that can't be taken are told in `refused`."""
        self.refused = []
        if self.depth >= DEEPEST:
            raise _stop(zipped, f"压缩包里套压缩包超过 {DEEPEST} 层", "请把文件放在一个压缩包里再报送")
        self.depth += 1
        try:
            with zipfile.ZipFile(zipped.path) as opened:
                yield from self._members(opened, zipped)
        except BAD_ZIP as error:
            raise _stop(zipped, "压缩包已损坏", "请重新压缩后再报送") from error
        finally:
            self.depth -= 1

    def _members(self, opened: zipfile.ZipFile, zipped: Arrival) -> Iterator[Arrival]:
        infos = [info for info in opened.infolist() if not info.is_dir() and not _litter(member_name(info))]
        self._spend(infos, zipped)
        refused: list[Problem] = []
        for info in infos:
            name = member_name(info)
            if says := _unwanted(info, name):
                refused.append(Problem(f"{zipped.file_name}{INSIDE}{name}", says[0], says[1]))
                continue
            try:
                with opened.open(info) as stream:
                    arrival = kept(self.home, stream, zipped, name)
            except BAD_ZIP:
                says = "在压缩包里已损坏，或与目录所写的大小不符", "请重新压缩后再报送"
                refused.append(Problem(f"{zipped.file_name}{INSIDE}{name}", *says))
                continue
            yield arrival
        self.refused = refused

    def _spend(self, infos: list[zipfile.ZipInfo], zipped: Arrival) -> None:
        """Take the members from the budget before anything is unpacked."""
        fix = "请核实来源；确有这么多文件的，请分几次报送"
        if says := bomb(infos):
            raise _stop(zipped, says, fix)
        self.bytes_left -= sum(info.file_size for info in infos)
        self.members_left -= len(infos)
        if self.bytes_left < 0 or self.members_left < 0:
            raise _stop(zipped, f"层层解压后超过 {MOST_UNPACKED // MIB:,} MB 或 {MOST_MEMBERS:,} 个文件", fix)


def _stop(zipped: Arrival, says: str, fix: str) -> StopDelivery:
    return StopDelivery([Problem(zipped.file_name, says, fix)])


def member_name(info: zipfile.ZipInfo) -> str:
    """The path of a member as its maker wrote it: names without the UTF-8 mark are UTF-8 or GBK all the same."""
    if info.flag_bits & UTF8_NAME:
        return info.orig_filename.replace("\\", "/")
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _litter(name: str) -> bool:
    """What systems and office programs leave beside the files."""
    parts = PurePosixPath(name).parts
    return bool(LEFT_BY_SYSTEMS & set(parts)) or (bool(parts) and parts[-1].startswith(BESIDE))


def _unwanted(info: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    """Why a member is not taken, and what to do about it."""
    if name.startswith("/") or DRIVE.match(name) or ".." in PurePosixPath(name).parts:
        return "路径指向压缩包以外，可能是恶意文件，没有解开", "请核实来源，重新压缩后再报送"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "是一个链接，不是文件", "请把文件本身放入压缩包"
    if info.flag_bits & ENCRYPTED:
        return "有密码", "请去掉密码后再报送"
    return None
