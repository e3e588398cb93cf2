"""Office files are zips: their parts, read only after a look at what they claim to unpack to."""

import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from sources.opening.limits import MIB, MOST_MEMBERS, MOST_UNPACKED, MOST_XML, SUSPECT_RATIO, SUSPECT_SIZE
from sources.problems import Problem, StopDelivery

BAD_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError, RuntimeError)
ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")  # no office program writes them; they are how small files become endless
RESAVE = "请在 WPS 或 Excel 中打开并另存为 .xlsx 再报送"


def bomb(members: list[zipfile.ZipInfo]) -> str:
    """Why these members must not be unpacked; empty text when nothing speaks against it."""
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS:
        return f"压缩包里有 {len(members):,} 个文件，超过 {MOST_MEMBERS:,} 个"
    if total > MOST_UNPACKED:
        return f"解压后有 {total // MIB:,} MB，超过 {MOST_UNPACKED // MIB:,} MB"
    tight = [m for m in members if m.file_size > SUSPECT_SIZE and m.file_size > SUSPECT_RATIO * m.compress_size]
    return f"“{tight[0].filename}”压缩了 {SUSPECT_RATIO} 倍以上，疑为压缩炸弹" if tight else ""


class Package:
    """The parts of one .xlsx or .docx; every way in which reading it fails is one sentence."""

    def __init__(self, opened: zipfile.ZipFile, shown: str) -> None:
        self._zip, self.shown = opened, shown
        self.names = set(opened.namelist())

    def stop(self, says: str, fix: str = RESAVE) -> StopDelivery:
        return StopDelivery([Problem(self.shown, says, fix)])

    def part(self, name: str) -> bytes:
        """A small part whole; empty when the package has none of that name."""
        if name not in self.names:
            return b""
        if self.size(name) > MOST_XML:
            raise self.stop(f"内部部件 {name} 大得不合常理")
        with self.stream(name) as stream:
            return stream.read()

    def size(self, name: str) -> int:
        """Bytes of a part when unpacked."""
        return self._zip.getinfo(name).file_size

    def tree(self, name: str) -> ET.Element:
        """A small XML part; entity tricks are refused before anything is expanded."""
        content = self.part(name)
        if any(sign in content for sign in ENTITIES):
            raise self.entities(name)
        try:
            return ET.fromstring(content or b"<none/>")
        except ET.ParseError as error:
            raise self.stop(f"内部部件 {name} 已损坏") from error

    def entities(self, name: str) -> StopDelivery:
        return self.stop(
            f"内部部件 {name} 含有 XML 实体定义，正常的表格不会有，可能是恶意文件", "请核实来源，重新导出后再报送"
        )

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """A part to be read piece by piece, never more of it than the directory says."""
        try:
            with self._zip.open(name) as stream:
                yield stream
        except BAD_ZIP as error:
            raise self.stop(f"内部部件 {name} 已损坏，或与压缩目录所写的大小不符") from error

    def related(self, part: str) -> dict[str, str]:
        """Relation id → name of the part it leads to."""
        path = PurePosixPath(part)
        relations = self.tree(str(path.parent / "_rels" / f"{path.name}.rels"))
        return {one.get("Id", ""): _target(path.parent, one.get("Target", "")) for one in relations}


def _target(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = list(folder.parts)
    for step in PurePosixPath(target).parts:
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)


@contextmanager
def package(path: Path, shown: str) -> Iterator[Package]:
    """Open an office file; one that unpacks to too much, or is locked, is stopped here."""
    try:
        opened = zipfile.ZipFile(path)
    except BAD_ZIP as error:
        raise StopDelivery([Problem(shown, "文件不完整，打不开", "请重新复制或导出后再报送")]) from error
    with opened:
        whole = Package(opened, shown)
        if says := bomb(opened.infolist()):
            raise whole.stop(says, "请核实来源；确有这么多数据的，请拆成几个文件报送")
        if any(member.flag_bits & 1 for member in opened.infolist()):
            raise whole.stop("文件有密码", "请去掉密码后再报送")
        yield whole
