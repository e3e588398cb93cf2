"""Which return stands how, as SQL: whose a delivery is, what is owed and has come, and which places are invented."""

COMPILATION = "多地区汇编资料"
INVENTED = """(SELECT code FROM regions WHERE kind = 'example' UNION
    SELECT code FROM schools WHERE parent IN (SELECT code FROM regions WHERE kind = 'example'))"""
# What a unit is called: a region, a school, or nobody in particular.
NAMED = f"""CASE WHEN unit = '' THEN '{COMPILATION}' ELSE coalesce((SELECT min(name) FROM regions WHERE code = unit),
    (SELECT min(name) FROM schools WHERE code = unit), unit) END AS unit_name"""
# The return a delivery is: who sent it (else the one unit it is about; nobody for a compilation), form and year.
SENT = """SELECT delivery_id, form, year,
        CASE WHEN reporter <> '' THEN reporter WHEN min(unit) = max(unit) THEN min(unit) ELSE '' END AS unit
    FROM delivered_units GROUP BY delivery_id, form, year, reporter"""
RETURNS = f"""WITH sent AS ({SENT}),
    arrived AS (SELECT DISTINCT unit, form, year, 'accepted' AS status FROM sent
        WHERE delivery_id IN (SELECT delivery_id FROM deliveries WHERE state = 'accepted')),
    returns AS (SELECT unit, form, year, status FROM expected_returns
        UNION SELECT * FROM arrived WHERE (unit, form, year) NOT IN (SELECT (unit, form, year) FROM expected_returns))
    SELECT returns.*, {NAMED}, unit IN {INVENTED} AS example FROM returns ORDER BY unit, form, year"""
