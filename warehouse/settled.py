"""What holds now of every unit, all measures side by side: `work.settled_facts`, kept up to date delivery by delivery.

A row is a unit × year × level × release; `region` is the region it counts for (a school's parent, a region itself)
`own` tells whether it is that region's own row, `compared` and `compared_basic` whether the unit is one of the schools
whose conditions 优质均衡 and 基本均衡 compare. Schema `work` holds nothing that can't be made anew at any time.
"""

from warehouse.records import SUBJECTS, Declarations
from warehouse.resources import given
from warehouse.schema import AMOUNT, latest
from warehouse.school_kinds import compared, compared_basic
from warehouse.store import Connection, transaction
from warehouse.summed import columns as summed_columns
from warehouse.summed import sum_regions

KEYS = "unit, year, level, release"
OF_FACTS = "facts.unit, facts.year, facts.level, facts.release"
AT_ONCE = 1_000_000  # rows settled together; more are settled year by year, to stay within memory
EVERYTHING = "true"


def settle(con: Connection, known: Declarations) -> None:
    """Bring `work.settled_facts` up to date with accepted deliveries, held cells, regions, schools and declarations."""
    with transaction(con):
        _prepare(con, known)
        con.sql(_told_by_deliveries())
        if con.sql(STALE).fetchall() != [(0,)]:
            con.sql("TRUNCATE work.settled_facts; TRUNCATE work.summed_facts; TRUNCATE work.settled_deliveries")
        if con.sql(NEW).fetchall() == [(0,)]:
            return
        whole = con.sql("SELECT count(*) FROM work.settled_deliveries").fetchall() == [(0,)]
        if not whole:
            con.sql(_touched())
        con.sql(HOMES.format(units="true" if whole else "code IN (SELECT unit FROM touched)"))
        con.sql(HELD_MEASURES)
        for units, regions in _all_years(con) if whole else _touched_only(con):
            _settle(con, known, units)
            sum_regions(con, known, regions)
            con.sql(_told(known, regions))
        con.sql("CREATE OR REPLACE TABLE work.settled_deliveries AS FROM told_by_deliveries")


def _prepare(con: Connection, known: Declarations) -> None:
    """The tables of schema `work`, emptied when anything but deliveries has changed since they were filled."""
    measures = ", ".join(f"{name} {AMOUNT}" for name in known.computed_from)
    keys = "unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, region VARCHAR"
    columns = f"{keys}, own BOOLEAN, compared BOOLEAN, compared_basic BOOLEAN, {measures}"
    con.sql("CREATE SCHEMA IF NOT EXISTS work; CREATE TABLE IF NOT EXISTS work.settled_with (digest VARCHAR)")
    weights = " ".join(f"{level} {weight}" for level, weight in known.level_weights.items())
    kinds = " ".join(f"{kind.code} {kind.compared_from} {kind.compared_basic}" for kind in known.school_kinds.values())
    digest = f"md5('{columns} {summed_columns(known)} {weights} {kinds}' || {REGISTRY})"
    if con.sql(f"SELECT count(*) FROM work.settled_with WHERE digest = {digest}").fetchall() == [(0,)]:
        con.sql(f"CREATE OR REPLACE TABLE work.settled_facts ({columns})")
        con.sql(f"CREATE OR REPLACE TABLE work.summed_facts ({summed_columns(known)})")
        con.sql("CREATE OR REPLACE TABLE work.settled_deliveries (delivery_id VARCHAR, said VARCHAR, held VARCHAR)")
        con.sql("CREATE OR REPLACE TABLE work.reported (level VARCHAR, measure VARCHAR)")
        con.sql(f"CREATE OR REPLACE TABLE work.settled_with AS SELECT {digest} AS digest")


REGISTRY = """(SELECT coalesce(bit_xor(hash(regions)), 0)::VARCHAR FROM regions)
    || (SELECT coalesce(bit_xor(hash(schools)), 0)::VARCHAR FROM schools)"""


