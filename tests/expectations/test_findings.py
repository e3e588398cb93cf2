"""What `check` leaves in the store: findings, held cells, and how a second run replaces them."""

from typing import Any

import pytest

from expectations import check, declared_rules, norms
from expectations.findings import run
from expectations.views import open_views
from tests.expectations.small_store import HUAIROU, Con, Paper, put, rows


def appropriation(con: Con, gap: float, education: float, revenue: float, year: int = 2023) -> None:
    paper = Paper(con)
    paper.figure("growth_gap", gap, year=year)
    paper.figure("budget_education_total", 245400, stated_growth=education, year=year)
    paper.figure("recurrent_revenue_total", stated_growth=revenue, year=year)


# 北京市 2023: growth of the appropriation, of recurrent revenue, and the gap printed beside them.
BEIJING = {
    "房山区": (2.52, -16.23, 18.75), "顺义区": (0.85, 11.77, -10.92), "大兴区": (20.6, 28.51, -7.91),
    "密云区": (2.04, 2.0, 0.04), "怀柔区": (0.62, 0.65, -0.03), "通州区": (5.44, 7.21, -1.77),
    "朝阳区": (8.73, 6.0, 2.73), "东城区": (0.29, 0.2, 0.09), "西城区": (1.03, 0.94, 0.09),
    "平谷区": (6.34, 3.34, 3.0), "石景山区": (8.22, 12.6, -4.38), "门头沟区": (0.83, 64.01, -63.18),
    "丰台区": (13.92, 6.53, 7.39), "海淀区": (4.14, 3.89, 0.25), "昌平区": (1.56, 0.12, 1.44),
    "延庆区": (0.74, 0.54, 0.2),
}  # fmt: skip


@pytest.mark.parametrize(("swapped", "caught"), [(False, 0), (True, 16)])
def test_sixteen_real_rows_pass_and_all_are_caught_once_swapped(con: Con, swapped: bool, caught: int) -> None:
    paper = Paper(con)
    for name, (education, revenue, gap) in BEIJING.items():
        growths = (revenue, education) if swapped else (education, revenue)
        for indicator, growth in zip(("budget_education_total", "recurrent_revenue_total"), growths, strict=True):
            paper.figure(indicator, stated_growth=growth, region=name)
        paper.figure("growth_gap", gap, region=name)
    result = next(each for each in check(con, recorded=False) if each.rule == "F-001")
    assert (result.checked, result.failing) == (16, caught)


@pytest.mark.slow
def test_a_year_is_replaced_alone_and_findings_without_year_always(con: Con) -> None:
    Paper(con, "bad", file="坏.xlsx", state="unreadable", problem="不是工作簿")
    appropriation(con, gap=1, education=3, revenue=1, year=2022)
    check(con, recorded=False)
    con.execute("DELETE FROM published_figures")
    check(con, [2023], recorded=False)
    assert {(row["rule"], row["year"]) for row in rows(con, "FROM findings")} == {("D-001", None), ("F-001", 2022)}
    check(con, [2022], recorded=False)
    assert {row["rule"] for row in rows(con, "FROM findings")} == {"D-001"}
    assert not rows(con, "FROM held_cells")


@pytest.mark.slow
def test_a_year_alone_finds_what_all_years_find(broken) -> None:
    con, _ = broken
    everything = rows(con, "FROM findings ORDER BY finding_id")
    check(con, [2022], recorded=False)
    check(con, [2023], recorded=False)
    assert rows(con, "FROM findings ORDER BY finding_id") == everything


def test_the_same_table_under_two_names_is_one_finding_naming_both(con: Con) -> None:
    for id, file, indicator in (
        ("d1", "公用经费.csv", "per_pupil_public"),
        ("d2", "事业费.csv", "per_pupil_operating"),
    ):
        paper = Paper(con, id, file=file)
        for region in range(8):
            paper.figure(indicator, 1000 + region, region=f"{region}", level="primary", cell=f"C{region + 4}")
    check(con, recorded=False)
    [finding] = rows(con, "FROM findings")
    assert "公用经费.csv" in finding["message"] and "事业费.csv" in finding["message"]
    assert (finding["cause"], finding["rules"], finding["failures"]) == ("twin_document", ["D-002", "F-006"], 9)
    assert (finding["severity"], finding["held"], finding["cell"]) == ("hard", True, None)
    assert len(rows(con, "FROM held_cells WHERE delivery_id = 'd2'")) == 8
    assert not rows(con, "FROM held_cells WHERE delivery_id = 'd1'")


