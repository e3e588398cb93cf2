"""What `edustat show` tells of a region: verdicts with their evidence, its schools, its indicators."""

import json
from contextlib import nullcontext
from datetime import datetime
from itertools import groupby

from dashboards import signing
from pipelines import published, wording
from pipelines.language import say
from pipelines.past import known_on
from pipelines.published import Row
from pipelines.screens import console, heading, note
from sources import Home

MOST_SCHOOLS = 10  # of each level


def show(home: Home, asked: str, year: int | None, as_of: datetime | None = None) -> None:
    """Verdicts and indicators of one region and year, each with its evidence, as known now or on the day `as_of`."""
    with published.publication(home) as now, known_on(now, as_of) if as_of else nullcontext(now) as con:
        region = published.region(con, asked)
        shown = year or published.latest_year(con, region["code"])
        if shown is None:
            note(say("show.no_year", region=wording.text(region["name"])))
            return
        verdicts = published.verdicts(con, region["code"], shown)
        summaries = published.summaries(con, region["code"], shown)
        turned = published.turned_verdicts(con, region["code"], shown)
        schools = published.schools(con, region["code"], shown)
        names = published.indicator_names(con)
        indicators = published.indicators(con, region["code"], shown)
        signed = signing.read(con)
    if not verdicts and not indicators:
        note(say("show.nothing", region=wording.text(region["name"]), year=shown))
        return
    console().rule(say("show.title", region=wording.text(region["name"]), year=shown))
    for family, of_family in groupby(verdicts, key=wording.family):
        told = list(of_family)
        note(f"\n== {family} ==")
        note(wording.summary(summaries[told[0]["family_id"]]))
        for verdict in told:
            _verdict(verdict, names)
    for each in turned:
        note(
            say(
                "show.turned",
                title=wording.text(each["title"]),
                level=wording.level(each["level"]),
                history=_history(each),
            )
        )
    _schools(schools)
    _indicators(indicators)
    if as_of is None:
        note(say("status.sign_off", told=wording.sign_off(signed)))


def _history(turned: Row) -> str:
    """快报 ✓ 达标 → 年鉴 ✕ 不达标."""
    return " → ".join(
        f"{wording.release(each['release'])} {wording.verdict(each['verdict'])}" for each in turned["history"]
    )


def _verdict(row: Row, names: dict[str, Row]) -> None:
    note(f"\n{wording.sentence(row)}")
    told = {
        "law": f"{wording.text(row['law'])} {wording.text(row['article'])}",
        "formula": wording.text(row["formula"]),
        "missing": say("list").join(map(wording.text, row["missing"] or [])),
        "shortfall": wording.shortfall(row),
        "remark": wording.several(map(wording.text, row["remarks"] or [])),
    }
    for name, text in told.items():
        if text:
            note(f"    {say(f'show.{name}')}  {text}")
    for side in json.loads(row["evidence"] or "[]"):
        for cell in side["cells"]:
            note(f"    {say('show.source')}  {wording.cell(names[side['indicator']], side, cell)}")


def _schools(rows: list[Row]) -> None:
    """How many schools of each level miss a condition, and those that miss most with what they miss."""
    table = heading("show.schools", "school", "level", "met", "missed")
    for name, of_level in groupby(rows, key=lambda row: wording.level(row["level"])):
        told = list(of_level)
        missing = [each for each in told if each["missed"]]
        note(say("show.schools_missing", level=name, n=len(told), missing=len(missing)))
        for each in missing[:MOST_SCHOOLS]:
            table.add_row(each["name"] or each["school"], name, f"{each['met']}/{each['asked']}", wording.missed(each))
    if table.row_count:
        console().print(table)


def _indicators(rows: list[Row]) -> None:
    table = heading("show.indicators", "indicator", "level", "value", "growth", "source")
    for each in rows:
        shown = (
            wording.indicator(each),
            wording.level(each["level"]),
            wording.value(each),
            wording.growth(each),
        )
        table.add_row(*shown, wording.address(each["file_name"], each["sheet"], each["cell"]))
    console().print(table)
