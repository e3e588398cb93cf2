"""Which regions are judged together, and what the front page says of them."""

from pathlib import Path

import duckdb

from dashboards import facts
from dashboards.groups import Group, groups
from dashboards.matrix import tables
from dashboards.overview import section
from dashboards.site import build_site
from dashboards.views import front


def known_groups(con: duckdb.DuckDBPyConnection) -> tuple[facts.Facts, list[Group]]:
    known = facts.load(con, "p")
    return known, groups(known, front())


def test_sets_of_regions_come_before_single_ones_and_newest_first(con: duckdb.DuckDBPyConnection) -> None:
    _, found = known_groups(con)
    assert [(g.name, g.latest, len(g.regions)) for g in found] == [
        ("北京市", 2023, 3),
        ("武汉市", 2019, 2),
        ("全国", 2024, 1),
    ]


def test_parent_with_own_verdicts_is_shown_apart(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO verdicts SELECT * REPLACE ('420100' AS region) FROM verdicts WHERE region = '420106'")
    known, found = known_groups(con)
    wuhan = next(g for g in found if g.code == "420100")
    assert wuhan.children == ["420106", "420114"]
    shown = section(known, wuhan, 5)
    assert shown.headline == "武汉市 2019 年：2 个区中 1 个有不达标项"
    assert [c.number for c in shown.tiles[0].own] == [1]
    assert tables(known, wuhan)[0].blocks[0].lines[0].name == "武汉市合计"


def test_attention_is_ranked_by_money_then_gap(con: duckdb.DuckDBPyConnection) -> None:
    known, found = known_groups(con)
    assert [line.who for line in section(known, found[0], 5).lines] == ["顺义区", "怀柔区"]


def test_highest_release_counts_and_earlier_ones_are_told(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """INSERT INTO verdicts SELECT * REPLACE ('flash' AS release, 'pass' AS verdict) FROM verdicts
           WHERE region = '110113' AND test = 'T1'"""
    )
    known, _ = known_groups(con)
    [verdict] = [v for v in known.verdicts if v.region == "110113" and v.test == "T1"]
    assert (verdict.release, verdict.verdict, verdict.earlier) == ("bulletin", "fail", [("flash", "pass")])


def test_matrix_is_sorted_worst_first_and_columns_never_cut_a_test(con: duckdb.DuckDBPyConnection) -> None:
    known, found = known_groups(con)
    [table] = tables(known, found[0])
    assert [line.name for line in table.blocks[0].lines] == ["顺义区", "怀柔区", "房山区"]
    assert table.blocks[0].levels == ["合计", "小学"]


def test_an_invented_county_comes_last_and_says_so(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """示例县 has more regions and newer years than any real one here, and still heads nothing and counts nowhere."""
    for code, parent in (("991000", ""), ("991001", "991000"), ("991002", "991000")):
        con.execute(
            f"INSERT INTO regions BY NAME SELECT '{code}' code, '示例{code}' name, 'example' kind, '{parent}' parent"
        )
    for code in ("991001", "991002"):
        con.execute(
            f"""INSERT INTO verdicts SELECT * REPLACE ('{code}' AS region, year + 9 AS year) FROM verdicts
                WHERE region = '110113'"""
        )
    _, found = known_groups(con)
    assert [group.example for group in found] == [False, False, False, True]
    build_site(con, tmp_path, publication="p", grid=lambda key: [])
    front = (tmp_path / "index.html").read_text(encoding="utf-8")
    shown = sum(len(group.of_year(group.latest)) for group in found if not group.example)
    assert f"本页 {shown} 项结论" in front
    assert front.index("示例数据：") > front.index("<h1>")
    assert "示例数据：" in (tmp_path / "regions" / "991001.html").read_text(encoding="utf-8")
    assert "示例数据：" not in (tmp_path / "regions" / "110113.html").read_text(encoding="utf-8")