def test_nothing_to_check_is_said(con: Con) -> None:
    results = {each.rule: each for each in check(con)}
    assert not results["funding.figures.has_rows"].passed
    assert not results["enrolment.facts_wide.not_all_null"].passed
    assert results["F-001"].passed
    assert results["F-001"].checked == 0


def test_of_ten_thousand_figures_every_failing_row_is_kept(con: Con) -> None:
    Paper(con)
    con.execute(
        """INSERT INTO published_figures BY NAME SELECT 'r' || r AS region, 2000 + y AS year, 'all' AS level,
        id AS indicator, '' AS scope, 'bulletin' AS release, 101 AS value, 1 AS unit_factor, 'd1' AS delivery_id,
        id || r || '-' || y AS cell, false AS comparable FROM range(40) a(r), range(20) b(y),
        (SELECT id FROM indicators WHERE theme = 'funding' AND (id LIKE '%_total' OR id IN ('budget_education_share',
        'fiscal_gdp_share', 'fiscal_share', 'education_expenditure_share')) ORDER BY denominator DESC, id LIMIT 12)"""
    )
    results = {each.rule: each for each in check(con, recorded=False)}
    assert results["I-001"].failing == 3200
    assert len(rows(con, "FROM findings WHERE rule = 'I-001'")) == 3200


def test_swapped_columns_hold_back_all_three_cells(broken) -> None:
    con, _ = broken
    [finding] = rows(con, "FROM findings WHERE rule = 'F-001'")
    assert (finding["found"], finding["expected"]) == ("−0.03 个百分点", "0.03 个百分点")
    assert finding["rate"] is None
    assert finding["message"].startswith("F-001 fail2023年“增长幅度比较”填报 −0.03 个百分点")
    held = rows(con, f"FROM held_cells WHERE finding_id = '{finding['finding_id']}'")
    cells = ["budget_education_total:g", "growth_gap:v", "recurrent_revenue_total:g"]
    assert [row["cell"] for row in held] == cells


def test_an_unreadable_delivery_is_told_with_its_reason(broken) -> None:
    con, _ = broken
    [finding] = rows(con, "FROM findings WHERE rule = 'D-001'")
    assert finding["message"] == "报送件“D-001 fail.csv”无法读取，没有入库：认不出表式"
    assert not finding["held"]


def test_what_was_sent_again_and_taken_is_done_with(con: Con) -> None:
    Paper(con, "bad", file="坏.xlsx", state="unreadable", problem="不是工作簿")
    assert len(failing(con, "D-001")) == 1
    con.execute("UPDATE deliveries SET superseded_by = 'good'")
    assert not failing(con, "D-001")


def test_how_far_off_a_figure_is_stands_beside_it_but_for_rates(con: Con) -> None:
    Paper(con).fact("teachers", level="higher", staff=10000, full_time_teachers=10100)
    [failure] = failing(con, "E-002")
    assert (failure["found"], failure["expected"], failure["rate"]) == ("10,100 人", "不大于 10,000 人", "+1.0%")


def test_columns_are_called_by_their_headers(broken) -> None:
    con, _ = broken
    [finding] = rows(con, "FROM findings WHERE rule = 'E-003'")
    assert (finding["column_label"], finding["cell"]) == ("entrants栏", "B7")


def test_no_finding_shows_the_name_of_a_field(broken) -> None:
    con, _ = broken
    fields = {name for (name,) in con.sql("SELECT id FROM measures UNION SELECT id FROM indicators").fetchall()}
    labels = {row["column_label"] for row in rows(con, "FROM findings WHERE column_label IS NOT NULL")}
    assert len(labels) > 20
    assert [each for each in labels if each in fields or ":" in each] == []


