"""`indicators/<id>`: the values of one indicator in all shown regions."""

from dashboards.data.sql import arrays, finality, level_place, listed

COLUMNS = {
    "level": "level",
    "region": "region",
    "year": "year",
    "release": "release",
    "value": "finite(value)",
    "coverage": "finite(coverage)",
    "basis": "basis",
}


def indicators_query() -> str:
    """Query: key and JSON text of the script of every indicator that has values."""
    order = (level_place(), "region", "year", finality())
    return f"""SELECT 'indicators/' || indicator, concat('{{"indicator":', to_json(indicator), {arrays(COLUMNS)}, '}}')
        FROM (SELECT indicator, {listed(COLUMNS, order)} AS told FROM indicator_values GROUP BY indicator)"""
