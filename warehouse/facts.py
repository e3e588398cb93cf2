"""Where the facts of a return go: measures side by side into their subject's wide table, figures that arrive
ready-made into `published_figures`, columns and cells into `layouts`, cells without a number into `cell_notes`."""

from decimal import Decimal
from fractions import Fraction

import polars as pl

from sources import Column, Problem, Return
from warehouse.gathered import AMOUNT, KEYS, Facts
from warehouse.held import held_columns
from warehouse.records import SUBJECTS, Declarations

TELLING = ["masked", "negative", "positive"]  # cells without a number that say something all the same


def add(facts: Facts, one: Return, rows: pl.DataFrame, known: Declarations) -> None:
    """Put the facts of one return where they belong; all its names and units are known."""
    facts.notes.append(_notes(one))
    facts.unknown.append(held_columns(one))
    if _is_tidy(one):
        _add_tidy(facts, one, _figures(one, rows, list(one.columns), known), known)
        return
    for subject, columns in _measured(one, known).items():
        facts.subjects[subject] += _wide(one, rows, columns, known)
    facts.figures += [_figures(one, rows, group, known) for group in _groups(one, known)]
    facts.layouts.append(_layout(one))


def told_twice(one: Return, rows: pl.DataFrame, known: Declarations, where: str) -> list[Problem]:
    """What one return tells twice, as far as its names are known; its units need not be."""
    if _is_tidy(one):
        parts = {column.part: column for column in one.columns}
        return _figures_twice(_telling(one, rows, parts).filter(pl.col("field") != ""), where)
    groups = [mine for columns in _measured(one, known).values() for mine in _by_level(columns)]
    return _rows_twice([rows.filter(_filled(one, mine)) for mine in groups], where)


def _is_tidy(one: Return) -> bool:
    """Whether each row says which field it tells."""
    return any(column.field == "" for column in one.columns)


def _measured(one: Return, known: Declarations) -> dict[str, list[Column]]:
    """Subject → the columns that tell its measures."""
    measured = [column for column in one.columns if column.field in known.measures and column.part == "value"]
    return {name: [c for c in measured if known.measures[c.field].subject == name] for name in SUBJECTS}


def _groups(one: Return, known: Declarations) -> list[list[Column]]:
    """Columns that together tell one figure; of measures only those told beside their previous value or growth."""
    compared = {(c.field, c.level) for c in one.columns if c.field in known.measures and c.part != "value"}
    groups: dict[tuple[str, str, str], list[Column]] = {}
    for column in one.columns:
        if column.field in known.indicators or (column.field, column.level) in compared:
            groups.setdefault((column.field, column.level, column.scope), []).append(column)
    return list(groups.values())


def _by_level(columns: list[Column]) -> list[list[Column]]:
    return [[c for c in columns if c.level == level] for level in dict.fromkeys(c.level for c in columns)]


def _wide(one: Return, rows: pl.DataFrame, columns: list[Column], known: Declarations) -> list[pl.DataFrame]:
    """One frame per level, a column per measure, rows without any number left out."""
    frames = []
    for mine in _by_level(columns):
        values = one.frame.select(_scaled(c.key, known.exact(c.unit, c.field)).alias(c.field) for c in mine)
        level, sheet = pl.lit(mine[0].level), pl.lit(one.sheet)
        keys = rows.select("unit", "year", level=level, release="release", row="row", sheet=sheet)
        frames.append(pl.concat([keys, values], how="horizontal").filter(_filled(one, mine)))
    return frames


def _filled(one: Return, columns: list[Column]) -> pl.Series:
    """Which rows have a number in any of these columns."""
    return one.frame.select(pl.any_horizontal(pl.col(c.key).is_not_null() for c in columns)).to_series()


def _scaled(key: str, factor: Fraction) -> pl.Expr:
    return (pl.col(key) * pl.lit(Decimal(factor.numerator)) / pl.lit(Decimal(factor.denominator))).cast(AMOUNT)


