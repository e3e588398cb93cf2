"""Verifying a publication: what is as it was is found so, and every kind of tampering is found."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards import publish
from expectations import check, judge, list_schools
from pipelines import verify as module
from pipelines.cli import answer
from pipelines.narrowing import fingerprint
from pipelines.verify import Proof, verify
from sources import Home
from tests.pipelines.test_commands import contents
from tests.sources.files import write_csv
from warehouse import compute_indicators, open_store, receive, transaction
from warehouse.journal import Entry, enter, entries

HEAD = "年度,地区,学段,指标,数值,单位"
RIGHT = ("2023,怀柔区,小学,在校生数,60,人", "2023,怀柔区,小学,教育经费总投入,120,万元")


def straight(things: Iterable[Any], count: int, title: str) -> Iterator[Any]:
    yield from things


@pytest.fixture
def home(signed_home: Home) -> Home:
    return signed_home


@pytest.fixture
def files_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but computing the figures again."""
    monkeypatch.setattr(module, "_figures", lambda *_: None)


def kinds(home: Home) -> set[str]:
    return {fault.kind for fault in verify(home, straight).faults}


def alter(database: Path, *statements: str) -> None:
    with duckdb.connect(str(database)) as con:
        for each in statements:
            con.sql(each)


def both(home: Home, *statements: str) -> None:
    for database in (home.store, home.current / "warehouse.duckdb"):
        alter(database, *statements)


def kept(home: Home, suffix: str) -> Path:
    return next(home.archive.glob(f"*{suffix}"))


def manifest_follows(home: Home) -> None:
    """Alter a page, and the manifest so that it fits."""
    (home.current / "site" / "index.html").write_text("改", encoding="utf-8")
    manifest = home.current / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["files"]["site/index.html"] = hashlib.sha256("改".encode()).hexdigest()
    manifest.write_text(json.dumps(told), encoding="utf-8")


def written_anew(home: Home) -> None:
    """Write the whole published journal anew, with digests that fit."""
    with duckdb.connect(str(home.current / "warehouse.duckdb")) as con:
        told = [Entry(one.kind, one.subject, one.text) for one in entries(con)]
        con.sql("DELETE FROM journal")
        with transaction(con):
            enter(con, told)


@pytest.mark.usefixtures("files_only")
def test_a_home_nobody_touched_is_as_it_was_and_stays_so(home: Home) -> None:
    before = contents(home)
    proof = verify(home, straight)
    assert (proof.holds, proof.entries, proof.files, proof.parts) == (True, 3, 2, 3)
    assert contents(home) == before


TAMPERING: list[tuple[Callable[[Home], object], set[str]]] = [
    (lambda home: both(home, "UPDATE journal SET text = '改' WHERE position = 1"), {"broken", "untold", "unsupported"}),
    (lambda home: both(home, "UPDATE signatures SET name = '李四'"), {"untold", "unsupported"}),
    (lambda home: both(home, "DELETE FROM signatures"), {"unsupported"}),
    (lambda home: both(home, "UPDATE deliveries SET state = 'accepted'"), {"untold", "unsupported"}),
    (lambda home: both(home, "DELETE FROM deliveries WHERE file_name = '一.csv'"), {"unsupported"}),
    (lambda home: alter(home.store, "DELETE FROM journal WHERE position >= 3"), {"apart", "publication"}),
    (written_anew, {"apart"}),
    (lambda home: kept(home, ".csv").unlink(), {"lost"}),
    (lambda home: (home.current / "site" / "index.html").write_text("改"), {"part"}),
    (lambda home: (home.current / "site" / "new.html").write_text("新"), {"added"}),
    (manifest_follows, {"publication"}),
]


@pytest.mark.usefixtures("files_only")
@pytest.mark.parametrize(("tamper", "found"), TAMPERING, ids=range(len(TAMPERING)))
def test_tampering_is_found(home: Home, tamper: Callable[[Home], object], found: set[str]) -> None:
    tamper(home)
    assert kinds(home) - {"part"} == found - {"part"}


@pytest.mark.usefixtures("files_only")
def test_every_altered_original_is_listed(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in list(home.archive.iterdir()):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes() + b"\n")
    monkeypatch.setenv("EDUSTAT_HOME", str(home.root))
    assert answer(["verify"]) == 1
    told = capsys.readouterr()
    assert "归档的原件已被改动：一.csv" in told.err and "归档的原件已被改动：坏.xlsx" in told.err
    assert "日志与文件：2 处问题" in told.out


@pytest.mark.usefixtures("files_only")
@pytest.mark.parametrize(("made", "outdated"), [("{}|7", False), ("other|7", True)])
def test_what_other_programs_published_is_known(home: Home, made: str, outdated: bool) -> None:
    said = made.format(fingerprint(home))
    alter(home.current / "warehouse.duckdb", f"INSERT INTO computed (kind, said) VALUES ('declared', '{said}')")
    assert verify(home, straight).outdated is outdated


def run(home: Home, *lines: str, name: str) -> None:
    """What a run does, without its record."""
    write_csv(home.inbox / name, HEAD, *lines)
    with open_store(home) as con:
        list(receive(con, home))
        check(con, recorded=False)
        compute_indicators(con)
        judge(con)
        list_schools(con)
        publish(con, home)


@pytest.mark.slow
def test_figures_follow_from_the_archive_and_an_altered_one_is_named_with_its_cell(home: Home) -> None:
    run(home, *RIGHT, name="二.csv")
    alter(home.current / "warehouse.duckdb", "UPDATE enrolment SET pupils = 70 WHERE pupils = 60")
    alter(home.current / "warehouse.duckdb", "UPDATE indicator_values SET value = 1 WHERE indicator = 'pupils'")
    before, proof = contents(home), verify(home, straight)
    assert {fault.kind for fault in proof.faults} == {"part"}
    assert {(one.table, one.column, one.published, one.place[0]) for one in proof.differences} >= {
        ("enrolment", "pupils", 70, "二.csv")
    }
    assert {(one.table, one.column) for one in proof.differences} <= {
        ("enrolment", "pupils"),
        ("indicator_values", "value"),
    }
    assert contents(home) == before


@pytest.mark.slow
def test_the_demo_proves_true(demo_home: Home) -> None:
    before = contents(demo_home)
    proof: Proof = verify(demo_home, straight)
    assert (proof.faults, proof.differences) == ([], [])
    assert proof.tables > 30
    assert contents(demo_home) == before
