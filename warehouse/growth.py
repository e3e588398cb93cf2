"""Growth of indicator values: against which base, and how sure.

The base, in this order: the previous value printed in the same document (unless its own 同口径 growth shows that this
is not the comparable one); the document's own 同口径 growth; last year's value of the same scope and release with no
break between (unless a document other than last year's prints another growth); the document's own growth; none. The
direct ratio to last year's value is kept beside, whatever the scope.
"""

from warehouse.keys import KEY
from warehouse.prices import build_deflators
from warehouse.records import Declarations
from warehouse.store import Connection


def build_growth(con: Connection, known: Declarations) -> None:
    """Make the temporary view `grown_values` (columns of `indicator_values`) from `chosen_values`."""
    con.sql(PRINTED)
    con.sql(BROKEN)
    build_deflators(con, known)
    con.sql(GROWN)


HALF = "0.5 * power(10, -{digits}) * unit_factor"

PRINTED = f"""
CREATE OR REPLACE TEMP TABLE printed_growth AS
SELECT {KEY}, scope,
    any_value(previous_value ORDER BY comparable)::DOUBLE AS printed_previous,
    any_value({HALF.format(digits="value_decimals")} ORDER BY comparable) AS value_half,
    any_value({HALF.format(digits="previous_decimals")} ORDER BY comparable) AS previous_half,
    any_value(stated_growth) FILTER (NOT comparable)::DOUBLE AS stated,
    any_value(0.5 * power(10, -growth_decimals)) FILTER (NOT comparable) AS stated_half,
    any_value(stated_growth) FILTER (comparable)::DOUBLE AS alike,
    any_value(0.5 * power(10, -growth_decimals)) FILTER (comparable) AS alike_half,
    any_value(citation ORDER BY comparable) AS citation,
    any_value(value_note ORDER BY comparable) AS value_note, any_value(growth_note ORDER BY comparable) AS growth_note
FROM used_figures GROUP BY {KEY}, scope
"""

# As a table, so that joins know how few they are.
BROKEN = """
CREATE OR REPLACE TEMP TABLE broken AS
SELECT indicator::indicator_key AS indicator, year, release::release_key AS release, region::region_key AS region
FROM broken_series
"""


def _same(one: str, other: str, key: str = KEY) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in key.split(", "))


BASES = f"""
SELECT now.*, printed.* EXCLUDE ({KEY}, scope), declared.* EXCLUDE (indicator),
    last_year.value AS last_any, last_year.numerator AS last_over, last_year.denominator AS last_under,
    deflators.price, last_printed.value_half AS last_half,
    CASE WHEN last_year.scope = now.scope AND last_year.basis = now.basis AND breaks.indicator IS NULL
        AND breaks_here.indicator IS NULL
        THEN last_year.value END AS last_same,
    coalesce(last_year.delivery_id = now.delivery_id AND last_printed.citation = printed.citation, false)
        AS one_document
FROM chosen_values AS now
JOIN (SELECT id::indicator_key AS indicator, unit, change = 'relative' AS relative, least, most, ceiling, scale
    FROM indicators) AS declared USING (indicator)
LEFT JOIN printed_growth AS printed USING ({KEY}, scope)
LEFT JOIN (SELECT * REPLACE ((year + 1)::SMALLINT AS year) FROM chosen_values
    WHERE year < (SELECT max(year) FROM chosen_values)) AS last_year
    ON {_same("last_year", "now")} AND (now.basis <> 'rolled_up' OR last_year.coverage = now.coverage)
LEFT JOIN (SELECT * REPLACE ((year + 1)::SMALLINT AS year) FROM printed_growth) AS last_printed
    ON {_same("last_printed", "now")} AND last_printed.scope = last_year.scope
LEFT JOIN deflators ON (deflators.region, deflators.year, deflators.unit) = (now.region, now.year, declared.unit)
LEFT JOIN (FROM broken WHERE region = '') AS breaks ON {_same("breaks", "now", "indicator, year, release")}
LEFT JOIN broken AS breaks_here ON {_same("breaks_here", "now", "indicator, year, release, region")}
"""


def _change(base: str) -> str:
    """Growth in % or 百分点 against a base; NULL where the base is absent or not positive."""
    return (
        f"CASE WHEN relative AND {base} > 0 THEN (value - {base}) * 100 / {base}"
        f" WHEN NOT relative THEN value - {base} END"
    )


