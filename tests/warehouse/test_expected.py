"""Who owes which form: exactly the cell whose file is gone turns missing, and it says so as long as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from sources import DeclarationError, Home
from tests.sources.files import write_csv
from warehouse import Connection, declarations, open_store, receive
from warehouse.expected import Expected, read_expected, renew_expected
from warehouse.superseded import renew_superseded

NAME = "一般公共预算教育经费"
HEAD = f"地区,{NAME}（亿元）,{NAME}占一般公共预算支出比例（%）,{NAME}本年比上年增长（%）"
UNITS = {"420100": "武汉市", "320100": "南京市", "991001": "示例县"}
YEARS = (2020, 2021, 2022)


def annex(home: Home, unit: str, year: int, amount: float = 290, name: str = "") -> Path:
    shown = name or f"{UNITS[unit]}{year}年一般公共预算教育经费增长情况.csv"
    return write_csv(home.inbox / shown, HEAD, f"{UNITS[unit]},{amount},13,8")


@contextmanager
def received(home: Home) -> Iterator[Connection]:
    with open_store(home) as con:
        list(receive(con, home))
        yield con


def cells(con: Connection) -> dict[tuple[str, int], str]:
    return {(unit, year): status for unit, year, status in con.sql(
        "SELECT unit, year, status FROM expected_returns WHERE form = 'funding_annex'").fetchall()}  # fmt: skip


def declare(home: Home, *rows: str) -> None:
    write_csv(home.expected, "unit,form,year,due", *rows)


def test_deleting_a_file_turns_exactly_its_cell(tmp_path: Path) -> None:
    gone = {("320100", 2021), ("991001", 2022)}
    home = Home(tmp_path).create()
    declare(home, *(f"{code},funding_annex,2020-2022,2090-01-01" for code in UNITS))
    files = {(code, year): annex(home, code, year) for code in UNITS for year in YEARS}
    for each in gone:
        files[each].unlink()
    with received(home) as con:
        assert cells(con) == {each: "missing" if each in gone else "accepted" for each in files}


def test_without_a_declaration_last_years_returns_tell(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    for unit in UNITS:
        for year in YEARS:
            if (unit, year) not in {("320100", 2022), ("420100", 2021), ("991001", 2020)}:
                annex(home, unit, year)
    with received(home) as con:
        told = cells(con)
    assert {key for key, status in told.items() if status == "missing"} == {("320100", 2022), ("420100", 2021)}
    assert ("991001", 2020) not in told and len(told) == 8


def test_a_day_gone_by_makes_the_missing_overdue() -> None:
    with open_memory() as con:
        owed = [Expected("420100", "funding_annex", 2023, date(2024, 9, 20)), Expected("420100", "funding_annex", 2024)]
        renew_expected(con, owed, date(2024, 9, 20))
        assert set(cells(con).values()) == {"missing"}
        renew_expected(con, owed, date(2024, 9, 21))
        assert cells(con) == {("420100", 2023): "overdue", ("420100", 2024): "missing"}


@contextmanager
def open_memory() -> Iterator[Connection]:
    import duckdb

    from warehouse import prepare

    with duckdb.connect() as con:
        prepare(con)
        yield con


def test_a_file_that_could_not_be_used_stands_in_the_cell_it_was_meant_for(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    declare(home, "武汉市,教育经费执行情况统计表（公告附表）,2020-2023,", "南京市,funding_annex,2020,")
    annex(home, "420100", 2020)
    (home.inbox / "武汉市2021年经费.xlsx").write_bytes(b"x")
    write_csv(home.inbox / "武汉市2022年增长情况.csv", HEAD, "武汉市,290,13,八成")
    write_csv(home.inbox / "南京市2020年增长情况.csv", HEAD, "雨花石区,290,13,8")
    with received(home) as con:
        assert cells(con) == {
            ("420100", 2020): "accepted",
            ("420100", 2021): "unreadable",
            ("420100", 2022): con.sql("SELECT state FROM deliveries WHERE file_name LIKE '%2022%'").fetchall()[0][0],
            ("420100", 2023): "missing",
            ("320100", 2020): "waiting",
        }
        assert cells(con)["420100", 2022] != "accepted"


def test_every_mistake_of_the_declaration_is_told(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "expected.csv", "unit,form,year,due", "朝阳区,funding_annex,2023,", "110105,表,2023,",
                     "110105,funding_annex,去年,")  # fmt: skip
    with pytest.raises(DeclarationError) as told:
        read_expected(file)
    for says in ("第 2 行：不能确定的地区“朝阳区”", "第 3 行：不认识的表式“表”", "第 4 行：年度应如 2023"):
        assert says in str(told.value)
    assert read_expected(tmp_path / "none.csv") is None


def test_a_corrected_file_supersedes_and_the_old_one_stays(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    annex(home, "420100", 2020)
    with received(home) as con:
        assert superseded(con) == []
        annex(home, "420100", 2020, 291, name="武汉市2020年增长情况（更正）.csv")
        list(receive(con, home))
        assert superseded(con) == ["武汉市2020年一般公共预算教育经费增长情况.csv"]
        values = "SELECT value::DOUBLE FROM {} WHERE indicator = 'budget_education_total' ORDER BY 1"
        assert con.sql(values.format("published_figures")).fetchall() == [(2_900_000.0,), (2_910_000.0,)]
        assert con.sql(values.format("current_published_figures")).fetchall() == [(2_910_000.0,)]
        assert cells(con) == {("420100", 2020): "accepted"}


def test_a_file_that_could_not_be_used_is_done_with_once_its_return_arrives(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    declare(home, "420100,funding_annex,2020-2021,", "320100,funding_annex,2020,")
    for name in ("武汉市2020年一般公共预算教育经费增长情况.xls", "武汉市2021年一般公共预算教育经费增长情况.xls"):
        (home.inbox / name).write_bytes(name.encode())
    annex(home, "320100", 2020)
    with received(home) as con:
        assert superseded(con) == []
        annex(home, "420100", 2020, name="武汉市2020年增长情况（重报）.csv")
        list(receive(con, home))
        assert superseded(con) == ["武汉市2020年一般公共预算教育经费增长情况.xls"]
        (home.inbox / "武汉市2020年一般公共预算教育经费增长情况再改.xls").write_bytes(b"nor this")
        list(receive(con, home))
        assert len(superseded(con)) == 1, "the last is broken again, what it was to replace does not make it good"


def test_a_file_nobody_can_place_is_done_with_only_once_it_is_sent_again(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    declare(home, "420100,funding_annex,2020,")
    (home.inbox / "武汉市2020年.xls").write_bytes(b"what may this be")
    with received(home) as con:
        annex(home, "420100", 2020)
        list(receive(con, home))
        assert superseded(con) == []
        annex(home, "420100", 2020, 291, name="武汉市2020年.csv")
        list(receive(con, home))
        assert "武汉市2020年.xls" in superseded(con)


def test_what_is_only_partly_told_again_is_not_superseded(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    write_csv(home.inbox / "2020年增长情况.csv", HEAD, "武汉市,290,13,8", "武昌区,30,13,8")
    with received(home) as con:
        annex(home, "420100", 2020)
        list(receive(con, home))
        assert superseded(con) == []
        write_csv(home.inbox / "2020年增长情况补.csv", HEAD, "武昌区,31,13,8")
        list(receive(con, home))
        assert len(superseded(con)) == 1
        renew_superseded(con, declarations())
        assert len(superseded(con)) == 1


def superseded(con: Connection) -> list[str]:
    return [name for (name,) in con.sql(
        "SELECT file_name FROM deliveries WHERE superseded_by IS NOT NULL ORDER BY 1").fetchall()]  # fmt: skip
