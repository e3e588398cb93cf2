"""Compound files (OLE): one stream out of an .xls, however its sectors lie."""

import struct
from collections.abc import Iterator

FIRST_SECTOR = 512
ENDS = 0xFFFFFFFA  # from here on a number is no sector
SMALL = 4096  # streams below this length live in the stream of the root
ENTRY = 128
SECTORS = {9: 512, 12: 4096}  # what the header says → bytes of a sector


class Compound:
    """The bytes of a compound file; chains that lead nowhere or in circles end quietly, the reader proper will tell."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = SECTORS.get(struct.unpack_from("<H", content, 30)[0], 0)
        if not self._size:
            raise struct.error("no sector size of a compound file")
        self._fat = self._table(self._fat_sectors())
        entries = b"".join(self._sectors(struct.unpack_from("<I", content, 48)[0]))
        self._entries = [entries[at : at + ENTRY] for at in range(0, len(entries) - ENTRY + 1, ENTRY)]

    def stream(self, *names: str) -> bytes:
        """Content of the first stream of these names; empty when there is none."""
        for name in names:
            for entry in self._entries:
                if entry[:64].decode("utf-16-le", "replace").rstrip("\0") == name:
                    return self._stream(entry)
        return b""

    def _stream(self, entry: bytes) -> bytes:
        start, size = struct.unpack_from("<IQ", entry, 116)
        if size >= SMALL:
            return b"".join(self._sectors(start))[:size]
        root = b"".join(self._sectors(struct.unpack_from("<I", self._entries[0], 116)[0]))
        links = self._table(list(self._chain(struct.unpack_from("<I", self._content, 60)[0], self._fat)))
        return b"".join(root[at * 64 : at * 64 + 64] for at in self._chain(start, links))[:size]

    def _fat_sectors(self) -> list[int]:
        """Sectors of the allocation table: 109 in the header, more in a chain of sectors of their own."""
        found = list(struct.unpack_from("<109I", self._content, 76))
        following, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            if following >= ENDS:
                break
            *more, following = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            found += more
        return [sector for sector in found if sector < ENDS]

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        joined = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])

    def _chain(self, start: int, links: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(links)):
            if start >= len(links):
                return
            yield start
            start = links[start]

    def _sectors(self, start: int) -> Iterator[bytes]:
        return map(self._sector, self._chain(start, self._fat))

    def _sector(self, number: int) -> bytes:
        begin = FIRST_SECTOR + number * self._size
        return self._content[begin : begin + self._size].ljust(self._size, b"\0")
