"""What 300 rules over a synthetic nation cost, and the ratio to Great Expectations asking pandas the same.

`python -m tests.benchmarks.rules [SCHOOLS]`, in seconds by the clock with two threads, those of processor time beside:

300 rules      the declared rules and as many made from templates, through Great Expectations, over one year
listing        100 000 failing rows as failures: what the same run takes longer when they fail
grouping       these failures as findings, each with its cause if arithmetic names one
rules / pandas 40 rules over 100 000 rows, every failing row listed, to Great Expectations' own pandas engine with the
               rows in memory
"""

import resource
import sys
from collections.abc import Collection, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
import yaml

from expectations import Rule, causes, declared_rules, prepare
from expectations.declared import read_rules
from expectations.findings import CheckResult, run
from expectations.gx import open_context
from tests.benchmarks.engine import NOTHING, spent, watched
from tests.benchmarks.national import LAST, SCHOOLS, fill
from warehouse import SUBJECTS, Connection, connect, declarations
from warehouse import prepare as prepare_store

RULES, FAILING = 300, 100_000
SAMPLE_SCHOOLS = 88_000  # they make 100 000 rows of enrolment
TEMPLATES = {
    "不能为负": "{part} < 0",
    "不会大于一千万": "{part} > 10000000",
    "不会是总数的千倍": "exceeds({part}, {whole} * 1000, {part}__half)",
    "不会是上年的十倍": "{part}__last > 0 AND {part} / {part}__last NOT BETWEEN 0.1 AND 10",
}
WHOLES = {"enrolment": "pupils", "teachers": "staff", "funding": "education_funding", "facilities": "floor_area"}


def templates(
    folder: Path, count: int, subjects: Sequence[str] = SUBJECTS, texts: Collection[str] = tuple(TEMPLATES.values())
) -> tuple[Rule, ...]:
    """So many rules made from the templates, each over three measures of a subject in turn."""
    records = list(islice(_records(subjects, texts), count))
    path = folder / f"generated_{count}.yaml"
    path.write_text(yaml.safe_dump(records, allow_unicode=True), encoding="utf-8")
    return read_rules((path,))


def _records(subjects: Sequence[str], texts: Collection[str]) -> Iterator[dict[str, Any]]:
    measures = {subject: cycle(declarations().measures_of(subject)) for subject in subjects}
    asked = [(title, text) for title, text in TEMPLATES.items() if text in texts]
    kinds = cycle((title, text, subject) for title, text in asked for subject in subjects)
    for number, (title, text, subject) in enumerate(kinds):
        whole = {"whole": WHOLES[subject]} if "{whole}" in text else {}
        each = [{"part": part, **whole} for part in islice(measures[subject], 3)]
        yield record(f"P-{number:03}", title, text, each)


def record(id: str, title: str, fails_when: str, each: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": id,
        "severity": "soft",
        "title": title,
        "view": "facts_wide",
        "fails_when": fails_when,
        "cell": "{part}__address",
        "found": "{part}",
        "expected": f"'{title}'",
        "difference": "NULL",
        "unit": "''",
        "message": "{region}{year}年{level}{measure}填报 {found}，应{expected}",
        "hint": "请核对",
        "source": "示例",
        "each": each,
    }


def plant(con: Connection, count: int) -> None:
    """More girls than pupils in so many rows of schools."""
    con.sql(f"""UPDATE enrolment SET pupils_female = pupils + 1 WHERE rowid IN (SELECT rowid FROM enrolment
        WHERE pupils IS NOT NULL AND unit IN (SELECT code FROM schools) ORDER BY rowid LIMIT {count})""")


def girls(folder: Path) -> tuple[Rule, ...]:
    """The rule that planted rows break."""
    path = folder / "girls.yaml"
    told = record("Z-001", "女生不多于在校生", "{part} > pupils", [{"part": "pupils_female"}])
    path.write_text(yaml.safe_dump([told], allow_unicode=True), encoding="utf-8")
    return read_rules((path,))


