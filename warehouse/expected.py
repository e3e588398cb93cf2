"""Who owes which form for which year by when, and what came of it: table `expected_returns`.

Declared in `expected.csv` of the home (unit,form,year,due; a year may be a span, 2015-2024). Without that file the
returns themselves tell: whoever delivered a form owes it for the years after, up to the last for which anyone did.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from sources import DeclarationError, load_forms
from sources.text import plain, years_in
from warehouse.decisions import rows_of
from warehouse.declarations import declarations
from warehouse.places import Surroundings
from warehouse.store import Connection, replace, transaction

COLUMNS = ("unit", "form", "year", "due")
NEARLY = ("waiting", "stopped")  # of several unusable files the one that came furthest is the status


@dataclass(frozen=True)
class Expected:
    """One return owed: the region's code, the form's id, the year it is about, the last day (none: not told)."""

    unit: str
    form: str
    year: int
    due: date | None = None


def read_expected(path: Path) -> list[Expected] | None:
    """The declared duties, None without a file; raises one DeclarationError with all mistakes."""
    if not path.exists():
        return None
    mistakes: list[str] = []
    owed: list[Expected] = []
    for i, row in enumerate(rows_of(path, COLUMNS), 2):
        try:
            owed += _row({name: text.strip() for name, text in row.items()})
        except ValueError as error:
            mistakes.append(f"{path.name} 第 {i} 行：{error}")
    if mistakes:
        raise DeclarationError(mistakes)
    return list(dict.fromkeys(owed))


def _row(row: dict[str, str]) -> list[Expected]:
    try:
        first, _, last = row["year"].partition("-")
        years = range(int(first), int(last or first) + 1)
        due = date.fromisoformat(row["due"].replace("/", "-")) if row["due"] else None
    except ValueError:
        raise ValueError(
            f"年度应如 2023 或 2015-2024，期限应如 2024-09-20，现为“{row['year']}”“{row['due']}”"
        ) from None
    form = _form(row["form"])
    return [Expected(_unit(row["unit"], year), form, year, due) for year in years]


def _form(printed: str) -> str:
    named = {plain(word): form.id for form in load_forms().values() for word in (form.id, form.title)}
    if plain(printed) not in named:
        raise ValueError(f"不认识的表式“{printed}”（应为 {'、'.join(load_forms())} 之一或其名称）")
    return named[plain(printed)]


def _unit(printed: str, year: int) -> str:
    known = declarations().gazetteer
    coded = known.by_code(printed)
    found = [coded] if coded else known.by_name(printed, year)
    if len(found) != 1:
        near = "、".join(f"{one.name} {one.code}" for one in (found or known.near(printed, year, []))[:3])
        raise ValueError(f"不能确定的地区“{printed}”（{year} 年；最接近：{near or '无'}）")
    return found[0].code


def renew_expected(con: Connection, declared: list[Expected] | None, today: date) -> None:
    """Write `expected_returns` anew: every return owed with its status, and the delivery that decided it."""
    owed = _seeded(con) if declared is None else declared
    told = _reported(con)
    broken = _broken(con)
    basis = "last_year" if declared is None else "declared"
    open_ = Counter((one.unit, one.year) for one in owed if (one.unit, one.form, one.year) not in told)
    only = {one for one in owed if open_[one.unit, one.year] == 1}
    rows = [
        (one.unit, one.form, one.year, one.due, basis, *_status(one, told, _tried(one, broken, one in only), today))
        for one in owed
    ]
    schema = {"unit": pl.String, "form": pl.String, "year": pl.Int16, "due": pl.Date, "basis": pl.String,
              "status": pl.String, "delivery_id": pl.String}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row").sort("unit", "form", "year")
    with transaction(con):
        replace(con, "expected_returns", frame)


def _seeded(con: Connection) -> list[Expected]:
    """Whoever delivered a form owes it for each year after, until the last for which anyone delivered it.

    Files over several years are compilations, which nobody owes year by year.
    """
    query = """
        WITH told AS (SELECT DISTINCT reporter, form, year FROM delivered_units JOIN accepted USING (delivery_id, form)
            WHERE reporter <> ''
            QUALIFY min(year) OVER (PARTITION BY delivery_id) = max(year) OVER (PARTITION BY delivery_id)),
        latest AS (SELECT form, max(year) AS latest FROM told GROUP BY form)
        SELECT reporter, form, unnest(range(min(year)::BIGINT, any_value(latest)::BIGINT + 1)) FROM told
        JOIN latest USING (form) GROUP BY reporter, form ORDER BY ALL"""
    return [Expected(*row) for row in con.sql(query).fetchall()]


Told = dict[tuple[str, str, int], str]


def _reported(con: Connection) -> Told:
    """(unit, form, year) → the latest accepted delivery of that unit, or about it."""
    query = """
        SELECT who, form, year, arg_max(delivery_id, arrival) FROM (
            SELECT unnest([reporter, unit]) AS who, delivered_units.form, year, delivery_id, arrival
            FROM delivered_units JOIN accepted USING (delivery_id))
        GROUP BY ALL"""
    return {(unit, form, year): delivery for unit, form, year, delivery in con.sql(query).fetchall()}


@dataclass(frozen=True)
class Broken:
    """A delivery that could not be used: the units and years its title, name or sender speaks of, and its forms.

    Without a form it stands for the one return that its unit still owes for the year, if there is just one.
    """

    delivery_id: str
    state: str
    units: frozenset[str]
    years: frozenset[int]
    forms: frozenset[str]


def _broken(con: Connection) -> list[Broken]:
    columns = "delivery_id, state, form, title, file_name, sender, years"
    query = (
        f"SELECT {columns} FROM deliveries WHERE state NOT IN ('accepted', 'answers') ORDER BY received_at, delivery_id"
    )
    return [_speaks(row) for row in con.sql(query).pl().to_dicts()]


def _speaks(row: dict[str, str]) -> Broken:
    stem = Path(row["file_name"]).stem
    years = years_in(row["years"]) or years_in(row["title"]) or years_in(stem)
    whole = range(min(years, default=0), max(years, default=-1) + 1)
    around = Surroundings([row["title"], stem, row["sender"]])
    units = {one.code for year in whole[-1:] for one in around.anchors(declarations().gazetteer, year)}
    forms = [row["form"]] if row["form"] else _forms_in(stem)
    return Broken(row["delivery_id"], row["state"], frozenset(units), frozenset(whole), frozenset(forms))


def _forms_in(text: str) -> Iterable[str]:
    """Forms whose name, or that of one of their tables, stands in the name of a file that can't be read."""
    said = plain(text)
    for form in load_forms().values():
        if any(plain(title) in said for title in (form.title, *(table.title for table in form.tables.values()))):
            yield form.id


