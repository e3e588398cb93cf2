"""Downloads: values, verdicts, findings and failures as CSV (with BOM), Parquet, and one workbook in words."""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path

import duckdb
import polars as pl

from dashboards.digests import sums
from dashboards.earlier import link, made_by
from dashboards.workbook import flat, write_workbook

Con = duckdb.DuckDBPyConnection

ORDERED_BY = {  # table → what its rows are ordered by
    "indicator_values": ("region", "year", "level", "indicator", "release"),
    "verdicts": ("region", "year", "level", "test", "release"),
    "findings": ("finding_id",),
    "signatures": ("signed_at",),
    "journal": ("position",),
    "failures": ("finding_id", "failure_id"),
    "closed_findings": ("closed_at", "finding_id"),
    "expected_returns": ("unit", "form", "year"),
    "explanations": ("explanation_id",),
    "reconciliation": ("ledger", "measure", "region", "year", "level", "release"),
    "revisions": ("since", "kind", "region", "year", "level", "item", "release"),
    "rule_yield": ("rule", "year", "example"),
}
RUNS = r"^\s*[=+\-@＝＋－＠\t\r]"  # how a formula may begin
SIGNED_NUMBER = r"^[+\-][\d.,]+\s*[%‰\p{Han}]*$"
MOST_ROWS = 1_000_000  # a file of more opens in no spreadsheet: it becomes a folder with a file per year
ONLY_PARQUET = ("evidence",)  # columns of a large table that no cell of a spreadsheet could hold
YEARS_AT_ONCE = 5
MADE_OF = "made_of.json"


@contextmanager
def exports_beside(database: Path, folder: Path, lang: str = "zh", earlier: Path | None = None) -> Iterator[None]:
    """Write the downloads from a published database in a process of their own, while the caller goes on."""
    search = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    told = [str(database), str(folder), lang, *([str(earlier)] if earlier else [])]
    command = [sys.executable, "-c", f"from {__name__} import main; main()", *told]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": search}, stderr=subprocess.PIPE) as child:
        try:
            yield
        finally:
            _, wrong = child.communicate()
    if child.returncode:
        raise RuntimeError(wrong.decode(errors="replace"))


def write_exports(con: Con, folder: Path, lang: str = "zh", earlier: Path | None = None) -> None:
    """Write the tables with their codes (csv, parquet) and in words (xlsx, in the language `lang`) into `folder`.

    Of large tables those years are taken over from the `earlier` folder of which the same is said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    split = large_tables(con)
    for name in ORDERED_BY:
        if name in split:
            _write_years(con, name, folder / name, earlier / name if earlier else None)
        else:
            _write(_ordered(con.table(name).pl(), name), folder / name)
    write_workbook(con, folder, lang)


def large_tables(con: Con) -> list[str]:
    """Tables that are downloaded year by year."""
    counted = ((name, con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]) for name in ORDERED_BY)
    return [name for name, rows in counted if rows > MOST_ROWS and "year" in con.table(name).columns]


def _write(frame: pl.DataFrame, path: Path, leaving: Collection[str] = ()) -> None:
    """One table as csv and parquet; `leaving`: columns that only the latter has."""
    frame.write_parquet(path.with_name(f"{path.name}.parquet"))
    shown = frame.drop(leaving, strict=False)
    harmless(flat(shown)).write_csv(path.with_name(f"{path.name}.csv"), include_bom=True)


def _write_years(con: Con, name: str, folder: Path, earlier: Path | None) -> None:
    """A folder with the files of each year; 0 are rows of none."""
    folder.mkdir()
    years = sums(con, f"SELECT coalesce(year, 0) AS key, * FROM {name}")
    before = _made_of(earlier)
    same = [year for year, digest in years.items() if earlier and before.get(year) == digest]
    for year, kind in product(same, ("csv", "parquet")):
        link(Path(earlier or "") / f"{year}.{kind}", folder / f"{year}.{kind}")
    others = sorted(years.keys() - same)
    for start in range(0, len(others), YEARS_AT_ONCE):
        _write_some_years(con, name, folder, others[start : start + YEARS_AT_ONCE])
    (folder / MADE_OF).write_text(json.dumps({"made_by": made_by(), "years": years}), encoding="utf-8")


def _write_some_years(con: Con, name: str, folder: Path, years: list[str]) -> None:
    """Several years in one pass over the table."""
    chosen = ", ".join(map(str, map(int, years)))
    found = con.sql(f"FROM {name} WHERE coalesce(year, 0) IN ({chosen})").pl()
    for year in years:
        _write(_ordered(found.filter(pl.col("year").fill_null(0) == int(year)), name), folder / year, ONLY_PARQUET)


def _ordered(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.sort(ORDERED_BY[name], nulls_last=True)


def _made_of(folder: Path | None) -> dict[str, str]:
    """What the files of an earlier folder say, as far as they were made alike."""
    try:
        told = json.loads((folder / MADE_OF).read_text(encoding="utf-8")) if folder else {}
    except (OSError, ValueError):
        return {}
    years: dict[str, str] = told["years"] if told.get("made_by") == made_by() else {}
    return years


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts that a spreadsheet would run as a formula when it opens a CSV begin with an apostrophe instead."""
    names = [name for name, kind in frame.schema.items() if kind == pl.String and _suspect(frame[name])]
    return frame.with_columns(_harmless(pl.col(name)).alias(name) for name in names)


def _suspect(texts: pl.Series) -> bool:
    """Whether any text looks like a formula; most columns say few different things."""
    return bool(texts.unique().str.contains(RUNS).any())


def _harmless(texts: pl.Expr) -> pl.Expr:
    runs = texts.str.contains(RUNS) & ~texts.str.contains(SIGNED_NUMBER)
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), texts)).otherwise(texts)


def main() -> None:
    """Write the downloads that the arguments ask for: database, folder, language, and the earlier folder if any."""
    database, folder, language, *earlier = sys.argv[1:]
    with closing(duckdb.connect(database, read_only=True)) as published:
        write_exports(published, Path(folder), language, *map(Path, earlier))