def failing(results: list[CheckResult]) -> int:
    return sum(each.failing for each in results)


def measure(con: Connection, rules: tuple[Rule, ...]) -> None:
    clean = spent(lambda: run(con, rules, (LAST,), recorded=True))
    before = _count(con)
    repetitions = sum(len(rule.repetitions) for rule in rules)
    told = f"{clean.processors:.2f} s of processors; {repetitions} repetitions, {before} failures"
    print(f"{len(rules)} rules      {clean.clock:8.2f} s   ({told})")
    plant(con, FAILING)
    with watched("expectations.failures.causes.group", causes.group) as grouped:
        broken = spent(lambda: run(con, rules, (LAST,), recorded=True))
    more, grouping = _count(con) - before, sum(grouped, NOTHING)
    told = f"for {FAILING} failing rows of {more}"
    for name, what in (("listing", broken - clean - grouping), ("grouping", grouping)):
        clock, processors = (seconds * FAILING / more for seconds in what)
        print(f"{name:14} {clock:8.2f} s   ({processors:.2f} s of processors) {told}")
    print(f"memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB at most")


def _count(con: Connection) -> int:
    return int(con.sql("SELECT count(*) FROM failures").fetchall()[0][0])


def compare_with_pandas(folder: Path) -> None:
    """Rules that ready-made expectations can ask too; both list every failing row."""
    texts = [text for text in TEMPLATES.values() if "{whole}" not in text and "__last" not in text]
    rules = (*templates(folder, 39, ("enrolment",), texts), *girls(folder))
    with duckdb.connect() as con:
        con.sql("SET threads = 2")
        load(con, SAMPLE_SCHOOLS)
        plant(con, FAILING // 10)
        ours = spent(lambda: run(con, rules, (LAST,), recorded=True))
        rows = con.sql(f"SELECT * FROM enrolment WHERE year = {LAST}").df()
        listed = _count(con)
    numbers = rows.astype(dict.fromkeys(declarations().measures_of("enrolment"), "float64"))
    found: list[int] = []
    theirs = spent(lambda: found.append(by_pandas(numbers, rules)))
    assert found == [listed], (found, listed)
    ratio = ours.clock / theirs.clock
    print(
        f"rules / pandas {ratio:8.3f}     ({ours.clock:.2f} s / {theirs.clock:.2f} s, {len(rows)} rows, {listed} fail)"
    )


def by_pandas(rows: pd.DataFrame, rules: tuple[Rule, ...]) -> int:
    """The same rules as ready-made expectations over the rows; how many fail."""
    asset = open_context().data_sources.add_pandas("rows").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("rows").get_batch(batch_parameters={"dataframe": rows})
    asked = [_ready_made(each) for rule in rules for each in rule.repetitions]
    results = batch.validate(gx.ExpectationSuite("rows", expectations=asked), result_format="COMPLETE").results
    return sum(each.result["unexpected_count"] for each in results)


def _ready_made(rule: Rule) -> Any:
    """The expectation that asks what one rule asks."""
    part, sign, limit = rule.fails_when.split()
    if limit == "pupils":
        told = {"or_equal": True, "ignore_row_if": "either_value_is_missing"}
        return gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A=limit, column_B=part, **told)
    return gxe.ExpectColumnValuesToBeBetween(column=part, **{"min_value" if sign == "<" else "max_value": float(limit)})


def load(con: Connection, schools: int) -> None:
    prepare_store(con)
    prepare(con)
    fill(con, schools, 1)
    con.sql("CHECKPOINT")


def main(schools: int = SCHOOLS) -> None:
    open_context()
    with TemporaryDirectory() as name, connect(Path(name) / "warehouse.duckdb") as con:
        con.sql("SET threads = 2; SET memory_limit = '3GB'")
        print(f"load           {spent(lambda: load(con, schools)).clock:8.2f} s")
        declared = declared_rules()
        measure(con, (*declared, *templates(Path(name), RULES - len(declared))))
        compare_with_pandas(Path(name))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
