"""`indicators/<id>`: the values of one indicator in all shown regions."""

from dashboards.data.sql import finality, in_columns, level_place, listed

COLUMNS = {
    "level": "level",
    "region": "region",
    "year": "year",
    "release": "release",
    "value": "finite(value)",
    "coverage": "finite(coverage)",
    "basis": "basis",
}
STEADY = ("level", "release", "coverage", "basis")


def indicators_query() -> str:
    """Query: key and JSON text of the script of every indicator that is asked for."""
    told = f"""SELECT indicator, {listed(COLUMNS, (level_place(), "region", "year", finality()))}
        FROM indicator_values SEMI JOIN asked_indicators USING (indicator) GROUP BY indicator"""
    return f"""SELECT 'indicators/' || indicator, concat('{{"indicator":', to_json(indicator), text, '}}')
        FROM ({in_columns(told, COLUMNS, STEADY)})"""
