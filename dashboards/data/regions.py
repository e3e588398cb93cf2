"""`regions/<code>`: every series of a region, its verdicts, what they come to, its schools and its sources."""

from dashboards.data.sql import finality, in_columns, level_place, listed, members

# Parts of a growth stand only where a chart takes growth apart (`parted`).
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
    "by_numerator": "finite(if(parted, by_numerator, NULL))",
    "by_denominator": "finite(if(parted, by_denominator, NULL))",
    "coverage": "finite(coverage)",
    "basis": "basis",
    "scope": "nullif(scope, '')",
    "comparable": "only_true(comparable)",
    "doubted": "doubted",
    "held": "held",
    "withheld": "withheld",
}
STEADY = ("release", "growth_basis", "coverage", "basis", "scope")
DERIVED = {
    "year": {
        """format('["years",{},{}]', "year[]"[1], "year[]"[-1])""": '"year[]" = range("year[]"[1], "year[]"[-1] + 1)'
    },
    "previous": {"""'["before","value"]'""": '"previous[]" IS NOT DISTINCT FROM shifted("value[]")'},
    "growth": {"""'["ratio"]'""": "grows_by_ratio", """'["difference"]'""": "grows_by_difference"},
    "raw_growth": {"""'["same","growth"]'""": '"raw_growth[]" IS NOT DISTINCT FROM "growth[]"'},
}
RATIO = "CASE WHEN previous > 0 THEN (value - previous) * 100 / previous END"
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
SUMMARIES = ("year", "family", "summary", "judged", "failed", "stated", "failing", "conditions")
OF_SERIES = f"""
    SELECT region, indicator, level, any_value(unit ORDER BY year, release) AS unit,
        bool_and(growth IS NOT DISTINCT FROM {RATIO}) AS grows_by_ratio,
        bool_and(growth IS NOT DISTINCT FROM value - previous) AS grows_by_difference,
        {listed(SERIES, ("year", finality()))}
    FROM (SELECT *, indicator IN (FROM parted) AS parted FROM some_values)
    LEFT JOIN marked USING (region, indicator, level, year, release)
    LEFT JOIN withheld USING (region, indicator, level, year)
    GROUP BY region, indicator, level"""
NAMED = "(SELECT code AS school, min(name) AS name FROM schools GROUP BY ALL) AS schools"
OF_SCHOOLS = {
    "conditions": (
        CONDITIONS,
        f"""SELECT region, {listed(CONDITIONS, ("year", level_place(), finality(), "school", "indicator"))}
            FROM (SELECT * FROM school_conditions SEMI JOIN asked USING (region)) LEFT JOIN {NAMED} USING (school)
            GROUP BY region""",
    ),
    "shortcomings": (
        SHORTCOMINGS,
        f"""SELECT region, {listed(SHORTCOMINGS, ("year", level_place(), "-len(missed)", "least", "school"))}
            FROM school_shortcomings SEMI JOIN asked USING (region) GROUP BY region""",
    ),
}
OBJECTS = " UNION ALL ".join(
    f"""SELECT region, '"{name}":{{' || substr(text, 2) || '}}' AS part FROM ({in_columns(query, columns)})"""
    for name, (columns, query) in OF_SCHOOLS.items()
)
PARTS = {  # member of the script → what it is without a row, and query of (region, JSON text)
    "series": (
        "[]",
        f"""SELECT region, '[' || string_agg(one, ',' ORDER BY indicator, {level_place()}) || ']' FROM (
            SELECT region, indicator, level, concat('{{', substr(
                {members({"indicator": "indicator", "level": "level", "unit": "unit"})}, 2), text, '}}') AS one
            FROM ({in_columns(OF_SERIES, SERIES, STEADY, DERIVED)})) GROUP BY region""",
    ),
    "verdicts": ("{}", "FROM judged_alone"),
    "summaries": (
        "[]",
        f"""SELECT region, to_json(list(struct_pack({", ".join(f"{name} := {name}" for name in SUMMARIES)})
                ORDER BY year, place, family))::VARCHAR
            FROM family_summaries SEMI JOIN asked USING (region)
            LEFT JOIN (SELECT id AS family, place FROM statutory_families) USING (family) GROUP BY region""",
    ),
    "schools": (
        "{}",
        f"SELECT region, '{{' || string_agg(part, ',' ORDER BY part) || '}}' FROM ({OBJECTS}) GROUP BY region",
    ),
    "sources": (  # [[deliveries, indicators]…]: most indicators come from the same files
        "[]",
        """SELECT region, to_json(list([ids, indicators] ORDER BY indicators))::VARCHAR
            FROM (SELECT region, ids, list(indicator ORDER BY indicator) AS indicators
                FROM (SELECT region, indicator, list_sort(list(DISTINCT delivery_id)) AS ids FROM some_evidence
                    WHERE delivery_id IS NOT NULL GROUP BY region, indicator) GROUP BY region, ids) GROUP BY region""",
    ),
}


def regions_query() -> str:
    """Query: key and JSON text of the script of every region that is asked for."""
    parts = "".join(f""",',"{name}":', coalesce({name}.text, '{empty}')""" for name, (empty, _) in PARTS.items())
    joins = "".join(
        f" LEFT JOIN ({query}) AS {name}(region, text) USING (region)" for name, (_, query) in PARTS.items()
    )
    return f"""SELECT 'regions/' || region, concat('{{"region":', to_json(region){parts}, '}}') FROM asked{joins}"""
