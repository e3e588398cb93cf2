"""`evidence/<code>`: what each verdict of a region compares, and the source cells of each of its values.

Written briefly, as it is most of a site; the pages' kit spells it out again (`static/kit/unpack.js`).
"""

# What a side says that its value (series of the region) and its verdict do not: where it looks, its growth, its norm;
# cells of its own only where there is no value, because a hard rule holds a published figure back.
SIDE = """[{"role":"VARCHAR","indicator":"VARCHAR","year":"SMALLINT","growth":"DOUBLE","basis":"VARCHAR",
  "norm":{"id":"VARCHAR","operator":"VARCHAR","value":"DOUBLE","unit":"VARCHAR","met":"BOOLEAN"},
  "cells":[{"part":"VARCHAR","label":"VARCHAR","value":"DOUBLE","unit":"VARCHAR","printed":"VARCHAR",
    "delivery_id":"VARCHAR","file":"VARCHAR","sheet":"VARCHAR","cell":"VARCHAR"}]}]"""
TOLD_SIDE = """json_merge_patch('{}', json_object('role', s.role, 'indicator', s.indicator,
    'level', if(s.role = 'right', nullif(nullif(t.right_level, ''), v.level), NULL), 'year', nullif(s.year, v.year),
    'growth', finite(s.growth), 'norm', s.norm, 'cells', if(s.basis IS NULL, nullif(s.cells, []), NULL)))"""
KEY = "region, test, level, year, release"
SCOPES = f"""SELECT {KEY}, list(struct_pack(scope := scope, verdict := verdict, gap := finite(gap),
        gap_unit := gap_unit, shortfall := finite(shortfall), formula := formula) ORDER BY scope) AS scopes
    FROM verdict_scopes SEMI JOIN asked USING (region) WHERE scope <> '' GROUP BY ALL"""
NEXT_YEAR = f"""SELECT {KEY}, struct_pack(amount := finite(amount), growth := finite(growth), needed := finite(needed),
        more := finite(more), strictly := strictly) AS next_year
    FROM next_year SEMI JOIN asked USING (region)"""
REMARKS = f"""SELECT {KEY}, list(remark ORDER BY kind, remark) AS remarks
    FROM verdict_remarks SEMI JOIN asked USING (region) GROUP BY ALL"""
VERDICTS = f"""
    SELECT region, string_agg(key || ':' || text, ',' ORDER BY key) AS text
    FROM (
        SELECT region, to_json(concat_ws('|', v.test, v.level, v.year, v.release))::VARCHAR AS key,
          json_merge_patch('{{}}', json_object(
            'sides', [{TOLD_SIDE} for s in from_json(coalesce(evidence, '[]'), '{SIDE}')],
            'formula', nullif(formula, ''), 'scopes', scopes, 'next_year', next_year, 'remarks', remarks)) AS text
        FROM some_verdicts v LEFT JOIN statutory_tests t ON t.id = v.test LEFT JOIN ({SCOPES}) USING ({KEY})
        LEFT JOIN ({NEXT_YEAR}) USING ({KEY}) LEFT JOIN ({REMARKS}) USING ({KEY}))
    GROUP BY region"""
ORDERED_PARTS = ["value", "previous", "growth", "numerator", "denominator"]
# What a number is, where it stands and when it holds, once for all cells of a region.
NUMBERED = {
    "kinds": ("part, label, unit", f"list_position({ORDERED_PARTS}, part), part, label, unit"),
    "sheets": ("delivery_id, nullif(sheet, '') AS sheet", "delivery_id, sheet"),
    "times": ("year, release", "year, release"),
}
NUMBERS = tuple(
    f"""CREATE OR REPLACE TEMP TABLE {name} AS
        SELECT *, row_number() OVER (PARTITION BY region ORDER BY {order}) - 1 AS nth
        FROM (SELECT DISTINCT region, {columns} FROM some_evidence)"""
    for name, (columns, order) in NUMBERED.items()
)
# [time, kind, value, sheet, cell], and as it was printed where that is not just the value and its unit.
PRINTED = """if(e.printed = coalesce(TRY_CAST(if(e.value = trunc(e.value), e.value, NULL) AS BIGINT)::VARCHAR,
      e.value::VARCHAR) || e.unit
    AND abs(e.value) < 1e15 AND (abs(e.value) >= 1e-4 OR e.value = 0), '', ',' || json_text(e.printed))"""
CELLS = f"""
    SELECT region,
      array_to_string(list_sort(list(concat(to_json(indicator || '|' || level), ':[', text, ']'))), ',') AS text
    FROM (
      SELECT region, indicator, level, array_to_string(list_sort(list(one)), ',') AS text
      FROM (
        SELECT e.region, indicator, level, concat('[', times.nth, ',', kinds.nth, ',', json_text(finite(e.value)), ',',
          sheets.nth, ',', json_text(cell), {PRINTED}, ']') AS one
        FROM some_evidence e JOIN times USING (region, year, release)
        JOIN kinds ON kinds.region = e.region AND kinds.part IS NOT DISTINCT FROM e.part
          AND kinds.label IS NOT DISTINCT FROM e.label AND kinds.unit IS NOT DISTINCT FROM e.unit
        JOIN sheets ON sheets.region = e.region AND sheets.delivery_id IS NOT DISTINCT FROM e.delivery_id
          AND sheets.sheet IS NOT DISTINCT FROM nullif(e.sheet, ''))
      GROUP BY region, indicator, level) GROUP BY region"""
HEADS = {"kinds": "[part, label, unit]", "sheets": "[delivery_id, sheet]", "times": "concat(year, '|', release)"}


def evidence_query() -> str:
    """Query: key and JSON text of the evidence of every region that is asked for."""
    heads = "".join(f"""'"{name}":', coalesce({name}.text, '[]'), ',', """ for name in HEADS)
    joins = "".join(f" LEFT JOIN ({_head(name)}) AS {name} USING (region)" for name in HEADS)
    return f"""SELECT 'evidence/' || region,
            concat('{{', {heads}'"verdicts":{{', verdicts.text, '}},"cells":{{', cells.text, '}}}}')
        FROM asked{joins} LEFT JOIN ({VERDICTS}) AS verdicts USING (region)
        LEFT JOIN ({CELLS}) AS cells USING (region)"""


def _head(name: str) -> str:
    return f"SELECT region, to_json(list({HEADS[name]} ORDER BY nth))::VARCHAR AS text FROM {name} GROUP BY region"
