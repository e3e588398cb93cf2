"""Breaks reach further than they are declared: what is made of a broken series breaks with it."""

from typing import Any

from warehouse.records import Declarations, Indicator

# Where a series breaks: indicator, year, release, region (empty: in every one).
BROKEN_SERIES = """
CREATE OR REPLACE VIEW broken_series AS
WITH RECURSIVE said AS (
    SELECT indicator, year, releases AS of_releases, unnest(if(len(regions) > 0, regions, [''])) AS area FROM breaks),
below AS (
    SELECT DISTINCT area, area AS region FROM said WHERE area <> ''
    UNION
    SELECT area, regions.code FROM below JOIN regions ON regions.parent = below.region)
SELECT DISTINCT indicator, year, id AS release, coalesce(region, '') AS region
FROM said JOIN releases ON coalesce(len(of_releases), 0) = 0 OR list_contains(of_releases, id)
LEFT JOIN below USING (area)
"""


def indicator_breaks(known: Declarations) -> list[dict[str, Any]]:
    """Rows of the table `breaks`: those of each indicator, its own and those of what it is made of."""
    made = {one.id: made_of(one, known) for one in known.indicators.values()}
    return [
        {"indicator": indicator} | {name: value for name, value in vars(each).items() if name != "series"}
        for each in known.breaks
        for indicator, series in made.items()
        if each.series in series
    ]


def made_of(one: Indicator, known: Declarations) -> set[str]:
    """The indicator itself, the indicators it is made of, and every measure behind them."""
    parts = [made_of(known.indicators[part], known) for part in one.parts]
    return {one.id, *(each.measure for each in one.inputs)}.union(*parts)


def wrong_breaks(known: Declarations) -> list[str]:
    """What breaks.csv names that is not declared."""
    series = {*known.indicators, *known.measures}
    unknown = [
        f"breaks.csv：{each.series} 不是已声明的指标或统计量" for each in known.breaks if each.series not in series
    ]
    return unknown + [
        f"breaks.csv › {each.series} {each.year}：{kind} {name} 未声明"
        for each in known.breaks
        for kind, names, there in (("版次", each.releases, known.releases), ("地区", each.regions, known.regions))
        for name in names
        if name not in there
    ]
