"""Files damaged at random are read or answered with a sentence; nothing else ever comes out of the readers."""

import struct
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources import StopDelivery
from sources.opening import opened
from sources.opening.old_marks import old_marks
from tests.sources.opening import making

Damage = tuple[float, bytes]
SIGNS = st.sampled_from([b"\0", b"\xff", b"\xff" * 4, b"\0" * 4, b"\x7f", b"A"])
DAMAGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), SIGNS), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("whole")
    cells = '<c r="A1"><f>1</f><v>2</v></c><c r="B1" t="e"><v>#N/A</v></c>'
    percent = making.record(0x41E, struct.pack("<HHB", 200, 4, 0) + b"0.0%") + making.record(0xE0, bytes(20))
    old = (making.label(0, 0, "地区"), making.number(1, 1, 5.0), making.record(0xBD, bytes(18)))
    rows = [making.cell("a", 2, "restart")], [making.cell(vertical="continue")]
    page = folder / "d.xls"
    page.write_text("<table><tr><td colspan=2>地区<td rowspan=3>b</table>", encoding="utf-8")
    return [
        making.book(
            folder / "a.xlsx", f'<row r="1">{cells}</row>', '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
        ),
        making.old_book(folder / "b.xls", *old, before=percent),
        making.docx(folder / "c.docx", making.table(*rows)),
        page,
    ]


def damaged(content: bytes, damages: list[Damage], kept: float) -> bytes:
    torn = bytearray(content)
    for place, sign in damages:
        at = int(place * len(torn))
        torn[at : at + len(sign)] = sign
    return bytes(torn[: int(kept * len(torn)) + 1])


def answered(path: Path, damages: list[Damage], kept: float) -> bool:
    with TemporaryDirectory() as folder:
        broken = Path(folder) / path.name
        broken.write_bytes(damaged(path.read_bytes(), damages, kept))
        try:
            opened(broken)
        except StopDelivery as stop:
            return all(str(problem).startswith(path.name) for problem in stop.problems)
    return True


TEST = given(which=st.integers(0, 3), damages=DAMAGES, kept=st.sampled_from([1.0, 1.0, 0.9, 0.5]))
FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@TEST
def test_damage(samples: list[Path], which: int, damages: list[Damage], kept: float) -> None:
    assert answered(samples[which], damages, kept)


@pytest.mark.slow
@settings(FEW, max_examples=1500)
@TEST
def test_much_damage(samples: list[Path], which: int, damages: list[Damage], kept: float) -> None:
    assert answered(samples[which], damages, kept)


@pytest.mark.parametrize("kind", [0x85, 0x205, 0x06, 0x41E])
def test_a_record_that_ends_too_early_says_nothing(tmp_path: Path, kind: int) -> None:
    book = making.old_book(tmp_path / "a.xls", making.label(0, 0, "地区"), making.record(kind, b"\x01"))
    assert old_marks(book.read_bytes()) == []
