"""The pages: complete, escaped, light, and at home without a network."""

import re
from datetime import datetime
from pathlib import Path

import duckdb

from dashboards import build_site
from dashboards.screens import screens
from tests.dashboards.rows import BEIJING, FILES, all_rows, grid
from tests.dashboards.store import fill

EVIL = "<script>alert(1)</script>"


def pages(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def build(tmp_path: Path, tables: dict[str, list[dict[str, object]]]) -> dict[str, str]:
    con = duckdb.connect()
    fill(con, tables)
    build_site(con, tmp_path, publication="p", grid=grid)
    con.close()
    return pages(tmp_path)


def test_every_delivery_has_a_page(site: Path) -> None:
    found = pages(site)
    assert {"index.html", "matrix.html", "quality.html", f"deliveries/{BEIJING}.html"} <= found.keys()


def test_the_dictionary_says_what_numbers_are_judged_by(site: Path) -> None:
    page = pages(site)["dictionary.html"]
    for words in ('id="indicator-fiscal_gdp_share"', "≥ 4%", 'id="test-T1"', "增长差等于两项增长之差"):
        assert words in page


def test_what_is_owed_and_has_not_come_stands_on_the_quality_page(site: Path) -> None:
    owed = pages(site)["quality.html"].split('id="owed"')[1].split("</section>")[0]
    assert "1 份</span>" in owed
    for words in ("顺义区", "学校一览表", "2023-09-20", "逾期未报"):
        assert words in owed


def test_every_internal_link_leads_somewhere(site: Path) -> None:
    shells = {f"{name}.html" for name in screens()}  # drawn in the browser, where test_screens follows their links
    found = {name: text for name, text in pages(site).items() if name not in shells}
    ids = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in found.items()}
    broken = [
        (name, link)
        for name, text in found.items()
        for link in re.findall(r'href="([^"]+)"', text)
        if not link.startswith("data:") and not beside_the_site(name, link) and not leads(site, ids, name, link)
    ]
    assert not broken


def beside_the_site(page: str, link: str) -> bool:
    """The downloads of a publication; `test_publication` knows they are there."""
    return link.startswith("../") and "/" not in page


def leads(site: Path, ids: dict[str, set[str]], page: str, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (site / page).parent.joinpath(path).resolve() if path else site / page
    name = target.relative_to(site.resolve()).as_posix()
    return target.exists() and (not anchor or name not in ids or anchor in ids[name])


def test_nothing_leaves_the_folder(site: Path) -> None:
    texts = pages(site) | {name: (site / "assets" / name).read_text() for name in ("site.css", "site.js")}
    outside = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""")
    assert not [name for name, text in texts.items() if outside.search(text)]


def test_names_from_files_are_escaped_everywhere(tmp_path: Path) -> None:
    tables = all_rows()
    for row in tables["deliveries"] + tables["findings"]:
        row["file_name"] = f"{EVIL}.csv"
    tables["findings"][0] |= {"message": EVIL, "found": EVIL, "hint": EVIL}
    tables["regions"] = [row | {"name": EVIL} if row["code"] == "110113" else row for row in tables["regions"]]
    tables["indicators"] = [row | {"name": f"</script>{EVIL}", "document": EVIL} for row in tables["indicators"]]
    tables["verdicts"] = [
        row | {"evidence": row["evidence"].replace(FILES[BEIJING], EVIL), "formula": EVIL, "missing": [EVIL]}
        for row in tables["verdicts"]
    ]
    signed = {"role": "reviewer", "state": "withdrawn", "reason": EVIL, "name": EVIL, "signed_at": datetime(2026, 1, 2)}
    tables["sign_off"] = [signed, signed | {"role": "statistician", "state": "signed"}]
    tables["journal"] = [{"position": 1, "at": datetime(2026, 1, 2), "kind": "signature", "text": EVIL, "digest": "d1"}]
    for name, text in build(tmp_path, tables).items():
        if name.removesuffix(".html") in screens():
            continue
        assert EVIL not in text, name
        assert "&lt;script&gt;" in text or "alert(1)" not in text
        assert "部分签发（统计人员 &lt;" in text and "日志第 1 条，校验码 d1" in text, name


def test_broken_delivery_has_a_page_that_says_why(tmp_path: Path) -> None:
    tables = all_rows()
    tables["deliveries"][0] |= {"state": "unreadable", "problem": "文件打不开", "release": None, "years": None}
    assert "文件打不开" in build(tmp_path, tables)[f"deliveries/{BEIJING}.html"]


def test_large_sheet_shows_headers_and_cited_rows() -> None:
    from dashboards.sheets import sheet

    rows = [["甲", str(number)] for number in range(1, 5001)]
    shown = sheet(1, "表一", rows, {("表一", "B4321"), ("表二", "B100")})
    assert 'id="1-B4321"' in shown.table
    assert 'id="1-B100"' not in shown.table
    assert shown.left_out == 5000 - 11
