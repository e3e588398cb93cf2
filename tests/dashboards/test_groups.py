"""Which regions are judged together, and what the front page says of them."""

import duckdb

from dashboards import facts
from dashboards.groups import Group, groups
from dashboards.matrix import tables
from dashboards.overview import section
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