def test_cells_of_a_matrix_are_called_by_their_own_headers(con: Con) -> None:
    """Many headers stand over one column; whether a cause is named or not, it is the one of the cell."""
    paper = Paper(con, file="矩阵.xlsx")
    told = {"operating_expenditure": 14666, "personnel_expenditure": 9315, "public_expenditure": 5351}
    for number, slip in ((1, {"operating_expenditure": 15000}), (2, {"public_expenditure": 3551})):
        paper.fact("funding", year=2020 + number, **(told | slip))
    con.execute("""UPDATE layouts SET "column" = NULL, "row" = 7, cell = "column" || '7'""")
    con.execute("""INSERT INTO layouts BY NAME SELECT * REPLACE (8 AS "row", left(cell, 1) || '8' AS cell,
        '次年' || header AS header) FROM layouts""")
    check(con, recorded=False)
    found = rows(con, "SELECT year, cell, column_label, cause FROM findings ORDER BY year")
    assert [(row["cell"], row["column_label"]) for row in found] == [
        ("B7", "operating_expenditure栏"),
        ("D8", "次年public_expenditure栏"),
    ]
    assert [row["cause"] is None for row in found] == [True, False]


def test_rules_and_norms_are_tables_too(broken) -> None:
    con, _ = broken
    assert len(rows(con, "FROM rules")) == len(declared_rules())
    assert len(rows(con, "FROM norms")) == len(norms())


def failing(con: Con, rule: str) -> list[dict[str, Any]]:
    """Failures of one rule alone."""
    run(con, [each for each in declared_rules() if each.id == rule], None, recorded=False)
    return rows(con, "FROM failures")


def test_seven_equal_figures_are_a_coincidence(con: Con) -> None:
    for id, indicator in (("d1", "gross_enrolment_rate"), ("d2", "net_enrolment_rate")):
        paper = Paper(con, id)
        for region in range(7):
            paper.figure(indicator, 90 + region, region=f"{region}")
    assert not failing(con, "D-002")


def test_counts_in_ten_thousands_are_given_their_rounding(con: Con) -> None:
    Paper(con).fact("teachers", unit="万人", level="higher", staff=10000, full_time_teachers=10100)
    Paper(con, "d2", region="exact").fact("teachers", level="higher", staff=10000, full_time_teachers=10100)
    assert [row["region"] for row in failing(con, "E-002")] == ["exact"]


def test_a_tidy_fact_leads_to_its_own_cell(con: Con) -> None:
    Paper(con)
    for row in (5, 9):
        put(con, "layouts", delivery_id="d1", field="pupils", level="primary", sheet="", row=row, cell=f"E{row + 1}")
    for year, row in ((2022, 5), (2023, 9)):
        key = {"unit": HUAIROU, "year": year, "level": "primary", "release": "bulletin"}
        put(con, "enrolment", **key, pupils=-1, delivery_id="d1", sheet="", row=row)
    assert {(row["year"], row["cell"]) for row in failing(con, "E-001")} == {(2022, "E6"), (2023, "E10")}


def test_figures_twice_which_is_beyond_what_is_kept_stop_nobody(con: Con) -> None:
    for year, books in ((2022, 900_000_000_000), (2023, 300_000_000_000)):
        paper = Paper(con, f"d{year}", file=f"{year}.csv", form="basis")
        paper.fact("facilities", year=year, level="all", books=books)
    put(con, "regions", code=HUAIROU, name="怀柔区")
    check(con, recorded=False)
    [told] = rows(con, "FROM beside_last")
    assert (told["value"], told["last"]) == (3e11, 9e11)


def test_documents_that_disagree_are_not_compared_across(con: Con) -> None:
    """Two documents with different totals: which one would a rule over all documents mean?"""
    for id, total in (("d1", 100), ("d2", 200)):
        Paper(con, id).figure("budget_education_total", total)
    open_views(con)
    assert rows(con, "SELECT budget_education_total FROM figures_wide") == [{"budget_education_total": None}]
    assert len(rows(con, "FROM document_wide WHERE budget_education_total IS NOT NULL")) == 2
