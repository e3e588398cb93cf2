"""What the desks work with: `quality`, `returns`, `findings`, `ledgers`, `journal`, `marked/<delivery>`.

Nothing is cut off: long lists come in blocks, each a script of its own, and `quality` tells where whose findings are.
Returns come year by year; `returns/latest` are each unit's newest of each form.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl

from dashboards.data.declared import moment
from dashboards.data.rows import Row, rows
from dashboards.readiness import INVENTED, NAMED, RETURNS, SENT

Con = duckdb.DuckDBPyConnection
Columns = dict[str, list[Any]]
BLOCK = 400  # findings, pairs or entries of one script
# Of what a file is that could not be used, its name alone tells.
BY_NAME = "EXISTS (FROM regions r WHERE r.kind = 'example' AND contains(file_name, r.name))"
FOUND = f"""WITH sent AS ({SENT}),
    last_years AS (SELECT delivery_id, max(year) AS last_year FROM sent GROUP BY ALL),
    found AS (SELECT f.*, coalesce(f.year, last_year) AS return_year
        FROM findings f LEFT JOIN last_years USING (delivery_id)),
    placed AS (SELECT found.*, coalesce(sent.unit, '') AS unit, coalesce(sent.form, '') AS form,
            CASE WHEN coalesce(found.region, sent.unit) IS NOT NULL THEN coalesce(found.region, sent.unit) IN {INVENTED}
                ELSE {BY_NAME} END AS example
        FROM found LEFT JOIN sent ON (sent.delivery_id, sent.year) = (found.delivery_id, found.return_year)
        QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY sent.unit, sent.form) = 1),
    told AS (SELECT *, {NAMED}, count(*) FILTER (severity = 'hard') OVER (PARTITION BY example, unit, form) AS hard_here
        FROM placed)
    SELECT * EXCLUDE (hard_here, covers) FROM told
    ORDER BY example, form <> '', hard_here DESC, unit, form, severity, state = 'explained', year DESC NULLS FIRST,
        failures DESC, rule, finding_id"""
YIELD = """SELECT y.*, r.title, r.severity FROM rule_yield y LEFT JOIN rules r ON r.id = y.rule
    ORDER BY y.rule, y.year DESC NULLS LAST"""
OWED = f"""SELECT e.unit, e.form, e.year, e.due::VARCHAR AS due, e.status, e.delivery_id, {NAMED},
        unit IN {INVENTED} AS example
    FROM expected_returns e WHERE status <> 'accepted' ORDER BY status, due, unit, form, year"""
DELIVERED = f"""WITH of_invented AS (SELECT DISTINCT delivery_id FROM delivered_units WHERE unit IN {INVENTED})
    SELECT delivery_id, delivery_id IN (FROM of_invented) OR {BY_NAME} AS example
    FROM deliveries ORDER BY file_name, delivery_id"""
FORMS = "SELECT id, any_value(title ORDER BY title) AS title FROM forms GROUP BY id ORDER BY id"
LEDGERS = f"""SELECT c.*, coalesce(g.name, s.name, c.region) AS region_name, c.region IN {INVENTED} AS example
    FROM reconciliation c
    LEFT JOIN (SELECT code, any_value(name) AS name FROM regions GROUP BY code) g ON g.code = c.region
    LEFT JOIN (SELECT code, any_value(name) AS name FROM schools GROUP BY code) s ON s.code = c.region
    ORDER BY example, c.ledger, c.title, c.measure, c.within, c.state = 'explained', c.year DESC, c.region, c.level"""
MARKED = """SELECT s.delivery_id, coalesce(s.sheet, '') AS sheet, s.cell, f.finding_id, f.severity, f.message, f.state
    FROM failures s JOIN findings f USING (finding_id) WHERE s.cell IS NOT NULL AND s.delivery_id = f.delivery_id
    UNION SELECT delivery_id, coalesce(sheet, ''), cell, finding_id, severity, message, state FROM findings
    WHERE delivery_id IS NOT NULL
    ORDER BY ALL"""


def desk_scripts(con: Con) -> Iterator[tuple[str, Any]]:
    """Key and content of every script of the desks."""
    found = con.sql(FOUND).pl()
    yield from in_blocks("findings", found)
    ledgers = con.sql(LEDGERS).pl()
    yield from in_blocks("ledgers", ledgers)
    journal = con.sql('SELECT position, "at", kind, subject, text, digest FROM journal ORDER BY position DESC').pl()
    yield from in_blocks("journal", journal.with_columns(pl.col("at").map_elements(moment, return_dtype=pl.String)))
    yield from _marked(con)
    returns = _counted(con.sql(RETURNS).pl(), found)
    yield from _returns(returns)
    counts = {"ledgers": _count(ledgers), "journal": _count(journal)}
    yield "quality", _quality(con, found, returns) | counts


def _returns(returns: pl.DataFrame) -> Iterator[tuple[str, Columns]]:
    """The newest return of each unit and form, and all of each year."""
    yield "returns/latest", columns(returns.unique(["unit", "form"], keep="last", maintain_order=True))
    for (year,), told in returns.partition_by("year", as_dict=True).items():
        yield f"returns/{year}", columns(told)


def _quality(con: Con, found: pl.DataFrame, returns: pl.DataFrame) -> Row:
    forms = {row["id"]: row["title"] for row in rows(con, FORMS)}
    return {
        "years": columns(returns.select("example", "year").unique(maintain_order=True)),
        "lists": columns(_lists(found)),
        "findings": _count(found),
        "forms": forms,
        "owed": columns(con.sql(OWED).pl()),
        "yields": columns(con.sql(YIELD).pl()),
        "delivered": columns(con.sql(DELIVERED).pl()),
        "left_out": columns(_left_out(con)),
    }


def _counted(returns: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Each return with how many findings of it are hard, still to be answered, and explained."""
    explained = pl.col("state").eq_missing(pl.lit("explained"))
    hard = pl.col("severity") == "hard"
    counts = found.group_by("unit", "form", pl.col("return_year").alias("year")).agg(
        hard=hard.sum(), open=(~hard & ~explained).sum(), explained=(~hard & explained).sum()
    )
    joined = returns.join(counts, on=["unit", "form", "year"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("hard", "open", "explained").fill_null(0))


def _lists(found: pl.DataFrame) -> pl.DataFrame:
    """Where the findings of each unit and form stand in the blocks: the first, and how many."""
    placed = found.with_row_index("first")
    return placed.group_by("example", "unit", "unit_name", "form", maintain_order=True).agg(
        pl.col("first").min(),
        count=pl.len(),
        hard=(pl.col("severity") == "hard").sum(),
        explained=pl.col("state").eq_missing(pl.lit("explained")).sum(),
    )


def _left_out(con: Con) -> pl.DataFrame:
    """Findings that no signature covers."""
    withheld = "SELECT unnest(withheld) FROM sign_off WHERE state = 'signed'"
    found: pl.DataFrame = con.sql(f"""SELECT finding_id, message, delivery_id, file_name, sheet, cell FROM findings
        WHERE finding_id IN ({withheld}) ORDER BY severity, finding_id""").pl()
    return found


def _marked(con: Con) -> Iterator[tuple[str, Columns]]:
    """The cells of each delivery that something was found in; of each one, so that no page asks for a missing file."""
    found = con.sql(MARKED).pl().partition_by("delivery_id", as_dict=True, include_key=False)
    for (delivery,) in con.execute("SELECT delivery_id FROM deliveries ORDER BY 1").fetchall():
        yield f"marked/{delivery}", columns(found[delivery,]) if (delivery,) in found else {}


def _count(frame: pl.DataFrame) -> Row:
    return {"rows": frame.height, "block": BLOCK}


def in_blocks(name: str, frame: pl.DataFrame) -> Iterator[tuple[str, Columns]]:
    for number, part in enumerate(frame.iter_slices(BLOCK)):
        yield f"{name}/{number}", columns(part)


def columns(frame: pl.DataFrame) -> Columns:
    """Columns as lists; one without any value is left out; numbers that JSON cannot write are none."""
    floats = [name for name, kind in frame.schema.items() if kind.is_float()]
    decimals = [name for name, kind in frame.schema.items() if kind.is_decimal()]
    finite = frame.with_columns(pl.col(decimals).cast(pl.Float64)).with_columns(
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in floats
    )
    return {one.name: one.to_list() for one in finite if one.null_count() < one.len()}
