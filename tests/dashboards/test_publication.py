"""Publishing: whole or not at all, and nothing for nothing."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboards import publication, publish
from dashboards.delivered import Grid
from dashboards.digests import all_told
from dashboards.tables import Changes
from sources import Home

Grids = Callable[[str], Grid]
Con = duckdb.DuckDBPyConnection


def names(home: Home) -> list[str]:
    return sorted(path.name for path in home.published.iterdir())


def test_publication_is_whole_and_current(con: Con, home: Home, grid: Grids) -> None:
    made = publish(con, home, grid)
    assert made.built
    assert made.site.exists()
    assert home.current.resolve().name == made.id
    assert json.loads((home.current / "manifest.json").read_text())["content"] == made.content
    with duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True) as copy:
        assert copy.sql("FROM verdicts ORDER BY ALL").fetchall() == con.sql("FROM verdicts ORDER BY ALL").fetchall()


def test_the_front_page_leads_to_the_downloads(con: Con, home: Home, grid: Grids) -> None:
    made = publish(con, home, grid)
    script = made.site.parent / "assets" / "index.js"
    links = re.findall(r"\"(\.\./[^\"]+)\"", script.read_text(encoding="utf-8"))
    assert len(links) == 3
    assert all((made.site.parent / link).exists() for link in links)


@pytest.mark.usefixtures("bare")
def test_twice_the_same_builds_once(con: Con, home: Home, grid: Grids) -> None:
    first, again = publish(con, home, grid), publish(con, home, grid)
    assert (again.id, again.built) == (first.id, False)
    assert names(home) == sorted([first.id, "current"])


@pytest.mark.usefixtures("bare")
def test_order_of_rows_does_not_matter_but_values_do(con: Con, home: Home, grid: Grids) -> None:
    first = publish(con, home, grid)
    con.execute("CREATE OR REPLACE TABLE verdicts AS FROM verdicts ORDER BY year DESC, region DESC")
    assert publish(con, home, grid).id == first.id
    con.execute("UPDATE verdicts SET gap = gap + 0.0001 WHERE region = '110116' AND test = 'T1'")
    assert publish(con, home, grid).content != first.content


@pytest.mark.usefixtures("bare")
def test_content_published_before_becomes_current_again(con: Con, home: Home, grid: Grids) -> None:
    first = publish(con, home, grid)
    con.execute("UPDATE deliveries SET bytes = bytes + 1")
    second = publish(con, home, grid)
    con.execute("UPDATE deliveries SET bytes = bytes - 1")
    assert publish(con, home, grid).id == first.id
    assert home.current.resolve().name == first.id
    assert names(home) == sorted([first.id, second.id, "current"])


@pytest.mark.usefixtures("bare")
def test_last_publications_are_kept(con: Con, home: Home, grid: Grids) -> None:
    for number in range(4):
        con.execute("UPDATE deliveries SET bytes = ?", [number])
        last = publish(con, home, grid, keep=2)
    assert len(names(home)) == 3
    assert home.current.resolve().name == last.id


@pytest.mark.usefixtures("bare")
def test_leftovers_of_a_killed_run_are_cleared(con: Con, home: Home, grid: Grids) -> None:
    (home.published / ".building-dead" / "site").mkdir(parents=True)
    (home.published / ".building-link").symlink_to("nowhere")
    made = publish(con, home, grid)
    assert names(home) == sorted([made.id, "current"])


@pytest.mark.slow
@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("step", ["copy_tables", "build_site", "exports_beside", "_to_disk", "_switch"])
def test_stopped_at_any_step_current_stays_and_the_next_run_completes(
    con: Con, home: Home, grid: Grids, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = publish(con, home, grid)
    con.execute("UPDATE deliveries SET bytes = 7")
    with monkeypatch.context() as patched:
        patched.setattr(publication, step, stop)
        with pytest.raises(KeyboardInterrupt):
            publish(con, home, grid)
    assert home.current.resolve().name == before.id
    assert before.site.exists()
    after = publish(con, home, grid)
    assert home.current.resolve().name == after.id != before.id
    assert names(home) == sorted([before.id, after.id, "current"])


def stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_downloads_open_in_office_and_carry_no_formula(con: Con, home: Home, grid: Grids) -> None:
    con.execute("UPDATE findings SET message = '=1+1'")
    folder = publish(con, home, grid).folder / "exports"
    assert (folder / "verdicts.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert pl.read_parquet(folder / "verdicts.parquet").height == con.sql("FROM verdicts").pl().height
    sheet = pl.read_excel(folder / "edustat.xlsx", sheet_name="数据质量问题", engine="calamine")
    assert set(sheet["问题"].to_list()) == {"=1+1"}
    verdicts = pl.read_excel(folder / "edustat.xlsx", sheet_name="法定检验结论", engine="calamine")
    assert set(verdicts["结论"]) == {"达标", "不达标", "数据不足"}


@pytest.mark.slow
def test_rebuilt_tables_have_the_same_bytes(con: Con, tmp_path: Path, grid: Grids) -> None:
    files = [publish(con, Home(tmp_path / name), grid).folder / "exports" for name in ("one", "two")]
    for name in ("verdicts.csv", "verdicts.parquet", "indicator_values.parquet", "edustat.xlsx"):
        assert (files[0] / name).read_bytes() == (files[1] / name).read_bytes()


OF_ONE_REGION = "UPDATE verdicts SET gap = gap + 1 WHERE region = '110116' AND test = 'T1'"
OF_A_DECLARATION = "UPDATE statutory_families SET title = '三项增长'"


@pytest.mark.slow
@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("change", [OF_ONE_REGION, OF_A_DECLARATION, "DELETE FROM findings", "DROP TABLE cell_notes"])
def test_a_database_after_another_says_what_the_store_says(con: Con, home: Home, grid: Grids, change: str) -> None:
    con.execute("CREATE TABLE cell_notes (delivery_id VARCHAR)")
    publish(con, home, grid)
    con.execute(change)
    with duckdb.connect(str(publish(con, home, grid).folder / "warehouse.duckdb"), read_only=True) as copy:
        said, now = all_told(copy), all_told(con)
    others = {"journal", "revisions", "versions"}
    assert {name: said.get(name) for name in said.keys() - others} == {name: now[name] for name in now.keys() - others}


def test_changes_of_one_region_are_few(con: Con, tmp_path: Path) -> None:
    before = all_told(con)
    con.execute(OF_ONE_REGION)
    changes = Changes(tmp_path, all_told(con), before)
    assert (changes.few, changes.narrow, changes.regions) == (True, True, {"verdicts": ["110116"]})


@pytest.mark.usefixtures("bare")
def test_much_that_changed_is_written_in_a_fresh_file(con: Con, home: Home, grid: Grids) -> None:
    before = all_told(con)
    con.execute("UPDATE verdicts SET gap = gap + 1")
    assert not Changes(home.current, all_told(con), before).few
