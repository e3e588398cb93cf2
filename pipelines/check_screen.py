"""What `edustat check` shows: each file as understood, what it would change, what is wrong, what is held back."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dashboards import numbers
from pipelines import wording
from pipelines.language import say
from pipelines.published import Row
from pipelines.screens import console, heading, note

if TYPE_CHECKING:
    from pipelines.preview import Preview, Sheet, Unknown
    from sources.returns import Understood
    from sources.seen import Seen

FEW = 3  # files, units or rows named before the rest are counted


def preview(seen: "Preview") -> None:
    """What a run with these files would do."""
    _files(seen)
    for alike in _by_layout(seen.sheets):
        _layout(alike)
    for each in seen.unknown:
        _as_seen(each)
    _held(seen.held)
    _drift(seen.drift)
    note(say("check.would", **seen.values))
    _affected(seen.indicators)
    _verdicts(seen.verdicts)
    _findings(seen.findings)
    note(say("check.nothing_written"))


def _files(seen: "Preview") -> None:
    for file in seen.known:
        note(say("check.known", file=file))
    if not seen.files:
        return
    table = heading("check.files", "file", "sender", "form", "years", "release", "state", "rows")
    titles = wording.form_titles()
    for each in seen.files:
        told = (titles.get(each["form"], ""), each["years"] or "", wording.release(each["release"]))
        table.add_row(each["file_name"], each["sender"] or "", *told, wording.state(each["state"]), f"{each['rows']:,}")
    console().print(table)
    for each in seen.files:
        if each["problem"]:
            note(wording.text(each["problem"]))


def _by_layout(sheets: Iterable["Sheet"]) -> list[list["Sheet"]]:
    """Sheets of one layout together: forty files of a county are shown as few trees."""
    groups: dict[object, list[Sheet]] = {}
    for each in sheets:
        columns = tuple((c.place, c.header, c.field, c.level, c.part, c.unit) for c in each.told.understood)
        groups.setdefault((each.told.form, each.told.table, columns), []).append(each)
    return list(groups.values())


def _layout(alike: list["Sheet"]) -> None:
    """The header tree of one layout as understood, column by column, and the rows left aside."""
    first = alike[0].told
    places = [" › ".join(filter(None, (each.file, each.told.sheet))) for each in alike]
    title = wording.table_title(first.form, first.table)
    note(f"\n{title} · {_span(year for each in alike for year in each.told.frame['year'].to_list())}")
    note(f"    {say('check.sheets')}  {_some(places)}")
    units = [name for each in alike for name in _units(each)]
    note(f"    {say('check.units')}  {_some(list(dict.fromkeys(units)))}")
    table = heading("", "place", "header", "field", "level", "part", "unit", "numbers")
    for i, column in enumerate(first.understood):
        table.add_row(*_column(column), f"{sum(each.told.understood[i].numbers for each in alike):,}")
    console().print(table)
    reasons = Counter(row.reason for each in alike for row in each.told.aside)
    if reasons:
        counted = say("list").join(say("check.aside_each", reason=wording.reason(r), n=n) for r, n in reasons.items())
        note(f"    {say('check.aside')}  {counted}")


def _as_seen(unknown: "Unknown") -> None:
    """A table of no declared form: the words over each column and the figures of its first rows."""
    seen = unknown.table
    words = [stub.printed for stub in seen.stubs.values()]
    note("\n" + say("check.unknown", place=wording.address(unknown.file, unknown.sheet, "")))
    note(f"    {say('check.rows')}  {_some(words)}")
    table = heading("", "place", "header", "unit", "numbers")
    for word in words[:FEW]:
        table.add_column(word, overflow="fold")
    for column in seen.columns:
        table.add_row(column.place, column.header, column.unit, f"{column.numbers:,}", *_first(seen, column.place))
    console().print(table)


def _first(seen: "Seen", letter: str) -> list[str]:
    """What the first rows of a column hold."""
    texts = {each.cell: each.text for each in seen.cells}
    return [texts.get(f"{letter}{row}", "") for row in list(seen.stubs)[:FEW]]


def _column(column: "Understood") -> tuple[str, ...]:
    if not column.field:
        return column.place, column.header, say("check.not_known"), "", "", ""
    if column.field.startswith("@"):
        part = wording.part(column.part) if column.part else ""
        return column.place, column.header, wording.role(column.field), "", part, ""
    level = wording.level(column.level) if column.level else ""
    return column.place, column.header, wording.field(column.field), level, wording.part(column.part), column.unit


def _units(each: "Sheet") -> list[str]:
    frame = each.told.frame
    return [school or region for school, region in frame.select("school", "region").rows()]


def _some(names: list[str]) -> str:
    shown = say("list").join(names[:FEW])
    return shown if len(names) <= FEW else say("check.and_more", shown=shown, n=len(names))


def _span(years: Iterable[int]) -> str:
    known = sorted(set(years))
    return str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"


def _held(rows: list[Row]) -> None:
    for each in rows:
        place = wording.address(each["file_name"], each["sheet"], each["place"])
        note(say("check.held", place=place, header=each["header"], cells=each["cells"], text=each["text"] or ""))
        edit = {"file": each["edit_file"], "column": each["edit_column"], "text": each["edit_text"]}
        if each["edit_line"] is None:
            note("    " + say("check.held_new", **edit))
        else:
            near = {"near": each["nearest_header"], "percent": round(100 * each["similarity"])}
            note("    " + say("check.held_near", line=each["edit_line"], **near, **edit))


def _drift(rows: list[Row]) -> None:
    if not rows:
        return
    table = heading("check.drift", "file", "change", "place", "header", "was", "against")
    for each in rows:
        unit = each["kind"] == "unit"
        now = f"{each['header']} {each['unit'] or ''}" if unit else each["header"]
        was = f"{each['was_header']} {each['was_unit'] or ''}" if unit else each["was_header"]
        alike = "" if each["similarity"] is None else f" {each['similarity']:.0%}"
        earlier = each["against_file"] or say("check.declared")
        moved = f"{each['was_place']} → {each['place']}" if each["was_place"] and each["place"] else ""
        place = moved or each["place"] or each["was_place"]
        table.add_row(each["file_name"], say(f"drift.{each['kind']}") + alike, place, now.strip(), was.strip(), earlier)
    console().print(table)


def _affected(rows: list[Row]) -> None:
    note(say("check.indicators", n=sum(each["n"] for each in rows)))
    if rows:
        note("    " + say("list").join(say("summary.each", word=wording.indicator(r), n=r["n"]) for r in rows))


def _verdicts(rows: list[Row]) -> None:
    """Verdicts that turn, one by one; those that are new or would vanish, counted."""
    note(say("check.verdict_count", n=len(rows)))
    new = Counter(each["after"] for each in rows if each["before"] is None)
    if new:
        note("    " + say("check.new_verdicts", counts=wording.counted(new, wording.verdict)))
    turned = [each for each in rows if each["before"] is not None]
    if not turned:
        return
    table = heading("check.verdicts", "region", "year", "test", "level", "before", "after")
    for each in turned:
        sides = (wording.verdict(each[side]) if each[side] else numbers.ABSENT for side in ("before", "after"))
        table.add_row(wording.text(each["name"]), str(each["year"]), each["test"], wording.level(each["level"]), *sides)
    console().print(table)


def _findings(rows: list[Row]) -> None:
    note(say("check.findings" if rows else "check.no_findings"))
    for each in rows:
        note(f"\n{each['rule']} {wording.severity(each['severity'])}  {wording.text(each['message'])}")
        note(f"    {say('show.source')}  {wording.address(each['file_name'], each['sheet'], each['cell'])}")
        told = {"check.cause": each["cause_text"], "check.effect": each["effect"], "check.hint": each["hint"]}
        for label, text in told.items():
            if text:
                note(f"    {say(label)}  {wording.text(text)}")
    if rows:
        note("")