def _margin(base: str, half: str) -> str:
    """Half the width within which rounding of both printed values may move that growth."""
    spread = f"(coalesce(value_half, 0) + abs(value / nullif({base}, 0)) * coalesce({half}, 0))"
    return (
        f"CASE WHEN relative AND {base} > 0 THEN {spread} * 100 / {base}"
        f" WHEN NOT relative THEN coalesce(value_half, 0) + coalesce({half}, 0) END"
    )


def _effect(changed: str, other: str) -> str:
    """What one side's change did to the ratio while the other stood half way, in the unit of its growth."""
    in_growth = "scale * CASE WHEN relative THEN 100 / last_same ELSE 1 END"
    return f"CASE WHEN last_under > 0 AND denominator > 0 THEN ({changed}) * ({other}) / 2 * {in_growth} END"


# N₁/D₁ − N₀/D₀ = (N₁ − N₀)·½(1/D₁ + 1/D₀) + ½(N₁ + N₀)·(1/D₁ − 1/D₀): money and pupils, and nothing left over.
BY_NUMERATOR = _effect("(numerator - last_over)::DOUBLE", "1 / denominator::DOUBLE + 1 / last_under::DOUBLE")
BY_DENOMINATOR = _effect("(numerator + last_over)::DOUBLE", "1 / denominator::DOUBLE - 1 / last_under::DOUBLE")

# Why a value deserves a second look: beyond a ceiling it is wrong, outside the plausible range it asks for a reason,
# and a rate over 100 % within it has lawful ones (pupils of other ages or places) and stands as it is.
CAUTION = """CASE WHEN value > ceiling THEN 'beyond_ceiling' WHEN value < least OR value > most THEN 'implausible'
        WHEN unit = '%' AND value > 100 THEN 'over_100' END"""

GROWN = f"""
CREATE OR REPLACE TEMP VIEW grown_values AS
WITH growth_bases AS ({BASES}),
changes AS (
    SELECT *,
        {_change("printed_previous")} AS by_printed, {_margin("printed_previous", "previous_half")} AS printed_margin,
        {_change("last_same")} AS by_last, {_margin("last_same", "last_half")} AS last_margin,
        {_change("last_any")} AS raw_growth
    FROM growth_bases),
based AS (
    SELECT *, CASE
        WHEN by_printed IS NOT NULL AND (alike IS NULL OR abs(by_printed - alike) <= printed_margin + alike_half)
            THEN 'printed_previous'
        WHEN alike IS NOT NULL THEN 'comparable'
        WHEN by_last IS NOT NULL
            AND (stated IS NULL OR one_document OR abs(by_last - stated) <= last_margin + stated_half)
            THEN 'last_year'
        WHEN stated IS NOT NULL OR growth_note IN ('negative', 'positive') THEN 'stated'
        WHEN raw_growth IS NOT NULL THEN 'break'
        ELSE 'none' END AS growth_basis
    FROM changes)
SELECT {KEY}, scope, basis, numerator, denominator, squares, value, unit, coverage,
    CASE growth_basis WHEN 'printed_previous' THEN printed_previous WHEN 'last_year' THEN last_same END AS previous,
    CASE growth_basis WHEN 'printed_previous' THEN by_printed WHEN 'comparable' THEN alike
        WHEN 'last_year' THEN by_last WHEN 'stated' THEN stated END AS growth,
    growth_basis,
    CASE growth_basis WHEN 'printed_previous' THEN printed_margin WHEN 'comparable' THEN alike_half
        WHEN 'last_year' THEN last_margin WHEN 'stated' THEN stated_half END AS growth_margin,
    coalesce(raw_growth, by_printed) AS raw_growth, coalesce(stated, alike) AS stated_growth,
    alike IS NOT NULL AS comparable,
    CASE WHEN growth_basis = 'last_year' AND squares IS NULL THEN {BY_NUMERATOR} END AS by_numerator,
    CASE WHEN growth_basis = 'last_year' AND squares IS NULL THEN {BY_DENOMINATOR} END AS by_denominator,
    CASE WHEN relative THEN (100 + growth) * 100 / price - 100 END AS real_growth,
    CASE WHEN growth IS NULL THEN CASE growth_note WHEN 'negative' THEN -1 WHEN 'positive' THEN 1 END END
        AS growth_sign,
    CASE WHEN list_contains([value_note, growth_note], 'masked') THEN 'masked' END AS note,
    {CAUTION} AS caution, delivery_id
FROM based
"""