def _told_by_deliveries() -> str:
    """What tells one state of a delivery from another: its rows are new when their number or last place is."""
    counts = " UNION ALL ".join(
        f"SELECT delivery_id, '{subject}' AS subject, count(*) AS n, max(rowid) AS last FROM {subject} GROUP BY ALL"
        for subject in SUBJECTS
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE told_by_deliveries AS
        SELECT delivery_id, concat_ws('|', any_value(form), any_value(received_at),
            string_agg(concat_ws(':', subject, n, last), ' ' ORDER BY subject)) AS said,
            any_value(held.cells) AS held
        FROM ({counts}) AS told JOIN deliveries USING (delivery_id)
        LEFT JOIN (SELECT delivery_id, md5(string_agg(concat_ws('!', sheet, cell), ' ' ORDER BY sheet, cell)) AS cells
            FROM held_cells GROUP BY ALL) AS held USING (delivery_id)
        WHERE state = 'accepted' GROUP BY ALL"""


STALE = """
SELECT count(*) FROM work.settled_deliveries AS old LEFT JOIN told_by_deliveries AS new USING (delivery_id)
WHERE new.said IS DISTINCT FROM old.said
"""
NEW = "SELECT count(*) FROM (FROM told_by_deliveries EXCEPT FROM work.settled_deliveries)"

# A school's parent and levels over the years: the first entry also holds before, the last one also after its dates,
# so that what a school reports outside its registered life still counts somewhere.
HOMES = """
CREATE OR REPLACE TEMP TABLE homes AS
SELECT code, parent, levels, kind, ownership,
    CASE WHEN row_number() OVER life = 1 THEN 0 ELSE TRY_CAST(valid_from AS INTEGER) END AS since,
    coalesce(TRY_CAST(lead(valid_from) OVER life AS INTEGER), 9999) AS until
FROM schools WHERE {units} WINDOW life AS (PARTITION BY code ORDER BY valid_from)
UNION ALL
SELECT DISTINCT code, NULL, NULL, NULL, NULL, 0, 9999 FROM regions WHERE {units}
"""

HELD_MEASURES = """
CREATE OR REPLACE TEMP TABLE held_measures AS
SELECT delivery_id, coalesce(sheet, '') AS sheet, level, "row", list(DISTINCT field) AS measures
FROM held_facts GROUP BY ALL
"""


def _touched() -> str:
    """Statement that makes `touched` (unit, year): of whom deliveries tell that are not settled yet."""
    new = "SELECT delivery_id FROM (FROM told_by_deliveries EXCEPT FROM work.settled_deliveries)"
    told = " UNION ".join(f"SELECT unit, year FROM {subject} WHERE delivery_id IN ({new})" for subject in SUBJECTS)
    return f"CREATE OR REPLACE TEMP TABLE touched AS {told}"


def _touched_only(con: Connection) -> list[tuple[str, str]]:
    """Predicates on unit and year, and on region and year, that let through what is touched."""
    # A unit or region alone is found while reading, before anything else of its row is.
    con.sql(TOUCHED_REGIONS)
    units = "unit IN (SELECT unit FROM touched) AND (unit, year) IN (SELECT (unit, year) FROM touched)"
    regions = """region IN (SELECT region FROM touched_regions)
        AND (region, year) IN (SELECT (region, year) FROM touched_regions)"""
    return [(units, regions)]


TOUCHED_REGIONS = """
CREATE OR REPLACE TEMP TABLE touched_regions AS
SELECT DISTINCT coalesce(homes.parent, homes.code) AS region, year
FROM touched JOIN homes ON homes.code = unit AND since <= year AND year < until
"""


def _all_years(con: Connection) -> list[tuple[str, str]]:
    """Predicates, for units and for regions, that together let through everything."""
    counted = " UNION ALL ".join(f"SELECT year, count(*) AS n FROM {subject} GROUP BY ALL" for subject in SUBJECTS)
    years = con.sql(f"SELECT year, sum(n) FROM ({counted}) GROUP BY ALL ORDER BY year").fetchall()
    if sum(count for _, count in years) <= AT_ONCE:
        return [(EVERYTHING, EVERYTHING)]
    return [(f"year = {year}", f"year = {year}") for year, _ in years]


def _settle(con: Connection, known: Declarations, rows: str) -> None:
    """Settle the rows that the predicate lets through."""
    if rows != EVERYTHING:
        con.sql(f"DELETE FROM work.settled_facts WHERE {rows}")
    for subject in SUBJECTS:
        _subject(con, known, subject, rows)
    con.sql(given(known, _used(known, "facilities")))
    told = " FULL JOIN ".join(
        f"now_{subject} USING ({KEYS})" if i else f"now_{subject}" for i, subject in enumerate((*SUBJECTS, "given"))
    )
    kinds = known.school_kinds.values()
    con.sql(f"""
        INSERT INTO work.settled_facts BY NAME
        SELECT {KEYS}, coalesce(homes.parent, homes.code) AS region, homes.parent IS NULL AS own,
            {compared(kinds)} AS compared, {compared_basic(kinds)} AS compared_basic,
            {", ".join(_measure(known, name) for name in known.computed_from)}
        FROM {told} JOIN homes ON homes.code = unit AND since <= year AND year < until""")


def _told(known: Declarations, regions: str) -> str:
    """Statement that adds to `work.reported` what these regions and their schools tell."""
    cells = ", ".join(f"CASE WHEN count({name}) > 0 THEN '{name}' END" for name in known.computed_from)
    return f"""
        INSERT INTO work.reported SELECT level, unnest([{cells}]) AS measure
        FROM work.summed_facts WHERE {regions} GROUP BY level EXCEPT FROM work.reported"""


def reported(con: Connection) -> set[tuple[str, str]]:
    """(level, measure) that some unit has told in some year; what is not here needs no computing."""
    return {(level, measure) for level, measure in con.sql("FROM work.reported").fetchall()}


def _measure(known: Declarations, name: str) -> str:
    """A measure as told for the level, else the level's part of what was told for the whole school."""
    if known.measures[name].subject == "facilities":
        return f"coalesce(now_facilities.{name}, now_given.{name}) AS {name}"
    return name


def _used(known: Declarations, subject: str) -> list[str]:
    return [name for name in known.measures_of(subject) if name in known.computed_from]


def _subject(con: Connection, known: Declarations, subject: str, rows: str) -> None:
    """`now_<subject>`: one row per key; only keys told more than once or partly held need weighing up."""
    measures = _used(known, subject)
    con.sql(f"""
        CREATE OR REPLACE TEMP TABLE twice AS
        SELECT {OF_FACTS} FROM {subject} AS facts JOIN accepted USING (delivery_id)
        LEFT JOIN held_measures AS held ON {OF_THE_ROW} WHERE {rows}
        GROUP BY {OF_FACTS} HAVING count(*) > 1 OR count(held.measures) > 0""")
    columns = "".join(f", {name}" for name in measures)
    con.sql(f"""
        CREATE OR REPLACE TEMP TABLE now_{subject} AS
        SELECT {KEYS}{columns} FROM {subject} SEMI JOIN accepted USING (delivery_id) ANTI JOIN twice USING ({KEYS})
        WHERE {rows}""")
    if con.sql("SELECT count(*) FROM twice").fetchall() != [(0,)]:
        con.sql(f"INSERT INTO now_{subject} {_weighed(subject, measures, rows)}")


OF_THE_ROW = """(held.delivery_id, held.sheet, held.level, held."row")
    = (facts.delivery_id, coalesce(facts.sheet, ''), facts.level, facts."row")"""


def _weighed(subject: str, measures: list[str], rows: str) -> str:
    """Of each form the latest number, and of these the latest; held ones left out, so the last accepted remain."""
    free = "CASE WHEN NOT coalesce(list_contains(held.measures, '{0}'), false) THEN {0} END AS {0}"
    kept = "".join(f", {free.format(name)}" for name in measures)
    source = f"""(SELECT {OF_FACTS}{kept}, facts.delivery_id, facts.sheet, facts."row"
        FROM (FROM {subject} SEMI JOIN twice USING ({KEYS}) WHERE {rows}) AS facts
        LEFT JOIN held_measures AS held ON {OF_THE_ROW})"""
    chosen = "".join(f", arg_max({name}, arrival) AS {name}" for name in measures)
    return f"""
        SELECT {OF_FACTS}{chosen}
        FROM ({latest(source, measures)}) AS facts JOIN accepted USING (delivery_id) GROUP BY ALL"""
