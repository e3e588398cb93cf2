"""《中国统计年鉴》2000—2019年升学率：由所报招生数、毕业生数相除，与刊登值一致，或差在口径。"""

import pytest

from warehouse import Connection

# 2012、2013 年刊登值仍为 2011 年的 98.3%，与同一年鉴的招生数、毕业生数不符（复算为 95.69%、94.62%）。
REPEATED = {2012: 95.69, 2013: 94.62}


def told(published: Connection, indicator: str) -> list[tuple[int, float, float, str, str]]:
    return published.sql(f"""SELECT year, v.value, f.value::DOUBLE, v.scope, f.scope FROM indicator_values v
        JOIN published_figures f USING (region, year, level, indicator, release)
        WHERE indicator = '{indicator}' AND basis = 'reported' ORDER BY year""").fetchall()


def test_promotion_to_junior_schools_agrees_with_the_printed_rate(published: Connection) -> None:
    rates = told(published, "promotion_rate")
    assert len(rates) == 20
    off = {year: round(ours, 2) for year, ours, printed, *_ in rates if abs(ours - printed) > 0.0551}
    assert off == REPEATED


def test_promotion_to_senior_schools_is_printed_in_another_scope(published: Connection) -> None:
    """刊登值只算应届初中毕业生，所以处处低于全部招生数除以毕业生数；两者口径不同，不互相比较。"""
    rates = told(published, "junior_promotion_rate")
    assert len(rates) == 20
    assert {(ours, theirs) for *_, ours, theirs in rates} == {("", "应届初中毕业生升入高中阶段")}
    assert all(0 < ours - printed < 10.1 for _, ours, printed, *_ in rates)


def test_growth_of_the_rate_is_told_in_points(published: Connection) -> None:
    growth = dict(
        published.sql(
            "SELECT year, growth FROM indicator_values WHERE indicator = 'promotion_rate' AND release = 'yearbook'"
        ).fetchall()
    )
    assert growth[2001] == pytest.approx(2287.9 / 2396.9 * 100 - 2295.6 / 2419.2 * 100)
    assert growth[2000] is None


def test_growth_of_stocks_is_what_two_yearbooks_give(published: Connection) -> None:
    query = "SELECT year, growth FROM indicator_values WHERE indicator = 'entrants_total' AND level = 'junior'"
    growth = dict(published.sql(query).fetchall())
    assert growth[2019] == pytest.approx((1638.8487 / 1602.5931 - 1) * 100)
    assert all(growth[year] is not None for year in range(2001, 2020))
