"""`evidence/<code>`: what each verdict of a region compares, and the source cells of each of its values."""

# What a side says that its value (series of the region) does not: where it looks, its growth and its norm; cells of
# its own only where there is no value, because a hard rule holds a published figure back.
SIDE = """[{"role":"VARCHAR","indicator":"VARCHAR","year":"SMALLINT","growth":"DOUBLE","basis":"VARCHAR",
  "norm":{"id":"VARCHAR","operator":"VARCHAR","value":"DOUBLE","unit":"VARCHAR","met":"BOOLEAN"},
  "cells":[{"part":"VARCHAR","label":"VARCHAR","value":"DOUBLE","unit":"VARCHAR","printed":"VARCHAR",
    "delivery_id":"VARCHAR","file":"VARCHAR","sheet":"VARCHAR","cell":"VARCHAR"}]}]"""
TOLD_SIDE = """json_merge_patch('{}', json_object('role', s.role, 'indicator', s.indicator,
    'level', if(s.role = 'right', coalesce(nullif(t.right_level, ''), v.level), v.level), 'year', s.year,
    'growth', finite(s.growth), 'norm', s.norm, 'cells', if(s.basis IS NULL, nullif(s.cells, []), NULL)))"""
VERDICTS = f"""
    SELECT region, string_agg(key || ':' || text, ',' ORDER BY key) AS text
    FROM (
        SELECT v.region, to_json(concat_ws('|', v.test, v.level, v.year, v.release))::VARCHAR AS key,
          json_merge_patch('{{}}', json_object(
            'sides', [{TOLD_SIDE} for s in from_json(coalesce(evidence, '[]'), '{SIDE}')],
            'formula', nullif(formula, ''), 'scopes', scopes, 'next_year', next_year, 'remarks', remarks)) AS text
        FROM verdicts v LEFT JOIN statutory_tests t ON t.id = v.test
        LEFT JOIN (SELECT region, test, level, year, release, list(struct_pack(scope := scope, verdict := verdict,
                gap := finite(gap), gap_unit := gap_unit, shortfall := finite(shortfall), formula := formula)
                ORDER BY scope) AS scopes
            FROM verdict_scopes WHERE scope <> '' GROUP BY ALL) USING (region, test, level, year, release)
        LEFT JOIN (SELECT region, test, level, year, release,
                struct_pack(amount := finite(amount), growth := finite(growth),
                needed := finite(needed), more := finite(more), strictly := strictly) AS next_year
            FROM next_year) USING (region, test, level, year, release)
        LEFT JOIN (SELECT region, test, level, year, release, list(remark ORDER BY kind, remark) AS remarks
            FROM verdict_remarks GROUP BY ALL) USING (region, test, level, year, release))
    GROUP BY region"""
PARTS = ["value", "previous", "growth", "numerator", "denominator"]
FILES = """
    SELECT region, list_sort(list(DISTINCT delivery_id)) AS files
    FROM evidence WHERE delivery_id IS NOT NULL GROUP BY region"""
CELLS = f"""
    SELECT region, string_agg(key || ':[' || text || ']', ',' ORDER BY key) AS text
    FROM (
        SELECT region, to_json(concat_ws('|', indicator, level, year, release))::VARCHAR AS key,
          string_agg(to_json([to_json(part), to_json(label), to_json(finite(value)), to_json(unit), to_json(printed),
            to_json(list_position(files, delivery_id) - 1), to_json(nullif(sheet, '')), to_json(cell)])::VARCHAR,
            ',' ORDER BY list_position({PARTS}, part), label, delivery_id, sheet, cell, value) AS text
        FROM evidence JOIN files USING (region) GROUP BY ALL)
    GROUP BY region"""


def evidence_query() -> str:
    """Query: key and JSON text of the evidence of every shown region."""
    return f"""WITH files AS ({FILES})
        SELECT 'evidence/' || region, concat('{{"deliveries":', to_json(coalesce(files, [])),
            ',"verdicts":{{', verdicts.text, '}},"cells":{{', cells.text, '}}}}')
        FROM shown LEFT JOIN files USING (region) LEFT JOIN ({VERDICTS}) AS verdicts USING (region)
        LEFT JOIN ({CELLS}) AS cells USING (region)"""
