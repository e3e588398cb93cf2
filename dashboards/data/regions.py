"""`regions/<code>`: every series of a region, its verdicts, what they come to, its schools and its sources."""

from dashboards.data.judged import judged_text
from dashboards.data.sql import arrays, finality, level_place, listed, members

SERIES = {
    "year": "year",
    "release": "release",
    "value": "finite(value)",
    "previous": "finite(previous)",
    "growth": "finite(growth)",
    "growth_basis": "growth_basis",
    "raw_growth": "finite(raw_growth)",
    "real_growth": "finite(real_growth)",
    "numerator": "finite(numerator)",
    "denominator": "finite(denominator)",
    "by_numerator": "finite(by_numerator)",
    "by_denominator": "finite(by_denominator)",
    "coverage": "finite(coverage)",
    "basis": "basis",
    "scope": "nullif(scope, '')",
    "comparable": "only_true(comparable)",
    "doubted": "doubted",
    "held": "held",
}
CONDITIONS = {
    "year": "year",
    "level": "level",
    "release": "release",
    "school": "school",
    "name": "schools.name",
    "indicator": "indicator",
    "value": "finite(value)",
    "norm": "finite(norm)",
    "met": "met",
    "ratio": "finite(ratio)",
}
SHORTCOMINGS = {
    "year": "year",
    "level": "level",
    "school": "school",
    "name": "name",
    "asked": "asked",
    "met": "met",
    "missed": "[struct_pack(indicator := m.indicator, value := finite(m.value), norm := finite(m.norm), unit := m.unit,"
    " ratio := finite(m.ratio)) for m in missed]",
    "least": "finite(least)",
}
SUMMARIES = {
    name: name for name in ("year", "family", "summary", "judged", "failed", "stated", "failing", "conditions")
}
BY_REGION = {  # member of the script → query of (region, JSON text)
    "series": f"""
        SELECT region, '[' || string_agg(one, ',' ORDER BY indicator, {level_place()}) || ']' AS text FROM (
            SELECT region, indicator, level, '{{' || substr({
        members({"indicator": "indicator", "level": "level", "unit": "unit"})
    } || {arrays(SERIES)}, 2) || '}}' AS one FROM (
                SELECT region, indicator, level, any_value(unit ORDER BY year, release) AS unit,
                    {listed(SERIES, ("year", finality()))} AS told
                FROM indicator_values LEFT JOIN marked USING (region, indicator, level, year, release)
                GROUP BY region, indicator, level))
        GROUP BY region""",
    "verdicts": judged_text(),
    "summaries": f"""
        SELECT region, to_json(list_transform({listed(SUMMARIES, ("year", "place"))},
            lambda s: struct_pack({", ".join(f"{name} := s.{name}" for name in SUMMARIES)})))::VARCHAR AS text
        FROM family_summaries LEFT JOIN (SELECT id AS family, place FROM statutory_families) USING (family)
        GROUP BY region""",
    "schools": f"""
        SELECT region, '{{' || substr(concat(',"conditions":{{' || substr(conditions, 2) || '}}',
            ',"shortcomings":{{' || substr(shortcomings, 2) || '}}'), 2) || '}}' AS text
        FROM (SELECT region, {arrays(CONDITIONS)} AS conditions FROM (
            SELECT region, {listed(CONDITIONS, ("year", level_place(), finality(), "school", "indicator"))} AS told
            FROM school_conditions
            LEFT JOIN (SELECT code AS school, min(name) AS name FROM schools GROUP BY ALL) AS schools USING (school)
            GROUP BY region))
        FULL JOIN (SELECT region, {arrays(SHORTCOMINGS)} AS shortcomings FROM (
            SELECT region, {listed(SHORTCOMINGS, ("year", level_place(), "-len(missed)", "least", "school"))} AS told
            FROM school_shortcomings GROUP BY region)) USING (region)""",
    "sources": """
        SELECT region, '{' || string_agg(told, ',' ORDER BY indicator) || '}' AS text
        FROM (SELECT region, indicator,
                concat(to_json(indicator), ':', to_json(list_sort(list(DISTINCT delivery_id)))) AS told
            FROM evidence WHERE delivery_id IS NOT NULL GROUP BY region, indicator) GROUP BY region""",
}
EMPTY = {"series": "[]", "verdicts": "{}", "summaries": "[]", "schools": "{}", "sources": "{}"}


def regions_query() -> str:
    """Query: key and JSON text of the script of every shown region."""
    parts = "".join(f""",',"{name}":', coalesce({name}.text, '{EMPTY[name]}')""" for name in BY_REGION)
    joins = "".join(f" LEFT JOIN ({query}) AS {name}(region, text) USING (region)" for name, query in BY_REGION.items())
    return f"""SELECT 'regions/' || region, concat('{{"region":', to_json(region){parts}, '}}') FROM shown{joins}"""
