"""Data scripts: what they say is what the tables say, and nothing in a file can make them say something else."""

import json
import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.data import write_data
from dashboards.data.scripts import script, write_script
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from tests.dashboards.unpacked import rows_of

NAME = "20261122T094500-abcdef01"


def read(site: Path, key: str) -> Any:
    """Content of a script, its call stripped."""
    text = (site / "data" / f"{key}.js").read_text(encoding="utf-8")
    head, tail = f'EduStat.take("{key}",', ");\n"
    assert text.startswith(head)
    assert text.endswith(tail)
    return json.loads(text[len(head) : -len(tail)], parse_constant=pytest.fail)


def store(**tables: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    fill(con, {"regions": [{"code": "110000", "name": "北京市", "kind": "province"}], **tables})
    return con


def one(value: Any, **more: Any) -> dict[str, Any]:
    about = {"region": "110000", "year": 2023, "level": "all", "indicator": "share", "release": "bulletin"}
    return {**about, "value": value, "unit": "%", "basis": "published", **more}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data scripts of the sample."""
    folder = tmp_path_factory.mktemp("site")
    with closing(duckdb.connect()) as con:
        fill(con, sample.all_rows())
        write_data(con, folder, publication=NAME, grid=sample.grid)
    yield folder


def test_a_site_tells_what_it_is(site: Path) -> None:
    told = read(site, "site")
    assert (told["publication"], told["made_at"], told["lang"]) == (NAME, "2026-11-22T09:45:00+08:00", "zh")
    assert told["home"] == "110000"
    assert told["counts"] == {
        "hard": 1,
        "soft_open": 2,
        "explained": 0,
        "example": {"hard": 0, "soft_open": 0, "explained": 1},
    }
    assert [role["role"] for role in told["sign_off"]["roles"]] == ["statistician", "reviewer", "head"]


def test_places_are_those_shown_and_those_above_them(site: Path) -> None:
    told = {row["code"]: row for row in rows_of(read(site, "places"))}
    assert set(told) == {"000000", "110000", "110111", "110113", "110116", "420000", "420100", "420106", "420114"}
    assert (told["110000"]["page"], told["110113"]["page"]) == (None, True)
    assert (told["110113"]["failed"], told["110113"]["newest"]) == (1, 2023)


def test_a_group_has_the_verdicts_of_a_region_and_of_those_below_it(site: Path) -> None:
    told = read(site, "groups/110000")
    assert told["children"] == ["110111", "110113", "110116"]
    verdicts = rows_of(told["verdicts"])
    assert [(v["region"], v["test"]) for v in verdicts][:3] == [("110111", "T1"), ("110111", "T3b"), ("110113", "T1")]
    assert (verdicts[2]["verdict"], verdicts[2]["growth"]) == ("fail", 0.85)
    assert "lacking" not in told["verdicts"]
    assert read(site, "groups/110113")["children"] == ["110113"]


def test_a_number_on_a_doubted_cell_is_marked_and_so_is_the_verdict_on_it(tmp_path: Path) -> None:
    tables = sample.all_rows()
    tables["evidence"] = [
        {"region": "110116", "year": 2023, "level": "all", "indicator": "budget_education_total", "release": "bulletin",
         "part": "value", "delivery_id": sample.BEIJING, "cell": "C4"}
    ]  # fmt: skip
    with closing(duckdb.connect()) as con:
        fill(con, tables)
        write_data(con, tmp_path, publication=NAME, grid=sample.grid)
    told = read(tmp_path, "regions/110116")
    assert [s["doubted"] for s in told["series"] if "doubted" in s] == [[True]]
    flags = {v["test"]: v["flags"] for v in rows_of(told["verdicts"])}
    assert flags["T1"] == ["stated_only", "marginal", "unexplained"]


def test_evidence_says_what_a_verdict_looks_at_and_where_the_cells_are(site: Path) -> None:
    told = read(site, "evidence/110113")
    left, right = told["verdicts"]["T1|all|2023|bulletin"]["sides"]
    assert (left["indicator"], left["growth"]) == ("budget_education_total", 0.85)
    assert not {"level", "year"} & set(left)
    assert (right["role"], right["indicator"]) == ("right", "recurrent_revenue_total")
    cells = read(site, "evidence/000000")
    assert (cells["kinds"], cells["sheets"]) == ([[None, None, None]], [[sample.BEIJING, None]])
    assert cells["times"] == ["2023|bulletin"]
    assert cells["cells"] == {"fiscal_gdp_share|all": [[0, 0, None, 0, "C4", None]]}


def test_indicators_out_of_the_same_deliveries_are_told_together(tmp_path: Path) -> None:
    tables = sample.all_rows()
    told = {"region": "110116", "year": 2023, "level": "all", "release": "bulletin", "part": "value", "cell": "C4"}
    of = [("a", "x"), ("a", "w"), ("b", "x"), ("b", "w"), ("b", "x"), ("c", "x"), ("d", None)]
    tables["evidence"] = [told | {"indicator": indicator, "delivery_id": delivery} for indicator, delivery in of]
    with closing(duckdb.connect()) as con:
        fill(con, tables)
        write_data(con, tmp_path, publication=NAME, grid=sample.grid)
    assert read(tmp_path, "regions/110116")["sources"] == [[["w", "x"], ["a", "b"]], [["x"], ["c"]]]
    assert read(tmp_path, "regions/110113")["sources"] == []


def test_sheets_come_in_blocks_as_they_were_delivered(tmp_path: Path) -> None:
    with closing(store(deliveries=sample.deliveries()[:1])) as con:
        body = [[f"{row}", "</script>"] for row in range(1, 402)]
        write_data(con, tmp_path, publication=NAME, grid=lambda _: [("表一", body)])
    assert read(tmp_path, "deliveries")["sheets"] == [[["表一", 401, 2]]]
    last = read(tmp_path, f"sheets/{sample.BEIJING}/1-2")
    assert (last["name"], last["first"], last["cells"]) == ("表一", 401, [["401", "</script>"]])


def test_an_indicator_is_told_of_all_regions(site: Path) -> None:
    told = read(site, "indicators/budget_education_total")
    first, *_ = rows_of(told)
    assert (first["region"], first["value"]) == ("110111", 552900.0)


def test_words_are_declared_and_have_their_english(site: Path) -> None:
    told = read(site, "words")
    assert [view["id"] for view in told["views"] if view["front"]] == ["law"]
    assert {test["id"] for test in told["tests"]} == {"T1", "T2", "T3b", "B1"}
    english = read(site, "english")
    assert english["texts"]["达标"] == "Met"
    assert english["patterns"]


OUTSIDE = ["../../etc/passwd", "a/../b", "a//b", "/a", "a\\b", "a.b", "地区/1", "", f"a/{'x' * 99}", "-a", "a\n"]


@pytest.mark.parametrize("key", OUTSIDE)
def test_no_key_names_a_file_elsewhere(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        write_script(tmp_path, key, {})
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None, max_examples=25)
@given(st.text() | st.sampled_from(["</script>", "\u2028", '");alert("', "\\", "\x00"]))
def test_no_text_ends_a_script(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    told = script("a", json.dumps([text], ensure_ascii=False)).decode()
    assert json.loads(told[len('EduStat.take("a",') : -len(");\n")]) == [text]
    assert not {"<", "\u2028", "\u2029"} & set(told)


HOSTILE = "</script>\"\\\u2028\n\x01');DROP TABLE x;--"


def test_hostile_names_stay_texts(tmp_path: Path) -> None:
    delivery = sample.deliveries()[0] | {"file_name": HOSTILE, "title": HOSTILE}
    with closing(store(deliveries=[delivery], indicator_values=[one(1.0, scope=HOSTILE)])) as con:
        con.execute("UPDATE regions SET name = ?", [HOSTILE])
        write_data(con, tmp_path, publication=NAME, grid=lambda _: [(HOSTILE, [[HOSTILE]])])
    assert read(tmp_path, "deliveries")["file_name"] == [HOSTILE]
    assert read(tmp_path, "places")["name"] == [HOSTILE]
    assert read(tmp_path, f"sheets/{sample.BEIJING}/1-0")["cells"] == [[HOSTILE]]
    assert read(tmp_path, "regions/110000")["series"][0]["every"]["scope"] == HOSTILE
    assert not any(b"<" in path.read_bytes() for path in tmp_path.rglob("*.js"))


def test_what_is_no_number_is_none(tmp_path: Path) -> None:
    rows = [one(value, year=2000 + place) for place, value in enumerate((math.nan, math.inf, -math.inf, None, 1.5))]
    with closing(store(indicator_values=rows)) as con:
        write_data(con, tmp_path, publication=NAME, grid=sample.grid)
    (series,) = read(tmp_path, "regions/110000")["series"]
    assert series["value"] == [None, None, None, None, 1.5]
    assert "previous" not in series | series.get("derived", {})


def test_the_same_tables_make_the_same_bytes(site: Path, tmp_path: Path) -> None:
    with closing(duckdb.connect()) as con:
        fill(con, {table: list(reversed(rows)) for table, rows in sample.all_rows().items()})
        con.execute("SET threads = 1")
        write_data(con, tmp_path, publication=NAME, grid=sample.grid)
    files = [path.relative_to(site) for path in sorted(site.rglob("*.js"))]
    assert [path.relative_to(tmp_path) for path in sorted(tmp_path.rglob("*.js"))] == files
    assert [path for path in files if (site / path).read_bytes() != (tmp_path / path).read_bytes()] == []


def test_what_follows_from_others_is_only_named(tmp_path: Path) -> None:
    values = [8.0, 10.0, 12.5, 12.0]
    rows = [
        one(now, year=2020 + place, indicator=indicator, previous=before, growth=growth, raw_growth=growth)
        | {"growth_basis": "last_year" if place else "none", "by_numerator": 1.0, "by_denominator": 2.0}
        for indicator, growths in {
            "per_pupil_funding": (None, 25.0, 25.0, -4.0),
            "share": (None, 2.0, 2.5, -0.5),
        }.items()
        for place, (now, before, growth) in enumerate(zip(values, [None, *values], growths, strict=False))
    ]
    with closing(store(indicator_values=rows)) as con:
        write_data(con, tmp_path, publication=NAME, grid=sample.grid)
    funding, share = read(tmp_path, "regions/110000")["series"]
    follows = {"year": ["years", 2020, 2023], "previous": ["before", "value"], "raw_growth": ["same", "growth"]}
    assert share["derived"] == follows | {"growth": ["difference"]}
    assert funding["derived"] == follows | {"growth": ["ratio"]}
    assert funding["first"] == {"growth_basis": "none"}
    assert funding["by_numerator"] == [1.0] * 4
    assert "by_numerator" not in share  # no chart takes its growth apart
    told = {(one["indicator"], row["year"]): row for one in (funding, share) for row in rows_of(one)}
    names = ("value", "previous", "growth", "raw_growth", "growth_basis")
    assert [[told[row["indicator"], row["year"]][name] for name in names] for row in rows] == [
        [row[name] for name in names] for row in rows
    ]


def test_a_growth_of_its_own_stands_in_full(tmp_path: Path) -> None:
    rows = [one(8.0, year=2020, growth=None), one(10.0, year=2022, previous=8.0, growth=24.9)]
    with closing(store(indicator_values=rows)) as con:
        write_data(con, tmp_path, publication=NAME, grid=sample.grid)
    (series,) = read(tmp_path, "regions/110000")["series"]
    assert (series["year"], series["growth"]) == ([2020, 2022], [None, 24.9])


NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.fixed_dictionaries(
    {
        "year": st.integers(1990, 2030),
        "release": st.sampled_from(["flash", "return", "bulletin"]),
        "level": st.sampled_from(["all", "primary"]),
        "value": NUMBERS,
        "previous": NUMBERS,
        "coverage": NUMBERS,
        "scope": st.none() | st.text(max_size=5).filter(lambda text: text.isprintable()),
    }
)


@settings(deadline=None, max_examples=3)
@given(st.lists(VALUES, unique_by=lambda row: (row["year"], row["release"], row["level"]), min_size=1, max_size=12))
def test_every_value_is_told_as_the_table_has_it(tmp_path_factory: pytest.TempPathFactory, drawn: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    with closing(store(indicator_values=[one(**row) for row in drawn])) as con:
        write_data(con, folder, publication=NAME, grid=sample.grid)
    series = read(folder, "regions/110000")["series"]
    told = [row | {"level": one["level"]} for one in series for row in rows_of(one)]
    assert {keyed(row) for row in told} == {keyed(row) for row in drawn}
    assert len(told) == len(drawn)


def keyed(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        row.get(name) or None for name in ("level", "year", "release", "value", "previous", "coverage", "scope")
    )


def scripts(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*.js*"))}


def taken_over(site: Path) -> set[str]:
    return {name for name in scripts(site) if (site / name).stat().st_nlink > 1}


CHANGES = {
    "a value": "UPDATE indicator_values SET value = value + 1 WHERE region = '110113' AND year = 2023",
    "a verdict": "UPDATE verdicts SET verdict = 'flat' WHERE region = '420106'",
    "a region that is gone": "DELETE FROM verdicts WHERE region = '110111'",
    "a source cell": "UPDATE evidence SET cell = 'C9'",
    "a finding explained": "UPDATE findings SET state = 'explained'",
    "who is above whom": "UPDATE regions SET parent = '110000' WHERE code = '420106'",
    "a file read anew": f"UPDATE deliveries SET sha256 = 'other' WHERE delivery_id = '{sample.BEIJING}'",
    "nothing": "SELECT 1",
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_site_after_another_says_what_one_by_itself_says(site: Path, tmp_path: Path, change: str) -> None:
    before = scripts(site)
    with closing(duckdb.connect()) as con:
        fill(con, sample.all_rows())
        con.execute(change)
        write_data(con, tmp_path / "after", publication=NAME, grid=sample.grid, earlier=site)
        write_data(con, tmp_path / "alone", publication=NAME, grid=sample.grid)
    assert scripts(tmp_path / "after") == scripts(tmp_path / "alone")
    assert scripts(site) == before


def test_only_what_a_change_touches_is_made_anew(site: Path, tmp_path: Path) -> None:
    with closing(duckdb.connect()) as con:
        fill(con, sample.all_rows())
        con.execute(CHANGES["a value"])
        write_data(con, tmp_path, publication=NAME, grid=lambda _: pytest.fail("no sheet is read again"), earlier=site)
    made = {name.removeprefix("data/") for name in scripts(tmp_path).keys() - taken_over(tmp_path)}
    touched = {"regions/110113.js", "evidence/110113.js", "indicators/budget_education_total.js"}
    assert made - {"made_of.json"} == touched | {"indicators/per_pupil_public.js"}


def test_a_region_whose_code_names_no_file_stops_the_whole(tmp_path: Path) -> None:
    with (
        closing(store(indicator_values=[one(1.0, region="../../x")])) as con,
        pytest.raises(ValueError, match="key"),
    ):
        write_data(con, tmp_path / "site", publication=NAME, grid=sample.grid)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