SENT_AGAIN = r"""
SELECT old.delivery_id, arg_max(new.delivery_id, (new.received_at, new.delivery_id))
FROM deliveries AS old JOIN deliveries AS new ON new.sender = old.sender AND new.received_at > old.received_at
    AND regexp_replace(new.file_name, '\.[^.]*$', '') = regexp_replace(old.file_name, '\.[^.]*$', '')
WHERE new.state = 'accepted' AND old.state NOT IN ('accepted', 'answers', 'container') GROUP BY ALL
"""


def made_good(con: Connection, declared: list[Expected] | None) -> list[tuple[str, str]]:
    """Deliveries that could not be used and what came in their place: the file of the same name, or the returns of the
    forms they speak of.

    The last of what arrived must be newer: a spoilt correction is not made good by what it was to replace.
    """
    owed, told = _seeded(con) if declared is None else declared, _reported(con)
    when = dict(con.sql("SELECT delivery_id, received_at FROM deliveries").fetchall())
    found = dict(con.sql(SENT_AGAIN).fetchall())
    for each in (one for one in _broken(con) if one.forms):
        meant = [told.get((one.unit, one.form, one.year)) for one in owed if _may_mean(each, one)]
        arrived = [delivery for delivery in meant if delivery]
        last = max(arrived, key=lambda delivery: (when[delivery], delivery), default=None)
        if last and len(arrived) == len(meant) and when[last] > when[each.delivery_id]:
            found[each.delivery_id] = last
    return sorted(found.items())


def _may_mean(broken: Broken, one: Expected) -> bool:
    return one.unit in broken.units and one.year in broken.years and (one.form in broken.forms or not broken.forms)


def _tried(one: Expected, broken: list[Broken], only: bool) -> dict[str, str]:
    """State → the last unusable delivery that was meant for this return."""
    meant = (each for each in broken if _may_mean(each, one))
    return {each.state: each.delivery_id for each in meant if each.forms or only}


def _status(one: Expected, told: Told, tried: dict[str, str], today: date) -> tuple[str, str | None]:
    if delivery := told.get((one.unit, one.form, one.year)):
        return "accepted", delivery
    if tried:
        state = next((state for state in NEARLY if state in tried), min(tried))
        return state, tried[state]
    return "overdue" if one.due and one.due < today else "missing", None