def _figures(one: Return, rows: pl.DataFrame, columns: list[Column], known: Declarations) -> pl.DataFrame:
    """One row per delivered row for one field and level: value, previous and growth with their cells."""
    parts = {column.part: column for column in columns}
    first = columns[0]
    named = (
        rows
        if first.field == ""
        else rows.with_columns(
            field=pl.lit(first.field),
            level=pl.lit(first.level),
            printed_unit=pl.lit(_value_unit(parts, known)),
            scope=pl.concat_str(pl.lit(first.scope), "scope", separator="；").str.strip_chars("；"),
        )
    )
    pairs = named.select("printed_unit", "field").unique().rows()
    factors = {unit + name: known.exact(unit, name) for unit, name in pairs}
    pair = pl.col("printed_unit") + pl.col("field")
    times = pair.replace_strict({key: Decimal(f.numerator) for key, f in factors.items()}, return_dtype=AMOUNT)
    over = pair.replace_strict({key: Decimal(f.denominator) for key, f in factors.items()}, return_dtype=AMOUNT)
    return _telling(one, named, parts).with_columns(
        *((pl.col(part) * times / over).cast(AMOUNT).alias(part) for part in ("value", "previous")),
        unit_factor=(times / over).cast(AMOUNT),
        sheet=pl.lit(one.sheet),
        field=pl.col("field").replace(_identities(known)) if first.field else pl.col("field"),
    )


def _telling(one: Return, named: pl.DataFrame, parts: dict[str, Column]) -> pl.DataFrame:
    """The rows that tell a value, a previous value or a growth, with these beside their words."""
    told = [_part(one, parts.get(part), part) for part in ("value", "previous", "growth")]
    numbers = [pl.col(part).is_not_null() for part in ("value", "previous", "growth")]
    notes = [pl.col(f"{part}_note").is_in(TELLING) for part in ("value", "growth")]
    return pl.concat([named, *told], how="horizontal").filter(pl.any_horizontal(*numbers, *notes))


def _value_unit(parts: dict[str, Column], known: Declarations) -> str:
    """Unit of the values; where only a growth is told, there is none to convert: the field's own."""
    told = parts.get("value") or parts.get("previous")
    return told.unit if told else known.unit_of(parts["growth"].field)


def _part(one: Return, column: Column | None, part: str) -> pl.DataFrame:
    """Columns `<part>` and `<part>_decimals`, `_cell`, `_note` (nulls where the form does not tell that part)."""
    if column is None:
        nothing = {part: pl.lit(None, pl.Decimal(38, 12)), f"{part}_decimals": pl.lit(None, pl.Int8)}
        texts = {f"{part}_{name}": pl.lit(None, pl.String) for name in ("cell", "note")}
        return one.frame.select("row").with_columns(**nothing, **texts).drop("row")
    shown = one.shown[column.key] if column.field == "" else pl.lit(one.shown[column.key].max(), pl.Int8)
    note = _note(one, column)
    told = one.frame[column.key].is_not_null() | note.is_in(TELLING)
    return one.frame.select(
        pl.col(column.key).alias(part),
        pl.when(told).then(shown).alias(f"{part}_decimals"),
        pl.when(told).then(pl.lit(column.letter) + _row_of(column).cast(pl.String)).alias(f"{part}_cell"),
        note.alias(f"{part}_note"),
    )


def _note(one: Return, column: Column) -> pl.Series:
    """What each row's cell of a column says instead of a number (null: it has one, or is blank)."""
    notes = one.notes.filter(pl.col("key") == column.key).select("row", note="status").unique("row", keep="first")
    rows = one.frame.select(row=_row_of(column).cast(pl.Int64))
    return rows.join(notes, on="row", how="left", maintain_order="left")["note"]


def _row_of(column: Column) -> pl.Expr:
    """The row a column's cells stand in: each its own, or one where fields stand beside rows."""
    return pl.col("row") if column.row is None else pl.lit(column.row)


def _add_tidy(facts: Facts, one: Return, long: pl.DataFrame, known: Declarations) -> None:
    """A tidy table tells one figure a row: measures are laid side by side again, each remembering its own cell."""
    measured = long.filter(pl.col("field").is_in(list(known.measures)))
    facts.figures.append(long.filter(pl.col("field").is_in(list(known.indicators))))
    facts.figures.append(_growth_of_measures(measured, known))
    for subject in SUBJECTS:
        mine = measured.filter(pl.col("field").is_in(known.measures_of(subject)) & pl.col("value").is_not_null())
        if mine.is_empty():
            continue
        index = [*KEYS, "sheet"]
        kept = mine.with_columns(first=pl.col("row").min().over(index))
        wide = kept.pivot(on="field", index=[*index, "first"], values="value").rename({"first": "row"})
        facts.subjects[subject].append(wide)
        facts.layouts.append(_cells(one, kept))


def _growth_of_measures(measured: pl.DataFrame, known: Declarations) -> pl.DataFrame:
    """A growth or previous value printed beside a measure belongs to the indicator that is that measure."""
    identity = _identities(known)
    told = measured.filter(pl.col("previous").is_not_null() | pl.col("growth").is_not_null())
    return told.filter(pl.col("field").is_in(list(identity))).with_columns(pl.col("field").replace(identity))


def _identities(known: Declarations) -> dict[str, str]:
    """Measure → the indicator that is that measure itself."""
    return {measure: one.id for measure in known.measures if (one := known.identity_of(measure)) is not None}


def _layout(one: Return) -> pl.DataFrame:
    """Where each column of a wide table stands: sheet and letter for every row, or one cell beside its row."""
    names = ["field", "level", "part", "column", "cell", "header", "unit"]
    columns = [(c.field, c.level, c.part, *_place(c), c.header, c.unit) for c in one.columns]
    told_in = pl.lit(one.frame["row"][0], pl.Int64) if any(c.row for c in one.columns) else pl.lit(None, pl.Int64)
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String), orient="row").with_columns(
        told_in.alias("row"),
        pl.lit(one.form).alias("form"),
        pl.lit(one.table).alias("table"),
        pl.lit(one.sheet).alias("sheet"),
    )


def _place(column: Column) -> tuple[str | None, str | None]:
    """Letter of a column, or the address of its one cell."""
    return (column.letter, None) if column.row is None else (None, f"{column.letter}{column.row}")


def _cells(one: Return, kept: pl.DataFrame) -> pl.DataFrame:
    """Where each single value of a tidy table stands."""
    return kept.select(
        "field",
        "level",
        "sheet",
        part=pl.lit("value"),
        row="first",
        cell="value_cell",
        header="field",
        unit="printed_unit",
        form=pl.lit(one.form),
        table=pl.lit(one.table),
    )


def _notes(one: Return) -> pl.DataFrame:
    """Cells without a number, with their addresses; blank parts that a tidy table need not fill are no notes."""
    letters = {column.key: column.letter for column in one.columns}
    fields = {column.key: column.field or column.part for column in one.columns}
    optional = [column.key for column in one.columns if column.field == "" and column.part != "value"]
    told = one.notes.filter(~(pl.col("key").is_in(optional) & (pl.col("status") == "blank")))
    return told.select(
        "status",
        "text",
        cell=pl.col("key").replace(letters) + pl.col("row").cast(pl.String),
        field=pl.col("key").replace(fields),
        sheet=pl.lit(one.sheet),
    )


def _figures_twice(long: pl.DataFrame, where: str) -> list[Problem]:
    twice = _twice(long, [*KEYS, "field", "scope", "comparable"])
    if not twice:
        return []
    fix = "请只保留一行；同口径增长率请在“口径”列写“同口径”另起一行"
    return [Problem(where, f"同一地区、年度、学段、指标和版次写了两次：第 {'、'.join(map(str, twice))} 行", fix)]


def _rows_twice(of_levels: list[pl.DataFrame], where: str) -> list[Problem]:
    """`of_levels`: the rows that tell something of one subject and level."""
    rows = sorted({row for told in of_levels for row in _twice(told, ["unit", "year", "release"])})
    if not rows:
        return []
    return [Problem(where, f"同一地区和年度出现了两行：第 {'、'.join(map(str, rows))} 行", "请只保留一行")]


def _twice(told: pl.DataFrame, keys: list[str]) -> list[int]:
    """Rows of which another says the same keys, all of them known."""
    twice: list[int] = told.drop_nulls(keys).filter(pl.struct(keys).is_duplicated())["row"].to_list()
    return twice
